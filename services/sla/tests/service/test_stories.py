"""The stories of a promise as they are lived: events in, timers on the way, and what stands stored at the end."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, heard, types_of, with_policy
from services.sla.tests.rule_making import hear
from services.sla.tests.ticket_events import Story

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
BERLIN = {"timezone": "Europe/Berlin", "hours": {day: [["08:00", "18:00"]] for day in WORKDAYS}}
TARGETS = {"high": 1, "medium": 2, "low": 3}
EVERYTHING = {"first_response": 1800, "next_response": 1800, "periodic_update": 5400, "resolution": 18_000}


def tuesday(text: str) -> datetime:
    """ "09:30" in Berlin on the sixth of January, in winter."""
    return datetime.fromisoformat(f"2026-01-06T{text}:00+01:00").astimezone(UTC)


async def in_berlin(desk: Desk, **more: Any) -> None:
    made = await desk.http.post("/api/v1/calendars", json={"name": "Berlin"} | BERLIN, headers=desk.as_("admin"))
    assert made.status_code == 201, made.text
    await with_policy(desk, calendar_id=made.json()["data"]["id"], warnings=[], **more)


async def test_opened_at_half_past_nine_with_one_two_or_three_hours_and_answered_soon_late_or_never(desk: Desk) -> None:
    await in_berlin(desk, targets={name: {"first_response": hours * 3600} for name, hours in TARGETS.items()})
    opened, soon, late = tuesday("09:30"), tuesday("10:00"), tuesday("14:00")
    stories = {(priority, answer): uuid4() for priority in TARGETS for answer in (soon, late, None)}
    desk.clock.set(opened)
    for (priority, _), ticket in stories.items():
        await desk.take_in(heard(ticket, 1, opened, priority=priority))
    for now in (soon, late):
        desk.clock.set(now)
        await desk.fire()
        for (priority, answer), ticket in stories.items():
            if answer == now:
                await desk.take_in(heard(ticket, 2, now, priority=priority, answers=True))
    desk.clock.set(late + timedelta(days=7))
    await desk.fire()

    found = {story: await desk.clock_of(ticket) for story, ticket in stories.items()}

    due = {"high": tuesday("10:30"), "medium": tuesday("11:30"), "low": tuesday("12:30")}
    assert {story: (clock.due_at, clock.state, clock.met_at, clock.breached_at) for story, clock in found.items()} == {
        (priority, answer): (
            (due[priority], "met", soon, None) if answer == soon else (due[priority], "breached", answer, due[priority])
        )
        for priority, answer in stories
    }
    elapsed = {clock.elapsed_seconds for (_, answer), clock in found.items() if answer == late}
    assert elapsed == {4.5 * 3600}
    said = {story: types_of(await desk.published(ticket)).count("sla.breached") for story, ticket in stories.items()}
    assert said == {(priority, answer): int(answer != soon) for priority, answer in stories}


def _life(start: datetime) -> list[tuple[datetime, str, dict[str, Any]]]:
    """Answered, asked, raised, breached, merged, taken back, solved and reopened."""
    hour = HOUR
    return [
        (start, "new", {}),
        (start + hour / 4, "pending", {"answers": True}),
        (start + hour * 1, "open", {"asks": True}),
        (start + hour * 1.25, "open", {"asks": True}),
        (start + hour * 1.5, "open", {"priority": "urgent"}),
        (start + hour * 2, "closed", {"priority": "urgent", "merged": True}),
        (start + hour * 4, "open", {"priority": "urgent"}),
        (start + hour * 4.25, "open", {"priority": "urgent", "answers": True}),
        (start + hour * 5, "solved", {"priority": "urgent"}),
        (start + hour * 7, "open", {"priority": "urgent", "asks": True}),
    ]


async def _clocks(desk: Desk, ticket: UUID) -> list[Any]:
    columns = (
        "metric, round, state, target_seconds, started_at, due_at, met_at, breached_at, warned, interruptions,"
        " breach_at, ended_at, elapsed_seconds, paused"
    )
    return await desk.rows(
        f"select {columns} from escalated_sla_clocks where ticket_id = :id order by metric, round",
        id=ticket,
    )


@pytest.mark.parametrize("seed", range(4))
async def test_the_same_log_doubled_and_shuffled_gives_the_same_clocks(desk: Desk, seed: int) -> None:
    await with_policy(desk, targets={"medium": EVERYTHING, "urgent": EVERYTHING | {"resolution": 9000}})
    life, chance = _life(desk.clock.now()), Random(seed)
    told, mixed = uuid4(), uuid4()
    order = list(range(len(life)))
    shuffled = chance.sample(order * 2, len(order) * 2)

    for ticket, sequences in ((told, order), (mixed, shuffled), (told, order)):
        for index in sequences:
            at, category, more = life[index]
            await desk.take_in(heard(ticket, index + 1, at, category, **more))

    found = await _clocks(desk, told)
    assert found == await _clocks(desk, mixed)
    assert [(row.metric, row.round, row.state) for row in found] == [
        ("first_response", 1, "met"),
        ("next_response", 1, "breached"),
        ("next_response", 2, "running"),
        ("periodic_update", 1, "met"),
        ("periodic_update", 2, "met"),
        ("periodic_update", 3, "cancelled"),
        ("periodic_update", 4, "running"),
        ("resolution", 1, "running"),
    ]


async def test_a_question_that_is_split_off_is_waited_for_there_and_no_longer_where_it_was(desk: Desk) -> None:
    await with_policy(desk, targets={"medium": EVERYTHING}, warnings=[])
    source, start = Story(), desk.clock.now()
    await hear(desk, source.opened(start), source.wrote(start + HOUR / 4, "agent"), source.wrote(start + HOUR / 3))
    waiting = await desk.clock_of(source.id, "next_response")
    source.state.last_customer_message_at.FromDatetime(start)

    await hear(desk, source.split(start + HOUR / 2))
    desk.clock.move(3 * HOUR)
    await desk.fire()

    clock = await desk.clock_of(source.id, "next_response")
    assert (waiting.state, clock.state, clock.ended_at) == ("running", "cancelled", start + HOUR / 2)
    broken = [each["clock"]["metric"] for each in await desk.published(source.id) if "breached" in each["meta"]["type"]]
    assert "next_response" not in broken


async def test_what_is_split_off_has_clocks_of_its_own_from_then_on_and_the_others_go_on(desk: Desk) -> None:
    await with_policy(desk)
    source, piece, start = Story(), Story(), desk.clock.now()
    await hear(desk, source.opened(start), source.wrote(start + HOUR / 4))
    before = await desk.clock_of(source.id)
    split = start + HOUR / 3

    # The message that opens it was written before it was split off.
    event = piece.opened(split)
    event.data.message.created_at.FromDatetime(start + HOUR / 4)  # type: ignore[attr-defined]
    await hear(desk, event, source.split(split))

    clock = await desk.clock_of(piece.id)
    assert (clock.state, clock.started_at, clock.due_at) == ("running", split, split + HOUR)
    assert await desk.clock_of(source.id) == before


async def test_a_question_that_is_merged_in_is_late_where_it_went_and_in_time_again_when_it_goes_back(
    desk: Desk,
) -> None:
    await with_policy(desk, targets={"medium": EVERYTHING}, warnings=[])
    story, source, start = Story(), uuid4(), desk.clock.now()
    asked = start + HOUR / 2
    await hear(desk, story.opened(start), story.wrote(start + HOUR / 4, "agent"))
    desk.clock.set(asked + timedelta(minutes=10))
    await hear(desk, story.took_in(desk.clock.now(), source, asked))
    waiting = await desk.clock_of(story.id, "next_response")
    desk.clock.set(asked + HOUR)
    await desk.fire()
    late = await desk.clock_of(story.id, "next_response")

    await hear(desk, story.gave_back(desk.clock.now(), source))

    assert (waiting.state, waiting.started_at, waiting.due_at) == ("running", asked, asked + HOUR / 2)
    assert (late.state, late.breached_at) == ("breached", asked + HOUR / 2)
    left = await desk.rows("select metric from escalated_sla_clocks where ticket_id = :id", id=story.id)
    timers = await desk.rows("select key from escalated_sla_timers where ticket_id = :id", id=story.id)
    assert "next_response" not in {row.metric for row in left}
    assert "next_response" not in {row.key for row in timers}
    assert types_of(await desk.published(story.id))[-1] == "sla.breach_withdrawn"

    await hear(desk, story.wrote(desk.clock.now()))
    again = await desk.clock_of(story.id, "next_response")
    assert (again.round, again.state, again.started_at) == (1, "running", asked + HOUR)


async def test_resolved_by_accident_and_undone_the_resolution_goes_on_though_reopening_would_begin_it_anew(
    desk: Desk,
) -> None:
    desk.context.switches._now.reopened = "anew"
    await with_policy(desk, targets={"medium": EVERYTHING}, warnings=[])
    story, start = Story(), desk.clock.now()
    minute = timedelta(minutes=1)
    await hear(desk, story.opened(start), story.wrote(start + 5 * minute, "agent"), story.wrote(start + 10 * minute))
    await hear(desk, story.moved(start + 20 * minute, "resolved"), *story.undone(start + 22 * minute, "in_progress"))

    found = {(row.metric, row.round): (row.state, row.due_at) for row in await _clocks(desk, story.id)}

    assert found == {
        ("first_response", 1): ("met", start + 30 * minute),
        ("next_response", 1): ("running", start + 42 * minute),
        ("periodic_update", 1): ("met", start + 90 * minute),
        ("periodic_update", 2): ("running", start + 97 * minute),
        ("resolution", 1): ("running", start + 302 * minute),
    }
