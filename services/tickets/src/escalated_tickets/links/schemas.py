"""Shapes of links that cross HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_tickets.tickets.schemas import LinkOut, OneTicket

Kind = Literal["related", "duplicate", "follow_up", "parent", "child", "problem", "incident"]
TicketKey = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f]*$")]


class LinkIn(Schema):
    kind: Kind = Field(description="What the other ticket is to this one")
    ticket: TicketKey = Field(description="Id or reference of the other ticket")


class LinkList(BaseModel):
    data: list[LinkOut]


class EndIn(Schema):
    with_incidents: bool = Field(default=False, description="Of a problem: resolve its open incidents too")


class IncidentOut(BaseModel):
    id: UUID
    reference: str
    outcome: Literal["done", "refused"]
    code: str


class DoneTicket(OneTicket):
    """A ticket that was resolved or closed; staff learn how many of its incidents are still open."""

    open_incidents: int | None = None
    incidents: list[IncidentOut] | None = None
