"""Shapes of custom fields that cross HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.custom_fields.rules import FieldType
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import TicketType

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
OptionValue = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
Position = Annotated[int, Field(ge=0, le=100_000)]
Departments = Annotated[list[UUID], Field(max_length=100)]
TicketTypes = Annotated[list[TicketType], Field(max_length=4)]
Statuses = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=50)]], Field(max_length=50)]


class Option(Schema):
    value: OptionValue
    label: Label


Options = Annotated[list[Option], Field(max_length=200)]


class NewField(Schema):
    """Empty lists of departments and types: a field of every ticket."""

    key: Key
    label: Label
    type: FieldType
    options: Options = []
    position: Position = 0
    active: bool = True
    visible_to_customers: bool = False
    editable_by_customers: bool = False
    department_ids: Departments = []
    ticket_types: TicketTypes = []
    required_at: Statuses = []


class FieldEdit(Schema):
    """Key and type stay as they are: values were kept under them."""

    label: Label | None = None
    options: Options | None = None
    position: Position | None = None
    active: bool | None = None
    visible_to_customers: bool | None = None
    editable_by_customers: bool | None = None
    department_ids: Departments | None = None
    ticket_types: TicketTypes | None = None
    required_at: Statuses | None = None


class OptionOut(BaseModel):
    value: str
    label: str


class FieldOut(BaseModel):
    id: UUID
    key: str
    label: str
    type: FieldType
    options: list[OptionOut]
    position: int
    active: bool
    visible_to_customers: bool
    editable_by_customers: bool
    department_ids: list[UUID]
    ticket_types: list[str]
    required_at: list[str]


class OneField(BaseModel):
    data: FieldOut


class FieldList(BaseModel):
    data: list[FieldOut]
    meta: ListMeta
