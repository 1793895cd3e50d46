"""The stories of the design's page on SLA, as facts: what the clocks must say, to the minute."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from escalated_sla.calendars.rules import Calendar, always_open, parse_calendar
from escalated_sla.clocks.rules import Clock, Fact, Key, Metric, Terms, TermsFor, Threshold, advance, clocks_of
from escalated_sla.policies.rules import PolicyVersion, read_targets, terms_by

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = parse_calendar(
    {"timezone": "Europe/Berlin", "hours": {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}},
    datetime(2026, 1, 1, tzinfo=UTC),
)
TARGETS = {"low": 3, "medium": 2, "high": 1}
VERSION, OTHER_VERSION = UUID(int=1), UUID(int=2)
NIGHT = timedelta(hours=14)
FIRST: Key = ("first_response", 1)
RESOLUTION: Key = ("resolution", 1)


def at(text: str) -> datetime:
    """Local time in Berlin, "03-02 09:30" of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN).astimezone(UTC)


def promises(
    calendar: Calendar = OFFICE,
    *,
    hours: float | None = None,
    thresholds: tuple[Threshold, ...] = (),
    version: UUID = VERSION,
) -> TermsFor:
    """First response within 1, 2 or 3 hours by priority (or `hours`), resolution within ten times as much."""

    def terms_for(fact: Fact, metric: Metric) -> Terms | None:
        if metric in ("next_response", "periodic_update"):
            return None
        base = timedelta(hours=TARGETS[fact.priority] if hours is None else hours)
        return Terms(version, calendar, base if metric == "first_response" else base * 10, thresholds)

    return terms_for


def state(sequence: int, when: datetime, category: str, priority: str = "medium", **more: bool) -> Fact:
    return Fact(sequence, when, category, {"priority": priority, "department": None}, **more)


class Log:
    """Facts one after the other; what is not said stays as it was."""

    def __init__(self, opened: str, priority: str = "medium") -> None:
        self.facts = [state(1, at(opened), "new", priority)]

    def then(self, when: str, **more: object) -> "Log":
        last = self.facts[-1]
        kept = {name: getattr(last, name) for name in ("category", "priority", "deleted", "merged")}
        self.facts.append(state(last.sequence + 1, at(when), **{**kept, **more}))
        return self

    def clocks(
        self, until: str, terms: TermsFor | None = None, settled: dict[Key, Terms] | None = None, *, anew: bool = False
    ) -> dict[Key, Clock]:
        return clocks_of(self.facts, terms or promises(), settled or {}, at(until), anew=anew)


@pytest.mark.parametrize(
    ("priority", "answered", "due", "state"),
    [
        ("high", "03-02 10:00", "03-02 10:30", "met"),
        ("high", "03-02 14:00", "03-02 10:30", "breached"),
        ("medium", "03-02 10:00", "03-02 11:30", "met"),
        ("medium", "03-02 14:00", "03-02 11:30", "breached"),
        ("low", "03-02 10:00", "03-02 12:30", "met"),
        ("low", "03-02 14:00", "03-02 12:30", "breached"),
    ],
)
def test_created_at_half_past_nine_and_answered(priority: str, answered: str, due: str, state: str) -> None:
    log = Log("03-02 09:30", priority).then(answered, answers=True)

    clock = log.clocks("03-02 15:00")[FIRST]

    assert (clock.due_at, clock.state, clock.course.met_at) == (at(due), state, at(answered))
    assert clock.breached_at == (at(due) if state == "breached" else None)


def test_never_answered_is_running_until_its_breach_and_late_from_then_on() -> None:
    log = Log("03-02 09:30")
    before = log.clocks("03-02 11:29")[FIRST]
    after = log.clocks("03-02 11:30")[FIRST]

    assert (before.state, before.next_instant) == ("running", at("03-02 11:30"))
    assert (after.state, after.breached_at, after.next_instant) == ("breached", at("03-02 11:30"), None)


def test_due_at_closing_an_answer_on_saturday_is_in_time_and_the_breach_comes_on_monday() -> None:
    log = Log("03-06 16:00")
    waiting = log.clocks("03-08 12:00")[FIRST]
    answered = log.then("03-07 11:00", answers=True).clocks("03-09 12:00")[FIRST]

    assert (waiting.due_at, waiting.breach_at, waiting.state) == (at("03-06 18:00"), at("03-09 08:00"), "running")
    assert (answered.state, answered.breached_at) == ("met", None)


