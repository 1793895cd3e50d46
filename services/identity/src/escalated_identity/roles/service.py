"""What can be done with custom roles. Built-in ones cannot be changed: other services know them by heart."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_identity.audit.service import record
from escalated_identity.people.rules import check_may_grant
from escalated_identity.roles import queries
from escalated_identity.roles.models import Role, roles
from escalated_identity.roles.rules import check_permissions, check_slug

_ADD = insert(roles).on_conflict_do_nothing(index_elements=["slug"]).returning(roles.c.id)
_LOCK = select(roles.c.id).where(roles.c.id == bindparam("role_id")).with_for_update()
_UPDATE = (
    update(roles)
    .where(roles.c.id == bindparam("this_id"))
    .values(name=bindparam("new_name"), permissions=bindparam("granted"), updated_at=bindparam("now"))
    .values(version=roles.c.version + 1)
)
_DELETE = delete(roles).where(roles.c.id == bindparam("this_id"))


async def create_role(
    uow: UnitOfWork, own: Collection[str], *, slug: str, name: str, permissions: Collection[str]
) -> Role:
    """A new role with permissions that its maker holds. Raises `Conflict` for a slug in use."""
    granted = check_permissions(permissions)
    check_may_grant(own, granted)
    role = Role(uuid7(), check_slug(slug), name.strip(), granted, 1, uow.now, uow.now)
    values = {field: getattr(role, field) for field in Role.__dataclass_fields__} | {"permissions": list(granted)}
    if (await uow.execute(_ADD, values)).one_or_none() is None:
        raise Conflict("A role has this slug.", code="slug_taken")
    changes = [("permissions", "", ",".join(granted))]
    await record(uow, "role.created", object_type="role", object_id=role.id, object_name=slug, changes=changes)
    return role


async def change_role(
    uow: UnitOfWork,
    own: Collection[str],
    role_id: UUID,
    *,
    name: str | None = None,
    permissions: Collection[str] | None = None,
    if_match: int | None = None,
) -> Role:
    """Renames a role or changes what it allows; other processes follow within 30 seconds."""
    old = await _locked(uow, role_id, if_match)
    granted = old.permissions if permissions is None else check_permissions(permissions)
    check_may_grant(own, set(granted) ^ set(old.permissions))
    new_name = old.name if name is None else name.strip()
    bound = {"this_id": role_id, "new_name": new_name, "granted": list(granted), "now": uow.now}
    await uow.execute(_UPDATE, bound)
    changes = [
        (field, before, after)
        for field, before, after in (
            ("name", old.name, new_name),
            ("permissions", ",".join(old.permissions), ",".join(granted)),
        )
        if before != after
    ]
    await record(uow, "role.updated", object_type="role", object_id=role_id, object_name=old.slug, changes=changes)
    return Role(role_id, old.slug, new_name, granted, old.version + 1, old.created_at, uow.now)


async def delete_role(uow: UnitOfWork, own: Collection[str], role_id: UUID, *, if_match: int | None = None) -> None:
    """Deletes a role that nobody holds. Raises `Conflict` otherwise."""
    old = await _locked(uow, role_id, if_match)
    check_may_grant(own, old.permissions)
    if await queries.holders(uow.connection, role_id):
        raise Conflict("People hold this role: take it from them first.", code="role_in_use")
    await uow.execute(_DELETE, {"this_id": role_id})
    await record(uow, "role.deleted", object_type="role", object_id=role_id, object_name=old.slug)


async def _locked(uow: UnitOfWork, role_id: UUID, if_match: int | None) -> Role:
    await uow.execute(_LOCK, {"role_id": role_id})
    role = await queries.find(uow.connection, role_id)
    if role is None:
        raise NotFound("There is no such role.")
    if if_match is not None and if_match != role.version:
        raise PreconditionFailed("The role was changed meanwhile.")
    return role
