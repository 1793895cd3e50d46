"""Signed grants: what a guest, or whoever follows a mailed link, shows instead of a sign-in.

A grant says who it is for. Whether that person is still there is asked each time it is shown: it dies when they are
deactivated, merged into somebody or erased.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Unauthenticated
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.desk import Desk
from escalated_tickets.guests import rules
from escalated_tickets.guests.rules import Grant
from escalated_tickets.people.models import people
from escalated_tickets.tickets.state import PersonRef

SESSION: Final = "guest"
"""Stands for the session in a guest's signed links to files; no real session is called so."""
WITH_GRANT: Final = frozenset({"guest", "customer"})
"""Kinds of people whose proven address is enough. Staff sign in."""

_PERMISSIONS: Final = BUILT_IN_ROLES["customer"] & {"tickets:read", "tickets:reply", "tickets:status"}
_PERSON = select(people.c.id, people.c.name, people.c.email).where(
    people.c.id == bindparam("id", type_=Uuid),
    people.c.active,
    people.c.merged_into_id.is_(None),
    people.c.kind.in_(sorted(WITH_GRANT)),
)


def issue(
    desk: Desk, ticket_id: UUID | None, person: UUID, purpose: str, lifetime: timedelta, *, about: str = ""
) -> tuple[str, Grant]:
    """A signed grant for a person, as text and as what it says."""
    until = (desk.clock.now() + lifetime).replace(microsecond=0)
    grant = Grant(purpose, person, until, ticket_id, about)
    return rules.sign(grant, secret_of(desk)), grant


def read(desk: Desk, token: str, purpose: str) -> Grant:
    """Raises Unauthenticated for a token that is forged, expired, or was given for something else."""
    grant = rules.read(token, purpose, secret_of(desk), desk.clock.now())
    if grant is None:
        raise Unauthenticated("The grant is not valid, or no longer; ask for a new code.", code="grant_invalid")
    return grant


async def proven_person(reader: AsyncConnection, person_id: UUID) -> PersonRef | None:
    """The person a grant may speak for now; None for staff and for who is inactive, merged or unknown."""
    row = (await reader.execute(_PERSON, {"id": person_id})).one_or_none()
    return None if row is None else PersonRef(*row)


async def guest_principal(reader: AsyncConnection, person_id: UUID) -> Principal:
    """Whoever a grant was given to, as they are now, with what a customer may do to tickets of their own.

    Raises Unauthenticated where there is nobody any more for whom it could stand.
    """
    person = await proven_person(reader, person_id)
    if person is None:
        raise Unauthenticated("The grant has ended.", code="grant_ended")
    return Principal(
        id=person.id,
        kind="guest",
        name=person.name,
        email=person.email,
        permissions=_PERMISSIONS,
        department_ids=frozenset(),
        role_ids=(),
        session_id=SESSION,
        access_version=0,
    )


def secret_of(desk: Desk) -> bytes:
    return desk.settings.secret.get_secret_value().encode()
