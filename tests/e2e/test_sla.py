"""Promises through the gateway: chosen by condition, shown on the row at once, explained, paused, moved, broken, told
and counted."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for

PRIORITIES = ("low", "medium", "high", "urgent", "critical")
AT_ONCE_SECONDS = 1.0
HOUR = 3600.0


async def done(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["data"]


async def show(client: httpx2.AsyncClient, ticket: dict[str, Any], include: str = "clocks") -> dict[str, Any]:
    return dict(await done(await client.get(f"/api/v1/tickets/{ticket['id']}", params={"include": include})))


async def act(client: httpx2.AsyncClient, ticket: dict[str, Any], what: str, **body: Any) -> Any:
    return await done(await client.post(f"/api/v1/tickets/{ticket['id']}/{what}", json=body))


def clock_of(ticket: dict[str, Any], metric: str) -> dict[str, Any]:
    """The present clock of a metric; {} where there is none."""
    found = [clock for clock in ticket["clocks"] if clock["metric"] == metric]
    return dict(max(found, key=lambda clock: clock["round"])) if found else {}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 30) -> float:
    """How long it took, in seconds."""
    begun = time.monotonic()
    await wait_for(condition, seconds)
    return time.monotonic() - begun


@asynccontextmanager
async def promised(
    admin: httpx2.AsyncClient, targets: Mapping[str, Mapping[str, float]], **more: Any
) -> AsyncIterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A policy for tickets with a tag of its own; what `targets` leaves out promises what `medium` does."""
    tag = await done(await admin.post("/api/v1/tags", json={"name": f"sla-{uuid4().hex[:8]}"}))
    body = {
        "name": f"For {tag['name']}",
        "position": 0,
        "conditions": {"all": [{"field": "tags", "operator": "contains_any", "value": [tag["id"]]}]},
        "targets": {priority: targets.get(priority, targets["medium"]) for priority in PRIORITIES},
        **more,
    }
    policy = await done(await admin.post("/api/v1/sla-policies", json=body))
    try:
        yield policy, tag
    finally:
        await admin.delete(f"/api/v1/sla-policies/{policy['id']}")


async def opened(customer: httpx2.AsyncClient, admin: httpx2.AsyncClient, tag: dict[str, Any]) -> dict[str, Any]:
    """A ticket of a customer's, put under the policy of the tag by an administrator, who takes it."""
    body = {"subject": "How long will it take?", "description": "I wait."}
    ticket: dict[str, Any] = await done(await customer.post("/api/v1/tickets", json=body))
    await act(admin, ticket, "tags", tags=[tag["name"]])
    return ticket


async def test_clocks_are_on_the_row_within_a_second_of_what_moves_them(suite: Suite) -> None:
    targets = {
        name: {"first_response": number * HOUR, "resolution": 10 * number * HOUR}
        for number, name in enumerate(reversed(PRIORITIES), start=1)
    }
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        promised(admin, targets, warnings=[{"percent": 80}]) as (policy, tag),
    ):
        ticket = await opened(customer, admin, tag)

        async def stands() -> bool:
            return bool(clock_of(await show(admin, ticket), "first_response").get("policy_id") == policy["id"])

        # A desk that has just come up hears of its demo first.
        await wait_for(stands)
        waited = []
        for priority in ("high", "urgent", "low", "critical", "medium"):
            await act(admin, ticket, "priority", priority=priority)
            promise = targets[priority]["first_response"]

            async def follows(promise: float = promise) -> bool:
                clock = clock_of(await show(admin, ticket), "first_response")
                return (clock.get("target_seconds"), clock.get("policy_id")) == (promise, policy["id"])

            waited.append(await until(follows))
            shown = await show(admin, ticket)
            clock = clock_of(shown, "first_response")
            assert at(clock["due_at"]) - at(clock["started_at"]) == timedelta(seconds=promise)
            assert at(clock["started_at"]) == at(shown["created_at"])
            assert shown["sla"] == {"state": "ok", "next_due_at": clock["due_at"], "metric": "first_response"}
        listed = (await admin.get("/api/v1/tickets", params={"tag": tag["name"], "sort": "sla_due"})).json()["data"]

    print("seconds from the answer to the row:", [round(each, 3) for each in waited])
    # The middle one: of a busy machine, one of them is late by the machine's own pauses.
    assert median(waited) < AT_ONCE_SECONDS
    assert [each["sla"]["next_due_at"] for each in listed] == [clock["due_at"]]


