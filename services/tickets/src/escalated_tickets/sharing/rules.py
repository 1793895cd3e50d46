"""Who sees, and who may change, what is somebody's own or shared. Pure."""

from typing import Literal, Protocol
from uuid import UUID

from escalated_chassis.errors import Forbidden
from escalated_tickets.tickets.visibility import Viewer

Shared = Literal["own", "department", "all"]


class Shareable(Protocol):
    """A row of something that is shared."""

    @property
    def owner_id(self) -> UUID: ...
    @property
    def shared(self) -> str: ...
    @property
    def department_id(self) -> UUID | None: ...


def sees(viewer: Viewer, thing: Shareable, share: str) -> bool:
    """One's own, one's departments', everybody's; who holds the right to share sees all that is shared."""
    if thing.shared == "own":
        return thing.owner_id == viewer.id
    return thing.shared == "all" or viewer.may(share) or thing.department_id in viewer.department_ids


def require_change(viewer: Viewer, thing: Shareable, share: str) -> None:
    """What is shared is changed by those who may share; what is one's own, by oneself. Raises Forbidden."""
    if thing.shared != "own":
        require_sharing(viewer, thing.shared, share)


def require_sharing(viewer: Viewer, wanted: str, share: str) -> None:
    """Raises Forbidden where something is to be shared by somebody who may not."""
    if wanted != "own" and not viewer.may(share):
        raise Forbidden(f"Sharing needs the permission {share}.", extra={"permission": share})
