"""What guests' routes ask for: whoever shows a grant in the header `X-Guest-Grant`, to read or to do something.

A header of its own: `Authorization` and the cookie stay those of people who signed in, and no page of another origin
can send it without asking.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request

from escalated_chassis.access.principal import Principal
from escalated_chassis.acting import Acting
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Unauthenticated
from escalated_chassis.http.dependencies import Reader
from escalated_chassis.http.transaction import exchange_of
from escalated_tickets.desk import TheDesk
from escalated_tickets.guests import grants
from escalated_tickets.guests.rules import GUEST, Grant

OPEN: Final[dict[str, Any]] = {"security": [{}]}
"""What a route says (`openapi_extra`) that is for people without a sign-in."""


@dataclass(frozen=True)
class GuestCommand:
    """A guest who does something, and their transaction."""

    guest: Principal
    uow: UnitOfWork


async def _grant(
    desk: TheDesk,
    token: Annotated[
        str | None,
        Header(alias="X-Guest-Grant", max_length=500, description="From POST /guest/verification/confirm"),
    ] = None,
) -> Grant:
    if token is None:
        raise Unauthenticated("Prove your address first, and send the grant in X-Guest-Grant.", code="grant_missing")
    return grants.read(desk, token, GUEST)


async def _guest(grant: Annotated[Grant, Depends(_grant)], reader: Reader) -> Principal:
    return await grants.guest_principal(reader, grant.person_id)


async def _command(request: Request, grant: Annotated[Grant, Depends(_grant)]) -> GuestCommand:
    who = str(grant.person_id)
    uow = await exchange_of(request).begin(request, Acting("guest", who), f"guest:{who}")
    guest = await grants.guest_principal(uow.connection, grant.person_id)
    uow.acting = Acting("guest", who, guest.name)
    return GuestCommand(guest, uow)


Guest = Annotated[Principal, Depends(_guest)]
"""Whoever holds a grant; 401 for nobody."""

AsGuest = Annotated[GuestCommand, Depends(_command)]
"""The same with a transaction in which they act."""
