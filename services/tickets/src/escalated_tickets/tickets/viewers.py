"""Who looks or acts, made from a token, from our copy of a person, or from a service's call."""

from typing import Final
from uuid import UUID

from escalated_chassis.access.principal import Principal
from escalated_contracts.permissions import BUILT_IN_ROLES, PERMISSIONS
from escalated_tickets.tickets.visibility import NOBODY, Viewer

# A service in its own name (a rule, the timer): it may do all that can be done to a ticket.
SERVICE: Final = Viewer(NOBODY, "admin", "", "", frozenset(PERMISSIONS), channel="api")


def viewer_of(principal: Principal) -> Viewer:
    """The viewer behind a verified token; its permissions are already those of the token's scopes."""
    return Viewer(
        principal.id,
        principal.kind,
        principal.name,
        principal.email,
        principal.permissions,
        principal.department_ids,
        channel="api" if principal.token_id else "web",
    )


def viewer_of_person(
    person_id: UUID, kind: str, name: str, email: str, department_ids: frozenset[UUID], more: frozenset[str]
) -> Viewer:
    """The viewer behind a person's row; guests are customers without a sign-in. `more`: from custom roles."""
    permissions = BUILT_IN_ROLES.get("customer" if kind == "guest" else kind, frozenset()) | more
    return Viewer(person_id, kind, name, email, permissions, department_ids, channel="email")
