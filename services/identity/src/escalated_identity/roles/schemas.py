"""The shapes of roles over HTTP."""

from typing import Any

from pydantic import Field

from escalated_chassis.http.schemas import Schema
from escalated_identity.roles.models import Role


class NewRole(Schema):
    """A custom role to be added."""

    slug: str = Field(min_length=2, max_length=50)
    name: str = Field(min_length=1, max_length=120)
    permissions: list[str] = Field(max_length=200)


class RolePatch(Schema):
    """What is to change of a role; what is left out stays. The slug stays for good."""

    name: str | None = Field(default=None, min_length=1, max_length=120)
    permissions: list[str] | None = Field(default=None, max_length=200)


class RoleAnswer(Schema):
    """A role; the id of a built-in one is its slug."""

    id: str
    slug: str
    name: str
    permissions: list[str]
    built_in: bool


class OneRole(Schema):
    data: RoleAnswer


class ManyRoles(Schema):
    data: list[RoleAnswer]
    meta: dict[str, Any]


def role_answer(role: Role) -> dict[str, Any]:
    """A custom role in the shape of `RoleAnswer`."""
    return {
        "id": str(role.id),
        "slug": role.slug,
        "name": role.name,
        "permissions": role.permissions,
        "built_in": False,
    }


def built_in_answer(slug: str, permissions: frozenset[str]) -> dict[str, Any]:
    """A built-in role in the shape of `RoleAnswer`."""
    name = slug.replace("_", " ").capitalize()
    return {"id": slug, "slug": slug, "name": name, "permissions": sorted(permissions), "built_in": True}
