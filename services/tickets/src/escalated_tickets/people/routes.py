"""GET /agents: whom a ticket can be assigned to."""

from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_tickets.people.queries import agents
from escalated_tickets.statuses.schemas import ListMeta

routes = app.router(prefix=app.API_PREFIX, tags=["people"])


class AgentOut(BaseModel):
    id: UUID
    name: str
    email: str
    departments: list[UUID]


class AgentList(BaseModel):
    data: list[AgentOut]
    meta: ListMeta


@routes.get("/agents", response_model=AgentList)
async def list_agents(caller: Caller, reader: Reader) -> Response:
    """Active agents by name, from this service's copy of identity's people."""
    caller.require("people:read")
    found = await agents(reader)
    views = [
        {"id": agent.id, "name": agent.name, "email": agent.email, "departments": agent.department_ids}
        for agent in found
    ]
    return many(views, next_cursor=None)
