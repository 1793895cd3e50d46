"""Values of custom fields: each type, who may set what, and what a status requires. No database."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_chassis.errors import Invalid
from escalated_tickets.custom_fields.rules import TYPES, Definition, FieldBook, checked_value, merged_values

SALES = uuid4()


@dataclass(frozen=True)
class Bearer:
    department_id: UUID | None = None
    type: str = "question"
    custom_fields: dict[str, Any] = field(default_factory=dict)


def definition(kind: str, **more: Any) -> Definition:
    options = (("s", "Small"), ("l", "Large")) if kind in ("select", "multiselect") else ()
    return Definition(uuid4(), more.pop("key", kind), kind.title(), kind, options, **more)  # type: ignore[arg-type]


def book(*definitions: Definition) -> FieldBook:
    return FieldBook({each.key: each for each in definitions})


def refused(*arguments: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as raised:
        merged_values(*arguments, **named)
    (error,) = raised.value.errors
    return error.pointer, error.code


@pytest.mark.parametrize(
    ("kind", "given_value", "kept"),
    [
        ("text", " order 7 ", "order 7"),
        ("textarea", "two\nlines", "two\nlines"),
        ("number", 7, 7),
        ("number", -0.5, -0.5),
        ("date", "2026-02-28", "2026-02-28"),
        ("checkbox", False, False),
        ("select", "s", "s"),
        ("multiselect", ["l", "s", "l"], ["s", "l"]),
    ],
)
def test_a_value_that_fits_is_kept(kind: str, given_value: Any, kept: Any) -> None:
    values = merged_values(book(definition(kind)), Bearer(), {kind: given_value}, as_staff=True)
    assert values == {kind: kept}
    assert type(values[kind]) is type(kept)


@pytest.mark.parametrize(
    ("kind", "given_value", "where", "code"),
    [
        ("text", 7, "", "bad_type"),
        ("text", "x" * 501, "", "too_long"),
        ("text", "two\nlines", "", "too_many_lines"),
        ("text", "a\x00b", "", "bad_type"),
        ("textarea", "x" * 10_001, "", "too_long"),
        ("number", "7", "", "bad_type"),
        ("number", True, "", "bad_type"),
        ("number", float("nan"), "", "bad_type"),
        ("number", 2**53 + 1, "", "bad_type"),
        ("date", "2026-02-30", "", "bad_type"),
        ("date", "20260228", "", "bad_type"),
        ("date", 5, "", "bad_type"),
        ("checkbox", "yes", "", "bad_type"),
        ("checkbox", 1, "", "bad_type"),
        ("select", "xl", "", "bad_option"),
        ("select", ["s"], "", "bad_option"),
        ("multiselect", "s", "", "bad_type"),
        ("multiselect", ["s", "xl"], "/1", "bad_option"),
    ],
)
def test_a_value_that_does_not_fit_is_named(kind: str, given_value: Any, where: str, code: str) -> None:
    refusal = refused(book(definition(kind)), Bearer(), {kind: given_value}, as_staff=True)
    assert refusal == (f"/custom_fields/{kind}{where}", code)


@given(st.sampled_from(TYPES), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_whatever_comes_is_kept_or_refused(kind: str, value: Any) -> None:
    each = definition(kind)
    try:
        kept = checked_value(each, value, "/x")
    except Invalid:
        return
    assert checked_value(each, kept, "/x") == kept


def test_null_and_empty_take_a_value_out_and_others_stay() -> None:
    fields = book(definition("text"), definition("multiselect"), definition("number"))
    ticket = Bearer(custom_fields={"text": "a", "multiselect": ["s"], "number": 1})
    for nothing in (None, "", " \n "):
        assert merged_values(fields, ticket, {"text": nothing, "multiselect": []}, as_staff=True) == {"number": 1}


def test_a_field_belongs_to_its_departments_and_types() -> None:
    each = definition("text", department_ids=frozenset({SALES}), ticket_types=frozenset({"task"}))
    assert each.belongs_to(Bearer(SALES, "task"))
    assert not each.belongs_to(Bearer(None, "task"))
    assert not each.belongs_to(Bearer(SALES, "question"))
    assert refused(book(each), Bearer(), {"text": "a"}, as_staff=True) == ("/custom_fields/text", "not_applicable")


def test_customers_set_what_is_editable_and_learn_of_nothing_hidden() -> None:
    fields = book(
        definition("text", key="hidden"),
        definition("text", key="seen", visible_to_customers=True),
        definition("text", key="theirs", visible_to_customers=True, editable_by_customers=True),
    )
    assert refused(fields, Bearer(), {"hidden": "a"}, as_staff=False) == ("/custom_fields/hidden", "unknown")
    assert refused(fields, Bearer(), {"seen": "a"}, as_staff=False) == ("/custom_fields/seen", "read_only")
    assert merged_values(fields, Bearer(), {"theirs": "a"}, as_staff=False) == {"theirs": "a"}
    assert fields.shown_to_customers({"hidden": 1, "seen": 2, "gone": 3}) == {"seen": 2}
    assert fields.changes_hidden_only({"hidden": 1, "seen": 2}, {"hidden": 5, "seen": 2})
    assert not fields.changes_hidden_only({"seen": 2}, {"seen": 3})


def test_a_status_misses_what_it_requires_of_this_ticket() -> None:
    needed = definition("text", required_at=frozenset({"resolved"}))
    elsewhere = definition("number", required_at=frozenset({"resolved"}), ticket_types=frozenset({"task"}))
    fields = book(needed, elsewhere, definition("date", required_at=frozenset({"resolved"}), active=False))
    assert fields.missing_at(Bearer(), "resolved") == [needed]
    assert fields.missing_at(Bearer(custom_fields={"text": "a"}), "resolved") == []
    assert fields.missing_at(Bearer(), "closed") == []