async def test_four_promises_are_kept_paused_and_explained(suite: Suite) -> None:
    promises = {"first_response": HOUR, "next_response": HOUR / 2, "periodic_update": 4 * HOUR, "resolution": 8 * HOUR}
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        promised(admin, {"medium": promises}, warnings=[{"percent": 80}]) as (policy, tag),
    ):
        ticket = await opened(customer, admin, tag)

        async def stands(metric: str, state: str, number: int = 1) -> None:
            async def is_so() -> bool:
                clock = clock_of(await show(admin, ticket), metric)
                return (clock.get("state"), clock.get("round"), clock.get("policy_id")) == (state, number, policy["id"])

            await wait_for(is_so)

        await stands("first_response", "running")
        before = clock_of(await show(admin, ticket), "resolution")
        await act(admin, ticket, "replies", body="We are looking into it.")
        await stands("first_response", "met")
        await stands("resolution", "paused")
        paused = await show(admin, ticket)
        await act(customer, ticket, "replies", body="And now?")
        await stands("resolution", "running")
        await stands("next_response", "running")
        resumed = clock_of(await show(admin, ticket), "resolution")
        why = await done(await admin.get(f"/api/v1/clocks/{ticket['id']}"))
        await act(admin, ticket, "replies", body="Now.")
        await stands("next_response", "met")
        await act(customer, ticket, "replies", body="Thank you, and tomorrow?")
        await stands("next_response", "running", 2)
        await act(admin, ticket, "resolve")
        await stands("resolution", "met")
        after = await show(admin, ticket)
        forbidden = await customer.get(f"/api/v1/clocks/{ticket['id']}")

    assert clock_of(paused, "resolution")["due_at"] is None
    assert paused["sla"]["state"] == "paused"
    explained = {clock["metric"]: clock for clock in why["clocks"]}
    (pause,) = explained["resolution"]["pauses"]
    assert pause["cause"] == "pending"
    assert at(resumed["due_at"]) - at(before["due_at"]) == at(pause["end"]) - at(pause["start"])
    assert explained["resolution"]["policy"]["name"] == policy["name"]
    assert tag["name"] in explained["resolution"]["policy"]["conditions_in_words"]
    assert explained["next_response"]["target_seconds"] == HOUR / 2
    assert len(explained["resolution"]["stretches"]) == 2
    states = {metric: clock_of(after, metric)["state"] for metric in promises}
    assert (states["first_response"], states["resolution"]) == ("met", "met")
    assert "running" not in states.values()
    assert (after["sla"]["state"], after["sla"]["next_due_at"]) == ("met", None)
    assert forbidden.status_code in (403, 404)


