"""Rules at scale: what an event costs where two hundred workflows listen to it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
from escalated.tickets.v1 import events_pb2 as tickets_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.migrations import upgrade
from escalated_chassis.events.envelope import Event, event_type
from escalated_chassis.ids import uuid7
from escalated_local.postgres import EmbeddedPostgres
from escalated_rules import Catalogue, Elapsed, Field, Type, parse
from escalated_sla.clocks.facts import hear
from escalated_sla.clocks.service import Clocks
from escalated_sla.fields.values import read_values, values_of
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.checking import Draft
from escalated_sla.rules.queries import RuleBook
from escalated_sla.rules.rules import Rule, fields_to_keep
from escalated_sla.rules.service import create_rule
from escalated_sla.runs.engine import Engine
from escalated_sla.runs.matching import called_for, listening
from escalated_sla.runs.occasions import of_event
from tests.load import desk
from tests.load.filling import Say
from tests.load.report import Section, table
from tests.load.stand import postgres

RULES: Final = 200
MATCHING: Final = 5
EVENTS: Final = 2_000
STORED: Final = 300
_NAME: Final = "bench_rules"
_MIGRATIONS: Final = desk.CHECKOUT / "services" / "sla" / "migrations"
_TRIGGER: Final = "reply.created"
_TEXT: Final = " ".join(f"word{number % 700}" for number in range(350))
_CATALOGUE: Final = Catalogue.of(
    [
        *(Field(name, Type.CHOICE, open=True) for name in ("status", "priority", "department", "message_author")),
        *(Field(name, Type.TEXT) for name in ("subject", "requester_email", "message_text")),
        Field("tags", Type.LIST, open=True),
        Field("created_at", Type.TIME),
        Field("hours_since_created", Type.NUMBER, elapsed=Elapsed("created_at")),
        Field("custom.plan", Type.CHOICE, open=True),
    ]
)


@dataclass(frozen=True)
class Cost:
    """CPU of this process for one event, in milliseconds."""

    what: str
    each: Sequence[float]

    @property
    def row(self) -> list[str]:
        cuts = quantiles(self.each, n=100)
        return [self.what, *(f"{value:.2f}" for value in (sum(self.each) / len(self.each), cuts[49], cuts[98]))]


async def measure(say: Say) -> Section:
    """Evaluates events in memory, then takes them in through a database with and without the rules."""
    asked = _evaluated(matching=0)
    matched = _evaluated(matching=MATCHING)
    say(f"rules: {asked.row[1]} ms an event")
    with postgres() as server:
        try:
            without, beside = await _taken_in(server)
        finally:
            await desk.drop(server.dsn(), _NAME)
    heads = ["an event", "CPU ms, mean", "p50", "p99"]
    body = (
        f"{RULES} workflows listen to the event, each with seven conditions in three groups (choices, tags, hours, a "
        f"search through a message of {len(_TEXT) // 1000} kB); of {MATCHING} of them all conditions hold. CPU is that "
        "of the worker's process.\n\n"
    )
    return Section("rules", "Rules", body + table(heads, [each.row for each in (asked, matched, without, beside)]))


def _evaluated(matching: int) -> Cost:
    rules = [_rule(number, holds=number < matching) for number in range(RULES)]
    each = []
    for number in range(EVENTS):
        event = _event(uuid4(), number + 1)
        ticket: Any = event.data
        began = time.process_time()
        occasion, values = of_event(event), read_values(values_of(ticket.ticket))
        found = list(called_for(listening(rules, occasion), occasion, values))
        each.append((time.process_time() - began) * 1000)
        assert len(found) == matching
    return Cost(f"evaluated against {RULES} workflows, {matching} hold", each)


async def _taken_in(server: EmbeddedPostgres) -> tuple[Cost, Cost]:
    await desk.drop(server.dsn(), _NAME)
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(f"CREATE DATABASE {_NAME}")
    await connection.close()
    url = desk.as_sqlalchemy(desk.in_database(server.dsn(), _NAME))
    await upgrade(url, _MIGRATIONS)
    database = Database(url, service="sla", clock=SystemClock())
    try:
        without = await _hear(database, "taken in, no rule")
        async with database.transaction(Acting("system", "bench")) as uow:
            for number in range(RULES):
                await create_rule(uow, _draft(number, holds=number < MATCHING))
        return without, await _hear(database, f"taken in, {RULES} workflows, {MATCHING} run")
    finally:
        await database.close()


async def _hear(database: Database, what: str) -> Cost:
    policies = PolicyBook()
    clocks = Clocks(policies, Engine(RuleBook(), policies))
    each = []
    for _ in range(STORED):
        heard = hear(_event(uuid4(), 1))
        began = time.process_time()
        async with database.transaction(Acting("service", "sla")) as uow:
            await clocks.take_in(uow, heard)
        each.append((time.process_time() - began) * 1000)
    return Cost(what, each[STORED // 10 :])


def _conditions(number: int, *, holds: bool) -> dict[str, Any]:
    """Whatever else is asked has been asked in vain when the last condition fails."""
    return {
        "all": [
            {"field": "status", "operator": "in", "value": ["open", "in_progress"]},
            {"field": "message_author", "operator": "is", "value": "customer"},
            {"field": "hours_since_created", "operator": "<", "value": 48 + number},
            {
                "any": [
                    {"field": "subject", "operator": "contains", "value": f"invoice {number}"},
                    {"field": "message_text", "operator": "contains", "value": f"word{600 + number % 50}x"},
                    {"field": "priority", "operator": "in", "value": ["high", "urgent"]},
                ]
            },
            {"none": [{"field": "tags", "operator": "contains_any", "value": [f"tag-{number}", "spam"]}]},
            {"field": "custom.plan", "operator": "is", "value": "gold" if holds else f"plan {number}"},
        ]
    }


def _rule(number: int, *, holds: bool) -> Rule:
    group = parse(_conditions(number, holds=holds), _CATALOGUE)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    name, actions = f"rule {number}", ({"type": "escalate"},)
    return Rule(UUID(int=number + 1), "workflow", 1, name, number, long_ago, (_TRIGGER,), group, actions)


def _draft(number: int, *, holds: bool) -> Draft:
    rule = _rule(number, holds=holds)
    fields = tuple(fields_to_keep(rule.conditions, _CATALOGUE))
    given = (rule.kind, rule.name, True, number, rule.triggers, rule.conditions, fields, rule.actions, None)
    return Draft(*given)


def _event(ticket_id: UUID, sequence: int) -> Event:
    now = datetime.now(UTC) + timedelta(seconds=1)
    ticket = types_pb2.Ticket(
        id=str(ticket_id),
        reference="ESC-1",
        subject="The printer on the second floor burns",
        status="open",
        status_category="new",
        priority="urgent",
        type="question",
        channel="web",
        requester=types_pb2.PersonRef(id=str(UUID(int=1)), name="Ada", email="ada@example.com"),
        tags=[types_pb2.Tag(id=f"tag {each}") for each in range(5)],
        sequence=sequence,
    )
    ticket.custom_fields.update({"plan": "gold"})
    for stamp in (ticket.created_at, ticket.updated_at, ticket.last_message_at):
        stamp.FromDatetime(now - timedelta(hours=1))
    message = types_pb2.Message(kind="reply", author_kind="customer", body_text=_TEXT)
    data = tickets_events.ReplyCreated(ticket=ticket, message=message)
    data.meta.id, data.meta.type, data.meta.sequence = str(uuid7()), event_type(type(data)), 1
    data.meta.occurred_at.FromDatetime(now)
    return Event(data.meta.id, data.meta.type, "", data, 0, False, {})
