"""What may stand in a custom field: pure, on plain data.

A field belongs to tickets of some departments and types (or of all), may be required at a status, and is visible and
editable to customers or not. Values are JSON: text and textarea a string, number a finite number, date "2026-01-31",
checkbox true or false, select one of its options' values, multiselect several of them.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from escalated_chassis.errors import invalid

FieldType = Literal["text", "textarea", "number", "date", "checkbox", "select", "multiselect"]
TYPES: Final[tuple[FieldType, ...]] = ("text", "textarea", "number", "date", "checkbox", "select", "multiselect")
WITH_OPTIONS: Final = frozenset({"select", "multiselect"})
TEXT_LENGTH: Final = 500
TEXTAREA_LENGTH: Final = 10_000
# What a double holds exactly: beyond it a number would come back as another.
LARGEST: Final = 2**53
# Bytes of all values of a ticket as JSON: each of its events carries them, and one of their change three times.
MOST_BYTES: Final = 32_768


class Bearer(Protocol):
    """What of a ticket decides which fields it has."""

    @property
    def department_id(self) -> UUID | None: ...
    @property
    def type(self) -> str: ...
    @property
    def custom_fields(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Definition:
    """One field. `options` are value and label, in order."""

    id: UUID
    key: str
    label: str
    type: FieldType
    options: tuple[tuple[str, str], ...] = ()
    position: int = 0
    active: bool = True
    visible_to_customers: bool = False
    editable_by_customers: bool = False
    department_ids: frozenset[UUID] = frozenset()
    ticket_types: frozenset[str] = frozenset()
    required_at: frozenset[str] = frozenset()

    def belongs_to(self, ticket: Bearer) -> bool:
        """Whether tickets of this department and type have the field."""
        of_department = not self.department_ids or ticket.department_id in self.department_ids
        return self.active and of_department and (not self.ticket_types or ticket.type in self.ticket_types)


@dataclass(frozen=True)
class FieldBook:
    """Every definition by its key, in the desk's order."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)

    @property
    def customers_edit(self) -> bool:
        """Whether there is any field that customers fill in."""
        return any(each.active and each.editable_by_customers for each in self.definitions.values())

    def shown_to_customers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What of a ticket's values customers may see."""
        return {key: value for key, value in values.items() if self._visible(key)}

    def _visible(self, key: str) -> bool:
        definition = self.definitions.get(key)
        return definition is not None and definition.active and definition.visible_to_customers

    def changes_hidden_only(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether customers would notice nothing of a change of values."""
        return self.shown_to_customers(before) == self.shown_to_customers(after)

    def missing_at(self, ticket: Bearer, status: str) -> list[Definition]:
        """The fields without which this ticket does not enter the status."""
        return [
            each
            for each in self.definitions.values()
            if status in each.required_at and each.belongs_to(ticket) and each.key not in ticket.custom_fields
        ]


def merged_values(
    book: FieldBook, ticket: Bearer, given: Mapping[str, Any], *, as_staff: bool, pointer: str = "/custom_fields"
) -> dict[str, Any]:
    """The ticket's values with the given ones put in; null, a blank text or an empty list takes one out.

    Raises Invalid with a pointer to the field: unknown, not of this ticket, not for customers, or a bad value; and for
    more than `MOST_BYTES` of all values.
    """
    values = dict(ticket.custom_fields)
    for key, value in given.items():
        definition = _definition(book, ticket, key, as_staff=as_staff, pointer=f"{pointer}/{key}")
        if is_empty(value):
            values.pop(key, None)
        else:
            values[key] = checked_value(definition, value, f"{pointer}/{key}")
    if _bytes_of(values) > max(MOST_BYTES, _bytes_of(ticket.custom_fields)):
        raise invalid(pointer, "too_large", f"The custom fields of a ticket have at most {MOST_BYTES} bytes together.")
    return values


def _bytes_of(values: Mapping[str, Any]) -> int:
    return len(json.dumps(values, ensure_ascii=False).encode())


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: a field that is required is not filled in by blanks."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _definition(book: FieldBook, ticket: Bearer, key: str, *, as_staff: bool, pointer: str) -> Definition:
    definition = book.definitions.get(key)
    if definition is None or not (as_staff or definition.visible_to_customers or definition.editable_by_customers):
        raise invalid(pointer, "unknown", f"There is no custom field {key!r}.")
    if not as_staff and not definition.editable_by_customers:
        raise invalid(pointer, "read_only", f"{definition.label} is set by agents.")
    if not definition.belongs_to(ticket):
        raise invalid(
            pointer, "not_applicable", f"{definition.label} is no field of tickets of this department or type."
        )
    return definition


def checked_value(definition: Definition, value: Any, pointer: str) -> Any:
    """The value as it is kept. Raises Invalid that says what would fit."""
    return _CHECKS[definition.type](definition, value, pointer)


def _text(definition: Definition, value: Any, pointer: str) -> str:
    most = TEXT_LENGTH if definition.type == "text" else TEXTAREA_LENGTH
    if not isinstance(value, str) or "\x00" in value:
        raise invalid(pointer, "bad_type", f"{definition.label} is a text.")
    if len(value) > most:
        raise invalid(pointer, "too_long", f"{definition.label} has at most {most} characters.")
    if definition.type == "text" and ("\n" in value or "\r" in value):
        raise invalid(pointer, "too_many_lines", f"{definition.label} is a single line.")
    return value.strip()


def _number(definition: Definition, value: Any, pointer: str) -> float | int:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not fits or abs(value) > LARGEST:
        raise invalid(pointer, "bad_type", f"{definition.label} is a number between -2^53 and 2^53.")
    number: float | int = value
    return number


def _date(definition: Definition, value: Any, pointer: str) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or value != day.isoformat():
        raise invalid(pointer, "bad_type", f"{definition.label} is a date like 2026-01-31.")
    return day.isoformat()


def _checkbox(definition: Definition, value: Any, pointer: str) -> bool:
    if not isinstance(value, bool):
        raise invalid(pointer, "bad_type", f"{definition.label} is true or false.")
    return value


def _select(definition: Definition, value: Any, pointer: str) -> str:
    known = [option for option, _label in definition.options]
    if not isinstance(value, str) or value not in known:
        raise invalid(pointer, "bad_option", f"{definition.label} is one of {', '.join(known)}.")
    return value


def _multiselect(definition: Definition, value: Any, pointer: str) -> list[str]:
    if not isinstance(value, list):
        raise invalid(pointer, "bad_type", f"{definition.label} is a list of its options.")
    chosen = {_select(definition, each, f"{pointer}/{index}") for index, each in enumerate(value)}
    return [option for option, _label in definition.options if option in chosen]


Check = Callable[[Definition, Any, str], Any]
_CHECKS: Final[Mapping[FieldType, Check]] = {
    "text": _text,
    "textarea": _text,
    "number": _number,
    "date": _date,
    "checkbox": _checkbox,
    "select": _select,
    "multiselect": _multiselect,
}
