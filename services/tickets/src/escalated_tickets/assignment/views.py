"""What is shown of assignment, as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import NotFound
from escalated_tickets.assignment import queries
from escalated_tickets.assignment.rules import is_available


async def department_view(reader: AsyncConnection, department_id: UUID) -> dict[str, Any]:
    asked = await queries.asked_by_department(reader, department_id)
    return {
        "department_id": department_id,
        "strategy": await queries.strategy_of(reader, department_id),
        "skills": [{"skill": skill, "tag": tag} for skill, tag in asked],
    }


async def agent_view(reader: AsyncConnection, person_id: UUID, now: datetime) -> dict[str, Any]:
    """Raises NotFound for who cannot be assigned tickets."""
    agent = await queries.agent(reader, person_id)
    if agent is None:
        raise NotFound("There is no such agent.", code="agent_not_found")
    names = await queries.skill_names(reader, agent.candidate.skills)
    return agent_shown(agent, names, now)


def agent_shown(agent: queries.Agent, names: Mapping[UUID, str], now: datetime) -> dict[str, Any]:
    who = agent.candidate
    available = is_available(who, now)
    held = sorted((names[skill], level) for skill, level in who.skills.items() if skill in names)
    return {
        "id": who.id,
        "name": who.name,
        "departments": agent.department_ids,
        "available": available,
        "available_until": who.available_until if available else None,
        "capacity": who.capacity,
        "open": who.open_count,
        "skills": [{"name": name, "proficiency": level} for name, level in held],
    }


async def skills_view(reader: AsyncConnection) -> list[dict[str, Any]]:
    found = await queries.all_skills(reader)
    return [{"id": skill_id, "name": name, "tags": tags} for skill_id, name, tags in found]
