"""What stands on the wire, and what is not taken for ours."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import orjson
import pytest
from escalated.events.v1 import events_pb2
from escalated.identity.v1 import events_pb2 as identity_events
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.events.envelope import (
    EventRegistry,
    Stranger,
    Undecodable,
    UnknownType,
    encode,
    event_type,
    headers_of,
    subject_of,
)

REGISTRY = EventRegistry([identity_events])
SUBJECT = "escalated.identity.department.created.d-1"


def message() -> tuple[dict[str, str], bytes]:
    event = identity_events.DepartmentCreated()
    event.department.name = "Büro"
    event.meta.id, event.meta.type = str(uuid4()), "department.created"
    event.meta.actor.kind, event.meta.actor.id = "person", "p-1"
    event.meta.occurred_at.FromDatetime(datetime(2026, 1, 5, tzinfo=UTC))
    return headers_of(event.meta, "identity", "d-1"), encode(event)


def test_what_is_encoded_is_decoded() -> None:
    headers, body = message()

    event = REGISTRY.decode(SUBJECT, headers, body, 7)

    assert (event.id, event.type, event.entity_id) == (headers["ce-id"], "department.created", "d-1")
    assert (event.sequence_in_stream, event.replayed) == (7, False)
    assert isinstance(event.data, identity_events.DepartmentCreated)
    assert event.data.department.name == "Büro"
    assert encode(event.data) == body


def test_names_are_snake_case_and_what_has_no_presence_is_printed() -> None:
    body = orjson.loads(encode(identity_events.PersonMerged(from_id="a")))

    assert body == {"from_id": "a", "to_id": ""}


def test_a_replay_says_so() -> None:
    headers, body = message()

    assert REGISTRY.decode(SUBJECT, {**headers, "ce-replayed": "true"}, body).replayed


def test_what_follows_keeps_the_root_and_acts_for_the_person() -> None:
    headers, body = message()
    first = REGISTRY.decode(SUBJECT, headers, body)
    caused = identity_events.DepartmentCreated()
    caused.ParseFromString(first.data.SerializeToString())
    caused.meta.cause.CopyFrom(events_pb2.Cause(root_event_id="root", depth=2, chain=["rule:1"]))

    second = REGISTRY.decode(SUBJECT, headers, encode(caused))

    assert (first.cause().root_event_id, first.cause().depth) == (first.id, 0)
    assert (second.cause().root_event_id, second.cause().depth, second.cause().chain) == ("root", 2, ("rule:1",))
    assert (first.acting("sla").kind, first.acting("sla").id, first.acting("sla").on_behalf_of) == (
        "service",
        "sla",
        "p-1",
    )


def test_a_newer_field_is_no_hindrance() -> None:
    headers, body = message()
    newer = orjson.dumps({**orjson.loads(body), "colour": "blue"})

    assert REGISTRY.decode(SUBJECT, headers, newer).type == "department.created"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"ce-id": "7"}, "ce-id is no UUID"),
        ({"ce-id": str(uuid4())}, "the body does not belong to its headers"),
        ({"ce-type": "department.updated"}, "ce-type does not fit the subject"),
        ({"ce-source": "/escalated/tickets"}, "ce-source does not fit the subject"),
        ({"ce-subject": "d-2"}, "ce-subject does not fit the subject"),
        ({"ce-specversion": "0.3"}, "ce-specversion does not fit the subject"),
    ],
)
def test_an_envelope_that_does_not_fit_is_a_strangers(change: dict[str, str], why: str) -> None:
    headers, body = message()

    with pytest.raises(Stranger, match=why):
        REGISTRY.decode(SUBJECT, {**headers, **change}, body)


@pytest.mark.parametrize("headers", [None, {}, {"ce-id": "x"}])
def test_without_an_envelope_it_is_a_strangers(headers: dict[str, str] | None) -> None:
    with pytest.raises(Stranger):
        REGISTRY.decode(SUBJECT, headers, b'{"type":"io.nats.jetstream.api.v1.stream_info_response"}')


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"3", b'{"department": 4}', b'{"meta": {"occurred_at": "x"}}'])
def test_a_body_that_does_not_parse_is_undecodable(body: bytes) -> None:
    headers, _ = message()

    with pytest.raises(Undecodable):
        REGISTRY.decode(SUBJECT, headers, body)


def test_a_type_of_another_context_is_unknown_here() -> None:
    headers, body = message()
    elsewhere = {**headers, "ce-source": "/escalated/sla"}

    with pytest.raises(UnknownType, match=r"sla: department\.created"):
        REGISTRY.decode("escalated.sla.department.created.d-1", elsewhere, body)


def test_shared_events_are_known_in_every_context() -> None:
    record = events_pb2.AuditRecorded(action="x")
    record.meta.id, record.meta.type = str(uuid4()), "audit.recorded"

    event = REGISTRY.decode("escalated.sla.audit.recorded.1", headers_of(record.meta, "sla", "1"), encode(record))

    assert event.type == "audit.recorded"


def test_the_subject_says_context_type_and_entity() -> None:
    assert subject_of(tickets_events.TicketCreated(), "t-1") == "escalated.tickets.ticket.created.t-1"
    assert event_type(tickets_events.TicketStatusChanged) == "ticket.status_changed"
    with pytest.raises(ValueError, match="declares no event type"):
        event_type(events_pb2.Actor)


def test_a_body_of_a_quarter_megabyte_is_read_in_bounded_time() -> None:
    headers, body = message()
    nested = b'{"department": ' * 60_000
    start = time.perf_counter()

    with pytest.raises(Undecodable):
        REGISTRY.decode(SUBJECT, headers, nested)

    assert time.perf_counter() - start < 1
    assert REGISTRY.decode(SUBJECT, headers, body).type == "department.created"
