"""What is taken, what is refused and where, and what single operators mean."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from escalated_rules import (
    Catalogue,
    Elapsed,
    Field,
    Option,
    Refused,
    Type,
    describe,
    described,
    dump,
    evaluate,
    fields_named,
    parse,
)

ANNE = "00000000-0000-0000-0000-00000000000a"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CATALOGUE = Catalogue.of(
    [
        Field("name", Type.TEXT, "Name"),
        Field("colour", Type.CHOICE, "Colour", (Option("r1", "Red"), Option("b1", "Blue"))),
        Field("marks", Type.LIST, "Marks", (Option("m1", "VIP"), Option("m2", "Late"))),
        Field("size", Type.NUMBER, "Size"),
        Field("length", Type.DURATION, "Length"),
        Field("day", Type.DATE, "Day"),
        Field("made_at", Type.TIME, "Made"),
        Field("owner", Type.PERSON, "Owner"),
        Field("ready", Type.BOOLEAN, "Ready"),
        Field("age", Type.NUMBER, "Hours since made", elapsed=Elapsed("made_at")),
        Field("word", Type.CHOICE, "Word", open=True),
    ]
)


def one(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "operator": operator, **({} if value is None else {"value": value})}


def refusal(json: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse(json, CATALOGUE, at="/conditions")
    first = caught.value.refusals[0]
    return first.pointer, first.code


@pytest.mark.parametrize(
    ("json", "pointer", "code"),
    [
        (None, "", "bad_group"),
        ([], "", "bad_group"),
        ({"all": [], "any": []}, "", "bad_group"),
        ({"every": []}, "", "bad_group"),
        ({"all": {}}, "/all", "bad_type"),
        ({"any": []}, "/any", "empty"),
        ({"all": [{"none": []}]}, "/all/0/none", "empty"),
        ({"all": [3]}, "/all/0", "bad_group"),
        ({"all": [{}]}, "/all/0", "missing"),
        ({"all": [one("nothing", "is", "x")]}, "/all/0/field", "unknown_field"),
        ({"all": [{"field": 3, "operator": "is", "value": 1}]}, "/all/0/field", "unknown_field"),
        ({"all": [one("name", "<", "x")]}, "/all/0/operator", "unknown_operator"),
        ({"all": [{"field": "name", "value": "x"}]}, "/all/0/operator", "missing"),
        ({"all": [one("name", "is")]}, "/all/0/value", "missing"),
        ({"all": [one("name", "is_set", "x")]}, "/all/0/value", "unexpected"),
        ({"all": [{**one("name", "is", "x"), "not": True}]}, "/all/0", "unknown_key"),
        ({"any": [one("size", "<", 1), one("size", "<", "1")]}, "/any/1/value", "bad_type"),
        ({"all": [one("size", "<", True)]}, "/all/0/value", "bad_type"),
        ({"all": [one("size", "<", float("inf"))]}, "/all/0/value", "bad_type"),
        ({"all": [one("size", "<", 10**16)]}, "/all/0/value", "out_of_range"),
        ({"all": [one("size", "between", [2])]}, "/all/0/value", "bad_type"),
        ({"all": [one("size", "between", [2, "x"])]}, "/all/0/value/1", "bad_type"),
        ({"all": [one("size", "between", [2, 1])]}, "/all/0/value", "bad_order"),
        ({"all": [one("age", ">", 10**7)]}, "/all/0/value", "out_of_range"),
        ({"all": [one("age", "is", 1)]}, "/all/0/operator", "unknown_operator"),
        ({"all": [one("colour", "is", "green")]}, "/all/0/value", "unknown_value"),
        ({"all": [one("colour", "in", ["red", "green"])]}, "/all/0/value/1", "unknown_value"),
        ({"all": [one("colour", "in", "red")]}, "/all/0/value", "bad_type"),
        ({"all": [one("colour", "in", [])]}, "/all/0/value", "bad_type"),
        ({"all": [one("marks", "contains_any", ["x"] * 101)]}, "/all/0/value", "too_many"),
        ({"all": [one("name", "is", "x" * 501)]}, "/all/0/value", "bad_length"),
        ({"all": [one("name", "is", "a\x00b")]}, "/all/0/value", "bad_value"),
        ({"all": [one("name", "is", "\ud800")]}, "/all/0/value", "bad_value"),
        ({"all": [one("owner", "is", "anne")]}, "/all/0/value", "bad_id"),
        ({"all": [one("day", "is", "2026-02-30")]}, "/all/0/value", "bad_value"),
        ({"all": [one("made_at", ">", "2026-03-01T12:00:00")]}, "/all/0/value", "bad_value"),
        ({"all": [one("made_at", "is", "2026-03-01T12:00:00Z")]}, "/all/0/value", "bad_value"),
        ({"all": [one("made_at", ">", "9999-01-01")]}, "/all/0/value", "bad_value"),
        ({"all": [one("length", "<", "4 weeks")]}, "/all/0/value", "bad_value"),
        ({"all": [one("ready", "is", "yes")]}, "/all/0/value", "bad_type"),
    ],
)
def test_refusals_say_where_and_why(json: Any, pointer: str, code: str) -> None:
    assert refusal(json) == ("/conditions" + pointer, code)


def test_groups_are_five_deep_and_no_deeper() -> None:
    deep: Any = one("size", ">", 1)
    for _ in range(5):
        deep = {"all": [deep]}
    parse(deep, CATALOGUE)

    assert refusal({"any": [deep]}) == ("/conditions/any/0" + "/all/0" * 4 + "/all", "too_deep")


def test_a_very_deep_document_ends_where_the_limit_is() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = {"all": [deep]}

    assert refusal(deep)[1] == "too_deep"


def test_fifty_conditions_and_no_more() -> None:
    parse({"all": [one("size", ">", 1)] * 50}, CATALOGUE)

    assert refusal({"all": [one("size", ">", 1)] * 5_000}) == ("/conditions/all/50", "too_many")


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(Refused) as caught:
        parse({"all": [one("x", "is", 1), {"any": [one("size", "is", "1"), one("ready", "in", [])]}]}, CATALOGUE)

    assert [each.pointer for each in caught.value.refusals] == [
        "/all/0/field",
        "/all/1/any/0/value",
        "/all/1/any/1/operator",
    ]


def test_values_are_kept_in_one_form() -> None:
    group = parse(
        {
            "all": [
                one("colour", "in", ["Red", "b1", "r1"]),
                one("owner", "is", ANNE.upper()),
                one("length", ">", "1.5h"),
                one("made_at", ">", "2026-03-01T14:00:00+02:00"),
                one("word", "is", "whatever"),
            ]
        },
        CATALOGUE,
    )

    assert [each["value"] for each in dump(group)["all"]] == [
        ["r1", "b1"],
        ANNE,
        5_400.0,
        "2026-03-01T12:00:00+00:00",
        "whatever",
    ]


def test_me_is_nobody_where_nobody_looks() -> None:
    with pytest.raises(Refused):
        parse({"all": [one("owner", "is", "me")]}, CATALOGUE, me=False)
    parse({"all": [one("owner", "is", "none")]}, CATALOGUE, me=False)


def test_fields_named_include_what_hours_count_from() -> None:
    group = parse({"all": [one("age", ">", 1), {"none": [one("name", "is_set")]}]}, CATALOGUE)

    assert fields_named(group) == {"age", "made_at", "name"}


@pytest.mark.parametrize(
    ("condition", "held", "expected"),
    [
        (one("name", "is", "ÄRGER"), {"name": "Ärger"}, True),
        (one("name", "contains", "%"), {"name": "abc"}, False),
        (one("name", "starts_with", "ab"), {"name": "Abc"}, True),
        (one("name", "is_empty"), {"name": ""}, True),
        (one("name", "not_contains", "a"), {}, True),
        (one("colour", "is_not", "Red"), {}, True),
        (one("size", "<", 3), {}, False),
        (one("size", "between", [1, 3]), {"size": 3}, True),
        (one("size", "is", 2), {"size": 2.0}, True),
        (one("day", ">", "2026-02-28"), {"day": date(2026, 3, 1)}, True),
        (one("made_at", "is", "2026-03-01"), {"made_at": NOW}, True),
        (one("made_at", ">", "2026-03-01"), {"made_at": NOW}, False),
        (one("made_at", "<=", "2026-03-01"), {"made_at": NOW}, True),
        (one("made_at", "between", ["2026-02-01", "2026-03-01"]), {"made_at": NOW}, True),
        (one("age", ">", 2), {"made_at": datetime(2026, 3, 1, 10, tzinfo=UTC)}, False),
        (one("age", ">=", 2), {"made_at": datetime(2026, 3, 1, 10, tzinfo=UTC)}, True),
        (one("age", ">", 2), {}, False),
        (one("owner", "is", "none"), {}, True),
        (one("owner", "is", "me"), {"owner": ANNE}, True),
        (one("owner", "in", ["none", "me"]), {"owner": None}, True),
        (one("owner", "is_not", "none"), {"owner": ANNE}, True),
        (one("marks", "contains_all", ["VIP", "Late"]), {"marks": ["m1"]}, False),
        (one("marks", "contains_none", ["VIP"]), {}, True),
        (one("marks", "is_empty"), {"marks": []}, True),
        (one("ready", "is", False), {}, True),
    ],
)
def test_operators(condition: dict[str, Any], held: dict[str, Any], expected: bool) -> None:
    group = parse({"all": [condition]}, CATALOGUE)

    assert evaluate(group, held, now=NOW, me=ANNE) is expected


def test_an_empty_all_asks_for_nothing() -> None:
    assert evaluate(parse({"all": []}, CATALOGUE), {}) is True


def test_hours_need_to_know_the_time() -> None:
    with pytest.raises(ValueError, match="what time it is"):
        evaluate(parse({"all": [one("age", ">", 2)]}, CATALOGUE), {"made_at": NOW})


def test_a_catalogue_can_be_sent_to_somebody_else() -> None:
    plain = [describe(field) for field in CATALOGUE]

    assert [describe(described(each)) for each in plain] == plain


def test_catalogues_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="two fields"):
        Catalogue.of([Field("a", Type.TEXT), Field("a", Type.TEXT)])
    with pytest.raises(ValueError, match="no field with instants"):
        Catalogue.of([Field("a", Type.TEXT), Field("b", Type.NUMBER, elapsed=Elapsed("a"))])
    with pytest.raises(ValueError, match="has no operators"):
        Field("a", Type.TEXT, operators=("<",))
