"""What assignment reads: who could take a ticket, how much they have, and what is asked of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.assignment.models import agent_skills, agents, asked_skills, skills, turns
from escalated_tickets.assignment.rules import Candidate, Strategy
from escalated_tickets.people.models import people
from escalated_tickets.tags.models import tags
from escalated_tickets.tickets.models import tickets

MOST_CANDIDATES = 1_000
_t = tickets.c
# In the words of the index on open tickets. Merged ones are closed; a snoozed one is work that waits, and counts.
_OPEN = text("deleted_at IS NULL AND NOT done")
_OPEN_COUNT = (
    select(func.count())
    .select_from(tickets)
    .where(_t.assignee_id == people.c.id, _OPEN)
    .correlate(people)
    .scalar_subquery()
    .label("open_count")
)
_SKILLS = (
    select(func.jsonb_object_agg(agent_skills.c.skill_id, agent_skills.c.proficiency))
    .where(agent_skills.c.person_id == people.c.id)
    .correlate(people)
    .scalar_subquery()
    .label("skills")
)
_AGENTS = (
    select(
        people.c.id,
        people.c.name,
        people.c.email,
        people.c.department_ids,
        _OPEN_COUNT,
        func.coalesce(agents.c.available, True).label("available"),
        agents.c.available_until,
        agents.c.capacity,
        _SKILLS,
    )
    .select_from(people.outerjoin(agents, agents.c.person_id == people.c.id))
    # The index on staff, and of them those who write to customers: light agents are not assigned.
    .where(text("kind IN ('admin', 'agent', 'light_agent') AND active"), people.c.kind.in_(("admin", "agent")))
    .order_by(people.c.name, people.c.id)
)
_OF_DEPARTMENT = _AGENTS.where(people.c.department_ids.contains(bindparam("departments", type_=ARRAY(Uuid)))).limit(
    MOST_CANDIDATES
)
_EVERYBODY = _AGENTS.limit(MOST_CANDIDATES)
_ONE = _AGENTS.where(people.c.id == bindparam("person", type_=Uuid))
_OPEN_OF = select(func.count()).select_from(tickets).where(_t.assignee_id == bindparam("person", type_=Uuid), _OPEN)
_ASKED = (
    select(skills.c.id, skills.c.name)
    .distinct()
    .join(asked_skills, asked_skills.c.skill_id == skills.c.id)
    .where(
        or_(
            asked_skills.c.department_id.is_(None),
            asked_skills.c.department_id == bindparam("department", type_=Uuid),
        ),
        or_(asked_skills.c.tag_id.is_(None), asked_skills.c.tag_id == any_(bindparam("tags", type_=ARRAY(Uuid)))),
    )
)
_STRATEGY = select(turns.c.strategy).where(turns.c.department_id == bindparam("department", type_=Uuid))
_OF_DEPARTMENT_ASKED = (
    select(skills.c.name, tags.c.name.label("tag"))
    .select_from(asked_skills.join(skills, skills.c.id == asked_skills.c.skill_id))
    .outerjoin(tags, tags.c.id == asked_skills.c.tag_id)
    .where(asked_skills.c.department_id == bindparam("department", type_=Uuid))
    .order_by(func.lower(skills.c.name), func.lower(tags.c.name).nulls_first())
)
_SKILL_NAMES = select(skills.c.id, skills.c.name).where(skills.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
_ALL_SKILLS = (
    select(
        skills.c.id,
        skills.c.name,
        func.coalesce(
            func.array_agg(tags.c.name).filter(tags.c.id.is_not(None)), text("ARRAY[]::text[]"), type_=ARRAY(Text)
        ).label("tags"),
    )
    .outerjoin(asked_skills, (asked_skills.c.skill_id == skills.c.id) & asked_skills.c.department_id.is_(None))
    .outerjoin(tags, tags.c.id == asked_skills.c.tag_id)
    .group_by(skills.c.id, skills.c.name)
    .order_by(func.lower(skills.c.name))
    .limit(1_000)
)


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as assignment sees one."""

    candidate: Candidate
    department_ids: list[UUID]


async def candidates_of(reader: AsyncConnection, department_id: UUID) -> list[Candidate]:
    """Active agents of the department, with their open tickets of all departments."""
    rows = await reader.execute(_OF_DEPARTMENT, {"departments": [department_id]})
    return [_agent(row).candidate for row in rows]


async def agents_of(reader: AsyncConnection, department_id: UUID | None) -> list[Agent]:
    """By name; of one department or of all."""
    if department_id is None:
        return [_agent(row) for row in await reader.execute(_EVERYBODY)]
    return [_agent(row) for row in await reader.execute(_OF_DEPARTMENT, {"departments": [department_id]})]


async def agent(reader: AsyncConnection, person_id: UUID) -> Agent | None:
    """None for who cannot be assigned: unknown, gone, a light agent, a customer."""
    row = (await reader.execute(_ONE, {"person": person_id})).one_or_none()
    return None if row is None else _agent(row)


async def open_count(reader: AsyncConnection, person_id: UUID) -> int:
    return int((await reader.execute(_OPEN_OF, {"person": person_id})).scalar_one())


async def asked_of(reader: AsyncConnection, department_id: UUID, tag_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Skills that the department, or the tags, ask for."""
    rows = await reader.execute(_ASKED, {"department": department_id, "tags": list(tag_ids)})
    return {row.id: row.name for row in rows}


async def strategy_of(reader: AsyncConnection, department_id: UUID) -> Strategy:
    found = (await reader.execute(_STRATEGY, {"department": department_id})).scalar_one_or_none()
    return Strategy(found or "none")


async def asked_by_department(reader: AsyncConnection, department_id: UUID) -> list[tuple[str, str | None]]:
    """Skill and the tag that it is asked for with; None: always."""
    rows = await reader.execute(_OF_DEPARTMENT_ASKED, {"department": department_id})
    return [(row.name, row.tag) for row in rows]


async def skill_names(reader: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {row.id: row.name for row in await reader.execute(_SKILL_NAMES, {"ids": list(ids)})}


async def all_skills(reader: AsyncConnection) -> list[tuple[UUID, str, list[str]]]:
    """Id, name, and the tags that ask for it everywhere."""
    return [(row.id, row.name, sorted(row.tags, key=str.lower)) for row in await reader.execute(_ALL_SKILLS)]


def _agent(row: Any) -> Agent:
    held = {UUID(skill): level for skill, level in (row.skills or {}).items()}
    candidate = Candidate(
        row.id, row.name, row.email, row.open_count, row.available, row.available_until, row.capacity, held
    )
    return Agent(candidate, row.department_ids)
