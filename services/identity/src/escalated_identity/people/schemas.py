"""The shapes of people over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from escalated_chassis.http.schemas import Schema
from escalated_identity.people.models import Person
from escalated_identity.people.rules import role_ids

Name = Annotated[str, Field(min_length=1, max_length=120)]
Email = Annotated[str, Field(min_length=3, max_length=254)]
Password = Annotated[str, Field(min_length=1, max_length=1000, json_schema_extra={"format": "password"})]
Locale = Annotated[str, Field(max_length=20, pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]


class NewPerson(Schema):
    """Somebody to be added by an administrator."""

    name: Name
    email: Email
    roles: list[str] = Field(default_factory=lambda: ["customer"], max_length=20)
    departments: list[UUID] = Field(default_factory=list, max_length=100)
    password: Password | None = None
    locale: Locale = ""


class PersonPatch(Schema):
    """What is to change of a person; what is left out stays."""

    name: Name | None = None
    locale: Locale | None = None
    active: bool | None = None
    roles: list[str] | None = Field(default=None, max_length=20)
    departments: list[UUID] | None = Field(default=None, max_length=100)


class PersonAnswer(Schema):
    """A person."""

    id: UUID
    name: str
    email: str
    kind: str
    roles: list[str]
    departments: list[UUID]
    active: bool
    email_verified: bool
    locale: str
    version: int
    created_at: datetime


class OnePerson(Schema):
    data: PersonAnswer


class ManyPeople(Schema):
    data: list[PersonAnswer]
    meta: dict[str, Any]


def person_answer(person: Person) -> dict[str, Any]:
    """A person in the shape of `PersonAnswer`."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "kind": person.kind,
        "roles": role_ids(person.kind, person.custom_roles),
        "departments": person.departments,
        "active": person.active,
        "email_verified": person.email_verified,
        "locale": person.locale,
        "version": person.version,
        "created_at": person.created_at,
    }