async def test_a_broken_promise_warns_breaches_escalates_and_is_told(suite: Suite) -> None:
    promises = {"first_response": HOUR, "next_response": 4, "resolution": 8 * HOUR}
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        suite.signed_in(AGENT) as agent,
        promised(admin, {"medium": promises}, warnings=[{"percent": 50}]) as (policy, tag),
    ):
        rule = await done(await admin.post("/api/v1/escalation-rules", json=_escalating(tag)))
        me = await done(await agent.get("/api/v1/auth/me"))
        try:
            async with suite.listening("escalated.sla.>") as heard:
                ticket = await opened(customer, admin, tag)
                await act(admin, ticket, "assign", assignee_id=me["id"])
                await act(admin, ticket, "replies", body="Which printer?")
                await act(customer, ticket, "replies", body="The one on fire.")

                async def is_escalated() -> bool:
                    return bool((await show(admin, ticket))["status"] == "escalated")

                await wait_for(is_escalated, 40)
                said = [
                    (event["meta"]["type"], event["clock"]["metric"])
                    for event in heard
                    if event.get("ticket_id") == ticket["id"] and event["meta"]["type"] != "sla.clock_changed"
                ]
            broken = await show(admin, ticket, "clocks,activity")
            await wait_for(lambda: len(_subjects(suite, ticket)) >= 2)
            listed = (await admin.get("/api/v1/tickets", params={"tag": tag["name"], "sla": "breached"})).json()["data"]
            await act(agent, ticket, "replies", body="Use water.")

            async def is_met() -> bool:
                return clock_of(await show(admin, ticket), "next_response")["met_at"] is not None

            await wait_for(is_met)
            answered = await show(admin, ticket)
            (run,) = await _runs(admin, rule, ticket)
            report = await done(await admin.get("/api/v1/reports/sla", params={"policy": policy["id"], "by": "metric"}))
        finally:
            await admin.delete(f"/api/v1/escalation-rules/{rule['id']}")

    assert [each for each in said if each[1] == "next_response"] == [
        ("sla.warning", "next_response"),
        ("sla.breached", "next_response"),
    ]
    clock = clock_of(broken, "next_response")
    assert (clock["state"], clock["round"]) == ("breached", 1)
    assert at(clock["breached_at"]) - at(clock["started_at"]) == timedelta(seconds=4)
    assert broken["sla"] == {"state": "breached", "next_due_at": clock["due_at"], "metric": "next_response"}
    assert [each["id"] for each in listed] == [ticket["id"]]
    assert (broken["priority"], broken["escalation_level"], broken["note_count"]) == ("critical", 1, 1)
    assert "rule" in {entry["actor"]["kind"] for entry in broken["activity"] if entry["actor"]}
    assert (run["state"], run["rule_version"]) == ("sent", rule["version"])
    told = _subjects(suite, ticket)
    assert sum("Due soon" in subject for subject in told) == 1
    assert sum("Overdue" in subject for subject in told) == 1
    # It came late: what is broken stays so, but nobody waits for it any more.
    assert clock_of(answered, "next_response")["state"] == "breached"
    assert answered["sla"]["metric"] != "next_response"
    kept = {row["key"]: row for row in report["rows"]}
    assert (kept["first_response"]["met"], kept["first_response"]["breached"]) == (1, 0)
    assert (kept["next_response"]["met"], kept["next_response"]["breached"]) == (0, 1)
    assert kept["next_response"]["late_max_seconds"] > 0


def _escalating(tag: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"Late for {tag['name']}",
        "triggers": ["sla.breached"],
        "conditions": {
            "all": [
                {"field": "tags", "operator": "contains_any", "value": [tag["id"]]},
                {"field": "clock_metric", "operator": "is", "value": "next_response"},
            ]
        },
        "actions": [
            {"type": "set_priority", "priority": "critical"},
            {"type": "escalate", "reason": "The customer waits."},
            {"type": "add_note", "body": "{{ ticket.reference }} waits for an answer."},
            {"type": "notify", "roles": ["assignee"], "message": "Look!"},
        ],
    }


def _subjects(suite: Suite, ticket: dict[str, Any]) -> list[str]:
    """What the agent was told by mail about deadlines of the ticket."""
    subjects = [str(mail["Subject"]) for mail in suite.mails(AGENT)]
    return [each for each in subjects if ticket["reference"] in each and ("Due soon" in each or "Overdue" in each)]


async def _runs(admin: httpx2.AsyncClient, rule: dict[str, Any], ticket: dict[str, Any]) -> list[dict[str, Any]]:
    runs = await done(await admin.get(f"/api/v1/escalation-rules/{rule['id']}/runs"))
    return [run for run in runs if run["ticket_id"] == ticket["id"]]


