"""An edit of a policy reaches every open clock and nothing else; stored courses say what facts say."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from escalated_chassis.ids import uuid7
from escalated_sla.clocks.folding import folded, terms_in_force
from escalated_sla.clocks.queries import facts_of
from escalated_sla.clocks.queries import ticket as ticket_row
from escalated_sla.clocks.store import all_clocks
from escalated_sla.recomputation.service import begin, go_on
from escalated_sla.recomputation.worker import Recomputation
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, POLICY, heard, types_of, with_other_policy, with_policy

SHORTER = {"targets": {"medium": {"first_response": 600, "resolution": 36_000}}}
EVERYTHING = {
    priority: {"first_response": first, "next_response": 1800, "periodic_update": 7200, "resolution": 28_800}
    for priority, first in {"low": 7200, "medium": 3600, "urgent": 1800}.items()
}


async def recomputations(desk: Desk) -> list[dict[str, Any]]:
    answer = await desk.http.get("/api/v1/sla-recomputations", headers=desk.as_("admin"))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_an_edited_policy_moves_open_clocks_and_leaves_met_ones(desk: Desk) -> None:
    answered, waiting, start = uuid4(), uuid4(), desk.clock.now()
    policy = await with_policy(desk)
    for ticket in (answered, waiting):
        await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(answered, 2, start + HOUR / 4, answers=True))

    await with_other_policy(desk, policy["id"], **SHORTER)
    assert await desk.recompute() == 2

    assert (await desk.clock_of(answered)).target_seconds == 3600
    moved = await desk.clock_of(waiting)
    assert (moved.target_seconds, moved.due_at) == (600, start + timedelta(seconds=600))
    told = (await desk.published(waiting))[-1]
    assert (told["meta"]["type"], told["reason"]) == ("sla.clock_changed", (await recomputations(desk))[0]["reason"])


async def test_what_is_due_by_the_edit_fires_at_once_and_on_proof(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    policy = await with_policy(desk)
    await desk.take_in(heard(ticket, 1, start))
    desk.clock.move(HOUR / 4)
    await with_other_policy(desk, policy["id"], **SHORTER)
    await desk.recompute()
    assert (await desk.clock_of(ticket)).state == "running"

    assert await desk.fire() == 1

    assert (await desk.clock_of(ticket)).breached_at == start + timedelta(seconds=600)
    assert types_of(await desk.published(ticket))[-2:] == ["sla.warning", "sla.breached"]


async def test_a_clock_that_was_breached_is_frozen(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    policy = await with_policy(desk)
    await desk.take_in(heard(ticket, 1, start))
    desk.clock.move(2 * HOUR)
    await desk.fire()

    await with_other_policy(desk, policy["id"], targets={"medium": {"first_response": 86_400}})
    await desk.recompute()

    clock = await desk.clock_of(ticket)
    assert (clock.state, clock.target_seconds) == ("breached", 3600)
    # The resolution is promised no more, and its timer is gone with it.
    assert await desk.rows("select metric from escalated_sla_clocks") == [("first_response",)]
    assert await desk.rows("select key from escalated_sla_timers") == []


async def edited_late(desk: Desk) -> tuple[UUID, datetime]:
    """A ticket whose hour was over at 10:00 while no worker ran; at 10:30 the policy began to give a day."""
    ticket, start = uuid4(), desk.clock.now()
    policy = await with_policy(desk, warnings=[])
    await desk.take_in(heard(ticket, 1, start))
    desk.clock.move(HOUR * 1.5)
    await with_other_policy(desk, policy["id"], targets={"medium": {"first_response": 86_400}}, warnings=[])
    return ticket, start


async def test_what_was_broken_already_is_not_told_to_move_by_an_edit(desk: Desk) -> None:
    policy = await with_policy(desk, warnings=[])
    await desk.take_in(heard(uuid4(), 1, desk.clock.now()))
    edit = POLICY | {"targets": {"medium": {"first_response": 86_400, "resolution": 36_000}}, "warnings": []}
    asked = {"policy_id": policy["id"], "policy": edit}

    told = []
    for hours in (0.5, 1):
        desk.clock.move(HOUR * hours)
        answer = await desk.http.post("/api/v1/sla-policies/preview", json=asked, headers=desk.as_("admin"))
        told.append(answer.json()["data"]["moved"])

    assert told == [1, 0]


async def test_what_was_broken_before_an_edit_does_not_move_though_no_worker_got_to_it(desk: Desk) -> None:
    ticket, start = await edited_late(desk)

    await desk.recompute()
    believed = await desk.clock_of(ticket)
    await desk.fire()

    # It fires on proof: what has happened to the ticket meanwhile might not have arrived yet.
    assert (believed.state, believed.target_seconds) == ("running", 3600)
    clock = await desk.clock_of(ticket)
    assert (clock.state, clock.target_seconds, clock.breached_at) == ("breached", 3600, start + HOUR)
    assert types_of(await desk.published(ticket)).count("sla.breached") == 1


@pytest.mark.parametrize("recomputed", [True, False])
async def test_an_answer_that_arrives_after_the_edit_is_late_by_what_was_promised_then(
    desk: Desk, recomputed: bool
) -> None:
    ticket, start = await edited_late(desk)
    if recomputed:
        await desk.recompute()
    await desk.take_in(heard(ticket, 2, start + HOUR * 1.75, "open", answers=True))
    await desk.recompute()

    clock = await desk.clock_of(ticket)

    assert (clock.state, clock.target_seconds, clock.breached_at) == ("breached", 3600, start + HOUR)
    assert clock.met_at == start + HOUR * 1.75


async def test_an_answer_that_was_in_time_and_arrives_after_the_edit_keeps_what_was_promised_then(desk: Desk) -> None:
    ticket, start = await edited_late(desk)
    await desk.take_in(heard(ticket, 2, start + HOUR / 2, "open", answers=True))

    clock = await desk.clock_of(ticket)

    assert (clock.state, clock.target_seconds, clock.breached_at) == ("met", 3600, None)


async def test_what_a_late_fact_proves_to_have_been_in_time_moves_with_the_edit(desk: Desk) -> None:
    ticket, start = await edited_late(desk)
    await desk.recompute()
    await desk.take_in(heard(ticket, 2, start + HOUR / 2, "pending"))
    await desk.take_in(heard(ticket, 3, start + HOUR * 1.5, "open"))

    clock = await desk.clock_of(ticket)

    assert (clock.state, clock.target_seconds, clock.due_at) == ("running", 86_400, start + HOUR * 25)


async def test_tickets_that_had_no_clock_get_theirs(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + HOUR / 2, "pending"))
    assert await desk.rows("select 1 from escalated_sla_clocks") == []

    await with_policy(desk)
    assert await desk.recompute() == 1

    clock = await desk.clock_of(ticket)
    assert (clock.state, clock.started_at) == ("paused", start)


async def test_a_recomputation_shows_its_progress_and_goes_on_after_a_crash(desk: Desk) -> None:
    policy = await with_policy(desk)
    await desk.recompute()
    tickets = sorted(uuid7() for _ in range(5))
    for ticket in tickets:
        await desk.take_in(heard(ticket, 1, desk.clock.now()))
    await with_other_policy(desk, policy["id"], **SHORTER)

    async with desk.database.transaction() as uow:
        assert await go_on(uow, desk.context.clocks, 2) == 2
    with pytest.raises(RuntimeError):
        async with desk.database.transaction() as uow:
            await go_on(uow, desk.context.clocks, 2)
            raise RuntimeError("killed")

    newest = (await recomputations(desk))[0]
    assert (newest["state"], newest["done"], newest["total"]) == ("running", 2, 5)
    assert await desk.recompute() == 3
    newest = (await recomputations(desk))[0]
    assert (newest["state"], newest["done"]) == ("done", 5)
    for ticket in tickets:
        assert types_of(await desk.published(ticket)) == ["sla.clock_changed"] * 2


async def test_tickets_that_are_opened_meanwhile_are_never_more_than_there_are(desk: Desk) -> None:
    policy = await with_policy(desk)
    await desk.recompute()
    early, late = (UUID(int=number) for number in (1, 2))
    await desk.take_in(heard(early, 1, desk.clock.now()))
    await with_other_policy(desk, policy["id"], **SHORTER)
    async with desk.database.transaction() as uow:
        await go_on(uow, desk.context.clocks, 1)
    await desk.take_in(heard(late, 1, desk.clock.now()))

    assert await desk.recompute() == 1

    newest = (await recomputations(desk))[0]
    assert (newest["state"], newest["done"], newest["total"]) == ("done", 2, 2)


async def test_a_newer_edit_supersedes_one_that_runs(desk: Desk) -> None:
    await with_policy(desk)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    async with desk.database.transaction() as uow:
        first = await begin(uow, "calendar.updated", None, "Berlin")
    async with desk.database.transaction() as uow:
        second = await begin(uow, "calendar.updated", None, "Berlin")

    await desk.recompute()

    states = {UUID(each["id"]): each["state"] for each in await recomputations(desk)}
    assert (states[first], states[second]) == ("superseded", "done")


async def test_it_makes_way_while_timers_are_late(desk: Desk) -> None:
    await with_policy(desk)
    await desk.take_in(heard(uuid4(), 1, desk.clock.now()))
    worker = Recomputation(desk.database, desk.context.clocks, desk.clock)
    assert not await worker._something_is_late()

    desk.clock.move(HOUR)
    assert await worker._something_is_late()

    await desk.fire()
    assert not await worker._something_is_late()


async def test_clocks_without_a_course_are_folded_from_the_facts(desk: Desk) -> None:
    solved, waiting, start = uuid4(), uuid4(), desk.clock.now()
    await with_policy(desk)
    for ticket in (solved, waiting):
        await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(waiting, 2, start + HOUR / 4, "pending"))
    await desk.take_in(heard(waiting, 3, start + HOUR / 2, "open"))
    await desk.take_in(heard(solved, 2, start + HOUR / 4, "solved", answers=True))
    before = await clocks_of_all(desk)
    async with desk.database.transaction() as uow:
        # As the migration leaves what was written before it.
        await uow.connection.exec_driver_sql(
            "update escalated_sla_clocks set interruptions = '[]', breach_at = null, warnings = '[]', ended_at = null,"
            " elapsed_seconds = null"
        )
        await begin(uow, "refold", None, "")

    assert await desk.recompute() == 2

    assert await clocks_of_all(desk) == before


async def clocks_of_all(desk: Desk) -> list[Any]:
    return await desk.rows("select * from escalated_sla_clocks order by ticket_id, metric, round")


@pytest.mark.parametrize("seed", range(6))
async def test_stored_courses_say_what_the_facts_say(desk: Desk, seed: int) -> None:
    """Random lives of tickets, timers fired on the way, and policies edited: each time the fold from facts agrees."""
    chance, tickets = Random(seed), [uuid4() for _ in range(8)]
    policy = await with_policy(desk, targets=EVERYTHING)
    sequences = dict.fromkeys(tickets, 0)
    for step in range(12):
        for ticket in chance.sample(tickets, 5):
            sequences[ticket] += 1
            await desk.take_in(heard(ticket, sequences[ticket], desk.clock.now(), **_something(chance)))
        desk.clock.move(timedelta(minutes=chance.randrange(90), microseconds=chance.randrange(10**6)))
        await desk.fire()
        if chance.random() < 0.4:
            # What says the same as before makes no new version of it worth a recomputation.
            factor = chance.choice([0.3, 0.5, 1, 2, 3]) + step / 100
            targets = {by: {name: value * factor for name, value in of.items()} for by, of in EVERYTHING.items()}
            if chance.random() < 0.3:
                del targets["medium"]["next_response"]
            await with_other_policy(desk, policy["id"], targets=targets, warnings=[{"percent": 50}, {"percent": 90}])
            await desk.recompute()
        for ticket in tickets:
            await _agree(desk, ticket)


def _something(chance: Random) -> dict[str, Any]:
    category = chance.choice(["open", "open", "open", "pending", "on_hold", "solved"])
    answers = chance.random() < 0.3
    return {
        "category": category,
        "priority": chance.choice(["medium"] * 6 + ["low", "urgent"]),
        "answers": answers,
        "asks": not answers and chance.random() < 0.4,
        "deleted": chance.random() < 0.05,
    }


async def _agree(desk: Desk, ticket_id: UUID) -> None:
    async with desk.database.reading() as reader:
        row = await ticket_row(reader, ticket_id)
        if row is None:
            return
        stored = (await all_clocks(reader, desk.context.book, [ticket_id]))[ticket_id]
        known = (await facts_of(reader, {ticket_id: row.sequence}))[ticket_id]
        terms_for = terms_in_force(await desk.context.book.in_force(reader))(row)
        armed = {
            each.key: each.due_at
            for each in await reader.exec_driver_sql(
                "select key, due_at from escalated_sla_timers where ticket_id = $1", (ticket_id,)
            )
        }
    by_facts = folded(known, terms_for, stored, row.known_until, until=row.known_until, anew=False)
    assert {key: clock for key, clock in by_facts.items() if clock != stored.get(key)} == {}
    assert by_facts.keys() == stored.keys()
    assert {clock.metric: clock.next_instant for clock in stored.values() if clock.next_instant} == armed
    assert datetime(2026, 1, 1, tzinfo=UTC) < row.known_until <= desk.clock.now()
