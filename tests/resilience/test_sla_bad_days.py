"""Bad days of promises: nobody is blamed for what was done in time, and nobody hears of anything twice."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from tests.e2e.test_main_job import opened, show
from tests.suite import ADMIN, CUSTOMER, Suite, settled, wait_for

PROMISE = timedelta(seconds=60)
PRIORITIES = ("low", "medium", "high", "urgent", "critical")
SOON = ({"percent": 75}, {"percent": 90})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def sent(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json()["data"])


@asynccontextmanager
async def promised(admin: httpx2.AsyncClient, *warnings: dict[str, Any]) -> AsyncIterator[str]:
    """A department in which everybody is answered within a minute; the demo desk's rule escalates what is not."""
    name = f"Hasty {uuid4().hex[:8]}"
    department = (await sent(admin, "/departments", {"name": name}))["id"]
    targets = {priority: {"first_response": PROMISE.total_seconds()} for priority in PRIORITIES}
    body = {"name": name, "department_id": department, "targets": targets, "warnings": list(warnings)}
    policy = await sent(admin, "/sla-policies", body)
    try:
        yield department
    finally:
        assert (await admin.delete(f"/api/v1/sla-policies/{policy['id']}")).status_code == 204


async def first_responses(admin: httpx2.AsyncClient, tickets: Sequence[str]) -> list[dict[str, Any]]:
    """Their clocks, as sla itself knows them."""
    found = []
    for ticket in tickets:
        answer = await admin.get(f"/api/v1/clocks/{ticket}")
        clocks = answer.json()["data"]["clocks"] if answer.status_code == 200 else []
        found += [clock for clock in clocks if clock["metric"] == "first_response"]
    return found


async def waiting(customer: httpx2.AsyncClient, admin: httpx2.AsyncClient, department: str, number: int) -> list[str]:
    """Tickets of the department that wait for their first answer, known to sla."""
    tickets = [(await opened(customer, subject="Hurry", department_id=department))["id"] for _ in range(number)]

    async def have_clocks() -> bool:
        return [clock["state"] for clock in await first_responses(admin, tickets)] == ["running"] * number

    await wait_for(have_clocks, 30)
    return tickets


async def levels(admin: httpx2.AsyncClient, tickets: Sequence[str]) -> list[int]:
    return [(await show(admin, ticket, ""))["escalation_level"] for ticket in tickets]


def told(heard: Sequence[dict[str, Any]], tickets: Sequence[str]) -> list[tuple[str, str]]:
    """Warnings and breaches of these tickets in the order of the stream; what was published twice has one id."""
    once = {event["meta"]["id"]: event for event in heard if event.get("ticket_id") in tickets}
    types = ("sla.warning", "sla.breached")
    return [(event["meta"]["type"], event["ticket_id"]) for event in once.values() if event["meta"]["type"] in types]


async def test_nats_away_while_tickets_are_answered_is_no_breach_and_no_escalation(suite: Suite) -> None:
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        promised(admin) as department,
    ):
        began = datetime.now(UTC)
        tickets = await waiting(customer, admin, department, 8)
        answered, late = tickets[:4], tickets[4:]
        dues = [at(clock["due_at"]) for clock in await first_responses(admin, answered)]
        suite.local("hold", "nats")
        try:
            replies = [await sent(admin, f"/tickets/{each}/replies", {"body": "We come."}) for each in answered]
            assert all(at(reply["updated_at"]) < due for reply, due in zip(replies, dues, strict=True))

            async def all_late_ones_escalated() -> bool:
                return await levels(admin, late) == [1] * len(late)

            # Timers do fire meanwhile, and sla has heard of no answer: it is the proof that keeps the others back.
            await wait_for(all_late_ones_escalated, 2 * PROMISE.total_seconds())
            believed = await first_responses(admin, answered)
            assert [clock["state"] for clock in believed] == ["running"] * len(answered)
            assert max(dues) < datetime.now(UTC)
            await sent(admin, f"/tickets/{late[0]}/status", {"status": "in_progress"})
        finally:
            suite.local("release", "nats")

        async def all_met() -> bool:
            return [clock["state"] for clock in await first_responses(admin, answered)] == ["met"] * len(answered)

        # Whoever listens from outside is away as well, and later to come back: the stream has kept it all.
        async def all_told() -> bool:
            return len(told(await suite.kept("SLA", began), tickets)) >= len(late)

        await wait_for(all_met, 60)
        await wait_for(all_told, 60)
        heard = await suite.kept("SLA", began)
        shown = [await show(admin, each, "") for each in answered]
        moved_on = await show(admin, late[0], "")

    assert sorted(told(heard, tickets)) == sorted(("sla.breached", each) for each in late)
    assert [(each["escalation_level"], each["priority"]) for each in shown] == [(0, "medium")] * len(answered)
    subjects = [str(mail["Subject"]) for mail in suite.mails("")]
    assert not [each for each in subjects if "Overdue" in each and any(t["reference"] in each for t in shown)]
    # Nor is a person overruled by what is heard again when NATS is back.
    assert (moved_on["status"], moved_on["escalation_level"]) == ("in_progress", 1)


async def test_what_came_due_while_sla_was_down_is_told_once_in_the_order_in_which_it_was_due(suite: Suite) -> None:
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        promised(admin, *SOON) as department,
        suite.listening("escalated.sla.sla.*.*") as heard,
    ):
        tickets = await waiting(customer, admin, department, 6)
        started = {
            ticket: at(clock["started_at"])
            for ticket, clock in zip(tickets, await first_responses(admin, tickets), strict=True)
        }
        suite.local("hold", "sla")
        try:
            assert told(heard, tickets) == []
            end = max(started.values()) + PROMISE
            await wait_for(lambda: datetime.now(UTC) > end, 2 * PROMISE.total_seconds())
        finally:
            suite.local("release", "sla")

        async def all_escalated() -> bool:
            return await levels(admin, tickets) == [1] * len(tickets)

        await wait_for(lambda: len(told(heard, tickets)) >= 3 * len(tickets), 90)
        await wait_for(all_escalated, 60)
        await settled(lambda: len(heard))
        assert await levels(admin, tickets) == [1] * len(tickets)

    parts = [("sla.warning", 0.75), ("sla.warning", 0.9), ("sla.breached", 1.0)]
    due = sorted((started[ticket] + part * PROMISE, kind, ticket) for ticket in tickets for kind, part in parts)
    assert told(heard, tickets) == [(kind, ticket) for _, kind, ticket in due]
    assert Counter(ticket for _, ticket in told(heard, tickets)) == dict.fromkeys(tickets, 3)
