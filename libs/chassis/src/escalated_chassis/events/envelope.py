"""The envelope of an event: protobuf message ↔ JSON body with CloudEvents 1.0 headers, and its subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from uuid import UUID

import orjson
from escalated.events.v1 import events_pb2
from google.protobuf import json_format, message_factory
from google.protobuf.message import Message

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.telemetry.tracing import traceparent

REPLAYED = "ce-replayed"
_ROOT = "escalated"
_SHARED_CONTEXT = "events"


class Stranger(Exception):
    """A message that is not one of ours: its envelope is missing, wrong, or does not fit its subject."""


class Undecodable(Exception):
    """A message of ours whose body does not parse: no later try will read it."""


class UnknownType(Exception):
    """A proper event of a type that this service does not know (yet)."""


@dataclass(frozen=True)
class Event:
    """A received event.

    Attributes:
        sequence_in_stream: its place in the stream, 0 where it came another way.
        replayed: it was published before; what reaches outside the desk ignores it.
    """

    id: str
    type: str
    subject: str
    data: Message
    sequence_in_stream: int
    replayed: bool
    headers: Mapping[str, str]

    @property
    def meta(self) -> events_pb2.EventMeta:
        return meta_of(self.data)

    @property
    def entity_id(self) -> str:
        return self.subject.rpartition(".")[2]

    def cause(self) -> Cause:
        """The cause of what follows from this event: the same root, no deeper (only rules and plugins add depth)."""
        known = self.meta.cause
        return Cause(known.root_event_id or self.id, known.depth, tuple(known.chain))

    def acting(self, service: str) -> Acting:
        """Who acts when `service` reacts to this event: the service, for whoever caused it."""
        actor = self.meta.actor
        on_behalf_of = actor.id if actor.kind == "person" else actor.on_behalf_of
        return Acting("service", service, service, on_behalf_of, self.cause())


class EventRegistry:
    """The event types a service knows, from its generated modules: `EventRegistry([tickets_events_pb2, …])`."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self._classes: dict[tuple[str, str], type[Message]] = {}
        for module in (events_pb2, *modules):
            for descriptor in module.DESCRIPTOR.message_types_by_name.values():
                known_as = _declared_type(descriptor)
                if known_as:
                    self._classes[_context(descriptor), known_as] = message_factory.GetMessageClass(descriptor)

    def decode(self, subject: str, headers: Mapping[str, str] | None, body: bytes, sequence: int = 0) -> Event:
        """Reads what came under `subject`.

        Raises:
            Stranger: not an event of ours. Undecodable: its body does not parse. UnknownType: nobody here knows it.
        """
        headers = headers or {}
        context, kind = _checked_subject(subject, headers)
        message_class = self._classes.get((context, kind)) or self._classes.get((_SHARED_CONTEXT, kind))
        if message_class is None:
            raise UnknownType(f"{context}: {kind}")
        data = _parsed(message_class, body)
        meta = meta_of(data)
        if (meta.id, meta.type) != (headers["ce-id"], kind):
            raise Stranger("the body does not belong to its headers")
        return Event(meta.id, kind, subject, data, sequence, headers.get(REPLAYED) == "true", dict(headers))


def event_type(message_class: type[Message]) -> str:
    """The type that a message declares by the option `(escalated.events.v1.event_type)`, such as `ticket.created`.

    Raises:
        ValueError: it is no event.
    """
    declared = _declared_type(message_class.DESCRIPTOR)
    if not declared:
        raise ValueError(f"{message_class.DESCRIPTOR.full_name} declares no event type")
    return declared


def context_of(event: Message) -> str:
    """The service whose event it is; empty for the shared ones, which any service may publish."""
    context = _context(event.DESCRIPTOR)
    return "" if context == _SHARED_CONTEXT else context


def subject_of(event: Message, entity_id: UUID | str, *, context: str = "") -> str:
    """`escalated.<context>.<entity>.<event>.<entity id>`; shared events need the context of who publishes them.

    Raises:
        ValueError: the id would break the subject.
    """
    token = str(entity_id)
    if not token or any(character in ".*> \t\r\n" for character in token):
        raise ValueError(f"{token!r} cannot stand in a subject")
    return f"{_ROOT}.{context_of(event) or context}.{event_type(type(event))}.{token}"


def headers_of(meta: events_pb2.EventMeta, service: str, entity_id: str) -> dict[str, str]:
    """The CloudEvents attributes, and the trace that the command runs in, if any."""
    return headers_with(meta.id, meta.type, service, entity_id, meta.occurred_at.ToJsonString())


def headers_with(event_id: str, kind: str, service: str, entity_id: str, time: str) -> dict[str, str]:
    """As `headers_of`, from the attributes themselves."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": kind,
        "ce-source": f"/{_ROOT}/{service}",
        "ce-subject": entity_id,
        "ce-time": time,
        "content-type": "application/json",
    }
    trace = traceparent()
    return {**headers, "traceparent": trace} if trace else headers


def encode(event: Message) -> bytes:
    """The proto3 JSON mapping with snake_case names; what has no presence is always printed, what is absent is none."""
    values = json_format.MessageToDict(
        event, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return orjson.dumps(values)


def meta_of(event: Message) -> events_pb2.EventMeta:
    meta: events_pb2.EventMeta = event.meta  # type: ignore[attr-defined]
    return meta


def _parsed(message_class: type[Message], body: bytes) -> Message:
    try:
        values = orjson.loads(body)
        if not isinstance(values, dict):
            raise Undecodable("not a JSON object")
        return json_format.ParseDict(values, message_class(), ignore_unknown_fields=True)
    except (orjson.JSONDecodeError, json_format.ParseError, AttributeError, TypeError, ValueError) as error:
        raise Undecodable(f"{type(error).__name__}: {error}") from error


def _checked_subject(subject: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """The context and type that subject and headers agree on."""
    tokens = subject.split(".")
    if len(tokens) < 4 or tokens[0] != _ROOT:
        raise Stranger("not a subject of ours")
    context, kind, entity = tokens[1], ".".join(tokens[2:-1]), tokens[-1]
    wanted = {"ce-specversion": "1.0", "ce-source": f"/{_ROOT}/{context}", "ce-type": kind, "ce-subject": entity}
    for name, value in wanted.items():
        if headers.get(name) != value:
            raise Stranger(f"{name} does not fit the subject")
    try:
        UUID(headers.get("ce-id", ""))
    except ValueError:
        raise Stranger("ce-id is no UUID") from None
    return context, kind


def _declared_type(descriptor: Any) -> str:
    return str(descriptor.GetOptions().Extensions[events_pb2.event_type])


def _context(descriptor: Any) -> str:
    return str(descriptor.file.package.split(".")[1])
