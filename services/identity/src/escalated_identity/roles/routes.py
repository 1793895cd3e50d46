"""Roles over HTTP."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.errors import Forbidden, NotFound
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_identity.roles import queries, service
from escalated_identity.roles.schemas import ManyRoles, NewRole, OneRole, RolePatch, built_in_answer, role_answer

routes = router(prefix=API_PREFIX, tags=["roles"])


@routes.get("/roles", response_model=ManyRoles)
async def list_roles(caller: Caller, reader: Reader) -> Response:
    """Every role with what it allows. Needs people:read."""
    caller.require("people:read")
    built_in = [built_in_answer(slug, permissions) for slug, permissions in BUILT_IN_ROLES.items()]
    custom = [role_answer(role) for role in await queries.all_custom(reader)]
    return many([*built_in, *custom], next_cursor=None)


@routes.post("/roles", status_code=201, response_model=OneRole)
async def create_role(caller: Caller, uow: Uow, body: NewRole) -> Response:
    """Adds a role. Needs roles:manage and every permission that the role gets."""
    caller.require("roles:manage")
    role = await service.create_role(
        uow, caller.permissions, slug=body.slug, name=body.name, permissions=body.permissions
    )
    return one(role_answer(role), status=201, version=role.version)


@routes.patch("/roles/{role_id}", response_model=OneRole)
async def change_role(caller: Caller, uow: Uow, role_id: str, body: RolePatch, if_match: IfMatch) -> Response:
    """Changes a custom role. Needs roles:manage and every permission that is added or taken."""
    caller.require("roles:manage")
    role = await service.change_role(
        uow,
        caller.permissions,
        _custom(role_id),
        name=body.name,
        permissions=body.permissions,
        if_match=if_match,
    )
    return one(role_answer(role), version=role.version)


@routes.delete("/roles/{role_id}", status_code=204)
async def delete_role(caller: Caller, uow: Uow, role_id: str, if_match: IfMatch) -> Response:
    """Deletes a custom role that nobody holds. Needs roles:manage."""
    caller.require("roles:manage")
    await service.delete_role(uow, caller.permissions, _custom(role_id), if_match=if_match)
    return no_content()


def _custom(role_id: str) -> UUID:
    if role_id in BUILT_IN_ROLES:
        raise Forbidden("Built-in roles stay as they are: make one of your own.", code="built_in_role")
    try:
        return UUID(role_id)
    except ValueError:
        raise NotFound("There is no such role.") from None
