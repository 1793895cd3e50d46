"""Checks the value of a condition against its field, and brings it into the one form that is kept."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, Final
from uuid import UUID

from escalated_rules.conditions import ME, NONE
from escalated_rules.fields import Field, Type

LONGEST_TEXT: Final = 500
MOST_VALUES: Final = 100
# More hours than a century has, and numbers that every store keeps exactly enough.
MOST_HOURS: Final = 1_000_000
MOST: Final = 10**15
# Instants stay in years in which one can still reckon a century on and back.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LISTS: Final = frozenset({"in", "not_in", "contains_any", "contains_all", "contains_none"})


class BadValue(Exception):
    """What is wrong with a value; `pointer` leads on from the value itself."""

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.code, self.detail, self.pointer = code, detail, pointer


def read_value(field: Field, operator: str, value: Any, *, me: bool) -> Any:
    """The value as it is kept: a scalar, or a tuple of them. Raises BadValue."""
    read = _reader(field, me=me, alone=operator in ("is", "is_not"))
    if operator in _LISTS:
        return _several(value, read)
    if operator == "between":
        return _between(value, read, field)
    return read(value)


def _several(value: Any, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value:
        raise BadValue("bad_type", "A list with at least one value.")
    if len(value) > MOST_VALUES:
        raise BadValue("too_many", f"At most {MOST_VALUES} values.")
    return tuple(dict.fromkeys(_at(f"/{index}", each, read) for index, each in enumerate(value)))


def _between(value: Any, read: Callable[[Any], Any], field: Field) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadValue("bad_type", "Two values: the lowest and the highest.")
    low, high = (_at(f"/{index}", each, read) for index, each in enumerate(value))
    low_key, high_key = (read_time(each) if field.type is Type.TIME else each for each in (low, high))
    if _start(low_key) > _start(high_key):
        raise BadValue("bad_order", "The lowest value comes first.")
    return low, high


def _start(value: Any) -> Any:
    """A day and an instant compared: the day by its beginning."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value


def _at(pointer: str, value: Any, read: Callable[[Any], Any]) -> Any:
    try:
        return read(value)
    except BadValue as error:
        raise BadValue(error.code, error.detail, pointer + error.pointer) from None


def _reader(field: Field, *, me: bool, alone: bool) -> Callable[[Any], Any]:
    if field.type in (Type.CHOICE, Type.LIST):
        return lambda value: _option(field, value)
    if field.type in (Type.PERSON, Type.PEOPLE):
        # Among many people there is no "none": that is `is_empty`.
        return lambda value: _person(value, me=me, none=field.type is Type.PERSON)
    if field.elapsed:
        return _hours
    if field.type is Type.TIME:
        return lambda value: _time(value, day_only=alone)
    return _READERS[field.type]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue("bad_type", "A text.")
    if not value or len(value) > LONGEST_TEXT:
        raise BadValue("bad_length", f"1 to {LONGEST_TEXT} characters.")
    if not storable(value):
        raise BadValue("bad_value", "No NUL character and no half of a character.")
    return value


def storable(text: str) -> bool:
    """Whether a store of UTF-8 takes it."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _option(field: Field, value: Any) -> str:
    text = _text(value)
    known = field.option(text)
    if known is None:
        raise BadValue("unknown_value", f"{text[:100]!r} is no {field.label or field.name}.")
    return known


def _person(value: Any, *, me: bool, none: bool) -> str:
    words = ([ME] if me else []) + ([NONE] if none else [])
    if isinstance(value, str):
        if value in words:
            return value
        with suppress(ValueError):
            return str(UUID(value))
    raise BadValue("bad_id", " or ".join(["A person's id", *(repr(word) for word in words)]) + ".")


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise BadValue("bad_type", "A number.")
    if abs(value) > MOST:
        raise BadValue("out_of_range", f"Between -{MOST} and {MOST}.")
    return value


def _hours(value: Any) -> int | float:
    hours = _number(value)
    if abs(hours) > MOST_HOURS:
        raise BadValue("out_of_range", f"At most {MOST_HOURS} hours.")
    return hours


def _duration(value: Any) -> int | float:
    """Seconds, or a number with its unit: "90m", "1.5h", "2d"."""
    if not isinstance(value, str):
        return _number(value)
    number, unit = value[:-1].strip(), value[-1:]
    try:
        return _number(float(number) * _SECONDS[unit])
    except (ValueError, KeyError):
        raise BadValue("bad_value", 'Seconds, or a number with s, m, h or d, such as "90m".') from None


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue("bad_type", "true or false.")
    return value


def _date(value: Any) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue("bad_value", "A day, such as 2026-01-31.")
    return day.isoformat()


def _time(value: Any, *, day_only: bool) -> str:
    if isinstance(value, str) and len(value) == 10:
        return _date(value)
    try:
        moment = read_time(value) if isinstance(value, str) and not day_only else None
    except (ValueError, OverflowError):
        moment = None
    if not isinstance(moment, datetime) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        more = "" if day_only else ", or an instant with its offset, such as 2026-01-31T12:00:00Z"
        raise BadValue("bad_value", f"A day, such as 2026-01-31{more}.")
    return moment.isoformat()


def read_time(text: str) -> date | datetime:
    """A day, or an instant in UTC. Raises ValueError for one without an offset."""
    if len(text) == 10:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC)


_READERS: Final[dict[Type, Callable[[Any], Any]]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.DURATION: _duration,
    Type.BOOLEAN: _boolean,
    Type.DATE: _date,
}
