"""What changes by itself: timers, copies of other services' state."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.identity.v1 import types_pb2 as identity_types
from escalated.sla.v1 import events_pb2 as sla_events
from escalated.sla.v1 import types_pb2 as sla_types

from escalated_chassis.acting import Acting
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.due import DueWorker
from escalated_chassis.events.envelope import Event, encode, headers_of, subject_of
from escalated_chassis.ids import uuid7
from escalated_tickets import consumers
from escalated_tickets.activity.service import purge
from escalated_tickets.cli import _close_resolved
from escalated_tickets.clocks.service import keep_clocks
from escalated_tickets.people.service import keep_person
from escalated_tickets.tickets import timers


async def test_a_resolved_ticket_is_closed_by_its_timer(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket, kept = await desk.opened(customer), await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    await desk.does(agent, f"/tickets/{kept['id']}/resolve")
    await desk.does(agent, f"/tickets/{kept['id']}/reopen")
    begun = desk.clock.now()
    worker = DueWorker(
        "auto-close",
        desk.database,
        lambda uow, limit: timers.close_due(uow, desk.desk, limit),
        lambda reader: timers.next_close(reader, desk.desk),
        clock=desk.clock,
    )

    async with desk.database.reading() as reader:
        due = await timers.next_close(reader, desk.desk)
    desk.clock.set(due - timedelta(microseconds=1))
    early = await worker.run_once()
    desk.clock.set(due)
    done = await worker.run_once()
    again = await worker.run_once()
    desk.clock.set(begun)

    assert due == begun + timedelta(days=7)
    assert (early, done, again) == (0, 1, 0)
    closed = await desk.shown(agent, ticket, "activity")
    assert (closed["status"], closed["closed_at"]) == ("closed", "2026-01-12T09:00:00Z")
    assert closed["activity"][-1]["actor"]["kind"] == "system"
    assert (await desk.event_types(ticket))[-2:] == ["ticket.status_changed", "ticket.closed"]
    assert (await desk.shown(agent, kept))["status"] == "reopened"


async def _waits(desk: Any, admin: Any, days: int | None) -> None:
    answer = await desk.ask("PATCH", "/settings/tickets", admin, json={"auto_close_resolved_after_days": days})
    assert answer.status_code == 200, answer.text


async def _closed_by_itself(desk: Any) -> int:
    async with desk.database.transaction() as uow:
        return await timers.close_due(uow, desk.desk, 100)


async def test_another_wait_counts_for_tickets_that_are_resolved_already(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    begun = desk.clock.now()
    early, late = await desk.opened(customer), await desk.opened(customer)
    await desk.does(admin, f"/tickets/{early['id']}/resolve")
    version = (await desk.shown(admin, early))["version"]
    await _waits(desk, admin, 0)
    await desk.does(admin, f"/tickets/{late['id']}/resolve")
    try:
        desk.clock.move(timedelta(days=30))
        never = await _closed_by_itself(desk)
        async with desk.database.reading() as reader:
            assert await timers.next_close(reader, desk.desk) is None
        desk.clock.set(begun)
        await _waits(desk, admin, 3)
        async with desk.database.reading() as reader:
            assert await timers.next_close(reader, desk.desk) == begun + timedelta(days=3)
        assert (await desk.shown(admin, early))["version"] == version
        desk.clock.move(timedelta(days=3))
        done = await _closed_by_itself(desk)
    finally:
        desk.clock.set(begun)
        await _waits(desk, admin, None)

    assert (never, done) == (0, 2)
    assert {(await desk.shown(customer, each))["status"] for each in (early, late)} == {"closed"}


async def test_never_is_never_also_for_tickets_that_were_armed_and_for_operators(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    begun, as_set = desk.clock.now(), desk.desk.settings
    ticket = await desk.opened(customer)
    await desk.does(admin, f"/tickets/{ticket['id']}/resolve")
    desk.clock.move(timedelta(days=8))
    desk.desk.settings = as_set.model_copy(update={"auto_close_resolved_after_days": 0})
    try:
        async with desk.database.reading() as reader:
            assert await timers.next_close(reader, desk.desk) is None
        assert await _closed_by_itself(desk) == 0
    finally:
        desk.desk.settings = as_set
        desk.clock.set(begun)
    assert (await desk.shown(admin, ticket))["status"] == "resolved"

    # The operators' command obeys what is stored; days that are said win.
    counted = [await _close_resolved(desk.settings, None, dry_run=True)]
    await _waits(desk, admin, 0)
    counted += [await _close_resolved(desk.settings, days, dry_run=True) for days in (None, 0)]
    await _waits(desk, admin, None)
    assert counted == [1, None, 1]


async def test_clocks_stand_on_the_row_and_the_newest_wins(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    due = desk.clock.now() + timedelta(hours=1)
    running = sla_types.Clock(
        metric="first_response", state="running", target_seconds=3600, policy_id="p", policy_name="Gold", at_risk=True
    )
    running.due_at.FromDatetime(due)
    met = sla_types.Clock(metric="first_response", state="met", target_seconds=3600)
    met.met_at.FromDatetime(desk.clock.now())

    async with desk.database.transaction() as uow:
        newer = await keep_clocks(uow, UUID(ticket["id"]), [running], 2)
        older = await keep_clocks(uow, UUID(ticket["id"]), [met], 1)

    assert (newer, older) == (True, False)
    shown = await desk.shown(agent, ticket, "clocks")
    assert shown["sla"] == {"state": "at_risk", "next_due_at": "2026-01-05T10:00:00Z", "metric": "first_response"}
    assert (shown["clocks"][0]["due_at"], shown["clocks"][0]["round"]) == ("2026-01-05T10:00:00Z", 1)
    assert shown["version"] == 1
    late = await desk.ask("GET", "/tickets?sla=at_risk,breached&sort=sla_due", agent)
    assert [each["id"] for each in late.json()["data"]] == [ticket["id"]]
    counts = (await desk.ask("GET", "/tickets/counts", agent)).json()["data"]
    assert counts["sla_at_risk"] == 1
    assert (await desk.shown(customer, ticket, "clocks"))["clocks"] == []


def _from_sla(event: Any, at: datetime) -> Event:
    """An event as the durable of clocks is given it, by sla itself."""
    nothing: Any = None
    uow = UnitOfWork(nothing, now=at, acting=Acting("service", "sla", "sla"), service="sla")
    uow.publish(event, entity_id=event.ticket_id)
    subject, headers = subject_of(event, event.ticket_id), headers_of(event.meta, "sla", event.ticket_id)
    return consumers.REGISTRY.decode(subject, headers, encode(event))


async def test_warnings_and_breaches_stand_in_the_timeline_once_and_for_staff_alone(desk: Any, hearing: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    due = desk.clock.now() + timedelta(hours=1)
    clock = sla_types.Clock(metric="first_response", round=1, policy_name="Gold", state="running", at_risk=True)
    clock.due_at.FromDatetime(due)
    late = sla_types.Clock(metric="first_response", round=1, policy_name="Gold", state="breached")
    late.breached_at.FromDatetime(due)
    met = sla_types.Clock(metric="first_response", round=1, policy_name="Gold", state="met")
    shared: dict[str, Any] = {"ticket_id": ticket["id"], "reason": "time"}
    events = [
        sla_events.Warning(clock=clock, clocks=[clock], clocks_version=2, threshold="80%", **shared),
        sla_events.ClockChanged(clock=late, clocks=[late], clocks_version=5, **shared),
        sla_events.Breached(clock=late, clocks=[late], clocks_version=3, **shared),
        sla_events.BreachWithdrawn(clock=met, clocks=[met], clocks_version=4, **shared),
    ]
    consumer = hearing.consumer("tickets-clocks")

    for event in [_from_sla(each, due) for each in events]:
        taken = [await consumer.take(event), await consumer.take(event)]
        assert taken == [True, False]
        async with desk.database.transaction() as uow:
            # As after an inbox that has forgotten it.
            await consumers.HANDLERS[event.type](uow, event)

    shown = (await desk.shown(agent, ticket, "activity"))["activity"][1:]
    promise = {"metric": "first_response", "round": 1, "policy_name": "Gold", "reason": "time"}
    at = "2026-01-05T10:00:00Z"
    assert [(each["kind"], each["after"]) for each in shown] == [
        ("sla.warning", {**promise, "due_at": at, "threshold": "80%"}),
        ("sla.breached", {**promise, "breached_at": at}),
        ("sla.breach_withdrawn", promise),
    ]
    assert {(each["created_at"], each["actor"]["id"], each["cause"]["depth"]) for each in shown} == {(at, "sla", 0)}
    assert [each["before"] for each in shown] == [None, None, None]
    timeline = [
        [entry["kind"] for entry in (await desk.ask("GET", f"/tickets/{ticket['id']}/timeline", who)).json()["data"]]
        for who in (agent, customer)
    ]
    assert [each.count("activity") for each in timeline] == [4, 1]
    assert len((await desk.shown(customer, ticket, "activity"))["activity"]) == 1
    assert (await desk.shown(agent, ticket))["sla"]["state"] == "breached"


async def test_a_breach_of_a_ticket_that_is_gone_writes_nothing(desk: Any) -> None:
    clock = sla_types.Clock(metric="resolution", state="breached")
    breached = sla_events.Breached(ticket_id=str(uuid7()), clock=clock, clocks=[clock], clocks_version=1)
    event = _from_sla(breached, desk.clock.now())
    async with desk.database.transaction() as uow:
        await consumers.HANDLERS[event.type](uow, event)
    assert await desk.rows("SELECT 1 FROM escalated_activities WHERE id = :id", id=UUID(event.id)) == []


async def test_a_new_name_reaches_tickets_and_an_old_event_does_not(desk: Any) -> None:
    customer = await desk.person(name="Old Name")
    ticket = await desk.opened(customer)

    def named(name: str, version: int) -> identity_types.Person:
        return identity_types.Person(
            id=str(customer.id), name=name, email=customer.email, kind="customer", active=True, version=version
        )

    async with desk.database.transaction() as uow:
        await keep_person(uow, named("New Name", 5))
        await keep_person(uow, named("Late Name", 4))

    shown = await desk.shown(customer, ticket)
    assert (shown["requester"]["name"], shown["version"]) == ("New Name", 1)


async def test_purging_takes_old_activity_only(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    begun = desk.clock.now()
    desk.clock.move(timedelta(minutes=5))
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")

    async with desk.database.transaction() as uow:
        await purge(uow, before=begun + timedelta(minutes=1))
    desk.clock.set(begun)

    activity = (await desk.shown(agent, ticket, "activity"))["activity"]
    assert [each["kind"] for each in activity] == ["ticket.status_changed"]


async def test_search_marks_and_folds_accents(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    word = f"w{uuid4().hex[:8]}"
    ticket = await desk.opened(customer, subject=f"Café & {word} closed", description="The crème is cold")

    for words in (f"cafe {word}", "crème cold", f'"cafe {word}"', ticket["reference"]):
        found = (await desk.ask("GET", "/search", agent, params={"q": words})).json()["data"]
        assert ticket["id"] in [each["id"] for each in found], words
    marks = (await desk.ask("GET", "/search", agent, params={"q": f"cafe {word}"})).json()["data"][0]["marks"]
    assert marks["subject"] == f"<mark>Café</mark> &amp; <mark>{word}</mark> closed"
    without = (await desk.ask("GET", "/search", agent, params={"q": f"{word} -closed"})).json()["data"]
    assert without == []


@pytest.mark.parametrize("sort", ["-updated_at", "created_at", "-priority", "sla_due", "priority", "-created_at"])
async def test_pages_follow_one_another_in_every_order(desk: Any, sort: str) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    made = []
    for number in range(9):
        desk.clock.move(timedelta(seconds=1))
        priority = ("low", "high", "urgent")[number % 3]
        made.append(await desk.opened(customer, department_id=str(department), priority=priority))
    listed, cursor = [], ""
    while True:
        path = f"/tickets?department={department}&status_category=new&sort={sort}&limit=4{cursor}"
        page = (await desk.ask("GET", path, agent)).json()
        listed += page["data"]
        if page["meta"]["next_cursor"] is None:
            break
        cursor = f"&cursor={page['meta']['next_cursor']}"
    weight = {"low": 1, "high": 3, "urgent": 4}
    keys = {
        "updated_at": lambda each: (each["updated_at"], each["id"]),
        "created_at": lambda each: (each["created_at"], each["id"]),
        "priority": lambda each: (weight[each["priority"]], each["id"]),
        "sla_due": lambda each: each["id"],
    }
    expected = sorted(made, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))
    assert [each["id"] for each in listed] == [each["id"] for each in expected]
