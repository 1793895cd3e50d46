"""The actions of a rule: those of `tickets`, which checks them itself, and three that sla does by itself.

An action is flat JSON: `{"type": "delay", "hours": 2}`.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from math import isfinite
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from escalated.tickets.v1 import types_pb2
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from escalated_chassis.errors import FieldError
from escalated_chassis.http.schemas import Schema
from escalated_rules.values import storable

MOST_ACTIONS: Final = 50
LONGEST_DELAY: Final = timedelta(days=90)
CALLS_WEBHOOKS: Final = "webhooks:manage"
"""What it takes to have `call_webhook` done, by hand or by a rule that one saves."""
_DEEPEST: Final = 10
_CODES: Final = {"missing": "required", "extra_forbidden": "unknown_field"}

Amount = Annotated[float, Field(gt=0, le=LONGEST_DELAY / timedelta(minutes=1))]


class SetSlaPolicy(Schema):
    """The policy that applies whatever the conditions of others say; null lets them choose again."""

    type: Literal["set_sla_policy"]
    policy_id: UUID | None


class Delay(Schema):
    """What follows is done later, if the conditions still hold then: at most 90 days."""

    type: Literal["delay"]
    minutes: Amount | None = None
    hours: Amount | None = None
    days: Amount | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        given = [each for each in (self.minutes, self.hours, self.days) if each is not None]
        if len(given) != 1:
            raise ValueError("give one of minutes, hours and days")
        if self.length > LONGEST_DELAY:
            raise ValueError(f"at most {LONGEST_DELAY.days} days")
        return self

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes or 0, hours=self.hours or 0, days=self.days or 0)


class Stop(Schema):
    """No rule that stands behind this one, of whatever kind, runs for the same occasion."""

    type: Literal["stop"]


OwnAction = SetSlaPolicy | Delay | Stop
_SHAPES: Final[Mapping[str, type[OwnAction]]] = {"set_sla_policy": SetSlaPolicy, "delay": Delay, "stop": Stop}
OWN: Final = frozenset(_SHAPES)
"""The actions that sla does; all others go to `tickets`."""
_OWN_ACTION: Final[TypeAdapter[OwnAction]] = TypeAdapter(Annotated[OwnAction, Field(discriminator="type")])


def delay_of(action: Mapping[str, Any]) -> timedelta:
    """How long a `delay` waits."""
    return Delay.model_validate(action).length


@lru_cache(maxsize=1)
def described_own() -> tuple[dict[str, Any], ...]:
    """sla's own actions, described as `tickets` describes its own."""
    labels = {"set_sla_policy": "Set SLA policy"}
    return tuple(
        {
            "type": name,
            "label": labels.get(name, name.replace("_", " ").capitalize()),
            "parameters": shape.model_json_schema(),
        }
        for name, shape in _SHAPES.items()
    )


def mistakes_in(actions: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """What is wrong with actions as far as sla can tell: their form, its own actions, and their order."""
    errors = [error for index, action in enumerate(actions) for error in _form(index, action)]
    return errors or _order(actions)


def _form(index: int, action: Mapping[str, Any]) -> list[FieldError]:
    at = f"/actions/{index}"
    if not isinstance(action.get("type"), str):
        return [FieldError(f"{at}/type", "required", "An action has a type.")]
    if not _keepable(action):
        return [FieldError(at, "bad_value", f"Texts without NUL, finite numbers, at most {_DEEPEST} deep.")]
    if action["type"] not in OWN:
        return []
    try:
        _OWN_ACTION.validate_python(action)
    except ValidationError as refused:
        return [_error(at, each) for each in refused.errors(include_url=False)]
    return []


def _error(at: str, error: Any) -> FieldError:
    place = "".join(f"/{step}" for step in error["loc"][1:])
    return FieldError(at + place, _CODES.get(error["type"], error["type"]), error["msg"])


def _keepable(value: Any, depth: int = 0) -> bool:
    """Whether it can be stored and sent as it is."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return all(storable(key) and _keepable(each, depth + 1) for key, each in value.items())
    if isinstance(value, list):
        return all(_keepable(each, depth + 1) for each in value)
    return not isinstance(value, float) or isfinite(value)


def _order(actions: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    kinds = [action["type"] for action in actions]
    errors = []
    if "stop" in kinds[:-1]:
        errors.append(FieldError(f"/actions/{kinds.index('stop')}", "not_last", "`stop` is the last action."))
    if "stop" in kinds and "delay" in kinds[: kinds.index("stop")]:
        detail = "`stop` is for the moment in which the rule runs: it stands behind no delay."
        errors.append(FieldError(f"/actions/{kinds.index('stop')}", "after_delay", detail))
    if kinds[-1:] == ["delay"]:
        errors.append(FieldError(f"/actions/{len(kinds) - 1}", "nothing_follows", "After a delay something is done."))
    return errors


def for_tickets(actions: Sequence[Mapping[str, Any]]) -> list[types_pb2.Action]:
    """The actions that `tickets` does, in their order, as messages."""
    return [action_message(each) for each in actions if each["type"] not in OWN]


def places_for_tickets(actions: Sequence[Mapping[str, Any]]) -> list[int]:
    """Where the actions that `tickets` does stand among all."""
    return [index for index, each in enumerate(actions) if each["type"] not in OWN]


def action_message(action: Mapping[str, Any]) -> types_pb2.Action:
    params = Struct()
    json_format.ParseDict({name: value for name, value in action.items() if name != "type"}, params)
    return types_pb2.Action(type=action["type"], params=params)
