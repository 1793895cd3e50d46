"""Shapes of merging that cross HTTP."""

from pydantic import BaseModel, Field

from escalated_chassis.http.schemas import Schema
from escalated_tickets.links.schemas import TicketKey
from escalated_tickets.tickets.schemas import OneTicket


class MergeIn(Schema):
    into: TicketKey = Field(description="Id or reference of the ticket that stays")


class WarningOut(BaseModel):
    code: str
    detail: str


class MergedTicket(OneTicket):
    """The ticket that stays; `warnings` say what somebody may not have meant."""

    warnings: list[WarningOut]
