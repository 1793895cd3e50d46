"""The shapes of signing in over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from escalated_chassis.http.schemas import Schema
from escalated_contracts.permissions import STAFF_ROLES
from escalated_identity.people.models import Person
from escalated_identity.people.rules import role_ids
from escalated_identity.people.schemas import Email, Name

# Not trimmed: a password may begin or end with a blank.
Secret = Annotated[str, Field(min_length=1, max_length=1000, json_schema_extra={"format": "password"})]
Token = Annotated[str, Field(min_length=1, max_length=500)]


class _Verbatim(Schema):
    model_config = {"str_strip_whitespace": False}


class LogIn(_Verbatim):
    email: Email
    password: Secret


class SignUpBody(_Verbatim):
    email: Email
    password: Secret
    name: Name


class RefreshBody(Schema):
    """Empty where the refresh token comes in its cookie."""

    refresh_token: Token | None = None


class SsoBody(Schema):
    """A short-lived JWT of the host application."""

    token: str = Field(min_length=1, max_length=10_000)


class LinkToken(Schema):
    token: Token


class ResetRequest(Schema):
    email: Email


class NewPassword(_Verbatim):
    token: Token
    password: Secret


class PasswordChange(_Verbatim):
    current_password: Secret
    new_password: Secret


class MyDepartment(Schema):
    id: UUID
    name: str


class Me(Schema):
    """Whoever is signed in, and what she may do."""

    id: UUID
    name: str
    email: str
    email_verified: bool
    kind: str
    is_staff: bool
    roles: list[str]
    permissions: list[str]
    departments: list[MyDepartment]
    locale: str
    avatar_url: str | None


class SignedInAnswer(Schema):
    """Tokens for programs; browsers get them as cookies too, which pages cannot read."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: Me


class OneSignedIn(Schema):
    data: SignedInAnswer


class OneMe(Schema):
    data: Me


def me_answer(
    person: Person, permissions: frozenset[str], departments: list[tuple[UUID, str]], slugs: dict[str, str]
) -> dict[str, Any]:
    """A person in the shape of `Me`; `slugs` names custom roles by id."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "email_verified": person.email_verified,
        "kind": person.kind,
        "is_staff": person.kind in STAFF_ROLES,
        "roles": [slugs.get(role, role) for role in role_ids(person.kind, person.custom_roles)],
        "permissions": sorted(permissions),
        "departments": [{"id": department, "name": name} for department, name in departments],
        "locale": person.locale,
        "avatar_url": None,
    }
