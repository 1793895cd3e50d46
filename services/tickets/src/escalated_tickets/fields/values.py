"""The values of a ticket as conditions compare them: the evaluator's side of what `sql.py` asks of the row."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from escalated_rules import Catalogue, Type
from escalated_tickets.fields.catalogue import Source
from escalated_tickets.tickets.state import TicketState

# What JSON of a custom field must be; a value of before the field was defined so is as good as none.
_JSON: Final[Mapping[str, tuple[type, ...]]] = {
    Type.TEXT: (str,),
    Type.CHOICE: (str,),
    Type.DATE: (str,),
    Type.NUMBER: (int, float),
    Type.BOOLEAN: (bool,),
    Type.LIST: (list,),
}


def values_of(state: TicketState, catalogue: Catalogue) -> dict[str, Any]:
    """By the fields' names; fields of hours are reckoned by the evaluator."""
    return {each.name: _value(each.source, state) for each in catalogue if each.elapsed is None}


def _value(source: Source, state: TicketState) -> Any:
    if source.kind == "custom":
        return _custom(state.custom_fields.get(source.column), source.custom)
    value = getattr(state, source.column)
    if source.kind == "weight":
        return state.priority_name
    if source.kind == "filled":
        return value is not None
    if source.kind == "unanswered":
        answered_at = state.last_agent_message_at
        return value is not None and (answered_at is None or value > answered_at)
    if source.kind == "id":
        return None if value is None else str(value)
    return [str(each) for each in value] if source.kind == "ids" else value


def _custom(value: Any, kind: str) -> Any:
    if not isinstance(value, _JSON[kind]) or (isinstance(value, bool) and kind != Type.BOOLEAN):
        return None
    if kind != Type.DATE:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
