"""What `tickets` tells of its fields is what sla has values for: otherwise a condition would never hold.

Every field with every operator is asked of the same tickets by both: by `tickets` of its row, and by sla of the event.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

import pytest
from escalated.tickets.v1 import tickets_pb2, types_pb2
from google.protobuf import json_format

from escalated_rules import Catalogue, Field, Type, describe, dump, evaluate, parse
from escalated_rules.fields import VALUELESS
from escalated_sla.fields.catalogue import Words, read_words
from escalated_sla.fields.values import INSTANTS, LASTING, read_values, values_of, with_clocks
from escalated_sla.rules.rules import BUSINESS_ANCHORS, fields_to_keep, read_conditions
from escalated_tickets import translate
from escalated_tickets.custom_fields.rules import TYPES, WITH_OPTIONS, Definition, FieldBook
from escalated_tickets.fields.actions import described_actions
from escalated_tickets.fields.catalogue import Vocabulary, catalogue_of
from escalated_tickets.fields.values import values_of as values_of_row
from escalated_tickets.statuses.rules import SEEDED_BOOK
from escalated_tickets.tickets.state import Names, PersonRef, TagRef, TicketState

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = NOW + 10 * HOUR
ADA, BEN = PersonRef(UUID(int=3), "Ada", "ada@example.com"), PersonRef(UUID(int=4), "Ben", "ben@example.com")
TAG, OTHER_TAG = TagRef(UUID(int=1), "VIP", "#ff0000"), TagRef(UUID(int=5), "Bug", "#ff0000")
SUPPORT, SALES = UUID(int=2), UUID(int=6)
OPTIONS = (("s1", "One"), ("s2", "Two"))
DEFINITIONS = [
    Definition(UUID(int=number), f"f_{kind}", kind, kind, OPTIONS if kind in WITH_OPTIONS else ())
    for number, kind in enumerate(TYPES, start=100)
]
BOOK = replace(SEEDED_BOOK, fields=FieldBook({each.key: each for each in DEFINITIONS}))
TOLD = catalogue_of(
    Vocabulary(book=BOOK, departments=[(SUPPORT, "Support"), (SALES, "Sales")], tags=[TAG, OTHER_TAG])
).conditions
FORMS: dict[Type, Any] = {
    Type.TEXT: str,
    Type.CHOICE: str,
    Type.NUMBER: int,
    Type.BOOLEAN: bool,
    Type.DATE: str,
    Type.TIME: datetime,
    Type.LIST: list,
    Type.PERSON: str,
    Type.PEOPLE: list,
}


@lru_cache(maxsize=1)
def words() -> Words:
    """As they arrive over gRPC."""
    plain = {"fields": [describe(each) for each in TOLD], "actions": list(described_actions())}
    sent = json_format.ParseDict(plain, tickets_pb2.DescribeFieldsResponse()).SerializeToString()
    return read_words(tickets_pb2.DescribeFieldsResponse.FromString(sent))


BARE = TicketState(
    **dict.fromkeys(TicketState.__dataclass_fields__, None)
    | {
        "id": UUID(int=9),
        "reference": "ESC-00001",
        "subject": "Printer burns",
        "status": "open",
        "status_category": "new",
        "priority": 2,
        "type": "question",
        "channel": "web",
        "requester_id": ADA.id,
        "requester_name": ADA.name,
        "requester_email": ADA.email,
        "tag_ids": [],
        "follower_ids": [],
        "participant_ids": [],
        "custom_fields": {},
        "sla_state": "none",
    }
    | dict.fromkeys(("created_at", "updated_at", "public_updated_at", "status_changed_at", "last_message_at"), NOW)
    | dict.fromkeys(
        ("escalation_level", "reply_count", "note_count", "version", "public_version", "sequence", "sla_version"), 0
    )
)
FULL = replace(
    BARE,
    reference="ESC-00002",
    subject="All is well",
    status="resolved",
    status_category="solved",
    priority=4,
    type="task",
    channel="email",
    requester_id=BEN.id,
    requester_name=BEN.name,
    requester_email=BEN.email,
    assignee_id=ADA.id,
    department_id=SUPPORT,
    tag_ids=[TAG.id],
    follower_ids=[ADA.id],
    participant_ids=[ADA.id],
    custom_fields={
        "f_text": "Printer",
        "f_textarea": "It burns",
        "f_number": 2.5,
        "f_date": "2026-01-01",
        "f_checkbox": True,
        "f_select": "s1",
        "f_multiselect": ["s1"],
    },
    snoozed_until=DUE,
    rating=5,
    escalation_level=2,
    reply_count=2,
    note_count=2,
    sla_state="ok",
    sla_next_due_at=DUE,
    **{name: NOW - 10 * HOUR for name in INSTANTS if name != "snoozed_until"},
)
CLOCK = SimpleNamespace(state="running", due_at=DUE, breached_at=None, at_risk=False, ended_at=None)


def event_of(state: TicketState) -> types_pb2.Ticket:
    """The ticket as events carry it."""
    names = Names("Support", (TAG,) if state.tag_ids else (), (ADA,) if state.participant_ids else ())
    return types_pb2.Ticket.FromString(translate.ticket(state, names).SerializeToString())


def seen_by_sla(state: TicketState) -> dict[str, Any]:
    clocks = {"first_response": CLOCK} if state.sla_next_due_at else {}
    return with_clocks(read_values(values_of(event_of(state))), clocks)


def test_every_field_arrives_as_it_was_told() -> None:
    assert [describe(each) for each in words().of_tickets] == [describe(each) for each in TOLD]
    assert [each["type"] for each in words().actions] == [each["type"] for each in described_actions()]
    assert list(words().actions) == [dict(each) for each in described_actions()]


@pytest.mark.parametrize("field", [each for each in TOLD if not each.elapsed], ids=lambda each: each.name)
def test_every_field_has_a_value_of_its_type(field: Any) -> None:
    value = seen_by_sla(FULL)[field.name]
    assert isinstance(value, (int, float) if field.type is Type.NUMBER else FORMS[field.type])


# What is asked for, by type: for each kind of ticket something that it has, and something that none has.
_WANTED: Final[dict[Type, tuple[Any, ...]]] = {
    Type.TEXT: ("PRINTER", "Printer burns", "All is well", "esc-00001", "ADA", "ada@example.com", "it burns", "zzz"),
    Type.NUMBER: (0, 2, 2.5, 5, 10, 11),
    Type.BOOLEAN: (True, False),
    Type.DATE: ("2025-12-31", "2026-01-01", "2026-01-02"),
    Type.TIME: ("2026-01-03", *(str(NOW + each * HOUR) for each in (-11, -10, -1, 0, 10)), "2026-01-06"),
    Type.PERSON: (str(ADA.id), str(BEN.id), "none"),
    Type.PEOPLE: (str(ADA.id), str(BEN.id)),
}
_DAYS: Final = ("2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06")
_ALWAYS_FILLED: Final = frozenset({"subject", "reference", "requester_name", "requester_email"})


def _asked(field: Field, operator: str) -> Iterator[dict[str, Any]]:
    """Conditions of a field with an operator."""
    condition = {"field": field.name, "operator": operator}
    if operator in VALUELESS:
        yield condition
        return
    wanted = _WANTED.get(field.type) or tuple(option.value for option in field.options)
    if field.type is Type.TIME and operator == "is":
        wanted = _DAYS
    if operator == "between":
        values: Iterator[Any] = ([low, high] for low, high in pairwise(wanted))
    elif operator in ("in", "not_in", "contains_any", "contains_all", "contains_none"):
        values = ([each] for each in wanted)
    else:
        values = iter(wanted)
    yield from ({**condition, "value": value} for value in values)


@pytest.mark.parametrize(
    ("field", "operator"),
    [pytest.param(each, operator, id=f"{each.name}-{operator}") for each in TOLD for operator in each.operators],
)
def test_sla_finds_of_every_field_and_operator_what_tickets_finds(field: Field, operator: str) -> None:
    known = words().for_rules(on_events=False)
    found = []
    for condition in _asked(field, operator):
        asked = {"all": [condition]}
        group = parse(asked, known, me=False)
        kept = read_conditions(dump(group), fields_to_keep(group, known))
        for state in (BARE, FULL):
            theirs = evaluate(parse(asked, TOLD), values_of_row(state, TOLD), now=NOW)
            assert evaluate(kept, seen_by_sla(state), now=NOW) is theirs, (condition, state.reference)
            found.append(theirs)
    if not (operator in VALUELESS and field.name in _ALWAYS_FILLED):
        assert set(found) == {True, False}


def test_what_sla_names_of_its_own_is_there() -> None:
    assert TOLD.fields.keys() >= LASTING
    assert set(BUSINESS_ANCHORS.values()) <= {each.name for each in TOLD if each.type is Type.TIME}
    for catalogue in (words().for_policies(), words().for_rules(on_events=True), words().for_rules(on_events=False)):
        assert isinstance(catalogue, Catalogue)
    assert "previous_priority" in words().for_rules(on_events=True).fields
