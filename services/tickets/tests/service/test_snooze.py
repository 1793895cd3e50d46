"""Sleeping tickets: until when, what wakes them, and that they wake once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2
from typer.testing import CliRunner

from escalated_chassis.due import DueWorker
from escalated_tickets.snooze.rules import until_of
from escalated_tickets.tickets import timers

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _all_awake(desk: Any) -> AsyncIterator[None]:
    yield
    await _later(desk, timedelta(days=1_000))


async def _later(desk: Any, wait: timedelta, *, workers: int = 1) -> int:
    """How many tickets wake by themselves when so much time has passed; afterwards it is what it was."""
    before = desk.clock.now()
    desk.clock.move(wait)
    woken = await asyncio.gather(*(_waker(desk).run_once() for _ in range(workers)))
    desk.clock.set(before)
    return sum(woken)


def _waker(desk: Any) -> DueWorker:
    return DueWorker(
        "wake-snoozed",
        desk.database,
        lambda uow, limit: timers.wake_due(uow, desk.desk, limit),
        timers.next_waking,
        clock=desk.clock,
    )


@pytest.mark.parametrize(
    ("body", "until"),
    [
        ({"preset": "1h"}, "2026-01-05T10:00:00Z"),
        ({"preset": "4h"}, "2026-01-05T13:00:00Z"),
        ({"preset": "tomorrow_9"}, "2026-01-06T09:00:00Z"),
        ({"preset": "tomorrow_9", "zone": "America/New_York"}, "2026-01-06T14:00:00Z"),
        ({"preset": "tomorrow_9", "zone": "Pacific/Auckland"}, "2026-01-05T20:00:00Z"),
        ({"preset": "next_week", "zone": "Europe/Berlin"}, "2026-01-12T08:00:00Z"),
        ({"until": "2026-02-01T12:00:00.5+02:00"}, "2026-02-01T10:00:00.500000Z"),
    ],
    ids=str,
)
async def test_a_ticket_sleeps_until_then_with_its_status_kept(desk: Any, body: dict[str, Any], until: str) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())

    after = await desk.does(agent, f"/tickets/{ticket['id']}/snooze", body)

    assert (after["snoozed_until"], after["status"], after["version"]) == (until, "open", 2)
    assert "snooze" in after["can"]
    events = await desk.events(ticket)
    assert [each["meta"]["type"] for each in events] == ["ticket.created", "ticket.snoozed"]
    assert events[1]["meta"]["audience"]["staff_only"]
    activity = (await desk.shown(agent, ticket, "activity"))["activity"]
    assert (activity[1]["kind"], activity[1]["after"]) == ("ticket.snoozed", {"snoozed_until": until})


def test_mornings_follow_the_clocks_of_their_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before_summer = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert until_of("tomorrow_9", berlin, before_summer) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    sunday_there = datetime(2026, 1, 4, 23, 30, tzinfo=UTC)  # Monday 00:30 in Berlin
    assert until_of("next_week", berlin, sunday_there) == datetime(2026, 1, 12, 8, tzinfo=UTC)
    assert until_of("next_week", ZoneInfo("UTC"), sunday_there) == datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"until": "2026-01-05T09:00:00Z"}, "/until"),
        ({"until": "2020-01-01T00:00:00Z"}, "/until"),
        ({"until": "2029-01-05T09:00:00Z"}, "/until"),
        ({"until": "2026-02-01T12:00:00"}, "/until"),
        ({"until": "9999-12-31T23:59:59-12:00"}, "/until"),
        ({"preset": "tomorrow_9", "zone": "Mars/Base"}, "/zone"),
        ({"preset": "someday"}, "/preset"),
        ({}, ""),
        ({"preset": "1h", "until": "2026-02-01T12:00:00Z"}, ""),
    ],
    ids=str,
)
async def test_a_bad_time_is_refused_and_nothing_changes(
    desk: Any, problem: Any, body: dict[str, Any], pointer: str
) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/snooze", agent, json=body)

    assert problem(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["pointer"] == pointer
    shown = await desk.shown(agent, ticket)
    assert (shown["snoozed_until"], shown["version"]) == (None, 1)


async def test_the_timer_wakes_each_once_however_many_workers_there_are(desk: Any) -> None:
    agent = await desk.person("agent")
    tickets = [await desk.opened(await desk.person()) for _ in range(6)]
    for ticket in tickets:
        await desk.does(agent, f"/tickets/{ticket['id']}/snooze", {"preset": "1h"})
    async with desk.database.reading() as reader:
        assert await timers.next_waking(reader) == START + timedelta(hours=1)
    assert await _later(desk, timedelta(minutes=59)) == 0

    assert await _later(desk, timedelta(hours=1), workers=3) == 6

    for ticket in tickets:
        shown = await desk.shown(agent, ticket)
        assert (shown["snoozed_until"], shown["status"], shown["version"]) == (None, "open", 3)
        events = await desk.events(ticket)
        assert [each["meta"]["type"] for each in events][1:] == ["ticket.snoozed", "ticket.woken"]
        assert (events[2]["reason"], events[2]["meta"]["sequence"]) == ("time", 3)


async def test_a_customers_answer_wakes_it_an_agents_does_not(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    await desk.does(agent, f"{path}/snooze", {"preset": "4h"})

    by_agent = await desk.does(agent, f"{path}/replies", {"body": "Wait."})
    noted = await desk.does(agent, f"{path}/replies", {"body": "psst", "internal": True})
    await desk.does(customer, f"{path}/replies", {"body": "No!"})

    assert by_agent["snoozed_until"] == noted["snoozed_until"] == "2026-01-05T13:00:00Z"
    assert (await desk.shown(agent, ticket))["snoozed_until"] is None
    events = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.woken"]
    assert [each["reason"] for each in events] == ["reply"]
    assert await _later(desk, timedelta(hours=5)) == 0


async def test_that_the_customer_is_away_wakes_nothing(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/snooze", {"preset": "4h"})
    author = types_pb2.PersonRef(id=str(customer.id), name=customer.name, email=customer.email)
    mail = rpc.as_service("notifications")

    for automatic, until in ((True, "2026-01-05T13:00:00Z"), (False, None)):
        await mail.AddMessage(
            pb.AddMessageRequest(
                ticket_id=ticket["id"], author=author, body="Away", key=str(uuid4()), acting=types_pb2.Acting(),
                channel="email", automatic=automatic,
            )
        )  # fmt: skip
        assert (await desk.shown(agent, ticket))["snoozed_until"] == until


async def test_by_hand_it_wakes_once_and_what_is_done_sleeps_no_more(desk: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    one, other = await desk.opened(await desk.person()), await desk.opened(await desk.person())
    for ticket in (one, other):
        await desk.does(agent, f"/tickets/{ticket['id']}/snooze", {"preset": "4h"})

    woken = await desk.does(agent, f"/tickets/{one['id']}/unsnooze")
    again = await desk.does(agent, f"/tickets/{one['id']}/unsnooze")
    resolved = await desk.does(agent, f"/tickets/{other['id']}/resolve")
    refused = await desk.ask("POST", f"/tickets/{other['id']}/snooze", agent, json={"preset": "1h"})

    assert (woken["snoozed_until"], woken["version"], again["version"]) == (None, 3, 3)
    assert (resolved["snoozed_until"], problem(refused)) == (None, (409, "ticket_done"))
    assert "ticket.woken" not in await desk.event_types(other)
    assert (await desk.shown(agent, other))["version"] == 3


async def test_snoozing_again_gives_another_time_and_the_same_time_says_nothing(desk: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    path = f"/tickets/{ticket['id']}/snooze"
    await desk.does(agent, path, {"preset": "1h"})

    later = await desk.does(agent, path, {"preset": "4h"})
    same = await desk.does(agent, path, {"preset": "4h"})
    stale = await desk.ask("POST", path, agent, json={"preset": "1h"}, headers={"If-Match": '"1"'})

    assert (later["snoozed_until"], later["version"], same["version"]) == ("2026-01-05T13:00:00Z", 3, 3)
    assert (later["status"], same["status"]) == ("open", "open")
    assert problem(stale) == (412, "version_mismatch")


async def test_customers_learn_nothing_of_it(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    before = await desk.shown(customer, ticket, "activity")
    await desk.does(agent, f"/tickets/{ticket['id']}/snooze", {"preset": "4h"})

    after = await desk.shown(customer, ticket, "activity")

    assert after == before
    assert "snoozed_until" not in after


async def test_a_deleted_ticket_sleeps_on_until_it_is_restored(desk: Any) -> None:
    admin = await desk.person("admin")
    ticket = await desk.opened(await desk.person())
    await desk.does(admin, f"/tickets/{ticket['id']}/snooze", {"preset": "1h"})
    await desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)
    assert await _later(desk, timedelta(hours=2)) == 0

    await desk.does(admin, f"/tickets/{ticket['id']}/restore")

    assert await _later(desk, timedelta(hours=2)) == 1
    assert (await desk.shown(admin, ticket))["snoozed_until"] is None


async def test_operators_wake_what_is_due(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from escalated_tickets import cli

    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    await desk.does(agent, f"/tickets/{ticket['id']}/snooze", {"until": "2026-01-05T09:00:01Z"})
    # The command has the clock of the machine, by which this is long over.
    monkeypatch.setattr(cli, "load_settings", lambda _kind: desk.settings)

    async def run(*arguments: str) -> str:
        result = await asyncio.to_thread(CliRunner().invoke, cli.tickets, ["wake-snoozed", *arguments])
        assert result.exit_code == 0, result.output
        return result.output.strip()

    assert await run("--dry-run") == "would wake 1 tickets"
    assert (await desk.shown(agent, ticket))["snoozed_until"] is not None
    assert await run() == "woke 1 tickets"
    assert await run() == "woke 0 tickets"
    assert (await desk.shown(agent, ticket))["snoozed_until"] is None
