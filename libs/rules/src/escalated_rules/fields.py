"""What conditions can be about: fields, their types, and the operators that each type has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final


class Type(StrEnum):
    """How a field's values look, here and in `evaluation.py`.

    text: str. choice: str, one of the options. number: int, float. duration: seconds, or a timedelta. boolean: bool.
    date: a day, `datetime.date`. time: an instant, an aware `datetime`. list: several str of the options.
    person: an id as str. people: several of them. A value that is absent is None.
    """

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DURATION = "duration"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    LIST = "list"
    PERSON = "person"
    PEOPLE = "people"


_PRESENCE: Final = ("is_set", "is_empty")
_ORDERED: Final = ("<", "<=", ">", ">=", "is", "between", *_PRESENCE)
_SEVERAL: Final = ("contains_any", "contains_all", "contains_none", *_PRESENCE)
_ONE_OF: Final = ("is", "is_not", "in", "not_in", *_PRESENCE)
OPERATORS: Final[Mapping[Type, tuple[str, ...]]] = {
    Type.TEXT: ("is", "is_not", "contains", "not_contains", "starts_with", *_PRESENCE),
    Type.CHOICE: _ONE_OF,
    Type.NUMBER: _ORDERED,
    Type.DURATION: _ORDERED,
    Type.BOOLEAN: ("is",),
    Type.DATE: _ORDERED,
    Type.TIME: _ORDERED,
    Type.LIST: _SEVERAL,
    Type.PERSON: _ONE_OF,
    Type.PEOPLE: _SEVERAL,
}
# No instant is ever exactly so many hours ago.
ELAPSED_OPERATORS: Final = ("<", "<=", ">", ">=", "between")
# Operators that take no value.
VALUELESS: Final = frozenset(_PRESENCE)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values that a choice or a list may have; a condition may name it by its label too."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A number of hours that is no value of its own: between the instant `of` another field and now.

    `ahead`: counted until that instant instead of since it.
    """

    of: str
    ahead: bool = False


@dataclass(frozen=True, eq=False)
class Field:
    """A field of the catalogue. `options` close a choice or a list: other values are refused.

    `operators`: fewer than the type has. `open`: a choice or list whose values are not known beforehand.
    """

    name: str
    type: Type
    label: str = ""
    options: tuple[Option, ...] = ()
    operators: tuple[str, ...] = ()
    elapsed: Elapsed | None = None
    open: bool = False
    # What the owner of the catalogue keeps with it, such as where the value lies; never looked at here.
    source: Any = None

    def __post_init__(self) -> None:
        if not self.operators:
            known = ELAPSED_OPERATORS if self.elapsed else OPERATORS[self.type]
            object.__setattr__(self, "operators", known)
        foreign = set(self.operators) - set(OPERATORS[self.type])
        if foreign:
            raise ValueError(f"{self.name}: {self.type} has no operators {sorted(foreign)}")

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """What may be written for a value, to the value; values come before labels."""
        labels = {option.label.lower(): option.value for option in reversed(self.options)}
        return labels | {option.value: option.value for option in self.options}

    def option(self, text: str) -> str | None:
        """The value that a text names, by itself or by its label in whatever case; None: none."""
        if self.open:
            return text
        return self._by_name.get(text) or self._by_name.get(text.lower())


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The fields that conditions may name."""

    fields: Mapping[str, Field] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Iterable[Field]) -> "Catalogue":
        """Raises ValueError where two have one name, or where hours count from a field that is no time."""
        named: dict[str, Field] = {}
        for each in fields:
            if each.name in named:
                raise ValueError(f"two fields are called {each.name!r}")
            named[each.name] = each
        for each in named.values():
            if each.elapsed and (each.elapsed.of not in named or named[each.elapsed.of].type is not Type.TIME):
                raise ValueError(f"{each.name}: {each.elapsed.of!r} is no field with instants")
        return cls(named)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def get(self, name: str) -> Field | None:
        return self.fields.get(name)


def describe(one: Field) -> dict[str, Any]:
    """A field as plain JSON: what a catalogue is served as."""
    plain: dict[str, Any] = {
        "name": one.name,
        "type": one.type.value,
        "label": one.label,
        "operators": list(one.operators),
        "options": [{"value": option.value, "label": option.label} for option in one.options],
        "open": one.open,
    }
    if one.elapsed:
        plain["elapsed"] = {"of": one.elapsed.of, "ahead": one.elapsed.ahead}
    return plain


def described(plain: Mapping[str, Any]) -> Field:
    """The field that `describe` told of. Raises ValueError or KeyError for what is no description."""
    elapsed = plain.get("elapsed")
    return Field(
        plain["name"],
        Type(plain["type"]),
        plain.get("label", ""),
        tuple(Option(option["value"], option.get("label", "")) for option in plain.get("options", ())),
        tuple(plain.get("operators", ())),
        Elapsed(elapsed["of"], bool(elapsed.get("ahead", False))) if elapsed else None,
        bool(plain.get("open", False)),
    )
