"""What administrators set of assignment, and agents of themselves. Every change is audited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, Uuid, all_, any_, bindparam, column, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.assignment import queries
from escalated_tickets.assignment.models import agent_skills, agents, asked_skills, skills, turns, waiting
from escalated_tickets.assignment.rules import Strategy
from escalated_tickets.people.queries import department_is_active
from escalated_tickets.tags.rules import folded
from escalated_tickets.tags.service import find_tags

MOST_SKILLS: Final = 50
NAME_LENGTH: Final = 50

_NEW_TURN = insert(turns).on_conflict_do_nothing()
_LOCK_TURNS = (
    select(turns.c.department_id)
    .where(turns.c.department_id == any_(bindparam("departments", type_=ARRAY(Uuid))))
    .order_by(turns.c.department_id)
    .with_for_update()
)
_OPEN_GATES = (
    update(turns)
    .where(turns.c.department_id == any_(bindparam("departments", type_=ARRAY(Uuid))))
    .values(sweep_at=None)
)
_TRY_NOW = (
    update(waiting)
    .where(waiting.c.department_id == any_(bindparam("departments", type_=ARRAY(Uuid))))
    .values(try_at=bindparam("now"))
)
_WAIT_NO_MORE = delete(waiting).where(waiting.c.department_id == bindparam("department", type_=Uuid))
_SET_STRATEGY = (
    update(turns)
    .where(turns.c.department_id == bindparam("department", type_=Uuid))
    .values(strategy=bindparam("kind"), updated_at=bindparam("now"))
)
_new_agent = insert(agents)
_KEEP_AGENT = _new_agent.on_conflict_do_update(
    index_elements=[agents.c.person_id],
    set_={name: _new_agent.excluded[name] for name in ("available", "available_until", "capacity", "updated_at")},
)
_KEEP_AVAILABILITY = _new_agent.on_conflict_do_update(
    index_elements=[agents.c.person_id],
    set_={name: _new_agent.excluded[name] for name in ("available", "available_until", "updated_at")},
)
# Held until the commit, so that a skill that is being given to somebody is not forgotten meanwhile.
# Letters are folded by the database alone: it and Python do not agree on all of them.
_GIVEN = func.unnest(bindparam("names", type_=ARRAY(Text))).table_valued(column("named", Text)).render_derived("given")
_SKILLS_BY_NAME = (
    select(_GIVEN.c.named, skills.c.id)
    .select_from(skills.join(_GIVEN, func.lower(skills.c.name) == func.lower(_GIVEN.c.named)))
    .order_by(skills.c.id)
    .with_for_update(read=True, key_share=True, of=skills)
)
_NEW_SKILL = insert(skills).on_conflict_do_nothing()
_FORGET_SKILLS_OF = delete(agent_skills).where(agent_skills.c.person_id == bindparam("person", type_=Uuid))
_NEW_SKILL_OF = insert(agent_skills)
_FORGET_ASKED_BY = delete(asked_skills).where(asked_skills.c.department_id == bindparam("department", type_=Uuid))
_FORGET_ASKED_EVERYWHERE = delete(asked_skills).where(asked_skills.c.department_id.is_(None))
_NEW_ASKED = insert(asked_skills)
_FORGET_UNUSED = delete(skills).where(
    ~exists(select(agent_skills.c.skill_id).where(agent_skills.c.skill_id == skills.c.id)),
    ~exists(select(asked_skills.c.skill_id).where(asked_skills.c.skill_id == skills.c.id)),
    skills.c.id != all_(bindparam("kept", type_=ARRAY(Uuid))),
)


@dataclass(frozen=True)
class AgentSettings:
    """What is set of an agent: available (until a time, or until changed), how many open tickets, which skills."""

    available: bool
    available_until: datetime | None = None
    capacity: int | None = None
    skills: Mapping[str, int] | None = None


async def set_department(
    uow: UnitOfWork, department_id: UUID, strategy: Strategy, asked: Sequence[tuple[str, str | None]]
) -> None:
    """Sets the strategy, and the skills asked for: always, or of tickets with a tag.

    Raises:
        NotFound: no such department. Invalid: a tag that is not there, or a skill asked for twice.
    """
    if await department_is_active(uow.connection, department_id) is None:
        raise NotFound("There is no such department.", code="department_not_found")
    await uow.execute(_NEW_TURN, {"department_id": department_id, "updated_at": uow.now})
    await uow.execute(_LOCK_TURNS, {"departments": [department_id]})
    before = await _department(uow, department_id)
    await uow.execute(_SET_STRATEGY, {"department": department_id, "kind": str(strategy), "now": uow.now})
    await _ask(uow, department_id, asked)
    if strategy is Strategy.NONE:
        await uow.execute(_WAIT_NO_MORE, {"department": department_id})
    await _open_gates(uow, [department_id])
    after = await _department(uow, department_id)
    _audit(uow, "assignment.department_changed", "department", department_id, before, after)


async def _department(uow: UnitOfWork, department_id: UUID) -> dict[str, Any]:
    asked = await queries.asked_by_department(uow.connection, department_id)
    strategy = await queries.strategy_of(uow.connection, department_id)
    return {"strategy": str(strategy), "skills": [f"{skill} ({tag})" if tag else skill for skill, tag in asked]}


async def _ask(uow: UnitOfWork, department_id: UUID, asked: Sequence[tuple[str, str | None]]) -> None:
    tag_ids = await _tag_ids(uow, [(f"/skills/{at}/tag", tag) for at, (_, tag) in enumerate(asked) if tag])
    named = await make_skills(uow, [skill for skill, _ in asked])
    rows: dict[tuple[UUID | None, UUID], dict[str, Any]] = {}
    for at, (skill, tag) in enumerate(asked):
        key = (tag_ids[folded(tag)] if tag else None, named[skill])
        if key in rows:
            raise invalid(f"/skills/{at}", "twice", "The skill is asked for twice.")
        rows[key] = {"id": uuid7(), "department_id": department_id, "tag_id": key[0], "skill_id": key[1]}
    await uow.execute(_FORGET_ASKED_BY, {"department": department_id})
    if rows:
        await uow.execute(_NEW_ASKED, list(rows.values()))


async def set_agent(uow: UnitOfWork, person_id: UUID, settings: AgentSettings) -> None:
    """Sets all that assignment knows of an agent.

    Raises:
        NotFound: nobody who could be assigned tickets.
    """
    known = await _lock_departments_of(uow, person_id)
    before = await _agent(uow, known)
    await uow.execute(_KEEP_AGENT, _agent_row(uow, person_id, settings))
    named = await make_skills(uow, list(settings.skills or {}))
    await uow.execute(_FORGET_SKILLS_OF, {"person": person_id})
    held = {named[name]: level for name, level in (settings.skills or {}).items()}
    if held:
        rows = [{"person_id": person_id, "skill_id": skill, "proficiency": level} for skill, level in held.items()]
        await uow.execute(_NEW_SKILL_OF, rows)
    await _open_gates(uow, known.department_ids)
    after = await _agent(uow, await _known(uow, person_id))
    _audit(uow, "assignment.agent_changed", "person", person_id, before, after)


async def set_availability(uow: UnitOfWork, person_id: UUID, *, available: bool, until: datetime | None) -> None:
    """Sets whether an agent takes tickets now; capacity and skills stay as they are."""
    known = await _lock_departments_of(uow, person_id)
    before = await _agent(uow, known)
    await uow.execute(_KEEP_AVAILABILITY, _agent_row(uow, person_id, AgentSettings(available, until)))
    if available:
        await _open_gates(uow, known.department_ids)
    after = await _agent(uow, await _known(uow, person_id))
    _audit(uow, "assignment.agent_changed", "person", person_id, before, after)


async def set_tag_skills(uow: UnitOfWork, wanted: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Replaces which tags ask for which skills everywhere. A skill that nothing uses any more is forgotten."""
    before = await _tag_skills(uow)
    named = [(f"/skills/{at}/tags/{n}", tag) for at, (_, tags) in enumerate(wanted) for n, tag in enumerate(tags)]
    tag_ids = await _tag_ids(uow, named)
    skill_ids = await make_skills(uow, [skill for skill, _ in wanted])
    pairs = {(tag_ids[folded(tag)], skill_ids[skill]) for skill, tags in wanted for tag in tags}
    await uow.execute(_FORGET_ASKED_EVERYWHERE)
    if pairs:
        rows = [{"id": uuid7(), "department_id": None, "tag_id": tag, "skill_id": skill} for tag, skill in pairs]
        await uow.execute(_NEW_ASKED, rows)
    await uow.execute(_FORGET_UNUSED, {"kept": list(skill_ids.values())})
    _audit(uow, "assignment.skills_changed", "skills", "skills", before, await _tag_skills(uow))


