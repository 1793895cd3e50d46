"""/assignment: strategies of departments, availability, capacity and skills of agents."""

from datetime import timedelta
from uuid import UUID

from fastapi import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Forbidden, NotFound, invalid
from escalated_chassis.http import app
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.assignment import configuring, queries, views
from escalated_tickets.assignment.rules import Strategy
from escalated_tickets.assignment.schemas import (
    AgentAssignmentIn,
    AgentAssignmentList,
    AvailabilityIn,
    DepartmentAssignmentIn,
    OneAgentAssignment,
    OneDepartmentAssignment,
    SkillList,
    SkillsIn,
)
from escalated_tickets.desk import TheDesk
from escalated_tickets.people.queries import department_is_active

routes = app.router(prefix=app.API_PREFIX, tags=["assignment"])
MANAGE = "assignment:manage"
LONGEST_AVAILABILITY = timedelta(days=366)


@routes.get("/assignment/departments/{department_id}", response_model=OneDepartmentAssignment)
async def show_department_assignment(department_id: UUID, caller: Caller, reader: Reader) -> Response:
    """How the department assigns; `none` where it leaves that to people."""
    caller.require("people:read")
    if await department_is_active(reader, department_id) is None:
        raise NotFound("There is no such department.", code="department_not_found")
    return one(await views.department_view(reader, department_id))


@routes.put("/assignment/departments/{department_id}", response_model=OneDepartmentAssignment)
async def set_department_assignment(
    department_id: UUID, body: DepartmentAssignmentIn, caller: Caller, uow: Uow
) -> Response:
    """Sets strategy and skills asked for. Tickets that are there already stay where they are."""
    caller.require(MANAGE)
    asked = [(each.skill, each.tag) for each in body.skills]
    await configuring.set_department(uow, department_id, Strategy(body.strategy), asked)
    return one(await views.department_view(uow.connection, department_id))


@routes.get("/assignment/agents", response_model=AgentAssignmentList)
async def list_assignment_agents(
    caller: Caller, reader: Reader, desk: TheDesk, department: UUID | None = None
) -> Response:
    """Who can be assigned tickets, with how many open ones. Counts tell of tickets that agents may not see."""
    caller.require(MANAGE)
    found = await queries.agents_of(reader, department)
    names = await queries.skill_names(reader, {skill for each in found for skill in each.candidate.skills})
    now = desk.clock.now()
    return many([views.agent_shown(each, names, now) for each in found], next_cursor=None)


@routes.get("/assignment/agents/{agent_id}", response_model=OneAgentAssignment)
async def show_assignment_agent(agent_id: str, caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """An agent, or oneself (`me`)."""
    person_id = _agent_id(agent_id, caller)
    if person_id != caller.id:
        caller.require(MANAGE)
    return one(await views.agent_view(reader, person_id, desk.clock.now()))


@routes.put("/assignment/agents/{agent_id}", response_model=OneAgentAssignment)
async def set_assignment_agent(agent_id: str, body: AgentAssignmentIn, caller: Caller, uow: Uow) -> Response:
    """Sets availability, capacity and skills; what is left out gets its default."""
    caller.require(MANAGE)
    person_id = _agent_id(agent_id, caller)
    _require_future(body, uow)
    held = {each.name: each.proficiency for each in body.skills}
    settings = configuring.AgentSettings(body.available, body.available_until, body.capacity, held)
    await configuring.set_agent(uow, person_id, settings)
    return one(await views.agent_view(uow.connection, person_id, uow.now))


@routes.put("/assignment/agents/{agent_id}/availability", response_model=OneAgentAssignment)
async def set_availability(agent_id: str, body: AvailabilityIn, caller: Caller, uow: Uow) -> Response:
    """Says whether one takes new tickets: of oneself (`me`) every agent, of anybody who manages assignment."""
    person_id = _agent_id(agent_id, caller)
    if person_id != caller.id:
        caller.require(MANAGE)
    elif not caller.is_staff or not caller.may("tickets:reply"):
        raise Forbidden("Who is assigned no tickets has no availability.", code="not_assignable")
    _require_future(body, uow)
    await configuring.set_availability(uow, person_id, available=body.available, until=body.available_until)
    return one(await views.agent_view(uow.connection, person_id, uow.now))


@routes.get("/assignment/skills", response_model=SkillList)
async def list_skills(caller: Caller, reader: Reader) -> Response:
    """Every skill with the tags that ask for it everywhere."""
    caller.require("people:read")
    return many(await views.skills_view(reader), next_cursor=None)


@routes.put("/assignment/skills", response_model=SkillList)
async def set_skills(body: SkillsIn, caller: Caller, uow: Uow) -> Response:
    """Replaces which tags ask for which skills; a skill that is neither named nor used any more is forgotten."""
    caller.require(MANAGE)
    await configuring.set_tag_skills(uow, [(each.name, each.tags) for each in body.skills])
    return many(await views.skills_view(uow.connection), next_cursor=None)


def _require_future(body: AvailabilityIn, uow: Uow) -> None:
    if body.available_until is not None and body.available_until <= uow.now:
        raise invalid("/available_until", "past", "This time is over.")
    if body.available_until is not None and body.available_until > uow.now + LONGEST_AVAILABILITY:
        raise invalid("/available_until", "too_far", "Name a time within a year, or none.")


def _agent_id(text: str, caller: Principal) -> UUID:
    if text == "me":
        return caller.id
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such agent.", code="agent_not_found") from None
