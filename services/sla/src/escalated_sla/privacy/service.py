"""Clocks know tickets, no people: of a person there is at most the id, where a rule names a member of staff."""

from typing import Final
from uuid import UUID

from escalated.privacy.v1 import types_pb2
from sqlalchemy import Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork

_RULES = text(
    "SELECT id, name FROM escalated_escalation_rules WHERE position(CAST(:person AS text) in CAST(actions AS text)) > 0"
).bindparams(bindparam("person", type_=Text))
_WHY: Final = "a rule names staff by id: edit the rule"
_OF_TICKET = tuple(
    text(f"DELETE FROM {table} WHERE {column} = :ticket").bindparams(bindparam("ticket", type_=Uuid))  # noqa: S608
    for table, column in (
        ("escalated_sla_timers", "ticket_id"),
        ("escalated_sla_clocks", "ticket_id"),
        ("escalated_sla_facts", "ticket_id"),
        ("escalated_rule_runs", "ticket_id"),
        ("escalated_sla_tickets", "id"),
    )
)


async def rules_naming(reader: AsyncConnection, person_id: UUID) -> list[tuple[UUID, str]]:
    """The escalation rules that name a person."""
    return [(row.id, row.name) for row in await reader.execute(_RULES, {"person": str(person_id)})]


async def findings_of(reader: AsyncConnection, person_id: UUID) -> list[types_pb2.Finding]:
    """What there is of a person; nothing of it goes, for it holds nothing of the person but the id."""
    found = len(await rules_naming(reader, person_id))
    return [types_pb2.Finding(what="escalation rules", found=found, kept=found, why=_WHY)] if found else []


async def forget_ticket(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Drops the clocks, facts, timers and rule runs of a ticket that was purged."""
    for statement in _OF_TICKET:
        await uow.execute(statement, {"ticket": ticket_id})