def test_a_second_message_of_the_customer_moves_nothing() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", asks=True).then("03-02 10:15", asks=True)
    assert log.clocks("03-02 10:30")[FIRST].due_at == at("03-02 11:30")


def test_a_pause_is_left_out_and_a_paused_clock_is_due_at_no_time() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", answers=True, category="pending")
    paused = log.clocks("03-02 12:00")[RESOLUTION]
    log.then("03-03 09:00", category="open")
    resumed = log.clocks("03-03 09:00")[RESOLUTION]

    assert (paused.state, paused.due_at, paused.next_instant) == ("paused", None, None)
    assert (resumed.state, resumed.due_at) == (
        "running",
        at("03-04 18:00") + timedelta(minutes=30) + timedelta(hours=14),
    )


def test_priority_raised_after_a_pause_counts_from_the_start_with_the_pause_kept() -> None:
    log = Log("03-02 09:00", "low").then("03-02 10:00", category="on_hold").then("03-02 12:00", category="open")
    log.then("03-02 12:30", priority="medium")
    assert log.clocks("03-02 12:30")[FIRST].due_at == at("03-02 13:00")


def test_a_breached_clock_no_longer_moves_with_the_priority() -> None:
    log = Log("03-02 09:30", "high").then("03-02 12:00", priority="low")
    clock = log.clocks("03-02 12:00")[FIRST]
    assert (clock.state, clock.due_at) == ("breached", at("03-02 10:30"))


def test_priority_lowered_as_the_target_is_reached_still_moves_it() -> None:
    log = Log("03-02 09:30", "high").then("03-02 10:30", priority="low")
    clock = log.clocks("03-02 10:30")[FIRST]
    assert (clock.state, clock.due_at) == ("running", at("03-02 12:30"))


def test_reopened_it_falls_under_the_policy_of_today() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", category="solved", answers=True)
    settled: dict[Key, Terms] = {key: clock.terms for key, clock in log.clocks("03-02 10:00").items()}
    reopened = log.then("03-02 12:00", category="open")
    found = reopened.clocks("03-02 12:00", promises(hours=0.8, version=OTHER_VERSION), settled)

    assert (found[FIRST].terms.version_id, found[RESOLUTION].terms.version_id) == (VERSION, OTHER_VERSION)
    assert found[RESOLUTION].due_at == at("03-03 09:30")


def test_a_policy_changed_twice_moves_open_clocks_and_leaves_settled_ones() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", answers=True)
    first = log.clocks("03-02 10:00")
    kept: dict[Key, Terms] = {FIRST: first[FIRST].terms}

    shorter = log.clocks("03-02 10:30", promises(hours=0.1, version=OTHER_VERSION), kept)
    longer = log.clocks("03-02 10:30", promises(hours=5, version=OTHER_VERSION), kept)

    assert [each[FIRST].state for each in (shorter, longer)] == ["met", "met"]
    assert [each[FIRST].due_at for each in (shorter, longer)] == [at("03-02 11:30")] * 2
    assert (shorter[RESOLUTION].state, shorter[RESOLUTION].due_at) == ("breached", at("03-02 10:30"))
    assert longer[RESOLUTION].due_at == at("03-06 18:00") + timedelta(days=3) - timedelta(hours=8, minutes=30)


def test_reopened_after_a_weekend_runs_on_without_it() -> None:
    log = Log("03-06 16:00").then("03-06 17:00", category="solved", answers=True).then("03-09 09:00", category="open")
    clock = log.clocks("03-09 09:00")[RESOLUTION]

    assert clock.state == "running"
    assert [(each.start, each.end, each.cause) for each in clock.course.interruptions] == [
        (at("03-06 17:00"), at("03-09 09:00"), "solved")
    ]
    assert clock.due_at == at("03-10 18:00")


def test_reopened_after_a_weekend_with_the_setting_it_begins_anew() -> None:
    log = Log("03-06 16:00").then("03-06 17:00", category="solved", answers=True).then("03-09 09:00", category="open")
    found = log.clocks("03-09 09:00", anew=True)

    assert (found[RESOLUTION].state, found[RESOLUTION].elapsed) == ("met", timedelta(hours=1))
    assert (found["resolution", 2].state, found["resolution", 2].due_at) == ("running", at("03-10 19:00") + NIGHT)


