"""The fields that rules and policies may name: those of `tickets`, asked for and kept, and those of sla itself."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from escalated.tickets.v1 import tickets_pb2
from google.protobuf import json_format

from escalated_rules import Catalogue, Field, Option, Type, describe, described
from escalated_rules.fields import ELAPSED_OPERATORS
from escalated_sla.clocks.rules import METRICS
from escalated_sla.fields.values import CUSTOM, LASTING
from escalated_sla.rules.rules import BUSINESS_ANCHORS

KEPT_SECONDS: Final = 30.0

_ALWAYS: Final = ("is", "is_not", "in", "not_in")


class DescribesFields(Protocol):
    """`tickets`, which has the fields and the actions. Raises Unavailable while it is away."""

    async def describe_fields(self) -> tickets_pb2.DescribeFieldsResponse: ...


@dataclass(frozen=True)
class Words:
    """What `tickets` told: its fields, and its actions as `{type, label, parameters}`."""

    of_tickets: Catalogue
    actions: tuple[dict[str, Any], ...]

    def for_policies(self) -> Catalogue:
        """What lasts: nothing that changes by itself, is counted, or is what policies bring about."""
        return Catalogue.of(each for each in self.of_tickets if each.name in LASTING or each.name.startswith(CUSTOM))

    def for_rules(self, *, on_events: bool) -> Catalogue:
        """All of `tickets`, hours by the calendar; for rules with triggers also what an event tells."""
        return Catalogue.of([*self.of_tickets, *BUSINESS_HOURS, *(self._of_events() if on_events else ())])

    def _of_events(self) -> Iterable[Field]:
        yield from EVENT_FIELDS
        for name, of in _PREVIOUS.items():
            known = self.of_tickets.get(of)
            if known is not None:
                yield Field(name, known.type, f"Previous {known.label.lower()}", known.options, open=known.open)


def _business(name: str, label: str) -> Field:
    return Field(name, Type.NUMBER, label, operators=ELAPSED_OPERATORS)


BUSINESS_HOURS: Final = (
    _business("business_hours_since_created", "Business hours since created"),
    _business("business_hours_since_updated", "Business hours since updated"),
    _business("business_hours_since_status_change", "Business hours since the status changed"),
    _business("business_hours_since_customer_reply", "Business hours since the customer wrote"),
    _business("business_hours_since_agent_reply", "Business hours since an agent wrote to the customer"),
    _business("business_hours_since_last_message", "Business hours since the last message"),
)
"""Open time by the calendar of the ticket's policy; by the wall where it has neither."""


def _options(words: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(word, word.replace("_", " ").capitalize()) for word in words)


_ACTORS: Final = ("person", "guest", "rule", "mail", "plugin", "sync", "service", "system")
EVENT_FIELDS: Final = (
    Field("message_author", Type.CHOICE, "Author of the message", _options(("customer", "agent", "system"))),
    Field("message_text", Type.TEXT, "Text of the message"),
    Field("message_automatic", Type.BOOLEAN, "The message was written by a machine"),
    Field("actor_kind", Type.CHOICE, "Done by", _options(_ACTORS), _ALWAYS),
    Field("clock_metric", Type.CHOICE, "Metric of the clock", _options(METRICS)),
    Field("clock_threshold", Type.TEXT, "Threshold of the warning"),
)
_PREVIOUS: Final[Mapping[str, str]] = {
    "previous_status": "status",
    "previous_priority": "priority",
    "previous_assignee": "assignee",
    "previous_department": "department",
}
OF_EVENTS: Final = frozenset({*_PREVIOUS, *(each.name for each in EVENT_FIELDS)})
"""The fields that only an event has: absent where time called for a rule."""


class FieldBook:
    """What this process knows of the words of `tickets`, asked for anew when it is older than `KEPT_SECONDS`."""

    def __init__(self, source: DescribesFields) -> None:
        self._source = source
        self._words: Words | None = None
        self._read_at = 0.0

    async def known(self) -> Words:
        """May be a little old: who refuses something by it asks `present` first. Raises Unavailable."""
        if self._words is None or time.monotonic() - self._read_at > KEPT_SECONDS:
            return await self.present()
        return self._words

    async def present(self) -> Words:
        """As it is now. Raises Unavailable."""
        told = await self._source.describe_fields()
        self._words, self._read_at = read_words(told), time.monotonic()
        return self._words


def read_words(told: tickets_pb2.DescribeFieldsResponse) -> Words:
    """The answer of `tickets` as a catalogue."""
    plain = json_format.MessageToDict(told, preserving_proto_field_name=True)
    fields = [described(each) for each in plain.get("fields", ())]
    actions = tuple(
        {"type": each["type"], "label": each.get("label", ""), "parameters": _whole(each.get("parameters", {}))}
        for each in plain.get("actions", ())
    )
    return Words(Catalogue.of(fields), actions)


def _whole(value: Any) -> Any:
    """Numbers as they were before they travelled: on the way there are only floats."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def shown_fields(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The catalogue as it is served; fields of hours by the calendar say so."""
    return [_shown(each) for each in catalogue]


def _shown(field: Field) -> dict[str, Any]:
    plain = describe(field)
    anchor = BUSINESS_ANCHORS.get(field.name)
    return {**plain, "business_hours_since": anchor} if anchor else plain