async def make_skills(uow: UnitOfWork, names: Iterable[str]) -> dict[str, UUID]:
    """Ids by the names as they are given; a name that is new, in whatever case, makes a new skill."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    found = await _skills_named(uow, wanted)
    missing = [{"id": uuid7(), "name": name, "created_at": uow.now} for name in wanted if name not in found]
    if missing:
        await uow.execute(_NEW_SKILL, missing)
        found = await _skills_named(uow, wanted)
    return found


async def _skills_named(uow: UnitOfWork, names: Iterable[str]) -> dict[str, UUID]:
    return {row.named: row.id for row in await uow.execute(_SKILLS_BY_NAME, {"names": list(names)})}


async def _tag_ids(uow: UnitOfWork, named: Sequence[tuple[str, str]]) -> dict[str, UUID]:
    """Tags by folded name. Raises Invalid at the place of one that is not there."""
    found = {folded(tag.name): tag.id for tag in await find_tags(uow.connection, [tag for _, tag in named])}
    for pointer, tag in named:
        if folded(tag) not in found:
            raise invalid(pointer, "unknown", f"There is no tag {tag!r}.")
    return found


async def _lock_departments_of(uow: UnitOfWork, person_id: UUID) -> queries.Agent:
    """The turns of the agent's departments before the agent's own row: in the order of who assigns."""
    known = await _known(uow, person_id)
    await uow.execute(_LOCK_TURNS, {"departments": known.department_ids})
    return known


async def _known(uow: UnitOfWork, person_id: UUID) -> queries.Agent:
    known = await queries.agent(uow.connection, person_id)
    if known is None:
        raise NotFound("There is no such agent.", code="agent_not_found")
    return known


async def _open_gates(uow: UnitOfWork, department_ids: Sequence[UUID]) -> None:
    """Somebody may be free now: what waits is tried at once."""
    await uow.execute(_OPEN_GATES, {"departments": list(department_ids)})
    await uow.execute(_TRY_NOW, {"departments": list(department_ids), "now": uow.now})


async def _agent(uow: UnitOfWork, known: queries.Agent) -> dict[str, Any]:
    held = known.candidate.skills
    names = await queries.skill_names(uow.connection, held)
    return {
        "available": known.candidate.available,
        "available_until": known.candidate.available_until,
        "capacity": known.candidate.capacity,
        "skills": sorted(f"{names[skill]} {level}" for skill, level in held.items()),
    }


def _agent_row(uow: UnitOfWork, person_id: UUID, settings: AgentSettings) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "available": settings.available,
        "available_until": settings.available_until,
        "capacity": settings.capacity,
        "updated_at": uow.now,
    }


async def _tag_skills(uow: UnitOfWork) -> dict[str, Any]:
    return {"skills": [f"{name}: {', '.join(tags)}" for _, name, tags in await queries.all_skills(uow.connection)]}


def _audit(
    uow: UnitOfWork, action: str, kind: str, object_id: UUID | str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    if changes:
        uow.audit(action, object_type=kind, object_id=object_id, changes=changes)