def test_department_changed_counts_from_the_start_with_the_pause_kept() -> None:
    department = str(UUID(int=9))
    four, two = (read_targets({"medium": {"first_response": hours * 3600}}) for hours in (4, 2))
    policies = [
        PolicyVersion(VERSION, VERSION, "All", 0, True, None, OFFICE, four, ()),
        PolicyVersion(OTHER_VERSION, OTHER_VERSION, "Sales", 1, False, UUID(department), OFFICE, two, ()),
    ]
    log = Log("03-02 09:00").then("03-02 10:00", category="pending").then("03-02 11:00", category="open")
    moved = replace(log.facts[-1], sequence=4, at=at("03-02 11:30"), fields={"priority": "medium"})
    moved = replace(moved, fields={**moved.fields, "department": department})

    before = clocks_of(log.facts, terms_by(policies), {}, at("03-02 11:30"))[FIRST]
    after = clocks_of([*log.facts, moved], terms_by(policies), {}, at("03-02 11:30"))[FIRST]

    assert (before.due_at, before.terms.version_id) == (at("03-02 14:00"), VERSION)
    assert (after.due_at, after.terms.version_id) == (at("03-02 12:00"), OTHER_VERSION)


def test_a_ticket_solved_without_an_answer_keeps_nobody_waiting_and_waits_again_when_reopened() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", category="solved")
    solved = log.clocks("03-04 12:00")[FIRST]
    reopened = log.then("03-04 12:00", category="open").clocks("03-04 12:00")[FIRST]

    assert (solved.state, solved.next_instant, solved.ended_at) == ("cancelled", None, at("03-02 10:00"))
    assert (reopened.state, reopened.due_at, reopened.ended_at) == ("running", at("03-04 13:30"), None)


def test_paused_across_the_end_of_daylight_saving_counts_real_time() -> None:
    night = state(1, at("10-25 00:00"), "new")
    paused = state(2, at("10-25 01:00"), "pending")
    resumed = state(3, at("10-25 04:00"), "open")

    clock = clocks_of([night, paused, resumed], promises(always_open()), {}, resumed.at)[FIRST]

    assert resumed.at - paused.at == timedelta(hours=4)
    assert clock.due_at == at("10-25 05:00")


def test_paused_over_the_weekend_on_which_daylight_saving_ends_the_office_goes_by_its_own_clock() -> None:
    log = Log("10-23 10:00").then("10-23 11:00", category="on_hold").then("10-26 12:00", category="open")

    found = log.clocks("10-26 12:00")

    assert found[FIRST].due_at == at("10-26 13:00") == datetime(2026, 10, 26, 12, tzinfo=UTC)
    assert found[RESOLUTION].due_at == at("10-28 11:00")
    assert [(each.start, each.end) for each in found[FIRST].course.interruptions] == [
        (datetime(2026, 10, 23, 9, tzinfo=UTC), datetime(2026, 10, 26, 11, tzinfo=UTC))
    ]


def test_deleting_cancels_what_is_open_and_restoring_counts_the_gap_as_a_pause() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", deleted=True)
    deleted = log.clocks("03-03 12:00")[FIRST]
    restored = log.then("03-03 12:00", deleted=False).clocks("03-03 12:00")[FIRST]

    assert (deleted.state, deleted.next_instant) == ("cancelled", None)
    assert (restored.state, restored.due_at) == ("running", at("03-03 13:30"))


def test_deleted_while_breached_stays_breached() -> None:
    log = Log("03-02 09:30").then("03-02 14:00", deleted=True)
    assert log.clocks("03-02 15:00")[FIRST].state == "breached"


def test_merging_cancels_what_is_open_and_taking_it_back_counts_the_gap_as_a_pause() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", merged=True, category="closed")
    merged = log.clocks("03-03 12:00")
    back = log.then("03-03 12:00", merged=False, category="new").clocks("03-03 12:00")

    assert {key: (clock.state, clock.next_instant) for key, clock in merged.items()} == {
        FIRST: ("cancelled", None),
        RESOLUTION: ("cancelled", None),
    }
    assert (back[FIRST].state, back[FIRST].due_at) == ("running", at("03-03 13:30"))
    assert [(each.start, each.end, each.cause) for each in back[RESOLUTION].course.interruptions] == [
        (at("03-02 10:00"), at("03-03 12:00"), "merged")
    ]


def test_merged_while_waiting_it_waits_on_when_it_is_taken_back() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", category="pending").then("03-02 11:00", merged=True, category="closed")
    back = log.then("03-02 12:00", merged=False, category="pending").clocks("03-02 15:00")[RESOLUTION]

    assert (back.state, back.due_at) == ("paused", None)
    assert [each.cause for each in back.course.interruptions] == ["pending", "merged", "pending"]


