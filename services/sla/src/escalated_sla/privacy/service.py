"""Of a person there is the copy of what tickets say of their requester, and an id where a rule or policy names one.

The copies are emptied as `tickets` empties its own; the events that happened, and what clocks counted, stay.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from escalated.privacy.v1 import types_pb2
from sqlalchemy import ARRAY, Integer, Row, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork

ERASED: Final = "[erased]"
BATCH: Final = 500
_ACTING: Final = Acting("service", "identity")
_FIRST: Final = UUID(int=0)

_EMPTIED: Final = """
    (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(fields) WHERE key NOT LIKE 'custom.%')
    || jsonb_build_object('requester_name', CAST(:erased AS text), 'requester_email', CAST(:address AS text))
"""
_NAMED: Final = """
    (position(CAST(:person AS text) in CAST({0}.conditions AS text)) > 0 OR (CAST(:email AS text) <> ''
        AND position(CAST(:email AS text) in lower(CAST({0}.conditions AS text))) > 0))
"""
_IN_ACTIONS: Final = """
    (position(CAST(:person AS text) in CAST({0}.actions AS text)) > 0 OR (CAST(:email AS text) <> ''
        AND position(CAST(:email AS text) in lower(CAST({0}.actions AS text))) > 0))
"""
_IN_RULE: Final = f"({_NAMED} OR {_IN_ACTIONS})"
_IDS: Final = bindparam("ids", type_=ARRAY(Uuid))

_rules = text(f"SELECT id, name, kind FROM escalated_rules AS rule WHERE {_IN_RULE.format('rule')} ORDER BY id")  # noqa: S608
_policies = text(f"SELECT id, name FROM escalated_sla_policies AS policy WHERE {_NAMED.format('policy')}")  # noqa: S608
# What a rule was, where it is something else by now or gone.
_old_versions = f"""
    FROM escalated_rule_versions AS version WHERE {_IN_RULE.format("version")} AND NOT EXISTS (
        SELECT 1 FROM escalated_rules AS rule WHERE rule.id = version.rule_id AND rule.version = version.version)
"""  # noqa: S608
_count_versions = text(f"SELECT count(*) {_old_versions}")
_drop_versions = text(f"DELETE {_old_versions}")
_theirs = text(
    """
    SELECT id, reference, fields FROM escalated_sla_tickets
    WHERE fields->>'requester' = CAST(:person AS text) AND id > :after ORDER BY id LIMIT :most
    """
).bindparams(bindparam("after", type_=Uuid), bindparam("most", type_=Integer))
_lock = text("SELECT id FROM escalated_sla_tickets WHERE id = ANY (:ids) ORDER BY id FOR UPDATE").bindparams(_IDS)
_empty = (
    text(
        f"""
        UPDATE escalated_sla_tickets SET fields = {_EMPTIED}
            || jsonb_build_object('subject', CAST(:erased AS text)) WHERE id = ANY (:ids)
        """  # noqa: S608
    ).bindparams(_IDS),
    text(f"UPDATE escalated_sla_facts SET fields = {_EMPTIED} WHERE ticket_id = ANY (:ids)").bindparams(_IDS),  # noqa: S608
)
# Why a rule ran is told with what its conditions found.
_empty_runs = text(
    """
    UPDATE escalated_rule_runs SET matched = matched || '{"values": {}}', payload = payload || '{"occasion": {}}'
    WHERE ticket_id = ANY (:ids)
    """
).bindparams(_IDS)
_OF_TICKET = tuple(
    text(f"DELETE FROM {table} WHERE {column} = :ticket").bindparams(bindparam("ticket", type_=Uuid))  # noqa: S608
    for table, column in (
        ("escalated_sla_timers", "ticket_id"),
        ("escalated_sla_clocks", "ticket_id"),
        ("escalated_sla_facts", "ticket_id"),
        ("escalated_rule_runs", "ticket_id"),
        ("escalated_rule_marks", "ticket_id"),
        ("escalated_sla_tickets", "id"),
    )
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is: by id, and by address for what is kept by address alone."""

    id: UUID
    email: str = ""

    @property
    def bound(self) -> dict[str, str]:
        return {"person": str(self.id), "email": self.email.strip().lower()}


async def rules_naming(reader: AsyncConnection, subject: Subject) -> list[Row[Any]]:
    """The rules that name a person, of whatever kind: id, name, kind."""
    return list(await reader.execute(_rules, subject.bound))


async def tickets_of(reader: AsyncConnection, subject: Subject, after: UUID = _FIRST) -> list[Row[Any]]:
    """The next copies of tickets that the person asked for: id, reference, fields."""
    return list(await reader.execute(_theirs, {"person": str(subject.id), "after": after, "most": BATCH}))


async def findings_of(reader: AsyncConnection, subject: Subject) -> list[types_pb2.Finding]:
    """What there is of a person, and why some of it stays."""
    rules = len(await rules_naming(reader, subject))
    policies = len(list(await reader.execute(_policies, subject.bound)))
    versions = int((await reader.execute(_count_versions, subject.bound)).scalar_one())
    found = [
        _finding("copies of tickets", await _count(reader, subject)),
        _finding("rules", rules, "a rule names people by id or address: edit the rule"),
        _finding("earlier versions of rules", versions),
        _finding("SLA policies", policies, "a policy names people by id or address: edit the policy"),
    ]
    return [each for each in found if each.found]


def _finding(what: str, count: int, why: str = "") -> types_pb2.Finding:
    kept = count if why else 0
    return types_pb2.Finding(what=what, found=count, erased=count - kept, kept=kept, why=why if count else "")


async def _count(reader: AsyncConnection, subject: Subject) -> int:
    statement = text("SELECT count(*) FROM escalated_sla_tickets WHERE fields->>'requester' = CAST(:person AS text)")
    return int((await reader.execute(statement, {"person": str(subject.id)})).scalar_one())


async def erase_person(database: Database, subject: Subject) -> None:
    """Empties the copies of their tickets, with the facts and runs of them. Again is no harm."""
    async with database.transaction(_ACTING) as uow:
        await uow.execute(_drop_versions, subject.bound)
    after = _FIRST
    while True:
        async with database.transaction(_ACTING) as uow:
            ids = [row.id for row in await tickets_of(uow.connection, subject, after)]
            await _erase(uow, subject, ids)
        if len(ids) < BATCH:
            return
        after = ids[-1]


async def _erase(uow: UnitOfWork, subject: Subject, ids: list[UUID]) -> None:
    """Under the locks of the tickets, so that no event is taken in at the same moment."""
    if not ids:
        return
    await uow.execute(_lock, {"ids": ids})
    for statement in _empty:
        await uow.execute(statement, {"ids": ids, "erased": ERASED, "address": f"erased-{subject.id}@invalid"})
    await uow.execute(_empty_runs, {"ids": ids})


async def forget_ticket(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Drops the clocks, facts, timers, marks and rule runs of a ticket that was purged.

    Under its lock, so that whoever fires or computes it at the same moment arms nothing behind our back.
    """
    await uow.execute(_lock, {"ids": [ticket_id]})
    for statement in _OF_TICKET:
        await uow.execute(statement, {"ticket": ticket_id})
