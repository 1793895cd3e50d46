"""The hottest statements of `tickets` on the large desk, explained: what asks them, by which index, at what cost."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from escalated_chassis.database.engine import Database
from escalated_chassis.testing.deployment import Deployment
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.conversation.queries import newest_messages
from escalated_tickets.desk import Desk
from escalated_tickets.fields.conditions import read_conditions
from escalated_tickets.fields.narrowing import narrow
from escalated_tickets.parts import opened
from escalated_tickets.reports.question import read_question
from escalated_tickets.reports.views import report
from escalated_tickets.search.queries import search_tickets
from escalated_tickets.search.rules import parse_words
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.tickets import timers
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.queries import count_each, find_ticket, list_tickets
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.views.listing import filters_for
from escalated_tickets.views.rules import SEEDED
from tests.load import desk, saved_views, search
from tests.load.explaining import Explained, Plan
from tests.load.filling import Say, Size
from tests.load.report import Section, table
from tests.load.requests import make_missing
from tests.load.stand import Person, postgres
from tests.load.subjects import PAGE, subjects_of

# A plan is kept from the sixth time on: the one that a busy service runs.
_TIMES: Final = 8
_SHOWN_LINES: Final = 40
_THIRD = "SELECT id FROM escalated_departments WHERE NOT id = ANY($1) ORDER BY md5(name) LIMIT 1"


@dataclass
class Asked:
    """Who asks, and what for: chosen by the rules of `subjects.py`."""

    at: Desk
    database: Database
    admin: Viewer
    agent: Viewer
    of_three: Viewer
    customer: Viewer
    ticket_id: UUID
    conditions: list[dict[str, Any]]
    common_word: str

    async def list(self, viewer: Viewer, view: str | None = None) -> None:
        async with self.database.reading() as reader:
            filters = await filters_for(reader, self.at, viewer, {}, view)
            await list_tickets(reader, viewer, filters, limit=PAGE)

    async def show(self) -> None:
        async with self.database.reading() as reader:
            await find_ticket(reader, self.ticket_id)

    async def messages(self) -> None:
        async with self.database.reading() as reader:
            await newest_messages(reader, self.ticket_id, notes=True)

    async def counts(self) -> None:
        async with self.database.reading() as reader:
            conditions = [*(view.conditions for view in SEEDED), *self.conditions]
            await count_each(reader, self.of_three, [await self._narrowed(reader, each) for each in conditions])

    async def conditions_list(self) -> None:
        """By a tag and by how long the customer has waited: no index knows the latter."""
        async with self.database.reading() as reader:
            await list_tickets(reader, self.agent, await self._narrowed(reader, self.conditions[9]), limit=PAGE)

    async def _narrowed(self, reader: Any, json: dict[str, Any]) -> Filters:
        group = read_conditions(json, await self.at.fields.known(reader))
        return narrow(group, self.of_three, await self.at.statuses.book(reader), self.at.clock.now())

    async def search(self) -> None:
        async with self.database.reading() as reader:
            words = parse_words(self.common_word)
            await search_tickets(reader, self.agent, words, Filters(), limit=PAGE, offset=0)

    async def report(self) -> None:
        now = self.at.clock.now()
        first = (now - timedelta(days=364)).date()
        given = {"from": str(first), "to": str(now.date()), "zone": "Europe/Berlin", "group": "day"}
        async with self.database.reading() as reader:
            await report(reader, read_question("resolution", given, self.admin, now))

    async def auto_close(self) -> None:
        async with self.database.reading() as reader:
            await timers.next_close(reader, self.at)

    async def wake(self) -> None:
        async with self.database.reading() as reader:
            await timers.next_waking(reader)


@dataclass(frozen=True)
class Hot:
    """`on` is a word of the statement that is meant, where several are run."""

    name: str
    asks: str
    ask: Callable[[Asked], Awaitable[None]]
    on: str = "FROM"


HOTTEST: Final = (
    Hot("all open, an admin", "`GET /tickets?view=all_open`", lambda asked: asked.list(asked.admin, "all_open")),
    Hot("my open, an agent", "`GET /tickets?view=mine_open`", lambda asked: asked.list(asked.agent, "mine_open")),
    Hot(
        "unassigned, an agent of three departments",
        "`GET /tickets?view=unassigned`",
        lambda asked: asked.list(asked.of_three, "unassigned"),
    ),
    Hot(
        "a view of conditions, an agent",
        "`GET /tickets?view=` by tag and waiting time",
        lambda asked: asked.conditions_list(),
    ),
    Hot("a customer's own", "`GET /tickets` by a customer", lambda asked: asked.list(asked.customer)),
    Hot("a ticket", "`GET /tickets/{t}`, and before any change", lambda asked: asked.show()),
    Hot("its conversation", "`GET /tickets/{t}?include=messages`", lambda asked: asked.messages()),
    Hot(
        "counts of twenty views, an agent of three departments",
        "`GET /views/counts`, polled",
        lambda asked: asked.counts(),
        on="UNION ALL",
    ),
    Hot("a common word, an agent", "`GET /search?q=`", lambda asked: asked.search(), on="ts_headline"),
    Hot(
        "resolution over a year by day, an admin",
        "`GET /reports/resolution`",
        lambda asked: asked.report(),
        on="escalated_report_moments",
    ),
    Hot("the next to be closed", "the timer `auto-close`", lambda asked: asked.auto_close()),
    Hot("the next to be woken", "the timer `wake-snoozed`", lambda asked: asked.wake()),
)


async def measure(size: Size, say: Say) -> Section:
    """Runs each statement as the service does, until its plan is kept, and shows the plan of the last time."""
    await make_missing([size], say)
    with postgres() as server:
        dsn = server.dsn(desk.database_of(size))
        settings = Deployment.create().settings(
            TicketsSettings, database_url=desk.as_sqlalchemy(dsn), nats_url="nats://127.0.0.1:9", identity_grpc="-:9"
        )
        async with opened(settings) as (at, database):
            # Connections that the start has opened would tell nothing.
            await database.engine.dispose()
            explained = Explained(database.engine)
            asked = await _asked(dsn, size, at, database)
            plans = {hot.name: await _plan(hot, asked, explained) for hot in HOTTEST}
    say("plans: done")
    return Section("plans", "Plans of the hottest statements", _as_markdown(size, plans))


async def _asked(dsn: str, size: Size, at: Desk, database: Database) -> Asked:
    subjects = await subjects_of(dsn)
    agent = _viewer(subjects.agents[0])
    connection = await asyncpg.connect(dsn)
    try:
        other = await connection.fetchval(_THIRD, list(agent.department_ids))
        conditions = await saved_views.conditions_of(connection)
    finally:
        await connection.close()
    common = (await search.queries_of(dsn, size))[-1].words
    of_three = replace(agent, department_ids=agent.department_ids | {other})
    customer = _viewer(subjects.customers[0])
    ticket_id = subjects.conversations[0]
    return Asked(at, database, _viewer(subjects.admin), agent, of_three, customer, ticket_id, conditions, common)


def _viewer(person: Person) -> Viewer:
    permissions = frozenset(BUILT_IN_ROLES[person.kind])
    return Viewer(person.id, person.kind, person.name, person.email, permissions, frozenset(person.department_ids))


async def _plan(hot: Hot, asked: Asked, explained: Explained) -> Plan:
    """The last one of the statement that is meant; of several the dearest."""
    for _ in range(_TIMES):
        explained.take()
        await hot.ask(asked)
        await asyncio.sleep(0)  # messages of the server come with the loop's next turn
    told = explained.take()
    found = [plan for plan in told if hot.on in plan.statement]
    if not found:
        raise RuntimeError(f"{hot.name}: no plan of a statement with {hot.on!r} was told, of {len(told)} plans")
    return max(found, key=lambda plan: plan.milliseconds)


def _as_markdown(size: Size, plans: dict[str, Plan]) -> str:
    heads = ["statement", "what asks it", "indexes", "rows", "buffers", "ms"]
    rows = [
        [
            hot.name,
            hot.asks,
            _indexes(plans[hot.name]),
            f"{plans[hot.name].rows:,}",
            f"{plans[hot.name].buffers:,}",
            f"{plans[hot.name].milliseconds:.2f}",
        ]
        for hot in HOTTEST
    ]
    said = (
        f"On the desk of {size.tickets:,} tickets. Each statement was run {_TIMES} times by the service's own "
        "functions, and the last time is shown: the plan that is kept, on a warm desk. Buffers are pages of 8 kB. "
        "Indexes are named without `escalated_`, with how many nodes of the plan walk each; tables that were read "
        "whole come last."
    )
    shown = "\n\n".join(f"### {name}\n\n{_shown(plan)}" for name, plan in plans.items())
    return f"{said}\n\n{table(heads, rows)}\n\n{shown}"


def _indexes(plan: Plan) -> str:
    walked = _counted(plan.indexes)
    whole = _counted(plan.walked_whole)
    return walked + (f"; whole: {whole}" if whole else "") or "none"


def _counted(found: Counter[str]) -> str:
    return ", ".join(
        f"`{name.removeprefix('escalated_')}`" + (f" ({many} nodes)" if many > 1 else "")
        for name, many in found.most_common()
    )


def _shown(plan: Plan) -> str:
    lines = plan.text.splitlines()
    cut = len(lines) - _SHOWN_LINES
    kept = lines if cut <= 0 else [*lines[:_SHOWN_LINES], f"… {cut:,} more lines"]
    return "\n".join(["```", *kept, "```"])
