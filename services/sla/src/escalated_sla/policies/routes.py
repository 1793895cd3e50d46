"""Policies over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_sla.clocks.queries import count_open
from escalated_sla.policies import queries, service
from escalated_sla.policies.schemas import ManyPolicies, OnePolicy, PolicyAnswer, PolicyBody

routes = router(prefix=API_PREFIX, tags=["sla-policies"])


def present(row: queries.PolicyRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PolicyAnswer.model_fields if name != "open_tickets"}


@routes.get("/sla-policies", response_model=ManyPolicies)
async def list_policies(caller: Caller, reader: Reader) -> Response:
    """Policies in the order in which they are tried. Needs sla:read."""
    caller.require("sla:read")
    return many([present(row) for row in await queries.all_policies(reader)], next_cursor=None)


@routes.post("/sla-policies", status_code=201, response_model=OnePolicy)
async def create_policy(caller: Caller, uow: Uow, body: PolicyBody) -> Response:
    """Adds a policy; open clocks that it applies to follow it. Needs sla:manage."""
    caller.require("sla:manage")
    row = await service.create_policy(uow, body)
    return one(present(row), status=201, version=row.version)


@routes.get("/sla-policies/{policy_id}", response_model=OnePolicy)
async def get_policy(caller: Caller, reader: Reader, policy_id: UUID, request: Request) -> Response:
    """A policy. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.policy(reader, policy_id)
    if row is None:
        raise NotFound("There is no such policy.")
    return one(present(row), version=row.version, request=request)


@routes.put("/sla-policies/{policy_id}", response_model=OnePolicy)
async def change_policy(caller: Caller, uow: Uow, policy_id: UUID, body: PolicyBody, if_match: IfMatch) -> Response:
    """Replaces a policy; answers how many tickets with open clocks are computed again. Needs sla:manage."""
    caller.require("sla:manage")
    row = await service.change_policy(uow, policy_id, body, if_match=if_match)
    return one(present(row) | {"open_tickets": await count_open(uow.connection)}, version=row.version)


@routes.delete("/sla-policies/{policy_id}", status_code=204)
async def delete_policy(caller: Caller, uow: Uow, policy_id: UUID) -> Response:
    """Removes a policy; open clocks fall to the next one that applies. Needs sla:manage."""
    caller.require("sla:manage")
    await service.delete_policy(uow, policy_id)
    return no_content()
