"""What `tickets` tells of its fields is what sla has values for: otherwise a condition would never hold."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from escalated.tickets.v1 import tickets_pb2, types_pb2
from google.protobuf import json_format

from escalated_rules import Catalogue, Type, describe
from escalated_sla.fields.catalogue import Words, read_words
from escalated_sla.fields.values import INSTANTS, LASTING, read_values, values_of, with_clocks
from escalated_sla.rules.rules import BUSINESS_ANCHORS
from escalated_tickets.fields.actions import described_actions
from escalated_tickets.fields.catalogue import Vocabulary, catalogue_of
from escalated_tickets.tickets.state import TagRef

TAG = TagRef(UUID(int=1), "VIP", "#ff0000")
TOLD = catalogue_of(Vocabulary(departments=[(UUID(int=2), "Support")], tags=[TAG])).conditions
FORMS: dict[Type, Any] = {
    Type.TEXT: str,
    Type.CHOICE: str,
    Type.NUMBER: int,
    Type.BOOLEAN: bool,
    Type.TIME: datetime,
    Type.LIST: list,
    Type.PERSON: str,
    Type.PEOPLE: list,
}


def words() -> Words:
    """As they arrive over gRPC."""
    plain = {"fields": [describe(each) for each in TOLD], "actions": list(described_actions())}
    sent = json_format.ParseDict(plain, tickets_pb2.DescribeFieldsResponse()).SerializeToString()
    return read_words(tickets_pb2.DescribeFieldsResponse.FromString(sent))


def full_ticket() -> types_pb2.Ticket:
    ada = types_pb2.PersonRef(id=str(UUID(int=3)), name="Ada", email="ada@example.com")
    ticket = types_pb2.Ticket(
        reference="ESC-1",
        subject="s",
        status="open",
        status_category="new",
        priority="high",
        type="task",
        channel="web",
        requester=ada,
        assignee=ada,
        department_id=str(UUID(int=2)),
        tags=[types_pb2.Tag(id=str(TAG.id))],
        follower_ids=[ada.id],
        participants=[ada],
        rating=5,
    )
    for name in INSTANTS:
        getattr(ticket, name).FromDatetime(datetime(2026, 1, 5, 9, tzinfo=UTC))
    return ticket


def test_every_field_arrives_as_it_was_told() -> None:
    assert [describe(each) for each in words().of_tickets] == [describe(each) for each in TOLD]
    assert [each["type"] for each in words().actions] == [each["type"] for each in described_actions()]
    assert list(words().actions) == [dict(each) for each in described_actions()]


@pytest.mark.parametrize("field", [each for each in TOLD if not each.elapsed], ids=lambda each: each.name)
def test_every_field_has_a_value_of_its_type(field: Any) -> None:
    values = with_clocks(read_values(values_of(full_ticket())), {})
    assert field.name in values
    if field.name != "sla_next_due":
        assert isinstance(values[field.name], FORMS[field.type])


def test_what_sla_names_of_its_own_is_there() -> None:
    assert TOLD.fields.keys() >= LASTING
    assert set(BUSINESS_ANCHORS.values()) <= {each.name for each in TOLD if each.type is Type.TIME}
    for catalogue in (words().for_policies(), words().for_rules(on_events=True), words().for_rules(on_events=False)):
        assert isinstance(catalogue, Catalogue)
    assert "previous_priority" in words().for_rules(on_events=True).fields