def test_what_was_met_or_breached_before_a_merge_stays_so() -> None:
    met = Log("03-02 09:30").then("03-02 10:00", category="solved", answers=True)
    met.then("03-02 11:00", merged=True, category="closed")
    late = Log("03-02 09:30").then("03-02 14:00", merged=True, category="closed")

    assert [clock.state for clock in met.clocks("03-02 15:00").values()] == ["met", "met"]
    assert late.clocks("03-02 15:00")[FIRST].state == "breached"


def test_a_late_answer_that_was_in_time_withdraws_the_breach() -> None:
    log = Log("03-02 09:30")
    believed = log.clocks("03-02 13:00")[FIRST]
    settled: dict[Key, Terms] = {FIRST: believed.terms}
    known = log.then("03-02 11:00", answers=True).clocks("03-02 13:00", settled=settled)[FIRST]

    assert (believed.state, known.state, known.breached_at) == ("breached", "met", None)


def test_warnings_come_in_order_and_end_with_the_answer() -> None:
    terms = promises(thresholds=(Threshold(percent=50), Threshold(before=timedelta(minutes=30))))
    log = Log("03-02 09:30")
    early, warned, twice = (log.clocks(when, terms)[FIRST] for when in ("03-02 10:00", "03-02 10:30", "03-02 11:00"))
    answered = log.then("03-02 10:45", answers=True).clocks("03-02 18:00", terms)[FIRST]

    assert (early.next_instant, early.at_risk) == (at("03-02 10:30"), False)
    assert (warned.warned, warned.at_risk, warned.next_instant) == (frozenset({"50%"}), True, at("03-02 11:00"))
    assert (twice.warned, twice.next_instant) == (frozenset({"50%", "1800s"}), at("03-02 11:30"))
    assert (answered.state, answered.at_risk, answered.warned) == ("met", False, frozenset({"50%"}))


def test_replayed_doubled_and_shuffled_the_same_log_gives_the_same_clocks() -> None:
    log = Log("03-02 09:30").then("03-02 10:00", category="pending", answers=True).then("03-02 13:00", category="open")
    log.then("03-02 14:00", priority="high").then("03-02 15:00", merged=True, category="closed")
    log.then("03-02 17:00", merged=False, category="solved")
    expected = log.clocks("03-03 09:00")

    for order in permutations(log.facts):
        doubled: Sequence[Fact] = [*order, *order]
        assert clocks_of(doubled, promises(), {}, at("03-03 09:00")) == expected


def test_a_snapshot_counts_until_the_first_event_is_known() -> None:
    snapshot = state(3, at("03-02 09:30"), "pending", snapshot=True)
    events = Log("03-02 09:30").then("03-02 10:00", answers=True).then("03-02 11:00", category="pending").facts

    alone = clocks_of([snapshot], promises(), {}, at("03-02 12:00"))
    told = clocks_of([snapshot, *events], promises(), {}, at("03-02 12:00"))

    assert alone[FIRST].state == "paused"
    assert told == clocks_of(events, promises(), {}, at("03-02 12:00"))
    assert told[FIRST].state == "met"


def test_a_snapshot_stands_for_the_events_before_it_and_a_later_one_for_nothing() -> None:
    events = [state(4, at("03-02 10:00"), "pending"), state(6, at("03-02 11:00"), "open")]
    snapshot = state(5, at("03-02 09:30"), "new", snapshot=True)
    later = state(6, at("03-02 09:30"), "open", snapshot=True, answers=True)

    clock = clocks_of([*events, snapshot, later], promises(), {}, at("03-02 11:00"))[FIRST]

    assert (clock.course.started_at, clock.course.interruptions, clock.due_at) == (
        at("03-02 09:30"),
        (),
        at("03-02 11:30"),
    )


def test_nothing_is_promised_where_no_policy_applies() -> None:
    assert clocks_of(Log("03-02 09:30").facts, lambda fact, metric: None, {}, at("03-02 12:00")) == {}


@pytest.mark.parametrize(
    ("sequence", "ahead", "arrived", "after"),
    [(0, [], 1, (1, [])), (1, [], 3, (1, [3])), (1, [3, 4], 2, (4, [])), (4, [], 2, (4, [])), (1, [3], 3, (1, [3]))],
)
def test_a_sequence_advances_only_without_gaps(
    sequence: int, ahead: list[int], arrived: int, after: tuple[int, list[int]]
) -> None:
    assert advance(sequence, ahead, arrived) == after
