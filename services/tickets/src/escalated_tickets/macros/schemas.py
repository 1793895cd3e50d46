"""Shapes of macros."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.actions.schemas import ActionsIn
from escalated_tickets.sharing.schemas import SharedEdit, SharedIn
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import MessageOut, ShownTicketOut

MacroName = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")]
Description = Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[^\x00]*$")]
Position = Annotated[int, Field(ge=0, le=1_000_000)]


class NewMacro(SharedIn):
    name: MacroName
    description: Description = ""
    actions: ActionsIn
    position: Position = 0


class MacroEdit(SharedEdit):
    """What is left out stays as it is."""

    name: MacroName | None = None
    description: Description | None = None
    actions: ActionsIn | None = None
    position: Position | None = None


class ApplyMacro(Schema):
    macro_id: UUID


class MacroOut(BaseModel):
    """`actions` name tags both by id, which is what counts, and as they are called now."""

    id: UUID
    name: str
    description: str
    actions: list[dict[str, Any]]
    shared: str
    department_id: UUID | None
    owner_id: UUID
    position: int
    usage_count: int
    version: int
    created_at: datetime
    updated_at: datetime


class OneMacro(BaseModel):
    data: MacroOut


class MacroList(BaseModel):
    data: list[MacroOut]
    meta: ListMeta


class OutcomeOut(BaseModel):
    type: str
    outcome: str
    detail: str


class MacroApplied(BaseModel):
    data: ShownTicketOut
    outcomes: list[OutcomeOut]
    message: MessageOut | None = None
