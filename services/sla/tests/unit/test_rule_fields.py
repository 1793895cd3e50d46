"""Every field with every operator of its type: kept as a rule keeps it, read again without its catalogue, and asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from escalated.tickets.v1 import types_pb2

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Forbidden
from escalated_rules import Catalogue, Field, Group, Refused, Type, dump, evaluate, parse
from escalated_rules.fields import VALUELESS
from escalated_sla.fields.catalogue import BUSINESS_HOURS, EVENT_FIELDS, Words, read_words
from escalated_sla.fields.values import lasting, read_values, values_of
from escalated_sla.rules.checking import _require
from escalated_sla.rules.rules import (
    BUSINESS_ANCHORS,
    anchor_of_hours,
    digest_of,
    fields_to_keep,
    may_run,
    read_conditions,
)
from escalated_sla.rules.schemas import RuleBody
from services.sla.tests.described import BUG, DEPARTMENT, VIP, described_fields

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA, BEN = str(UUID(int=1)), str(UUID(int=2))
WORDS: Words = read_words(described_fields())
RULES: Catalogue = WORDS.for_rules(on_events=True)

# By type: a value that is there, one that is asked for and holds with the operator, one that does not.
HELD: dict[str, Any] = {
    "department": DEPARTMENT,
    "tags": [VIP],
    "requester": ADA,
    "assignee": ADA,
    "previous_assignee": ADA,
    "follower": [ADA],
    "participant": [ADA],
    "custom.plan": "gold",
    "custom.areas": ["north"],
    "custom.renewal": "2026-02-01",
    "previous_department": DEPARTMENT,
}
_BY_TYPE: dict[Type, Any] = {
    Type.TEXT: "Printer burns",
    Type.NUMBER: 10,
    Type.BOOLEAN: True,
    Type.TIME: NOW - timedelta(hours=10),
}


def held(field: Field) -> Any:
    if field.name in HELD:
        return HELD[field.name]
    return field.options[0].value if field.type is Type.CHOICE else _BY_TYPE[field.type]


def _pairs(field: Field) -> dict[str, tuple[Any, Any]]:
    """By operator: a value with which the condition holds for `held`, and one with which it does not."""
    value = held(field)
    if field.type is Type.TEXT:
        return {
            "is": ("PRINTER burns", "printer"),
            "is_not": ("printer", "printer BURNS"),
            "contains": ("burn", "fire"),
            "not_contains": ("fire", "burn"),
            "starts_with": ("print", "burns"),
        }
    if field.type in (Type.CHOICE, Type.PERSON):
        other = BEN if field.type is Type.PERSON else next((o.value for o in field.options if o.value != value), None)
        if other is None:
            return {"is": (value, None), "is_not": (None, value), "in": ([value], None), "not_in": (None, [value])}
        return {
            "is": (value, other),
            "is_not": (other, value),
            "in": ([other, value], [other]),
            "not_in": ([other], [value]),
        }
    if field.type in (Type.LIST, Type.PEOPLE):
        other = BEN if field.type is Type.PEOPLE else (BUG if field.name == "tags" else "south")
        return {
            "contains_any": ([other, *value], [other]),
            "contains_all": (value, [other, *value]),
            "contains_none": ([other], value),
        }
    if field.type is Type.BOOLEAN:
        return {"is": (True, False)}
    if field.type is Type.DATE:
        return _ordered("2026-01-01", "2026-02-01", "2026-03-01")
    if field.type is Type.TIME:
        return _ordered("2026-02-01", "2026-03-01", "2026-03-02")
    return _ordered(9, 10, 11)


def _ordered(less: Any, same: Any, more: Any) -> dict[str, tuple[Any, Any]]:
    return {
        "<": (more, same),
        "<=": (same, less),
        ">": (less, same),
        ">=": (same, more),
        "is": (same, more),
        "between": ([less, same], [more, more]),
    }


def _cases() -> Iterator[Any]:
    for field in RULES:
        pairs = {**_pairs(field), "is_set": (None, None), "is_empty": (None, None)}
        for operator in field.operators:
            yield pytest.param(field, operator, *pairs[operator], id=f"{field.name}-{operator}")


def kept(condition: dict[str, Any]) -> Group:
    """As it is stored and read again: without options, without asking `tickets`."""
    group = parse({"all": [condition]}, RULES, me=False)
    return read_conditions(dump(group), fields_to_keep(group, RULES))


@pytest.mark.parametrize(("field", "operator", "right", "wrong"), list(_cases()))
def test_every_field_with_every_operator(field: Field, operator: str, right: Any, wrong: Any) -> None:
    name = field.elapsed.of if field.elapsed else field.name
    value = held(field)
    if field.elapsed:
        value = NOW + timedelta(hours=10) if field.elapsed.ahead else NOW - timedelta(hours=10)
    asked = {"field": field.name, "operator": operator}

    if operator in VALUELESS:
        group = kept(asked)
        assert evaluate(group, {name: value}, now=NOW) is (operator == "is_set")
        assert evaluate(group, {}, now=NOW) is (operator == "is_empty")
        return
    if right is not None:
        assert evaluate(kept(asked | {"value": right}), {name: value}, now=NOW) is True
    if wrong is not None:
        assert evaluate(kept(asked | {"value": wrong}), {name: value}, now=NOW) is False
    absent = operator in ("is_not", "not_in", "not_contains", "contains_none")
    sample = right if right is not None else wrong
    assert evaluate(kept(asked | {"value": sample}), {}, now=NOW) is (absent or sample is False)


_BAD = {
    Type.TEXT: [1, "", "x" * 501, "a\x00", None, ["a"]],
    Type.CHOICE: [1, "", "nothing of it", None, {}],
    Type.NUMBER: ["1", True, float("nan"), 10**16, None, []],
    Type.BOOLEAN: ["true", 1, None],
    Type.DATE: ["2026-13-01", "yesterday", 20260101, "2026-01-01T00:00:00Z", None],
    Type.TIME: ["2026-01-01T00:00:00", "noon", 5, "1800-01-01", None],
    Type.LIST: ["a", [], ["nothing of it"], [1], ["x"] * 101, None],
    Type.PERSON: ["me", "Ada", 1, None],
    Type.PEOPLE: ["none", [], ["me"], ["none"], [1], None],
}


def _bad() -> Iterator[Any]:
    for field in RULES:
        for operator in field.operators:
            if operator in VALUELESS:
                yield pytest.param(field, operator, "something", id=f"{field.name}-{operator}")
                continue
            for bad in _BAD[field.type]:
                several = operator in ("in", "not_in", "between") and bad is not None
                value = [bad, bad] if several else bad
                yield pytest.param(field, operator, value, id=f"{field.name}-{operator}-{str(bad)[:20]!r}")


@pytest.mark.parametrize(("field", "operator", "value"), list(_bad()))
def test_no_other_value_is_taken(field: Field, operator: str, value: Any) -> None:
    asked = {"field": field.name, "operator": operator, "value": value}
    with pytest.raises(Refused) as refused:
        parse({"all": [asked]}, RULES, at="/conditions", me=False)
    assert {each.pointer.startswith("/conditions/all/0/value") for each in refused.value.refusals} == {True}


def test_policies_name_what_lasts() -> None:
    names = set(WORDS.for_policies().fields)
    assert {"priority", "department", "tags", "requester_email", "custom.plan", "custom.seats"} <= names
    for name in ("created_at", "hours_since_created", "reply_count", "rating", "sla_state", "subject", "follower"):
        assert name not in names


def test_rules_about_time_know_no_event() -> None:
    names = set(WORDS.for_rules(on_events=False).fields)
    assert names >= {each.name for each in BUSINESS_HOURS}
    assert not names & {"previous_status", *(each.name for each in EVENT_FIELDS)}


def test_business_hours_count_from_an_instant_of_the_ticket() -> None:
    assert {each.name for each in BUSINESS_HOURS} == set(BUSINESS_ANCHORS)
    for each in BUSINESS_HOURS:
        assert RULES.fields[anchor_of_hours(each) or ""].type is Type.TIME
    assert anchor_of_hours(RULES.fields["hours_until_due"]) == "sla_next_due"
    assert anchor_of_hours(RULES.fields["priority"]) is None


def test_the_values_of_a_ticket_are_json_and_read_as_the_catalogue_types_them() -> None:
    ticket = types_pb2.Ticket(
        status="open",
        status_category="new",
        priority="high",
        type="question",
        channel="web",
        subject="It burns",
        reference="ESC-1",
        requester=types_pb2.PersonRef(id=ADA, name="Ada", email="ada@example.com"),
        department_id=DEPARTMENT,
        tags=[types_pb2.Tag(id=VIP, name="VIP")],
        follower_ids=[BEN],
        participants=[types_pb2.PersonRef(id=BEN)],
        rating=4,
    )
    ticket.custom_fields.update({"seats": 5, "plan": "gold", "areas": ["north"], "signed": True})
    ticket.created_at.FromDatetime(NOW)

    values = read_values(values_of(ticket))

    assert values["created_at"] == NOW
    assert (values["assignee"], values["resolved_at"], values["snoozed"], values["rating"]) == (None, None, False, 4)
    assert (values["custom.seats"], values["custom.areas"], values["custom.signed"]) == (5, ["north"], True)
    assert (values["tags"], values["follower"], values["participant"]) == ([VIP], [BEN], [BEN])
    own = {"sla_state", "sla_next_due"}
    asked = {each.name for each in WORDS.of_tickets if each.elapsed is None and not each.name.startswith("custom.")}
    assert asked - own <= values.keys()
    assert lasting(values).keys() & {"created_at", "rating", "follower", "subject", "snoozed"} == set()
    assert lasting(values)["custom.plan"] == "gold"


def test_a_rule_runs_once_for_its_conditions_on_hours_whatever_else_it_asks() -> None:
    day = {"field": "hours_since_created", "operator": ">", "value": 24}
    low = {"field": "priority", "operator": "is", "value": "low"}
    open_hours = {"field": "business_hours_since_created", "operator": ">", "value": 4}

    def digest(*conditions: dict[str, Any]) -> str:
        return digest_of(parse({"all": list(conditions)}, RULES, me=False))

    assert digest(day, low) == digest(day) == digest(low, day)
    assert digest(day, open_hours) == digest(open_hours, day)
    assert len({digest(day), digest(day | {"value": 25}), digest(open_hours), digest(day, open_hours)}) == 4


def test_chains_are_cut_at_depth_five_and_where_they_meet_themselves() -> None:
    rule_id = UUID(int=7)
    assert may_run(rule_id, 4, ["rule:1"])
    assert not may_run(rule_id, 5, [])
    assert not may_run(rule_id, 1, [f"rule:{rule_id}"])


def test_having_a_webhook_called_takes_the_permission_for_it() -> None:
    body = RuleBody(name="W", actions=[{"type": "call_webhook", "webhook_id": str(UUID(int=3))}])
    author = Principal(UUID(int=1), "agent", "A", "", frozenset({"sla:manage"}), frozenset(), (), "", 1)
    with pytest.raises(Forbidden):
        _require(author, body)
    _require(replace(author, permissions=frozenset({"sla:manage", "webhooks:manage"})), body)
