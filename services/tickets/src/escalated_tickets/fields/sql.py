"""The SQL twin of the evaluator: conditions over the ticket's row. A property test holds the two together.

What is absent is NULL here and matches nothing: inside `all` and `any` NULL does no harm, and an opposite asks
whether the thing `IS NOT TRUE`, which holds for what is absent.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Numeric,
    SmallInteger,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    collate,
    func,
    literal_column,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_tickets.fields.where import Branch, Leaf
from escalated_tickets.tickets.models import TIME, tickets

Expression = ColumnElement[Any]
_c = tickets.c
_TYPES: Final[dict[str, Any]] = {
    "text": Text,
    "word": Text,
    "weight": SmallInteger,
    "id": Uuid,
    "ids": Uuid,
    "number": Numeric,
    "time": TIME,
    "custom_text": Text,
    "custom_choice": Text,
    "custom_date": Text,
    "custom_number": Numeric,
    "custom_list": Text,
}
_JSON_TYPES: Final = {
    "custom_text": "string",
    "custom_choice": "string",
    "custom_date": "string",
    "custom_number": "number",
    "custom_boolean": "boolean",
    "custom_list": "array",
}
# Lower case by Unicode's own table, whatever the database's locale: as `escalated_rules.evaluation.fold`.
_FOLDING: Final = "pg_c_utf8"


def condition_of(branch: Branch) -> ColumnElement[bool]:
    """Whether the row meets the conditions. Never NULL where it stands in an opposite."""
    members = [condition_of(each) if isinstance(each, Branch) else _leaf(each) for each in branch.members]
    if branch.quantifier == "all":
        return and_(true(), *members)
    either = or_(*members)
    return either if branch.quantifier == "any" else either.is_not(true())


def _leaf(leaf: Leaf) -> ColumnElement[bool]:
    condition = _FORMS[leaf.form](leaf, _column(leaf))
    return condition.is_not(true()) if leaf.negated else condition


def _column(leaf: Leaf) -> Expression:
    if leaf.column:
        return _c[leaf.column]
    key = bindparam(f"c{leaf.number}_key", type_=Text)
    value: Expression = _c.custom_fields.op("->", return_type=JSONB())(key)
    text: Expression = _c.custom_fields.op("->>", return_type=Text())(key)
    # A value of another type, from before the field was what it is, is none.
    fits = func.jsonb_typeof(value) == literal_column(f"'{_JSON_TYPES[leaf.kind]}'")
    if leaf.kind == "custom_list":
        return case((fits, value))
    if leaf.kind == "custom_number":
        return case((fits, cast(text, Numeric)))
    if leaf.kind == "custom_date":
        return collate(case((fits, text)), "C")
    return case((fits, text))


def _value(leaf: Leaf, suffix: str = "") -> Expression:
    return bindparam(f"c{leaf.number}{suffix}", type_=_TYPES[leaf.kind])


def _values(leaf: Leaf) -> Expression:
    return bindparam(f"c{leaf.number}", type_=ARRAY(_TYPES[leaf.kind]))


def _folded(column: Expression) -> Expression:
    return func.lower(collate(column, _FOLDING))


def _set(leaf: Leaf, column: Expression) -> ColumnElement[bool]:
    if leaf.kind == "ids":
        return func.cardinality(column) > literal_column("0")
    if leaf.kind == "custom_list":
        return func.jsonb_array_length(column) > literal_column("0")
    if leaf.kind in ("text", "word", "custom_text", "custom_choice"):
        return column != literal_column("''")
    return column.is_not(None)


def _true(leaf: Leaf, column: Expression) -> ColumnElement[bool]:
    if leaf.kind == "filled":
        return column.is_not(None)
    if leaf.kind == "unanswered":
        answered_at = _c.last_agent_message_at
        return and_(column.is_not(None), or_(answered_at.is_(None), column > answered_at))
    return column == literal_column("'true'")


def _any_of(leaf: Leaf, column: Expression) -> ColumnElement[bool]:
    if leaf.kind == "custom_list":
        return column.op("?|", is_comparison=True)(_values(leaf))
    return column.op("&&", is_comparison=True)(_values(leaf))


def _all_of(leaf: Leaf, column: Expression) -> ColumnElement[bool]:
    if leaf.kind == "custom_list":
        return column.op("?&", is_comparison=True)(_values(leaf))
    return column.op("@>", is_comparison=True)(_values(leaf))


_FORMS: Final[dict[str, Callable[[Leaf, Expression], ColumnElement[bool]]]] = {
    "set": _set,
    "true": _true,
    "null": lambda _leaf, column: column.is_(None),
    "among": lambda leaf, column: column == any_(_values(leaf)),
    "among_or_null": lambda leaf, column: or_(column == any_(_values(leaf)), column.is_(None)),
    "same": lambda leaf, column: _folded(column) == _value(leaf),
    "contains": lambda leaf, column: func.strpos(_folded(column), _value(leaf)) > literal_column("0"),
    "starts": lambda leaf, column: func.starts_with(_folded(column), _value(leaf)),
    "lt": lambda leaf, column: column < _value(leaf),
    "le": lambda leaf, column: column <= _value(leaf),
    "gt": lambda leaf, column: column > _value(leaf),
    "ge": lambda leaf, column: column >= _value(leaf),
    "eq": lambda leaf, column: column == _value(leaf),
    "between": lambda leaf, column: and_(column >= _value(leaf), column <= _value(leaf, "_to")),
    "from": lambda leaf, column: column >= _value(leaf),
    "until": lambda leaf, column: column < _value(leaf, "_to"),
    "within": lambda leaf, column: and_(column >= _value(leaf), column < _value(leaf, "_to")),
    "any_of": _any_of,
    "all_of": _all_of,
}
