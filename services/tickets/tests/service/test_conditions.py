"""The evaluator and the database decide alike, whatever the conditions and the tickets; and lists narrowed to
filters list what the conditions say."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_rules import Catalogue, Type, evaluate, parse
from escalated_tickets.custom_fields.rules import Definition, FieldBook
from escalated_tickets.fields.catalogue import TicketCatalogue, Vocabulary, catalogue_of
from escalated_tickets.fields.narrowing import narrow
from escalated_tickets.fields.sql import condition_of
from escalated_tickets.fields.values import values_of
from escalated_tickets.fields.where import where_of
from escalated_tickets.statuses.rules import SEEDED, SEEDED_TRANSITIONS, book_of
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import count_each, list_tickets, sight_of, state_of
from escalated_tickets.tickets.state import CHANNELS, SLA_STATES, TYPES, TagRef, TicketState
from escalated_tickets.tickets.visibility import Viewer

NOW = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in range(1, 5)]
DEPARTMENTS = [UUID(int=number) for number in range(11, 13)]
TAGS = [TagRef(UUID(int=number), f"tag {number}", "#000000") for number in range(21, 24)]
WORDS = ["Ärger", "ärgerlich", "100%", "a_b", "", "Straße", "STRASSE", "ΣΊΣΥΦΟΣ", "İstanbul", "x"]
OPTIONS = (("s1", "One"), ("s2", "Two"))
_TYPES = ["text", "textarea", "number", "date", "checkbox", "select", "multiselect"]
DEFINITIONS = [Definition(uuid4(), f"f_{kind}", kind, kind, OPTIONS if "select" in kind else ()) for kind in _TYPES]
BOOK = book_of(SEEDED, SEEDED_TRANSITIONS, FieldBook({each.key: each for each in DEFINITIONS}))
CATALOGUE: TicketCatalogue = catalogue_of(
    Vocabulary(BOOK, [(each, f"Department {each.int}") for each in DEPARTMENTS], TAGS)
)


def _custom(dice: random.Random) -> dict[str, Any]:
    """Now and then a value of another type than the field has now."""
    values: dict[str, Any] = {
        "f_text": dice.choice([*WORDS, 7]),
        "f_textarea": dice.choice(WORDS),
        "f_number": dice.choice([0, 1, 2.5, -3, "2", True]),
        "f_date": dice.choice(["2026-02-28", "2026-03-01", 3]),
        "f_checkbox": dice.choice([True, False, "true"]),
        "f_select": dice.choice(["s1", "s2", 1]),
        "f_multiselect": dice.choice([["s1"], ["s1", "s2"], [], "s1", {"s1": 1}]),
    }
    return {key: value for key, value in values.items() if dice.random() < 0.7}


def _row(dice: random.Random, number: int) -> dict[str, Any]:
    def moment() -> datetime:
        return NOW + timedelta(hours=dice.randint(-60, 12), microseconds=dice.choice([0, 0, 1]))

    def perhaps(value: Any) -> Any:
        return value if dice.random() < 0.6 else None

    status = dice.choice(SEEDED)
    return {
        "id": uuid4(),
        "reference": f"CON-{number:05}",
        "subject": dice.choice(WORDS),
        "status": status.slug,
        "status_category": status.category,
        "done": status.category in ("solved", "closed"),
        "priority": dice.randint(1, 5),
        "type": dice.choice(TYPES),
        "channel": dice.choice(CHANNELS),
        "requester_id": dice.choice(PEOPLE),
        "requester_name": dice.choice(WORDS),
        "requester_email": f"{dice.choice(['Anne', 'ben'])}@example.com",
        "assignee_id": perhaps(dice.choice(PEOPLE)),
        "department_id": perhaps(dice.choice(DEPARTMENTS)),
        "tag_ids": dice.sample([tag.id for tag in TAGS], dice.randint(0, 2)),
        "follower_ids": dice.sample(PEOPLE, dice.randint(0, 2)),
        "participant_ids": dice.sample(PEOPLE, dice.randint(0, 1)),
        "custom_fields": _custom(dice),
        "created_at": moment(),
        "updated_at": moment(),
        "public_updated_at": moment(),
        "status_changed_at": moment(),
        "resolved_at": perhaps(moment()),
        "closed_at": perhaps(moment()),
        "snoozed_until": perhaps(moment()),
        "rating": perhaps(dice.randint(1, 5)),
        "escalation_level": dice.randint(0, 2),
        "reply_count": dice.randint(0, 3),
        "note_count": dice.randint(0, 2),
        "last_message_at": moment(),
        "last_customer_message_at": perhaps(moment()),
        "last_agent_message_at": perhaps(moment()),
        "snippet": "",
        "sla_state": dice.choice(SLA_STATES),
        "sla_next_due_at": perhaps(moment()),
        "version": 1,
        "public_version": 1,
        "sequence": 1,
    }


class _States(list[TicketState]):
    def __repr__(self) -> str:
        return "the states"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def states(desk: Any) -> list[TicketState]:
    dice = random.Random(7)
    async with desk.database.transaction() as uow:
        for number in range(120):
            await uow.execute(insert(tickets).values(_row(dice, number)))
        return _States(state_of(row) for row in await uow.execute(select(*STATE)))


_numbers = st.integers(-3, 60) | st.sampled_from([0.5, 2.5, 24, 48])
_days = st.dates(date(2026, 2, 26), date(2026, 3, 2)).map(date.isoformat)
_moments = st.integers(-60, 12).map(lambda hours: (NOW + timedelta(hours=hours)).isoformat())
_people = st.sampled_from([str(each) for each in PEOPLE])
_WANTED: dict[Type, st.SearchStrategy[Any]] = {
    Type.TEXT: st.sampled_from([word for word in WORDS if word] + ["a", "A", "%", "ß", "con-0001", "ss", "Σ", "i"]),
    Type.NUMBER: _numbers,
    Type.BOOLEAN: st.booleans(),
    Type.DATE: _days,
    Type.TIME: _days | _moments,
    Type.PERSON: _people | st.sampled_from(["me", "none"]),
    Type.PEOPLE: _people | st.just("me"),
}
_LISTS = {"in", "not_in", "contains_any", "contains_all", "contains_none"}


@st.composite
def conditions(draw: st.DrawFn, catalogue: Catalogue = CATALOGUE.conditions) -> dict[str, Any]:
    field = draw(st.sampled_from(list(catalogue)))
    operator = draw(st.sampled_from(field.operators))
    one: dict[str, Any] = {"field": field.name, "operator": operator}
    if operator in ("is_set", "is_empty"):
        return one
    options = st.sampled_from([option.value for option in field.options] or [""])
    wanted = options if field.options else _WANTED[field.type]
    if field.type is Type.TIME and operator == "is":
        wanted = _days
    elif field.type is Type.PERSON and "is_empty" not in field.operators:
        wanted = _people | st.just("me")
    if operator in _LISTS:
        one["value"] = draw(st.lists(wanted, min_size=1, max_size=3))
    elif operator == "between":
        pair = draw(st.tuples(wanted, wanted))
        one["value"] = sorted(pair, key=lambda each: (each[:10], len(each), each) if isinstance(each, str) else each)
    else:
        one["value"] = draw(wanted)
    return one


@st.composite
def groups(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    inner = conditions() | groups(depth - 1) if depth > 1 else conditions()
    return {draw(st.sampled_from(["all", "any", "none"])): draw(st.lists(inner, min_size=1, max_size=3))}


_MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_MANY
@given(group=groups(), me=st.sampled_from(PEOPLE))
async def test_the_database_finds_what_the_evaluator_does(
    desk: Any, states: list[TicketState], group: dict[str, Any], me: UUID
) -> None:
    parsed = parse(group, CATALOGUE.conditions)
    where = where_of(parsed, me=me, now=NOW)

    async with desk.database.reading() as reader:
        found = await reader.execute(select(tickets.c.id).where(condition_of(where.shape)), dict(where.values))
    expected = {
        state.id for state in states if evaluate(parsed, values_of(state, CATALOGUE.conditions), now=NOW, me=str(me))
    }

    assert set(found.scalars()) == expected


@settings(_MANY, max_examples=150)
@given(group=groups(), person=st.sampled_from(PEOPLE), kind=st.sampled_from(["agent", "light_agent", "admin"]))
async def test_lists_and_counts_of_conditions_show_what_meets_them_and_may_be_seen(
    desk: Any, states: list[TicketState], group: dict[str, Any], person: UUID, kind: str
) -> None:
    viewer = Viewer(person, kind, "", "", frozenset(BUILT_IN_ROLES[kind]), frozenset(DEPARTMENTS[:1]))
    parsed = parse(group, CATALOGUE.conditions)
    filters = narrow(parsed, viewer, BOOK, NOW)

    async with desk.database.reading() as reader:
        page = await list_tickets(reader, viewer, filters, limit=100)
        listed = [seen.state.id for seen in page.tickets]
        if page.next_key:
            page = await list_tickets(reader, viewer, filters, limit=100, after=page.next_key)
            listed += [seen.state.id for seen in page.tickets]
        counts = await count_each(reader, viewer, [filters, filters])
    seen = {state.id: sight_of(viewer, state) for state in states}
    met = {
        state.id
        for state in states
        if evaluate(parsed, values_of(state, CATALOGUE.conditions), now=NOW, me=str(person))
    }

    assert counts == [len(listed)] * 2
    assert len(listed) == len(set(listed))
    assert set(listed) <= {key for key in met if seen[key] is not None}
    # What somebody sees as its customer is not found by what only staff are told.
    assert {key for key in met if seen[key] == "staff"} <= set(listed)
