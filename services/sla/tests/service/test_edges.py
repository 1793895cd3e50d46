"""Where engines of this kind go wrong: snapshots between events, purged tickets, switches, edits at the same moment."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.tickets.v1 import types_pb2

from escalated_sla.clocks.facts import hear as heard_event
from escalated_sla.clocks.facts import hear_snapshot
from escalated_sla.privacy.service import forget_ticket
from escalated_sla.rules.queries import RuleBook
from escalated_sla.runs.walks import Walks
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import HOUR, heard, types_of, with_other_policy, with_policy
from services.sla.tests.rule_making import change_rule, hear, make_rule, runs, walk
from services.sla.tests.ticket_events import Story


def as_snapshot(story: Story) -> Any:
    return hear_snapshot(types_pb2.Ticket.FromString(story.state.SerializeToString()))


async def timers(desk: Desk, ticket: UUID) -> list[Any]:
    return await desk.rows("select key, due_at from escalated_sla_timers where ticket_id = :id order by key", id=ticket)


async def test_a_ticket_that_something_happened_to_before_its_snapshot_was_read_has_clocks(desk: Desk) -> None:
    await with_policy(desk)
    story, start = Story(), desk.clock.now()
    story.opened(start)
    third = [story.prioritised(start, "urgent"), story.moved(start, "in_progress")][1]

    # The first two events were before sla: the third is the first that it hears.
    await hear(desk, third)
    await desk.take_in(as_snapshot(story))

    assert (await desk.clock_of(story.id)).state == "running"
    assert await desk.rows("select sequence, ahead from escalated_sla_tickets") == [(3, [])]
    await hear(desk, story.wrote(start + HOUR / 4, "agent"))
    assert (await desk.clock_of(story.id)).state == "met"


async def test_while_the_events_before_a_snapshot_are_still_coming_nobody_is_blamed(desk: Desk) -> None:
    await with_policy(desk)
    story, start = Story(), desk.clock.now()
    events = [story.opened(start), story.moved(start, "in_progress"), story.wrote(start + HOUR / 4, "agent")]
    desk.clock.move(3 * HOUR)

    await desk.take_in(as_snapshot(story))
    for event in events:
        await hear(desk, event)
        await desk.fire()

    assert "sla.breached" not in types_of(await desk.published(story.id))
    clock = await desk.clock_of(story.id)
    assert (clock.state, clock.met_at) == ("met", start + HOUR / 4)


async def test_a_snapshot_stands_for_no_event_that_is_still_on_its_way(desk: Desk) -> None:
    await with_policy(desk)
    story, start = Story(), desk.clock.now()
    first, second = story.opened(start), story.moved(start, "in_progress")
    answered = story.wrote(start + HOUR / 4, "agent")
    await hear(desk, first)
    desk.clock.move(3 * HOUR)

    await desk.take_in(as_snapshot(story))
    await hear(desk, second)
    desk.tickets.reached[str(story.id)] = 3
    assert await desk.fire() == 0
    assert await desk.rows("select sequence, ahead from escalated_sla_tickets") == [(2, [])]
    await hear(desk, answered)

    assert (await desk.clock_of(story.id)).met_at == start + HOUR / 4
    assert types_of(await desk.published(story.id)) == ["sla.clock_changed"] * 2


async def test_a_ticket_that_tickets_no_longer_has_fires_nothing(desk: Desk) -> None:
    await with_policy(desk)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(2 * HOUR)

    # Purged; the event that says so is on its way.
    del desk.tickets.reached[str(ticket)]

    assert await desk.fire() == 0
    assert types_of(await desk.published(ticket)) == ["sla.clock_changed"]


async def test_rules_about_time_come_where_sla_is_switched_off(desk: Desk) -> None:
    await with_policy(desk)
    rule_id = await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)])
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    desk.context.book.enabled = False
    desk.clock.move(2 * HOUR)

    assert await desk.fire() == 1
    assert len(await runs(desk, rule_id)) == 1
    assert types_of(await desk.published(story.id)) == ["sla.clock_changed"]


async def test_a_clock_that_can_never_be_breached_is_warned_of_once(desk: Desk) -> None:
    # Open on one day only: the target ends with it, and nothing opens afterwards.
    once = {"timezone": "UTC", "hours": {}, "date_hours": {"2026-01-05": [["09:00", "10:00"]]}}
    made = await desk.http.post("/api/v1/calendars", json={"name": "Once"} | once, headers=desk.as_("admin"))
    await with_policy(desk, calendar_id=made.json()["data"]["id"], targets={"medium": {"first_response": 3600}})
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    assert (await desk.clock_of(ticket)).due_at == start + HOUR

    desk.clock.move(HOUR)
    assert [await desk.fire(), await desk.fire()] == [1, 0]
    desk.clock.move(100 * HOUR)
    assert await desk.fire() == 0
    assert types_of(await desk.published(ticket)) == ["sla.clock_changed", "sla.warning"]


async def test_the_state_of_a_ticket_that_is_done_is_that_of_its_row(desk: Desk) -> None:
    await with_policy(desk, targets={"medium": {"next_response": 3600}})
    rule_id = await make_rule(desk, "workflow", ["ticket.status_changed"], [("sla_state", "is", "met")])
    story, start = Story(), desk.clock.now()
    await hear(desk, story.opened(start), story.wrote(start, "agent"), story.wrote(start))
    desk.clock.move(2 * HOUR)
    await desk.fire()
    now = desk.clock.now()
    await hear(desk, story.wrote(now, "agent"), story.wrote(now + HOUR), story.wrote(now + HOUR * 1.5, "agent"))

    # The first round was breached, the newest was met: `tickets` is told of the newest, and its row says met.
    told = (await desk.published(story.id))[-1]
    await hear(desk, story.moved(now + 2 * HOUR, "resolved"))

    assert [(each["round"], each["state"]) for each in told["clocks"]] == [(2, "met")]
    assert len(await runs(desk, rule_id)) == 1


async def test_a_promise_that_is_taken_back_takes_its_breach_with_it(desk: Desk) -> None:
    await desk.http.patch("/api/v1/settings/sla", json={"sla__reopened": "anew"}, headers=desk.as_("admin"))
    desk.context.switches._now.reopened = "anew"
    await with_policy(desk, targets={"medium": {"resolution": 3600}})
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + HOUR / 4, "solved"))
    await desk.take_in(heard(ticket, 3, start + HOUR / 2, "open"))
    desk.clock.move(3 * HOUR)
    await desk.fire()
    assert types_of(await desk.published(ticket))[-1] == "sla.breached"

    desk.context.switches._now.reopened = "goes_on"
    await desk.take_in(heard(ticket, 4, start + HOUR / 2, "open"))

    assert "sla.breach_withdrawn" in types_of(await desk.published(ticket))


async def test_a_ticket_that_is_purged_while_something_comes_due_on_it_leaves_nothing(desk: Desk) -> None:
    await with_policy(desk)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(HOUR / 2)

    async def purge() -> None:
        async with desk.database.transaction() as uow:
            await forget_ticket(uow, ticket)

    async with desk.database.transaction() as uow:
        (row,) = await desk.context.clocks.lock(uow, [ticket])
        purging = asyncio.create_task(purge())
        await asyncio.wait({purging}, timeout=1)
        await uow.connection.exec_driver_sql(
            "insert into escalated_sla_timers values ($1, 'next_response', now(), 1)", (row.id,)
        )
    await purging

    assert await timers(desk, ticket) == []
    assert await desk.rows("select 1 from escalated_sla_tickets") == []


async def test_a_ticket_that_is_opened_while_a_policy_is_edited_falls_under_the_edit(desk: Desk) -> None:
    ticket, start = uuid4(), desk.clock.now()
    policy = await with_policy(desk)

    async def edit() -> None:
        await with_other_policy(desk, policy["id"], targets={"medium": {"first_response": 600}})
        await desk.recompute()

    async with desk.database.transaction() as uow:
        await desk.context.clocks.take_in(uow, heard(ticket, 1, start))
        editing = asyncio.create_task(edit())
        await asyncio.wait({editing}, timeout=1)
    await editing

    assert (await desk.clock_of(ticket)).due_at == start + timedelta(seconds=600)


@pytest.mark.parametrize("metric", ["next_response", "periodic_update"])
async def test_a_promise_that_was_not_made_for_a_while_is_made_again_for_the_present_round(
    desk: Desk, metric: str
) -> None:
    targets = {"medium": {metric: 3600, "resolution": 36_000}}
    policy = await with_policy(desk, targets=targets)
    ticket, start = uuid4(), desk.clock.now()
    await desk.take_in(heard(ticket, 1, start))
    await desk.take_in(heard(ticket, 2, start + HOUR / 4, answers=True))
    await desk.take_in(heard(ticket, 3, start + HOUR / 3, asks=True))
    await desk.take_in(heard(ticket, 4, start + HOUR / 2, answers=True))
    await desk.take_in(heard(ticket, 5, start + HOUR, asks=True))
    statement = "select round, state, due_at from escalated_sla_clocks where metric = :metric order by round"
    before = await desk.rows(statement, metric=metric)
    assert [row.state for row in before[-2:]] == ["met", "running"]

    await with_other_policy(desk, policy["id"], targets={"medium": {"resolution": 36_000}})
    await desk.recompute()
    assert await desk.rows(statement, metric=metric) == before[:-1]
    await with_other_policy(desk, policy["id"], targets=targets)
    await desk.recompute()

    assert await desk.rows(statement, metric=metric) == before
    assert metric in [row.key for row in await timers(desk, ticket)]


async def test_a_ticket_that_is_opened_while_a_rule_is_saved_is_armed(desk: Desk) -> None:
    story = Story()
    event = story.opened(desk.clock.now())
    saved: list[UUID] = []

    async def save() -> None:
        saved.append(await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)]))
        await walk(desk)

    async with desk.database.transaction() as uow:
        await desk.context.clocks.take_in(uow, heard_event(event))
        saving = asyncio.create_task(save())
        await asyncio.wait({saving}, timeout=1)
    await saving

    assert [row.key for row in await timers(desk, story.id)] == [f"rule:{saved[0]}"]


async def test_business_hours_follow_an_edit_of_the_calendar_where_no_clock_does(desk: Desk) -> None:
    office = {"timezone": "UTC", "hours": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}
    made = await desk.http.post("/api/v1/calendars", json={"name": "Office"} | office, headers=desk.as_("admin"))
    calendar_id = made.json()["data"]["id"]
    await with_policy(desk, calendar_id=calendar_id, targets={"medium": {"first_response": 3600}})
    await make_rule(desk, "automation", [], [("business_hours_since_created", ">=", 10)])
    await walk(desk)
    story, start = Story(), desk.clock.now()
    await hear(desk, story.opened(start), story.wrote(start, "agent"))
    assert [row.due_at for row in await timers(desk, story.id)] == [start + 26 * HOUR]

    longer = office | {"name": "Office", "hours": {"mon": [["09:00", "24:00"]]}}
    answer = await desk.http.put(f"/api/v1/calendars/{calendar_id}", json=longer, headers=desk.as_("admin"))
    assert answer.status_code == 200, answer.text
    await desk.recompute()
    await walk(desk)

    assert [row.due_at for row in await timers(desk, story.id)] == [start + 10 * HOUR]


async def broken(desk: Desk, ticket: UUID) -> None:
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(
            'update escalated_sla_clocks set warnings = \'[["50%", "no instant"]]\' where ticket_id = $1', (ticket,)
        )


async def test_one_broken_ticket_holds_up_no_walk(desk: Desk) -> None:
    await with_policy(desk)
    stories = sorted((Story() for _ in range(4)), key=lambda each: each.id)
    for story in stories:
        await hear(desk, story.opened(desk.clock.now()))
    await broken(desk, stories[1].id)
    rule_id = await make_rule(desk, "escalation", [], [("hours_until_due", "<", 1)])

    with pytest.raises(ValueError, match="no instant"):
        await walk(desk)
    walks = Walks(desk.context.rules, desk.context.book)
    one_by_one = []
    while await desk.rows("select 1 from escalated_rule_walks"):
        async with desk.database.transaction() as uow:
            one_by_one.append(await walks.work(uow, 1))

    assert one_by_one == [1, 1, 1, 1, 0]
    armed = "select ticket_id from escalated_sla_timers where key = :key order by ticket_id"
    found = [row.ticket_id for row in await desk.rows(armed, key=f"rule:{rule_id}")]
    assert found == [stories[place].id for place in (0, 2, 3)]


async def test_one_broken_ticket_holds_up_no_recomputation(desk: Desk) -> None:
    policy = await with_policy(desk)
    tickets = sorted(uuid4() for _ in range(5))
    for ticket in tickets:
        await desk.take_in(heard(ticket, 1, desk.clock.now()))
    await broken(desk, tickets[2])

    await with_other_policy(desk, policy["id"], targets={"medium": {"first_response": 600}})
    assert await desk.recompute() == 5

    moved = "select ticket_id from escalated_sla_clocks where target_seconds = 600 order by ticket_id"
    assert [row.ticket_id for row in await desk.rows(moved)] == [*tickets[:2], *tickets[3:]]
    assert await desk.rows("select done, state from escalated_sla_recomputations order by id desc limit 1") == [
        (5, "done")
    ]


async def test_what_lives_elsewhere_has_neither_clocks_nor_rules_here(desk: Desk) -> None:
    await with_policy(desk)
    rules = [
        await make_rule(desk, "workflow", ["ticket.created"]),
        await make_rule(desk, "automation", [], [("hours_since_created", ">", 1)]),
    ]
    event: Any = Story().opened(desk.clock.now())
    event.data.meta.origin = "ESC"
    desk.clock.move(2 * HOUR)

    await hear(desk, event)
    await desk.fire()

    assert await desk.rows("select 1 from escalated_sla_tickets") == []
    assert [await runs(desk, each) for each in rules] == [[], []]


async def test_a_threshold_that_a_longer_target_moves_ahead_again_fires_again_and_versions_only_grow(
    desk: Desk,
) -> None:
    policy = await with_policy(desk)
    ticket = uuid4()
    await desk.take_in(heard(ticket, 1, desk.clock.now()))
    desk.clock.move(HOUR * 0.6)
    await desk.fire()

    await with_other_policy(desk, policy["id"], targets={"medium": {"first_response": 7200}})
    await desk.recompute()
    assert (await desk.clock_of(ticket)).warned == []
    for _ in range(3):
        desk.clock.move(HOUR / 2)
        await desk.fire()

    told = await desk.published(ticket)
    assert types_of(told) == ["sla.clock_changed", "sla.warning", "sla.clock_changed", "sla.warning", "sla.breached"]
    assert [each["clocks_version"] for each in told] == [1, 2, 3, 4, 5]


class SlowBook(RuleBook):
    """Lets a test hold up those who read contents, each by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.gates: list[asyncio.Event] = []
        self.begun = asyncio.Semaphore(0)

    async def _read(self, *given: Any) -> Any:
        gate = asyncio.Event()
        self.gates.append(gate)
        self.begun.release()
        await gate.wait()
        return await super()._read(*given)


async def test_two_who_read_the_rules_at_once_lose_none(desk: Desk) -> None:
    book = SlowBook()

    async def reading() -> set[tuple[UUID, int]]:
        async with desk.database.reading() as reader:
            return {(rule.id, rule.version) for rule in await book.in_force(reader)}

    async def begun() -> asyncio.Task[set[tuple[UUID, int]]]:
        task = asyncio.create_task(reading())
        await asyncio.wait_for(book.begun.acquire(), 10)
        return task

    first = await make_rule(desk, "workflow", ["ticket.created"])
    early = await begun()
    await change_rule(desk, first, "workflow", ["ticket.updated"])
    between = await begun()
    book.gates[1].set()
    assert await between == {(first, 2)}
    second = await make_rule(desk, "workflow", ["ticket.created"])
    late = await begun()

    book.gates[0].set()
    assert await early == {(first, 1)}
    book.gates[2].set()
    assert await late == {(first, 2), (second, 1)}
