"""The person on whose behalf a request is made."""

from dataclasses import dataclass
from uuid import UUID

from escalated_chassis.acting import Acting
from escalated_chassis.errors import Forbidden
from escalated_contracts.permissions import STAFF_ROLES


@dataclass(frozen=True)
class Principal:
    """Who is calling and what they may do, as of this request.

    Attributes:
        kind: admin, agent, light_agent, customer or guest.
        role_ids: slugs of built-in roles, ids of others.
        session_id: of the sign-in; empty for an API token.
        token_id: of the API token; empty for a session.
    """

    id: UUID
    kind: str
    name: str
    email: str
    permissions: frozenset[str]
    department_ids: frozenset[UUID]
    role_ids: tuple[str, ...]
    session_id: str
    access_version: int
    token_id: str = ""

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF_ROLES

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Forbidden, naming the permission, where it is missing."""
        if permission not in self.permissions:
            raise Forbidden(
                f"This needs the permission {permission}.",
                code="permission_missing",
                extra={"permission": permission},
            )

    def acting(self) -> Acting:
        """Them as the one who does something."""
        return Acting(kind="person", id=str(self.id), name=self.name)
