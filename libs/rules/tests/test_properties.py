"""What holds for every condition and every value, over a catalogue with a field of each kind."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_rules import Catalogue, Elapsed, Field, Option, Refused, Type, changes_at, dump, evaluate, parse, walk

NOW = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
ANNE, BEN = str(UUID(int=1)), str(UUID(int=2))
_COLOURS = tuple(Option(value, value.title()) for value in ("red", "green", "blue"))
CATALOGUE = Catalogue.of(
    [
        Field("name", Type.TEXT, "Name"),
        Field("colour", Type.CHOICE, "Colour", _COLOURS),
        Field("size", Type.NUMBER, "Size"),
        Field("length", Type.DURATION, "Length"),
        Field("ready", Type.BOOLEAN, "Ready"),
        Field("day", Type.DATE, "Day"),
        Field("made_at", Type.TIME, "Made"),
        Field("due_at", Type.TIME, "Due"),
        Field("marks", Type.LIST, "Marks", _COLOURS),
        Field("owner", Type.PERSON, "Owner"),
        Field("watchers", Type.PEOPLE, "Watchers"),
        Field("hours_since_made", Type.NUMBER, "Hours since made", elapsed=Elapsed("made_at")),
        Field("hours_until_due", Type.NUMBER, "Hours until due", elapsed=Elapsed("due_at", ahead=True)),
    ]
)

_texts = st.sampled_from(["a", "A", "ab", "Äb", "äB", "ß", "b%", "_"])
_colours = st.sampled_from(["red", "green", "blue"])
_numbers = st.integers(-3, 3) | st.sampled_from([0.5, -1.25])
_days = st.dates(date(2026, 2, 26), date(2026, 3, 3))
_moments = st.integers(-2 * 86_400, 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))
_people = st.sampled_from([ANNE, BEN])
_WANTED: dict[Type, st.SearchStrategy[Any]] = {
    Type.TEXT: _texts,
    Type.CHOICE: _colours,
    Type.NUMBER: _numbers,
    Type.DURATION: _numbers,
    Type.BOOLEAN: st.booleans(),
    Type.DATE: _days.map(date.isoformat),
    Type.TIME: _days.map(date.isoformat) | _moments.map(datetime.isoformat),
    Type.LIST: _colours,
    Type.PERSON: _people | st.sampled_from(["me", "none"]),
    Type.PEOPLE: _people | st.just("me"),
}
_HELD: dict[Type, st.SearchStrategy[Any]] = {
    Type.TEXT: _texts | st.just(""),
    Type.CHOICE: _colours,
    Type.NUMBER: _numbers,
    Type.DURATION: _numbers | st.integers(-3, 3).map(lambda each: timedelta(seconds=each)),
    Type.BOOLEAN: st.booleans(),
    Type.DATE: _days,
    Type.TIME: _moments,
    Type.LIST: st.lists(_colours, max_size=3),
    Type.PERSON: _people,
    Type.PEOPLE: st.lists(_people, max_size=2),
}
_LISTS = {"in", "not_in", "contains_any", "contains_all", "contains_none"}


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    field = draw(st.sampled_from(list(CATALOGUE)))
    operator = draw(st.sampled_from(field.operators))
    one = {"field": field.name, "operator": operator}
    if operator in ("is_set", "is_empty"):
        return one
    wanted = _WANTED[field.type]
    if field.type is Type.TIME and operator == "is":
        wanted = _days.map(date.isoformat)
    if operator in _LISTS:
        return {**one, "value": draw(st.lists(wanted, min_size=1, max_size=3))}
    if operator == "between":
        low, high = sorted(draw(st.tuples(wanted, wanted)), key=_order)
        return {**one, "value": [low, high]}
    return {**one, "value": draw(wanted)}


def _order(value: Any) -> Any:
    return value if not isinstance(value, str) else (value[:10], len(value), value)


def groups() -> st.SearchStrategy[dict[str, Any]]:
    """Groups in groups, five deep at most."""
    members = st.lists(conditions(), min_size=1, max_size=3)
    quantifiers = st.sampled_from(["all", "any", "none"])
    group = st.tuples(quantifiers, members).map(lambda pair: {pair[0]: pair[1]})
    for _ in range(2):
        deeper = st.lists(conditions() | group, min_size=1, max_size=3)
        group = st.tuples(quantifiers, deeper).map(lambda pair: {pair[0]: pair[1]})
    return group


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    given = {field.name: draw(st.none() | _HELD[field.type]) for field in CATALOGUE if not field.elapsed}
    return {name: value for name, value in given.items() if value is not None or draw(st.booleans())}


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "none", "field", "operator", "value", "name", "between", "is"]),
            inner | st.sampled_from([field.name for field in CATALOGUE] + ["is", "in", "between", "<"]),
            max_size=3,
        )
    ),
    max_leaves=12,
)


def holds(group: dict[str, Any], held: dict[str, Any]) -> bool:
    return evaluate(parse(group, CATALOGUE), held, now=NOW, me=ANNE)


@given(json)
def test_whatever_is_no_condition_is_refused_with_a_place_in_it(anything: Any) -> None:
    try:
        parse(anything, CATALOGUE, at="/conditions")
    except Refused as refused:
        assert 0 < len(refused.refusals) <= 20
        for each in refused.refusals:
            assert each.pointer.startswith("/conditions")
            _resolve({"conditions": anything}, each.pointer)


def _resolve(document: Any, pointer: str) -> None:
    *path, last = pointer.split("/")[1:]
    for part in path:
        document = document[int(part)] if isinstance(document, list) else document[part]
    # The last step may name what is missing.
    assert isinstance(document, dict) or int(last) < len(document)


@given(groups())
def test_what_is_kept_reads_the_same_again(group: dict[str, Any]) -> None:
    kept = dump(parse(group, CATALOGUE))

    assert dump(parse(kept, CATALOGUE)) == kept


@given(groups(), values())
def test_what_is_kept_means_the_same(group: dict[str, Any], held: dict[str, Any]) -> None:
    assert holds(dump(parse(group, CATALOGUE)), held) == holds(group, held)


@given(st.lists(groups(), min_size=1, max_size=3), values())
def test_none_is_the_opposite_of_any(members: list[dict[str, Any]], held: dict[str, Any]) -> None:
    each = [holds(member, held) for member in members]

    assert holds({"all": members}, held) is all(each)
    assert holds({"any": members}, held) is any(each)
    assert holds({"none": members}, held) is not any(each)


_OPPOSITES = [
    ("name", "is", "is_not", "a"),
    ("name", "contains", "not_contains", "A"),
    ("colour", "is", "is_not", "red"),
    ("colour", "in", "not_in", ["red", "blue"]),
    ("marks", "contains_any", "contains_none", ["red"]),
    ("owner", "is", "is_not", "me"),
    ("owner", "in", "not_in", ["none", BEN]),
    ("watchers", "contains_any", "contains_none", ["me"]),
    ("made_at", "is_set", "is_empty", None),
    ("name", "is_set", "is_empty", None),
]


@pytest.mark.parametrize(("field", "one", "other", "value"), _OPPOSITES)
@given(values())
def test_opposites_never_agree(field: str, one: str, other: str, value: Any, held: dict[str, Any]) -> None:
    first, second = ({"field": field, "operator": operator, "value": value} for operator in (one, other))

    assert holds({"all": [first]}, held) is not holds({"all": [second]}, held)


@given(conditions(), _moments, st.integers(-100, 100))
def test_hours_turn_only_where_a_timer_is_armed(one: dict[str, Any], moment: datetime, minutes: int) -> None:
    (condition,) = walk(parse({"all": [one]}, CATALOGUE))
    if condition.field.elapsed is None:
        assert changes_at(condition, moment) == ()
        return
    held = {condition.field.elapsed.of: moment}
    turns = changes_at(condition, moment)
    group = parse({"all": [one]}, CATALOGUE)
    for turn in turns:
        before, after = turn - timedelta(microseconds=1), turn + timedelta(microseconds=1)
        if condition.operator != "between":
            assert evaluate(group, held, now=before) is not evaluate(group, held, now=after)
    here, there = NOW, NOW + timedelta(minutes=minutes)
    if not any(min(here, there) <= turn <= max(here, there) for turn in turns):
        assert evaluate(group, held, now=here) is evaluate(group, held, now=there)


_ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.lists(st.integers() | st.lists(st.text()))
)


@given(conditions(), _ANYTHING)
def test_a_value_of_another_type_is_as_good_as_none(one: dict[str, Any], anything: Any) -> None:
    (condition,) = walk(parse({"all": [one]}, CATALOGUE))
    name = condition.field.elapsed.of if condition.field.elapsed else condition.field.name
    foreign = {"elsewhere": anything}
    of_type = _TYPES[CATALOGUE.fields[name].type]

    held = holds({"all": [one]}, {name: anything})

    if one["operator"] not in ("is_set", "is_empty") and (
        not isinstance(anything, of_type) or (isinstance(anything, bool) and of_type is not bool)
    ):
        assert held is holds({"all": [one]}, foreign)


_TYPES: dict[Type, Any] = {
    Type.TEXT: str,
    Type.CHOICE: str,
    Type.NUMBER: (int, float),
    Type.DURATION: (int, float, timedelta),
    Type.BOOLEAN: bool,
    Type.DATE: (date, str),
    Type.TIME: datetime,
    Type.LIST: (list, tuple),
    Type.PERSON: str,
    Type.PEOPLE: (list, tuple),
}
