"""The shapes of departments over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from escalated_chassis.http.schemas import Schema
from escalated_identity.departments.models import Department

Name = Annotated[str, Field(min_length=1, max_length=120)]
Slug = Annotated[str, Field(min_length=1, max_length=60)]
Mailbox = Annotated[str, Field(max_length=254)]


class NewDepartment(Schema):
    """A department to be added; without a slug it is made from the name."""

    name: Name
    slug: Slug | None = None
    email: Mailbox = ""


class DepartmentPatch(Schema):
    """What is to change of a department; what is left out stays."""

    name: Name | None = None
    slug: Slug | None = None
    email: Mailbox | None = None
    active: bool | None = None


class DepartmentAnswer(Schema):
    """A department; customers are not told `email` and `member_count`."""

    id: UUID
    name: str
    slug: str
    active: bool
    email: str | None = None
    member_count: int | None = None
    version: int | None = None


class OneDepartment(Schema):
    data: DepartmentAnswer


class ManyDepartments(Schema):
    data: list[DepartmentAnswer]
    meta: dict[str, Any]


def department_answer(department: Department, member_count: int, *, for_staff: bool) -> dict[str, Any]:
    """A department in the shape of `DepartmentAnswer`."""
    answer: dict[str, Any] = {
        "id": department.id,
        "name": department.name,
        "slug": department.slug,
        "active": department.active,
    }
    if for_staff:
        answer |= {"email": department.email, "member_count": member_count, "version": department.version}
    return answer
