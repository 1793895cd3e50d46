"""The operators' commands of tickets: what they print, what they do, and what they leave alone.

The commands have the clock of the machine, by which what happens on this desk is long over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from escalated_tickets import cli

Run = Callable[..., Awaitable[str]]


@pytest.fixture
def run(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(cli, "load_settings", lambda _kind: desk.settings)

    async def command(group: Any, *arguments: str) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, group, arguments)
        assert result.exit_code == 0, result.output
        return str(result.output.strip())

    return command


async def resolved(desk: Any, agent: Any) -> dict[str, Any]:
    ticket = await desk.opened(await desk.person())
    return dict(await desk.does(agent, f"/tickets/{ticket['id']}/resolve"))


async def test_long_resolved_tickets_are_closed_as_by_anybody(desk: Any, run: Run) -> None:
    agent = await desk.person("agent")
    tickets = [await resolved(desk, agent) for _ in range(3)]
    count = (await run(cli.tickets, "close-resolved", "--days", "1", "--dry-run")).split()[2]
    assert [(await desk.shown(agent, each))["status"] for each in tickets] == ["resolved"] * 3

    assert await run(cli.tickets, "close-resolved", "--days", "1") == f"closed {count} tickets"

    shown = [await desk.shown(agent, each, "activity") for each in tickets]
    assert [each["status"] for each in shown] == ["closed"] * 3
    assert shown[0]["activity"][-1]["actor"] == {"id": "operator", "name": "Operator", "kind": "system"}
    assert (await desk.event_types(tickets[0]))[-2:] == ["ticket.status_changed", "ticket.closed"]
    assert await run(cli.tickets, "close-resolved", "--days", "1") == "closed 0 tickets"


async def test_what_may_not_be_closed_is_neither_counted_nor_waited_for(
    desk: Any, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "BATCH", 1)
    admin = await desk.person("admin")
    await desk.does(admin, "/statuses", {"label": "Settled", "category": "solved"})
    await desk.ask("PUT", "/statuses/settled/transitions", admin, json={"transitions": ["reopened"]})
    await desk.ask(
        "PUT", "/statuses/open/transitions", admin, json={"transitions": ["settled", "resolved", "in_progress"]}
    )
    tickets = [await desk.opened(await desk.person()) for _ in range(2)]
    for each in tickets:
        await desk.does(admin, f"/tickets/{each['id']}/status", {"status": "settled"})
    closable = await resolved(desk, admin)

    assert await run(cli.tickets, "close-resolved", "--days", "1", "--dry-run") == "would close 1 tickets"
    async with asyncio.timeout(60):
        assert await run(cli.tickets, "close-resolved", "--days", "1") == "closed 1 tickets"

    assert [(await desk.shown(admin, each))["status"] for each in tickets] == ["settled", "settled"]
    assert (await desk.shown(admin, closable))["status"] == "closed"


async def test_without_days_the_stored_setting_says_when_and_zero_is_never(desk: Any, run: Run) -> None:
    admin = await desk.person("admin")
    ticket = await resolved(desk, admin)
    change = {"auto_close_resolved_after_days": 0}
    assert (await desk.ask("PATCH", "/settings/tickets", admin, json=change)).status_code == 200
    try:
        said = [await run(cli.tickets, "close-resolved", *more) for more in ((), ("--dry-run",))]
        assert (await desk.shown(admin, ticket))["status"] == "resolved"
    finally:
        await desk.ask("PATCH", "/settings/tickets", admin, json={"auto_close_resolved_after_days": None})
    assert said == ["closed 0 tickets: auto_close_resolved_after_days is 0, which is never; say --days"] * 2

    await run(cli.tickets, "close-resolved")
    assert (await desk.shown(admin, ticket))["status"] == "closed"


async def test_activity_goes_by_age_and_the_audit_trail_says_so(
    desk: Any, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "PURGED_AT_ONCE", 2)
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "high"})
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    async with desk.database.transaction() as uow:
        await uow.execute(
            text(
                "INSERT INTO escalated_activities (id, ticket_id, kind, actor_kind, actor_id, actor_name, staff_only,"
                " version, created_at) SELECT gen_random_uuid(), ticket_id, 'ticket.updated', actor_kind, actor_id,"
                f" actor_name, staff_only, version, '{yesterday}' FROM escalated_activities"
                f" WHERE ticket_id = '{ticket['id']}' AND kind = 'ticket.created'"
            )
        )
    (old,) = await desk.rows("SELECT count(*) FROM escalated_activities WHERE created_at < '2026-06-01'")

    assert await run(cli.activities, "purge", "--days", "30", "--dry-run") == f"would purge {old[0]} activities"
    assert await run(cli.activities, "purge", "--days", "30") == f"purged {old[0]} activities"
    assert await run(cli.activities, "purge", "--days", "30") == "purged 0 activities"

    shown = await desk.shown(agent, ticket, "activity")
    assert [each["kind"] for each in shown["activity"]] == ["ticket.updated"]
    assert shown["priority"] == "high"
    audits = await desk.rows(
        "SELECT body::jsonb->>'action', body::jsonb->'changes'->1->>'before' FROM escalated_outbox"
        " WHERE type = 'audit.recorded' AND body LIKE '%activities.purged%'"
    )
    assert [tuple(each) for each in audits] == [("activities.purged", str(old[0]))]


async def test_two_purges_at_once_take_each_row_once(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "PURGED_AT_ONCE", 3)
    customer = await desk.person()
    for _ in range(10):
        await desk.opened(customer)
    (old,) = await desk.rows("SELECT count(*) FROM escalated_activities WHERE created_at < '2026-06-01'")

    purged = await asyncio.gather(*(cli._purge(desk.settings, 30, dry_run=False) for _ in range(2)))
    rest = await cli._purge(desk.settings, 30, dry_run=False)

    assert sum(purged) + rest == old[0]
    assert await desk.rows("SELECT 1 FROM escalated_activities WHERE created_at < '2026-06-01'") == []


def test_purging_all_activity_at_once_is_refused() -> None:
    result = CliRunner().invoke(cli.activities, ["purge", "--days", "0"])
    assert result.exit_code == 2