async def test_an_edited_policy_says_what_it_moves_and_moves_it_in_the_background(suite: Suite) -> None:
    promises = {"first_response": 2 * HOUR, "resolution": 8 * HOUR}
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(CUSTOMER) as customer,
        promised(admin, {"medium": promises}) as (policy, tag),
    ):
        tickets = [await opened(customer, admin, tag) for _ in range(3)]
        answered = tickets[-1]
        await act(admin, answered, "replies", body="Here it is.")

        async def has(ticket: dict[str, Any], state: str) -> bool:
            clock = clock_of(await show(admin, ticket), "first_response")
            return (clock.get("state"), clock.get("policy_id")) == (state, policy["id"])

        for ticket, state in zip(tickets, ("running", "running", "met"), strict=True):
            await until(lambda ticket=ticket, state=state: has(ticket, state))  # type: ignore[misc]
        frozen = clock_of(await show(admin, answered), "first_response")
        edited = {
            name: policy[name]
            for name in ("name", "position", "conditions", "calendar_id", "warnings", "department_id")
        }
        edited["targets"] = {key: {"first_response": HOUR, "resolution": 8 * HOUR} for key in PRIORITIES}
        body = {"policy_id": policy["id"], "policy": edited}
        foreseen = await done(await admin.post("/api/v1/sla-policies/preview", json=body))
        untouched = clock_of(await show(admin, tickets[0]), "first_response")
        saved = await done(await admin.put(f"/api/v1/sla-policies/{policy['id']}", json=edited))
        path = f"/api/v1/sla-recomputations/{saved['recomputation_id']}"

        async def is_done() -> bool:
            return bool((await done(await admin.get(path)))["state"] == "done")

        await wait_for(is_done)
        progress = await done(await admin.get(path))

        async def has_moved() -> bool:
            return bool(clock_of(await show(admin, tickets[0]), "first_response")["target_seconds"] == HOUR)

        await wait_for(has_moved)
        moved = clock_of(await show(admin, tickets[0]), "first_response")
        versions = await done(await admin.get(f"/api/v1/sla-policies/{policy['id']}/versions"))
        after = clock_of(await show(admin, answered), "first_response")

    assert (foreseen["moved"], foreseen["overdue"], foreseen["exact"]) == (2, 0, True)
    assert untouched["target_seconds"] == 2 * HOUR
    assert progress["done"] == progress["total"] >= 3
    assert moved["started_at"] == untouched["started_at"]
    assert at(untouched["due_at"]) - at(moved["due_at"]) == timedelta(hours=1)
    assert after == frozen
    assert [each["version"] for each in versions] == [2, 1]


async def test_the_demo_desk_shows_a_warning_a_breach_and_an_escalation_within_five_minutes(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin:
        (ticket,) = (await admin.get("/api/v1/tickets", params={"tag": "demo-clock"})).json()["data"]

        async def is_escalated() -> bool:
            """By the rule, and told of the breach: which comes first is not said."""
            seen = await show(admin, ticket)
            return seen["status"] == "escalated" and clock_of(seen, "first_response").get("state") == "breached"

        await wait_for(is_escalated, 300)
        shown = await show(admin, ticket)
        escalated_at = max(
            at(entry["created_at"])
            for entry in (await show(admin, ticket, "activity"))["activity"]
            if entry["kind"] == "ticket.escalated"
        )

    assert escalated_at - at(shown["created_at"]) < timedelta(minutes=5)

    def told(what: str) -> bool:
        subjects = [str(mail["Subject"]) for mail in suite.mails(AGENT)]
        return any(what in subject and ticket["reference"] in subject for subject in subjects)

    await wait_for(lambda: told("Due soon"))
    await wait_for(lambda: told("Overdue"))
