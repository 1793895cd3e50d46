"""Reads conditions by the catalogue of tickets; a refusal is a problem document."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import FieldError, Invalid
from escalated_rules import Group, Refused, parse
from escalated_tickets.fields.catalogue import TicketCatalogue
from escalated_tickets.fields.queries import Fields

_REFUSED: Final = "The conditions are refused; `errors` says which and why."


def read_conditions(json: Any, catalogue: TicketCatalogue, *, at: str = "/conditions") -> Group:
    """Raises Invalid with a pointer to each mistake, from `at` on."""
    try:
        return parse(json, catalogue.conditions, at=at)
    except Refused as refused:
        errors = [FieldError(each.pointer, each.code, each.detail) for each in refused.refusals]
        raise Invalid(_REFUSED, errors=errors) from None


async def kept_conditions(reader: AsyncConnection, fields: Fields, json: Any) -> Group:
    """Conditions that were taken once, by what there is now. Raises Invalid for what has vanished since."""
    try:
        return read_conditions(json, await fields.known(reader))
    except Invalid:
        return read_conditions(json, await fields.present(reader))
