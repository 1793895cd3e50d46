"""When rules about time come, and how their actions fall into parts."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalated_rules import Catalogue, Elapsed, Field, Type, evaluate, parse
from escalated_rules.fields import ELAPSED_OPERATORS
from escalated_sla.calendars.hours import read_calendar
from escalated_sla.calendars.rules import always_open, open_elapsed
from escalated_sla.rules.rules import BUSINESS_ANCHORS, Rule, digest_of
from escalated_sla.runs.parts import part_from
from escalated_sla.runs.time import TICK, business_values, plan, window_of

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OFFICE = read_calendar(
    {"timezone": "UTC", "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
CATALOGUE = Catalogue.of(
    [
        *(Field(name, Type.TIME) for name in ("created_at", "last_customer_message_at", "sla_next_due")),
        Field("status", Type.CHOICE, open=True),
        Field("hours_since_created", Type.NUMBER, elapsed=Elapsed("created_at")),
        Field("hours_since_customer_reply", Type.NUMBER, elapsed=Elapsed("last_customer_message_at")),
        Field("hours_until_due", Type.NUMBER, elapsed=Elapsed("sla_next_due", ahead=True)),
        *(Field(name, Type.NUMBER, operators=ELAPSED_OPERATORS) for name in BUSINESS_ANCHORS),
    ]
)


def rule(*conditions: tuple[str, str, Any], active_since: datetime = LONG_AGO) -> Rule:
    members = [{"field": field, "operator": operator, "value": value} for field, operator, value in conditions]
    group = parse({"all": members}, CATALOGUE)
    return Rule(UUID(int=1), "automation", 1, "Late", 0, active_since, (), group, ({"type": "escalate"},))


VALUES = {"created_at": MONDAY, "last_customer_message_at": MONDAY + HOUR, "sla_next_due": MONDAY + 8 * HOUR}


@pytest.mark.parametrize(
    ("conditions", "start", "end", "anchor"),
    [
        ([("hours_since_created", ">", 48)], MONDAY + 48 * HOUR + TICK, None, MONDAY),
        ([("hours_since_created", ">=", 48)], MONDAY + 48 * HOUR, None, MONDAY),
        ([("hours_since_created", "<", 2)], MONDAY, MONDAY + 2 * HOUR, MONDAY),
        ([("hours_until_due", "<", 1)], MONDAY + 7 * HOUR + TICK, None, MONDAY + 8 * HOUR),
        ([("hours_until_due", "between", [1, 2])], MONDAY + 6 * HOUR, MONDAY + 7 * HOUR + TICK, MONDAY + 8 * HOUR),
        (
            [("hours_since_created", ">", 2), ("hours_since_customer_reply", ">=", 2)],
            MONDAY + 3 * HOUR,
            None,
            MONDAY + HOUR,
        ),
        (
            [("hours_since_created", ">=", 2), ("hours_since_created", "<", 4)],
            MONDAY + 2 * HOUR,
            MONDAY + 4 * HOUR,
            MONDAY,
        ),
        # Eight open hours are over on Monday at the close; they are exceeded from Tuesday's opening on.
        ([("business_hours_since_created", ">=", 8)], MONDAY + 8 * HOUR, None, MONDAY),
        ([("business_hours_since_created", ">", 8)], MONDAY + 24 * HOUR + TICK, None, MONDAY),
    ],
)
def test_the_timer_belongs_to_the_first_instant_at_which_all_conditions_on_hours_hold(
    conditions: list[tuple[str, str, Any]], start: datetime, end: datetime | None, anchor: datetime
) -> None:
    found = window_of(rule(*conditions), VALUES, OFFICE)

    assert found is not None
    assert (found.start, found.end, found.anchor) == (start, end, anchor)


@pytest.mark.parametrize(
    "conditions",
    [
        [("hours_since_created", ">", 4), ("hours_since_created", "<", 4)],
        [("hours_since_created", "<", 1), ("hours_since_customer_reply", ">", 1)],
        [("business_hours_since_agent_reply", ">", 1)],
    ],
)
def test_conditions_that_never_hold_together_or_count_from_nothing_arm_nothing(
    conditions: list[tuple[str, str, Any]],
) -> None:
    assert window_of(rule(*conditions), VALUES, OFFICE) is None


@settings(max_examples=60, deadline=None, database=None)
@given(
    st.sampled_from(["hours_since_created", "hours_until_due"]),
    st.sampled_from(ELAPSED_OPERATORS),
    st.floats(0.001, 200, allow_nan=False),
    st.floats(0, 50, allow_nan=False),
)
def test_a_window_is_exactly_where_the_evaluator_says_yes(field: str, operator: str, hours: float, more: float) -> None:
    value: Any = [hours, hours + more] if operator == "between" else hours
    late = rule((field, operator, value))
    values = VALUES | {"sla_next_due": MONDAY + 400 * HOUR}

    window = window_of(late, values, always_open())

    assert window is not None
    inside, outside = [window.start], [window.start - TICK] if window.start > MONDAY else []
    if window.end is not None:
        inside, outside = [*inside, window.end - TICK], [*outside, window.end]
    for moments, holds in ((inside, True), (outside, False)):
        assert [evaluate(late.conditions, values, now=moment) for moment in moments] == [holds] * len(moments)


def test_business_hours_are_the_open_time_of_the_calendar() -> None:
    now = MONDAY + timedelta(days=1, hours=2)

    found = business_values(("business_hours_since_created",), VALUES, OFFICE, now)

    assert found == {"business_hours_since_created": 10.0}
    assert open_elapsed(OFFICE, MONDAY, now) == 10 * HOUR


def test_what_else_the_rule_asks_for_decides_whether_a_timer_is_armed() -> None:
    waiting = rule(("hours_since_created", ">", 2), ("status", "is", "open"))

    assert plan(waiting, VALUES | {"status": "open"}, OFFICE, MONDAY).what == "arm"
    assert plan(waiting, VALUES | {"status": "closed"}, OFFICE, MONDAY).what == "disarm"


def test_a_threshold_passed_before_the_rule_was_active_arms_nothing_and_the_next_one_does() -> None:
    late = rule(("hours_since_customer_reply", ">=", 1), active_since=MONDAY + 3 * HOUR)

    assert plan(late, VALUES, OFFICE, MONDAY + 3 * HOUR).what == "passed"
    moved = VALUES | {"last_customer_message_at": MONDAY + 2 * HOUR}
    assert plan(late, moved, OFFICE, MONDAY + 3 * HOUR).what == "arm"


def test_a_window_that_is_over_arms_nothing() -> None:
    young = rule(("hours_since_created", "<", 2))

    assert [plan(young, VALUES, OFFICE, MONDAY + hours * HOUR).what for hours in (1, 2)] == ["arm", "disarm"]


def test_the_digest_knows_conditions_on_hours_whatever_their_order_and_nothing_else() -> None:
    hours = [("hours_since_created", ">", 2), ("hours_until_due", "<", 1)]

    digests = {digest_of(rule(*each).conditions) for each in (hours, hours[::-1], [*hours, ("status", "is", "open")])}

    assert len(digests) == 1
    assert digest_of(rule(hours[0]).conditions) not in digests


def test_actions_fall_into_parts_at_their_delays() -> None:
    kinds = ["add_tag", "delay", "set_sla_policy", "delay", "escalate"]
    actions = [{"type": kind} | ({"hours": 2} if kind == "delay" else {}) for kind in kinds]
    actions[2]["policy_id"] = str(UUID(int=7))

    first = part_from(actions, 0)
    second = part_from(actions, first.next)
    third = part_from(actions, second.next)

    assert [[each["type"] for each in part.actions] for part in (first, second, third)] == [
        ["add_tag", "delay"],
        ["set_sla_policy", "delay"],
        ["escalate"],
    ]
    assert [part.delay for part in (first, second, third)] == [2 * HOUR, 2 * HOUR, None]
    assert [part.places for part in (first, second, third)] == [[0], [], [4]]
    assert second.policies == [(2, UUID(int=7))]


def test_times_do_not_depend_on_where_the_rule_names_them() -> None:
    names = ("hours_since_created", "hours_since_customer_reply", "hours_until_due")
    for one, other in product(names, names):
        pair = [(one, ">=", 0), (other, ">=", 0)]
        assert window_of(rule(*pair), VALUES, OFFICE) == window_of(rule(*pair[::-1]), VALUES, OFFICE)
