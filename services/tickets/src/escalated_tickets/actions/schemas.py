"""The vocabulary: every action with its parameters, in the one JSON shape that rules, macros and bulk changes use.

An action is flat: `{"type": "set_priority", "priority": "high"}`. What it names (a tag, an agent) is looked up by
`checks.py` when it is saved and by `steps.py` when it is done.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import CoreSchema

from escalated_chassis.errors import FieldError, Invalid, invalid
from escalated_chassis.http.schemas import Schema
from escalated_tickets.snooze.rules import Preset

MOST_ACTIONS: Final = 50

Slug = Annotated[str, StringConstraints(min_length=1, max_length=50)]
TagName = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f,]+$")]
ActionBody = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]+$")]
Format = Literal["markdown", "html"]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def _id_or_me(value: Any, handler: ValidatorFunctionWrapHandler) -> UUID | Literal["me"]:
    """One error for both: what refused the one and what refused the other says less."""
    try:
        checked: UUID | Literal["me"] = handler(value)
    except ValidationError:
        raise ValueError("this is no id, nor `me`") from None
    return checked


PersonOrMe = Annotated[UUID | Literal["me"], WrapValidator(_id_or_me)]


class SetStatus(Schema):
    """Moves along the transition table."""

    type: Literal["set_status"]
    status: Slug


class SetPriority(Schema):
    type: Literal["set_priority"]
    priority: Literal["low", "medium", "high", "urgent", "critical"]


class SetType(Schema):
    # `type` is the action's own name, so the ticket's is `ticket_type` here.
    type: Literal["set_type"]
    ticket_type: Literal["question", "problem", "incident", "task"]


class Assign(Schema):
    """`me` is whoever applies it; for a rule that is nobody."""

    type: Literal["assign"]
    assignee_id: PersonOrMe


class Unassign(Schema):
    type: Literal["unassign"]


class AssignRoundRobin(Schema):
    """Gives a ticket that nobody has to whose turn it is in its department."""

    type: Literal["assign_round_robin"]


class SetDepartment(Schema):
    """None takes the ticket out of its department."""

    type: Literal["set_department"]
    department_id: UUID | None = None


class _Tags(Schema):
    tag: TagName | None = None
    tags: Annotated[list[TagName], Field(max_length=50)] | None = None
    tag_ids: Annotated[list[UUID], Field(max_length=50)] | None = Field(
        default=None, description="What a macro keeps: tags that must be there, whatever they are called by now"
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.names or self.tag_ids):
            raise ValueError("name a tag")
        return self

    @property
    def names(self) -> list[str]:
        return [*([self.tag] if self.tag else ()), *(self.tags or ())]


class AddTag(_Tags):
    """By name: a name that is new makes a new tag, except in macros."""

    type: Literal["add_tag"]


class RemoveTag(_Tags):
    type: Literal["remove_tag"]


class AddNote(Schema):
    """`body` may have the variables of canned responses."""

    type: Literal["add_note"]
    body: ActionBody
    format: Format = "markdown"


class Reply(Schema):
    """Writes to the customer; a person's reply counts as their answer, a rule's is automatic.

    `body` may have the variables of canned responses.
    """

    type: Literal["reply"]
    body: ActionBody
    format: Format = "markdown"


class AddFollower(Schema):
    type: Literal["add_follower"]
    person_id: PersonOrMe


class Escalate(Schema):
    """Raises the level; the status becomes `escalated` where that is allowed."""

    type: Literal["escalate"]
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class Notify(Schema):
    """Tells people by id, or by what they are to the ticket: by mail, and webhooks that hear of it.

    `channels`: by these alone. The channel `webhook` by itself needs nobody.
    """

    type: Literal["notify"]
    person_ids: Annotated[list[UUID], Field(max_length=50)] = []
    roles: Annotated[list[Literal["assignee", "followers", "department"]], Field(max_length=3)] = []
    channels: Annotated[list[Literal["email", "webhook"]], Field(max_length=2)] = []
    message: Annotated[str, StringConstraints(max_length=1_000)] = ""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.person_ids or self.roles or self.channels == ["webhook"]):
            raise ValueError("name person_ids or roles, or webhook as the only channel")
        return self


class CallWebhook(Schema):
    """Calls one webhook of the desk's, whatever it hears of otherwise; `webhooks:manage` is what it takes."""

    type: Literal["call_webhook"]
    webhook_id: UUID
    message: Annotated[str, StringConstraints(max_length=1_000)] = ""


