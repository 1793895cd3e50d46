"""What the product's forms carry, and what of the API it means."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from escalated_chassis.errors import invalid
from escalated_chassis.http.page_posts import PagePost
from escalated_tickets.bulk.rules import MOST_TICKETS
from escalated_tickets.bulk.schemas import BulkIn
from escalated_tickets.macros.schemas import ApplyMacro
from escalated_tickets.ratings.schemas import Comment, RatingIn, Score

Value = Annotated[str, StringConstraints(max_length=200)]


def _named(kind: str, field: str) -> Callable[[list[str]], dict[str, Any]]:
    """An action that takes one value."""

    def action(values: list[str]) -> dict[str, Any]:
        if len(values) != 1:
            raise invalid("/value", "one_value", f"{kind} takes one value.")
        return {"type": kind, field: values[0]}

    return action


def _assign(values: list[str]) -> dict[str, Any]:
    """To nobody where nobody is named."""
    return _named("assign", "assignee_id")(values) if values else {"type": "unassign"}


_ACTIONS: Final[dict[str, Callable[[list[str]], dict[str, Any]]]] = {
    "assign": _assign,
    "status": _named("set_status", "status"),
    "priority": _named("set_priority", "priority"),
    "department": _named("set_department", "department_id"),
    "tag": lambda values: {"type": "add_tag", "tags": values},
    "close": lambda _values: {"type": "set_status", "status": "closed"},
    "delete": lambda _values: {"type": "delete"},
}


class Press(PagePost):
    """A button alone."""


class BulkPost(PagePost):
    """`action` is one of the product's words, `value` what it takes: a person, a status, a priority, names of tags."""

    ticket_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_TICKETS)]
    action: Annotated[str, StringConstraints(max_length=50)]
    value: Value | Annotated[list[Value], Field(max_length=50)] | None = None

    def as_bulk(self) -> BulkIn:
        """Raises Invalid for a word that is none, or a number of values that it does not take."""
        if self.action not in _ACTIONS:
            raise invalid("/action", "unknown_action", f"An action is one of {', '.join(_ACTIONS)}.")
        given = self.value if isinstance(self.value, list) else [self.value or ""]
        return BulkIn(ids=self.ticket_ids, action=_ACTIONS[self.action]([each for each in given if each]))


class MacroPost(PagePost):
    macro_id: UUID

    def as_macro(self) -> ApplyMacro:
        return ApplyMacro(macro_id=self.macro_id)


class RatingPost(PagePost):
    """`rating` is the product's word for `score`."""

    rating: Score | None = None
    score: Score | None = None
    comment: Comment = ""

    @model_validator(mode="after")
    def _one_score(self) -> Self:
        if (self.rating is None) == (self.score is None):
            raise ValueError("give rating, from 1 to 5")
        return self

    def as_rating(self) -> RatingIn:
        return RatingIn(score=self.rating if self.score is None else self.score, comment=self.comment)
