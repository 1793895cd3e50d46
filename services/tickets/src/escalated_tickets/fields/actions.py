"""The vocabulary of actions as data: for who builds rules and macros, here and in `sla`."""

from functools import lru_cache
from typing import Any, get_args

from escalated_tickets.actions.schemas import AnyAction


@lru_cache(maxsize=1)
def described_actions() -> tuple[dict[str, Any], ...]:
    """Every action with the JSON schema of its flat shape, `type` included."""
    described = []
    for shape in get_args(AnyAction):
        (name,) = get_args(shape.model_fields["type"].annotation)
        label = name.replace("_", " ").capitalize()
        described.append({"type": name, "label": label, "parameters": shape.model_json_schema()})
    return tuple(described)