class SetCustomField(Schema):
    """None takes the value out."""

    type: Literal["set_custom_field"]
    field: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    value: JsonValue = None


class SnoozeAction(Schema):
    """Until a time, or for a preset counted from when it is applied."""

    type: Literal["snooze"]
    until: AwareDatetime | None = None
    preset: Preset | None = None
    zone: Zone | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.until is None) == (self.preset is None):
            raise ValueError("give either until or preset")
        return self


AnyAction = (
    SetStatus
    | SetPriority
    | SetType
    | Assign
    | Unassign
    | AssignRoundRobin
    | SetDepartment
    | AddTag
    | RemoveTag
    | AddNote
    | Reply
    | AddFollower
    | Escalate
    | Notify
    | CallWebhook
    | SnoozeAction
    | SetCustomField
)
ActionIn = Annotated[AnyAction, Field(discriminator="type")]
# Those that say who has the ticket: beside them, a change of department assigns nobody by itself.
ASSIGNING: Final = frozenset({"assign", "unassign", "assign_round_robin"})


class _Documented:
    """Has the document show the vocabulary, while what comes in is checked by `parse_actions`, with its pointers."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(TypeAdapter(list[ActionIn]).core_schema) | {"minItems": 1, "maxItems": MOST_ACTIONS}


ActionsIn = Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ACTIONS), _Documented()]

_ADAPTER: Final[TypeAdapter[AnyAction]] = TypeAdapter(ActionIn)
# What the word of an error is here, as over HTTP.
_CODES: Final = {"missing": "required", "extra_forbidden": "unknown_field", "union_tag_invalid": "unknown_action"}


def parse_actions(actions: Sequence[Mapping[str, Any]]) -> list[AnyAction]:
    """Actions as they are stored, checked in shape.

    Raises Invalid with a JSON pointer for each action or parameter that is none.
    """
    parsed, errors = parse_each(actions)
    if errors:
        raise Invalid("Some actions are refused; `errors` says which.", errors=errors)
    return list(parsed.values())


def parse_each(actions: Sequence[Mapping[str, Any]]) -> tuple[dict[int, AnyAction], list[FieldError]]:
    """The actions that are some, by their place, and what is wrong with the others; more than fifty are refused."""
    if len(actions) > MOST_ACTIONS:
        raise invalid("/actions", "too_many", f"At most {MOST_ACTIONS} actions at once.")
    parsed: dict[int, AnyAction] = {}
    errors: list[FieldError] = []
    for index, action in enumerate(actions):
        try:
            parsed[index] = _ADAPTER.validate_python(action)
        except ValidationError as refused:
            errors += _errors_of(refused, index)
    return parsed, errors


def _errors_of(refused: ValidationError, index: int) -> list[FieldError]:
    """The first step of a place is the action's own name: it is left out."""
    found = []
    for error in refused.errors(include_url=False):
        steps = ["type"] if error["type"].startswith("union_tag") else error["loc"][1:]
        place = "".join(f"/{step}" for step in steps)
        code = _CODES.get(error["type"], error["type"])
        found.append(FieldError(f"/actions/{index}{place}", code, error["msg"]))
    return found


def stored(action: AnyAction) -> dict[str, Any]:
    """The action as JSON, without what was not given."""
    return action.model_dump(mode="json", exclude_unset=True)
