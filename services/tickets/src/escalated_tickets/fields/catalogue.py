"""The fields of a ticket that conditions may name: in saved views, and in the rules of `sla`, which asks for them.

Custom fields stand beside the others as `custom.<key>`. Statuses, departments and tags are the desk's own: the
catalogue is made from what is there, so a condition on a vanished one is refused where it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from escalated_rules import Catalogue, Elapsed, Field, Option, Type
from escalated_tickets.custom_fields.rules import Definition
from escalated_tickets.statuses.rules import CATEGORIES, SEEDED_BOOK, StatusBook
from escalated_tickets.tickets.state import CHANNELS, PRIORITIES, SLA_STATES, TYPES, TagRef

CUSTOM: Final = "custom."
Kind = Literal["text", "word", "weight", "id", "ids", "number", "time", "filled", "unanswered", "custom"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's value lies: a column of the ticket's row, or a key of its custom fields.

    `filled`: whether there is anything in it. `unanswered`: whether its instant is after the last agent's message.
    """

    kind: Kind
    column: str
    # Of a custom field: the type of its JSON.
    custom: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """What the desk has of its own, by which the catalogue is closed."""

    book: StatusBook = SEEDED_BOOK
    departments: Sequence[tuple[UUID, str]] = ()
    tags: Sequence[TagRef] = ()


@dataclass(frozen=True)
class TicketCatalogue:
    """The catalogue with what it was made from."""

    conditions: Catalogue
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def catalogue_of(vocabulary: Vocabulary) -> TicketCatalogue:
    fields = [*_choices(vocabulary), *_PEOPLE, *_TEXTS, *_TIMES, *_NUMBERS, *_HOURS]
    custom = [_custom(each) for each in vocabulary.book.fields.definitions.values() if each.active]
    return TicketCatalogue(Catalogue.of([*fields, *custom]), vocabulary)


def _choices(vocabulary: Vocabulary) -> Iterable[Field]:
    statuses = tuple(Option(each.slug, each.label) for each in vocabulary.book.statuses.values())
    departments = tuple(Option(str(key), name) for key, name in vocabulary.departments)
    tags = tuple(Option(str(tag.id), tag.name) for tag in vocabulary.tags)
    yield Field("status", Type.CHOICE, "Status", statuses, _ALWAYS, source=Source("word", "status"))
    yield _words("status_category", "Status category", CATEGORIES)
    yield Field("priority", Type.CHOICE, "Priority", _options(PRIORITIES), _ALWAYS, source=Source("weight", "priority"))
    yield _words("type", "Type", TYPES)
    yield _words("channel", "Channel", CHANNELS)
    yield _words("sla_state", "SLA state", SLA_STATES)
    yield Field("department", Type.CHOICE, "Department", departments, source=Source("id", "department_id"))
    yield Field("tags", Type.LIST, "Tags", tags, source=Source("ids", "tag_ids"))


# Every ticket has one: nothing to ask whether it is set.
_ALWAYS: Final = ("is", "is_not", "in", "not_in")
_COUNTED: Final = ("<", "<=", ">", ">=", "is", "between")


def _words(name: str, label: str, words: Sequence[str]) -> Field:
    return Field(name, Type.CHOICE, label, _options(words), _ALWAYS, source=Source("word", name))


def _options(words: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(word, word.replace("_", " ").capitalize()) for word in words)


_PEOPLE: Final = (
    Field("requester", Type.PERSON, "Requester", (), _ALWAYS, source=Source("id", "requester_id")),
    Field("assignee", Type.PERSON, "Assignee", source=Source("id", "assignee_id")),
    Field("follower", Type.PEOPLE, "Followers", source=Source("ids", "follower_ids")),
    Field("participant", Type.PEOPLE, "Participants", source=Source("ids", "participant_ids")),
)
_TEXTS: Final = (
    Field("subject", Type.TEXT, "Subject", source=Source("text", "subject")),
    Field("reference", Type.TEXT, "Reference", source=Source("text", "reference")),
    Field("requester_name", Type.TEXT, "Requester's name", source=Source("text", "requester_name")),
    Field("requester_email", Type.TEXT, "Requester's address", source=Source("text", "requester_email")),
)


def _time(name: str, label: str, column: str, *, always: bool = False) -> Field:
    return Field(name, Type.TIME, label, (), _COUNTED if always else (), source=Source("time", column))


_TIMES: Final = (
    _time("created_at", "Created", "created_at", always=True),
    _time("updated_at", "Updated", "updated_at", always=True),
    _time("status_changed_at", "Status changed", "status_changed_at", always=True),
    _time("resolved_at", "Resolved", "resolved_at"),
    _time("closed_at", "Closed", "closed_at"),
    _time("snoozed_until", "Snoozed until", "snoozed_until"),
    _time("sla_next_due", "Next SLA due time", "sla_next_due_at"),
    _time("last_message_at", "Last message", "last_message_at", always=True),
    _time("last_customer_message_at", "Last message of the customer", "last_customer_message_at"),
    _time("last_agent_message_at", "Last message of an agent", "last_agent_message_at"),
)


def _number(name: str, label: str, *, always: bool = True) -> Field:
    return Field(name, Type.NUMBER, label, (), _COUNTED if always else (), source=Source("number", name))


_NUMBERS: Final = (
    Field("snoozed", Type.BOOLEAN, "Snoozed", source=Source("filled", "snoozed_until")),
    Field(
        "awaiting_reply",
        Type.BOOLEAN,
        "The customer waits for an answer",
        source=Source("unanswered", "last_customer_message_at"),
    ),
    _number("rating", "Rating", always=False),
    _number("escalation_level", "Escalation level"),
    _number("reply_count", "Replies"),
    _number("note_count", "Notes"),
)


def _hours(name: str, label: str, of: str, column: str, *, ahead: bool = False) -> Field:
    return Field(name, Type.NUMBER, label, elapsed=Elapsed(of, ahead), source=Source("time", column))


_HOURS: Final = (
    _hours("hours_since_created", "Hours since created", "created_at", "created_at"),
    _hours("hours_since_updated", "Hours since updated", "updated_at", "updated_at"),
    _hours("hours_since_status_change", "Hours since the status changed", "status_changed_at", "status_changed_at"),
    _hours("hours_since_resolved", "Hours since resolved", "resolved_at", "resolved_at"),
    _hours("hours_since_closed", "Hours since closed", "closed_at", "closed_at"),
    _hours("hours_since_last_message", "Hours since the last message", "last_message_at", "last_message_at"),
    _hours(
        "hours_since_customer_reply",
        "Hours since the customer wrote",
        "last_customer_message_at",
        "last_customer_message_at",
    ),
    _hours(
        "hours_since_agent_reply",
        "Hours since an agent wrote to the customer",
        "last_agent_message_at",
        "last_agent_message_at",
    ),
    _hours("hours_until_due", "Hours until the next SLA due time", "sla_next_due", "sla_next_due_at", ahead=True),
)

_CUSTOM_TYPES: Final = {
    "text": Type.TEXT,
    "textarea": Type.TEXT,
    "number": Type.NUMBER,
    "date": Type.DATE,
    "checkbox": Type.BOOLEAN,
    "select": Type.CHOICE,
    "multiselect": Type.LIST,
}


def _custom(definition: Definition) -> Field:
    kind = _CUSTOM_TYPES[definition.type]
    return Field(
        CUSTOM + definition.key,
        kind,
        definition.label,
        tuple(Option(value, label) for value, label in definition.options),
        source=Source("custom", definition.key, custom=kind.value),
    )
