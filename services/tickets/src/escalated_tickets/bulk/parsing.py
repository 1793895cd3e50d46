"""The action of a bulk change as it comes in: one of the vocabulary, or an act on the whole ticket."""

from collections.abc import Mapping, Sequence
from typing import Any

from escalated_chassis.errors import FieldError, Invalid, invalid
from escalated_tickets.actions.schemas import parse_actions, stored
from escalated_tickets.bulk.rules import WHOLE


def parse_action(given: Mapping[str, Any]) -> dict[str, Any]:
    """The action as it is kept. Raises Invalid with pointers below `/action`."""
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in WHOLE:
        try:
            return stored(parse_actions([given])[0])
        except Invalid as problem:
            raise Invalid(problem.detail, errors=below_action(problem.errors)) from None
    unknown = sorted(set(given) - WHOLE[kind] - {"type"})
    if unknown:
        raise invalid(f"/action/{unknown[0]}", "unknown_field", f"{kind} takes no {unknown[0]}.")
    for name in WHOLE[kind]:
        value = given.get(name)
        if not isinstance(value, str) or not 1 <= len(value) <= 50 or "\x00" in value:
            raise invalid(f"/action/{name}", "required", f"{kind} needs {name}.")
    return dict(given)


def below_action(errors: Sequence[FieldError]) -> list[FieldError]:
    """Pointers to the only action of a list, as pointers into the body of a bulk change."""
    return [FieldError(each.pointer.replace("/actions/0", "/action", 1), each.code, each.detail) for each in errors]
