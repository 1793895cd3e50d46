"""Which policy a ticket is under, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from escalated_rules import Catalogue, Field, Option, Type, parse
from escalated_sla.calendars.rules import always_open
from escalated_sla.clocks.explain import why
from escalated_sla.clocks.rules import Fact, clocks_of
from escalated_sla.policies.rules import PolicyVersion, choose, read_targets, read_thresholds, terms_by
from escalated_sla.policies.wording import in_words

CATALOGUE = Catalogue.of(
    [
        Field("priority", Type.CHOICE, "Priority", (Option("high", "High"), Option("low", "Low"))),
        Field("type", Type.CHOICE, "Type", open=True),
        Field("tags", Type.LIST, "Tags", open=True),
        Field("custom.seats", Type.NUMBER, "Seats"),
        Field("custom.trial", Type.BOOLEAN, "On trial"),
        Field("assignee", Type.PERSON, "Assignee"),
    ]
)
SALES, SUPPORT = UUID(int=101), UUID(int=102)
VIP = {"all": [{"field": "tags", "operator": "contains_any", "value": ["vip"]}]}


def policy(number: int, position: int = 0, *, conditions: dict[str, Any] | None = None, **more: Any) -> PolicyVersion:
    """With a first response within so many hours as its number says."""
    values: dict[str, Any] = {
        "is_default": False,
        "department_id": None,
        "targets": read_targets({"high": {"first_response": number * 3600, "resolution": None}}),
        **more,
    }
    return PolicyVersion(
        id=UUID(int=1000 + number),
        policy_id=UUID(int=number),
        name=f"Policy {number}",
        position=position,
        calendar=always_open(),
        thresholds=(),
        conditions=parse(conditions or {"all": []}, CATALOGUE),
        **values,
    )


def ticket(**fields: Any) -> dict[str, Any]:
    return {"priority": "high", "department": None, "tags": [], **fields}


class TestChoice:
    vip = policy(1, 10, conditions=VIP)
    sales = policy(2, 20, department_id=SALES)
    everybody = policy(3, 30)
    default = policy(4, 0, is_default=True)
    all_of_them = (default, everybody, sales, vip)

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"tags": ["vip"]}, "Policy 1"),
            ({"tags": ["vip"], "department": str(SALES)}, "Policy 1"),
            ({"department": str(SALES)}, "Policy 2"),
            ({"department": str(SUPPORT)}, "Policy 3"),
            ({}, "Policy 3"),
        ],
    )
    def test_the_first_in_order_whose_department_and_conditions_hold(self, fields: dict[str, Any], name: str) -> None:
        chosen = choose(self.all_of_them, ticket(**fields))
        assert chosen is not None
        assert chosen.name == name

    def test_the_default_is_tried_last_whatever_its_position(self) -> None:
        assert choose([self.default, self.vip], ticket(tags=["vip"])) is self.vip
        assert choose([self.default, self.vip], ticket()) is self.default

    def test_none_applies(self) -> None:
        assert choose([self.vip, self.sales], ticket()) is None
        assert choose([], ticket()) is None

    def test_department_and_conditions_of_a_policy_must_both_hold(self) -> None:
        both = policy(5, conditions=VIP, department_id=SALES)

        assert choose([both], ticket(tags=["vip"])) is None
        assert choose([both], ticket(department=str(SALES))) is None
        assert choose([both], ticket(tags=["vip"], department=str(SALES))) is both

    def test_the_policy_that_a_rule_gave_comes_first_as_long_as_it_is_in_force(self) -> None:
        assert choose(self.all_of_them, ticket(tags=["vip"]), self.default.policy_id) is self.default
        assert choose(self.all_of_them, ticket(tags=["vip"]), UUID(int=99)) is self.vip

    def test_two_in_one_place_are_tried_by_id(self) -> None:
        one, other = policy(7, 10), policy(8, 10)
        assert choose([other, one], ticket()) is one


class TestTerms:
    def test_are_matched_anew_when_a_field_that_a_policy_names_changes(self) -> None:
        policies = [policy(2, conditions=VIP), policy(5, is_default=True)]
        opened = datetime(2026, 3, 2, 9, tzinfo=UTC)
        facts = [
            Fact(1, opened, "new", ticket()),
            Fact(2, opened + timedelta(hours=1), "new", ticket(tags=["vip"])),
            Fact(3, opened + timedelta(minutes=90), "new", ticket(tags=["vip"], type="incident")),
        ]
        due = [
            clocks_of(facts[:count], terms_by(policies), {}, facts[count - 1].at)["first_response", 1].due_at
            for count in (1, 2, 3)
        ]

        assert due == [opened + timedelta(hours=5), opened + timedelta(hours=2), opened + timedelta(hours=2)]

    def test_of_the_given_policy_also_where_it_promises_nothing(self) -> None:
        silent = policy(6, targets={})
        fact = Fact(1, datetime(2026, 3, 2, tzinfo=UTC), "new", ticket())
        policies = [silent, policy(5, is_default=True)]

        assert terms_by(policies, silent.policy_id)(fact, "first_response") is None
        given = terms_by(policies)(fact, "first_response")
        assert given is None  # The silent one is first in order, and applies to all.
        assert terms_by(policies[1:])(fact, "resolution") is None

    def test_of_a_priority_without_a_target_there_are_none(self) -> None:
        fact = Fact(1, datetime(2026, 3, 2, tzinfo=UTC), "new", ticket(priority="low"))
        assert terms_by([policy(1)])(fact, "first_response") is None


def test_targets_of_all_four_metrics_are_read() -> None:
    stored: dict[str, dict[str, float | None]] = {
        "low": {"first_response": 60, "next_response": 120.5, "periodic_update": 86400, "resolution": 0.25},
        "high": {"first_response": None},
    }
    assert read_targets(stored) == {
        "low": {
            "first_response": timedelta(minutes=1),
            "next_response": timedelta(seconds=120.5),
            "periodic_update": timedelta(days=1),
            "resolution": timedelta(milliseconds=250),
        },
        "high": {},
    }


def test_thresholds_say_when_to_warn() -> None:
    share, ahead, too_far = read_thresholds([{"percent": 80}, {"before_seconds": 1800}, {"before_seconds": 86400}])

    assert (share.label, share.after(timedelta(hours=10))) == ("80%", timedelta(hours=8))
    assert (ahead.label, ahead.after(timedelta(hours=10))) == ("1800s", timedelta(hours=9, minutes=30))
    assert too_far.after(timedelta(hours=10)) == timedelta()


def test_two_thresholds_never_share_a_name() -> None:
    stored = [{"before_seconds": seconds} for seconds in (90, 90.5, 0.5, 0.25, 100.0)]
    assert [each.label for each in read_thresholds(stored)] == ["90s", "90.5s", "0.5s", "0.25s", "100s"]


def condition(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"all": []}, ""),
        (VIP, "Tags has any of vip"),
        ({"all": [condition("priority", "is", "high")]}, "Priority is High"),
        ({"all": [condition("priority", "in", ["high", "low"])]}, "Priority is one of High, Low"),
        ({"all": [condition("custom.seats", ">=", 10)]}, "Seats >= 10"),
        ({"all": [condition("custom.seats", "between", [5, 10])]}, "Seats is between 5 and 10"),
        ({"all": [condition("custom.trial", "is", True)]}, "On trial is yes"),
        ({"all": [condition("assignee", "is_empty")]}, "Assignee is not set"),
        (
            {"all": [condition("priority", "is", "high"), {"any": [*VIP["all"], condition("type", "is", "task")]}]},
            "Priority is High and (Tags has any of vip or Type is task)",
        ),
        ({"none": [*VIP["all"], condition("type", "is", "task")]}, "not (Tags has any of vip or Type is task)"),
        ({"all": [{"none": VIP["all"]}]}, "not (Tags has any of vip)"),
    ],
)
def test_conditions_in_words(conditions: dict[str, Any], words: str) -> None:
    assert in_words(parse(conditions, CATALOGUE)) == words


@pytest.mark.parametrize(
    ("chosen", "given", "sentence"),
    [
        (policy(1), True, "A rule gave it this policy."),
        (policy(1), False, "It is the first policy in order that applies, and it applies to every ticket."),
        (policy(1, is_default=True), False, "It is the default, and no other policy applies."),
        (
            policy(1, department_id=SALES),
            False,
            "It is the first policy in order that applies: the ticket is in its department.",
        ),
        (
            policy(1, conditions=VIP, department_id=SALES),
            False,
            "It is the first policy in order that applies: the ticket is in its department and Tags has any of vip.",
        ),
    ],
)
def test_why_a_policy_applies(chosen: PolicyVersion, given: bool, sentence: str) -> None:
    assert why(chosen, given=given) == sentence
