"""`GET /clocks/{ticket}`: why each promise is due when it is, in words and in numbers."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import heard, with_policy

MINUTE = timedelta(minutes=1)
URGENT = {"all": [{"field": "priority", "operator": "is", "value": "urgent"}]}
UPDATES = {"medium": {"first_response": 3600, "next_response": 1800, "periodic_update": 7200, "resolution": 36_000}}


async def explained(desk: Desk, ticket: UUID | str) -> Any:
    agent = uuid4()
    desk.tickets.seen_by.add(str(agent))
    answer = await desk.http.get(f"/api/v1/clocks/{ticket}", headers=desk.as_("agent", agent))
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def clock_of(desk: Desk, ticket: UUID, metric: str = "first_response") -> Any:
    return next(each for each in (await explained(desk, ticket))["clocks"] if each["metric"] == metric)


async def test_what_was_counted_what_was_not_and_what_remains(desk: Desk) -> None:
    await with_policy(desk)
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + 10 * MINUTE, "pending"))
    await desk.take_in(heard(ticket, 3, start + 30 * MINUTE, "open"))
    desk.clock.move(timedelta(minutes=55))

    clock = await clock_of(desk, ticket)

    assert (clock["state"], clock["round"], clock["due_at"]) == ("running", 1, "2026-01-05T10:20:00Z")
    assert (clock["elapsed_seconds"], clock["remaining_seconds"], clock["late_seconds"]) == (2100.0, 1500.0, 0.0)
    assert [(each["cause"], each["seconds"]) for each in clock["pauses"]] == [("pending", 1200.0)]
    assert [(each["start"][11:16], each["seconds"]) for each in clock["stretches"]] == [
        ("09:00", 600.0),
        ("09:30", 1500.0),
    ]
    assert clock["warnings"] == [{"threshold": "50%", "at": "2026-01-05T09:50:00Z", "passed": False}]
    assert clock["calendar"]["timezone"] == "UTC"


async def test_how_late_it_is_and_that_it_was_warned_of(desk: Desk) -> None:
    await with_policy(desk)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(timedelta(minutes=90))
    await desk.fire()

    clock = await clock_of(desk, ticket)

    assert (clock["state"], clock["breached_at"]) == ("breached", "2026-01-05T10:00:00Z")
    assert (clock["remaining_seconds"], clock["late_seconds"]) == (0.0, 1800.0)
    assert clock["warnings"][0]["passed"] is True


async def test_every_round_of_a_promise_the_last_one_explained(desk: Desk) -> None:
    await with_policy(desk, targets=UPDATES)
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + 20 * MINUTE, "open", answers=True))
    await desk.take_in(heard(ticket, 3, start + 30 * MINUTE, "open", asks=True))
    await desk.take_in(heard(ticket, 4, start + 70 * MINUTE, "open", answers=True))
    desk.clock.move(timedelta(minutes=80))

    data = await explained(desk, ticket)

    assert [(each["metric"], each["round"], each["state"]) for each in data["clocks"]] == [
        ("first_response", 1, "met"),
        ("next_response", 1, "breached"),
        ("periodic_update", 3, "running"),
        ("resolution", 1, "running"),
    ]
    assert [(each["metric"], each["round"], each["state"], each["elapsed_seconds"]) for each in data["earlier"]] == [
        ("periodic_update", 1, "met", 1200.0),
        ("periodic_update", 2, "met", 3000.0),
    ]
    waited = data["clocks"][1]
    assert (waited["elapsed_seconds"], waited["late_seconds"]) == (2400.0, 600.0)
    assert waited["ended_at"] == "2026-01-05T10:10:00Z"


async def test_why_the_policy_matched(desk: Desk) -> None:
    standard = await with_policy(desk)
    await with_policy(desk, name="Urgent matters", is_default=False, conditions=URGENT)
    plain, urgent, given = uuid4(), uuid4(), uuid4()
    for ticket, priority in ((plain, "medium"), (urgent, "urgent"), (given, "urgent")):
        await desk.take_in(heard(ticket, 1, desk.clock.now(), priority=priority))
    async with desk.database.transaction() as uow:
        await desk.context.clocks.give_policy(uow, given, UUID(standard["id"]), "rule")

    policies = [(await clock_of(desk, ticket))["policy"] for ticket in (plain, urgent, given)]

    assert [(each["name"], each["given_by_rule"]) for each in policies] == [
        ("Standard", False),
        ("Urgent matters", False),
        ("Standard", True),
    ]
    assert policies[0]["why"] == "It is the default, and no other policy applies."
    assert policies[1]["why"] == "It is the first policy in order that applies: Priority is Urgent."
    assert policies[1]["conditions"] == URGENT
    assert policies[2]["why"] == "A rule gave it this policy."


async def test_a_ticket_by_its_reference_and_none_that_is_not_there(desk: Desk) -> None:
    await with_policy(desk)
    ticket = uuid4()
    event = heard(ticket, 1, desk.clock.now())
    await desk.take_in(event)
    agent = uuid4()

    unseen = await desk.http.get(f"/api/v1/clocks/{event.reference}", headers=desk.as_("agent", agent))
    data = await explained(desk, event.reference)
    unknown = await desk.http.get("/api/v1/clocks/ESC-99999", headers=desk.as_("admin"))

    assert (unseen.status_code, unknown.status_code) == (404, 404)
    assert data["ticket_id"] == str(ticket)
    assert [each["metric"] for each in data["clocks"]] == ["first_response", "resolution"]


async def test_a_merged_ticket_leads_to_the_clocks_of_its_target_until_it_is_taken_back(desk: Desk) -> None:
    await with_policy(desk)
    source, target, start = uuid4(), uuid4(), desk.clock.now()
    event = heard(source, 1, start)
    await desk.take_in(event)
    await desk.take_in(heard(target, 1, start + 5 * MINUTE))
    await desk.take_in(heard(source, 2, start + 10 * MINUTE, "closed", merged=True))
    desk.tickets.merged[str(source)] = str(target)

    by_id, by_reference = await explained(desk, source), await explained(desk, event.reference)
    own = await explained(desk, target)
    desk.tickets.hidden.add(str(target))
    agent = desk.as_("agent", UUID(next(iter(desk.tickets.seen_by))))
    unseen = await desk.http.get(f"/api/v1/clocks/{source}", headers=agent)
    desk.tickets.hidden.clear()
    desk.tickets.merged.clear()
    await desk.take_in(heard(source, 3, start + 20 * MINUTE, "new"))
    restored = await explained(desk, source)

    assert by_id == by_reference == own | {"merged_from": event.reference}
    assert (own["ticket_id"], own["clocks"][0]["state"], unseen.status_code) == (str(target), "running", 404)
    assert (restored["ticket_id"], restored.get("merged_from")) == (str(source), None)
    assert [each["cause"] for each in restored["clocks"][0]["pauses"]] == ["merged"]


async def test_a_promise_made_today_is_not_made_for_what_is_over(desk: Desk) -> None:
    policy = await with_policy(desk)
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + 300 * MINUTE, "open", answers=True))
    desk.clock.move(timedelta(minutes=305))
    answer = await desk.http.put(
        f"/api/v1/sla-policies/{policy['id']}",
        json={"name": "Standard", "is_default": True, "targets": UPDATES},
        headers=desk.as_("admin"),
    )
    assert answer.status_code == 200, answer.text
    await desk.recompute()
    await desk.take_in(heard(ticket, 3, start + 306 * MINUTE, "open"))

    data = await explained(desk, ticket)

    # Round 1 went from the opening to the answer five hours later; nobody had promised anything then.
    assert data["earlier"] == []
    assert [(each["metric"], each["round"]) for each in data["clocks"]] == [
        ("first_response", 1),
        ("periodic_update", 2),
        ("resolution", 1),
    ]
    said = [event["meta"]["type"] for event in await desk.published(ticket)]
    # The first response, when the answer was taken in; nothing since.
    assert said.count("sla.breached") == 1
