"""Hears events of tickets, stores what they tell, and folds the ticket anew; takes a base made from rows likewise.

Everything about a ticket happens under the lock of its row in `report_tickets`, so that it does not matter which
process hears which event, in which order, or how often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import text

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.envelope import Event
from escalated_tickets.reports.facts import hear
from escalated_tickets.reports.rules import Fact, FactKind, Moment, Properties, fold

_PROPERTIES: Final = tuple(each.name for each in fields(Properties))
_SHARED: Final = tuple(name for name in _PROPERTIES if name not in ("created_at", "deleted"))
_FACT_FIELDS: Final = tuple(each.name for each in fields(Fact))
_MOMENT_FIELDS: Final = tuple(each.name for each in fields(Moment))
_TICKET: Final = (
    "ticket_id uuid, base_sequence int, state_sequence int, created_at timestamptz, department_id uuid, "
    "assignee_id uuid, channel text, priority smallint, type text, tag_ids uuid[], follower_ids uuid[], deleted bool"
)
_FACT: Final = "ticket_id uuid, sequence int, kind text, at timestamptz, person_id uuid, score smallint"
_MOMENT: Final = (
    "ticket_id uuid, number smallint, kind text, at timestamptz, seconds double precision, score smallint, "
    "reopened bool, open bool, agent_id uuid, assignee_id uuid, department_id uuid, channel text, priority smallint, "
    "type text, tag_ids uuid[], follower_ids uuid[]"
)


def _told(columns: str) -> str:
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS told({columns})"


def _names(columns: str, of: str = "") -> str:
    return ", ".join(of + column.split()[0] for column in columns.split(", "))


# Locks the tickets, in the order of their ids, and keeps of each property the newest. One that was purged is passed
# over: nothing is kept of it.
_KEEP_TICKETS = text(f"""
INSERT INTO escalated_report_tickets AS known ({_names(_TICKET)})
SELECT {_names(_TICKET, "told.")} FROM {_told(_TICKET)} JOIN escalated_tickets AS ticket ON ticket.id = told.ticket_id
ORDER BY told.ticket_id
ON CONFLICT (ticket_id) DO UPDATE SET
    base_sequence = greatest(known.base_sequence, excluded.base_sequence),
    state_sequence = greatest(known.state_sequence, excluded.state_sequence),
    {
    ", ".join(
        f"{name} = CASE WHEN excluded.state_sequence < known.state_sequence THEN known.{name} ELSE excluded.{name} END"
        for name in _PROPERTIES
    )
}
RETURNING {_names(_TICKET)}
""")  # noqa: S608 - columns that stand above
_KEEP_FACTS = text(f"""
INSERT INTO escalated_report_facts ({_names(_FACT)}) SELECT {_names(_FACT)} FROM {_told(_FACT)}
ON CONFLICT DO NOTHING
""")  # noqa: S608 - as above
_DROP_COVERED = text("""
DELETE FROM escalated_report_facts AS fact USING escalated_report_tickets AS known
WHERE known.ticket_id = ANY(:ids) AND fact.ticket_id = known.ticket_id AND fact.sequence <= known.base_sequence
""")
_FACTS = text(f"SELECT {_names(_FACT)} FROM escalated_report_facts WHERE ticket_id = ANY(:ids)")  # noqa: S608
_DROP_MOMENTS = text("DELETE FROM escalated_report_moments WHERE ticket_id = ANY(:ids)")
_KEEP_MOMENTS = text(f"""
INSERT INTO escalated_report_moments ({_names(_MOMENT)}) SELECT {_names(_MOMENT)} FROM {_told(_MOMENT)}
""")  # noqa: S608 - as above
_IS_STAFF = text("SELECT 1 FROM escalated_people WHERE id = :from_id AND kind IN ('admin', 'agent', 'light_agent')")
_RENAME = (
    text("UPDATE escalated_report_facts SET person_id = :to_id WHERE person_id = :from_id"),
    text("UPDATE escalated_report_tickets SET assignee_id = :to_id WHERE assignee_id = :from_id"),
    text("UPDATE escalated_report_moments SET assignee_id = :to_id WHERE assignee_id = :from_id"),
    text("UPDATE escalated_report_moments SET agent_id = :to_id WHERE agent_id = :from_id"),
)
# A ticket without any tag left counts as one without.
_FORGET_TAG = tuple(
    text(
        f"UPDATE {table} SET tag_ids = array_remove(tag_ids, CAST(:tag_id AS uuid)) "  # noqa: S608 - as above
        "WHERE tag_ids @> ARRAY[CAST(:tag_id AS uuid)]"
    )
    for table in ("escalated_report_tickets", "escalated_report_moments")
)


@dataclass(frozen=True, slots=True)
class Base:
    """What the rows of a ticket tell of it, as they were when its last event was number `sequence`."""

    ticket_id: UUID
    sequence: int
    properties: Properties
    facts: Sequence[Fact]


async def hear_event(uow: UnitOfWork, event: Event) -> None:
    """Takes in one of the events `facts.HEARD`. What the base tells already is passed over."""
    heard = hear(event.data)
    kept = await _keep_tickets(uow, [_ticket_row(heard.ticket_id, 0, heard.sequence, heard.properties)])
    for ticket in kept:
        if heard.sequence <= ticket.base_sequence:
            return
        if heard.fact is not None:
            await _keep_facts(uow, [(heard.ticket_id, heard.fact)])
        await _fold(uow, {heard.ticket_id: _properties(ticket)})


async def take_bases(uow: UnitOfWork, bases: Sequence[Base]) -> None:
    """Puts bases in the place of everything that was known up to them. A base older than the last one is dropped."""
    rows = [_ticket_row(base.ticket_id, base.sequence, base.sequence, base.properties) for base in bases]
    kept = {row.ticket_id: row for row in await _keep_tickets(uow, rows)}
    taken = [base for base in bases if base.ticket_id in kept and kept[base.ticket_id].base_sequence == base.sequence]
    if not taken:
        return
    await uow.execute(_DROP_COVERED, {"ids": [base.ticket_id for base in taken]})
    await _keep_facts(uow, [(base.ticket_id, fact) for base in taken for fact in base.facts])
    await _fold(uow, {base.ticket_id: _properties(kept[base.ticket_id]) for base in taken})


async def rename_agent(uow: UnitOfWork, from_id: UUID, to_id: UUID) -> None:
    """What one agent did, another one did. Who is no agent stands in no report: that is asked first."""
    if (await uow.execute(_IS_STAFF, {"from_id": from_id})).one_or_none() is None:
        return
    for statement in _RENAME:
        await uow.execute(statement, {"from_id": from_id, "to_id": to_id})


async def forget_tag(uow: UnitOfWork, tag_id: UUID) -> None:
    """Takes a tag off everything that was counted; it is taken off the tickets without an event."""
    for statement in _FORGET_TAG:
        await uow.execute(statement, {"tag_id": tag_id})


async def _keep_tickets(uow: UnitOfWork, rows: list[dict[str, Any]]) -> Sequence[Any]:
    return (await uow.execute(_KEEP_TICKETS, {"rows": _json(rows)})).all()


async def _keep_facts(uow: UnitOfWork, facts: Iterable[tuple[UUID, Fact]]) -> None:
    rows = [{"ticket_id": ticket_id, **_members(fact, _FACT_FIELDS)} for ticket_id, fact in facts]
    if rows:
        await uow.execute(_KEEP_FACTS, {"rows": _json(rows)})


async def _fold(uow: UnitOfWork, tickets: dict[UUID, Properties]) -> None:
    """Writes the moments of these tickets, which are locked, anew."""
    facts: dict[UUID, list[Fact]] = {ticket_id: [] for ticket_id in tickets}
    for row in await uow.execute(_FACTS, {"ids": list(tickets)}):
        facts[row.ticket_id].append(Fact(row.sequence, FactKind(row.kind), row.at, row.person_id, row.score))
    await uow.execute(_DROP_MOMENTS, {"ids": list(tickets)})
    rows = [row for ticket_id, known in tickets.items() for row in _moment_rows(ticket_id, facts[ticket_id], known)]
    if rows:
        await uow.execute(_KEEP_MOMENTS, {"rows": _json(rows)})


def _moment_rows(ticket_id: UUID, facts: list[Fact], ticket: Properties) -> list[dict[str, Any]]:
    shared = {"ticket_id": ticket_id, **_members(ticket, _SHARED)}
    return [
        {"number": number, **shared, **_members(moment, _MOMENT_FIELDS)}
        for number, moment in enumerate(fold(facts, ticket))
    ]


def _ticket_row(ticket_id: UUID, base: int, state: int, ticket: Properties) -> dict[str, Any]:
    return {"ticket_id": ticket_id, "base_sequence": base, "state_sequence": state, **_members(ticket, _PROPERTIES)}


def _properties(row: Any) -> Properties:
    return Properties(**_members(row, _PROPERTIES))


def _members(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Flat, and sparing of time: `asdict` copies in depth."""
    return {name: getattr(value, name) for name in names}


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()  # ids come as a subclass of UUID from the database
