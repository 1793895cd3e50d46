"""Shapes of bulk changes that cross HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from escalated_chassis.http.schemas import Schema
from escalated_tickets.bulk.rules import MOST_TICKETS
from escalated_tickets.tickets.schemas import TicketFilters


class BulkIn(Schema):
    """Which tickets: `ids`, or those of a `view` or of `filters` now."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_TICKETS)] | None = None
    view: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        default=None, description="Id or slug of a saved view"
    )
    filters: TicketFilters | None = Field(default=None, description="As the parameters of GET /tickets")
    action: dict[str, Any] = Field(
        description="An action of macros in its flat shape, or delete, restore, unsnooze, merge with `into`, "
        "or macro with `macro_id`"
    )

    @model_validator(mode="after")
    def _one_choice(self) -> Self:
        narrowed = self.view is not None or (self.filters is not None and bool(self.filters.model_fields_set))
        if (self.ids is not None) == narrowed:
            raise ValueError("give either ids, or a view or filters")
        return self


class ItemOut(BaseModel):
    ticket_id: UUID
    outcome: Literal["done", "unchanged", "refused"]
    code: str
    detail: str


class JobOut(BaseModel):
    id: UUID
    state: Literal["waiting", "running", "finished"]
    action: dict[str, Any]
    total: int
    waiting: int
    done: int
    unchanged: int
    refused: int
    created_at: datetime
    finished_at: datetime | None
    undo_of: UUID | None
    undone_by: UUID | None
    outcomes: list[ItemOut]


class OneJob(BaseModel):
    data: JobOut
