"""Who sees a ticket, and as whom: one description, used by get, list, search, count and the events' audience.

`reasons_of` says which reasons count for a viewer; `HOLDS` says when a reason holds for a ticket. The SQL twin
(`tickets/sight.py`) has one condition per reason and takes the same reasons: nothing else decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

STAFF_KINDS: Final = frozenset({"admin", "agent", "light_agent"})
NOBODY: Final = UUID(int=0)


class Reason(StrEnum):
    """Why somebody sees a ticket."""

    ALL = "all"
    ASSIGNEE = "assignee"
    FOLLOWER = "follower"
    DEPARTMENT = "department"
    NOBODYS = "nobodys"
    REQUESTER = "requester"
    PARTICIPANT = "participant"


class Relation(StrEnum):
    """As whom: staff see everything of a ticket, customers what is meant for them."""

    STAFF = "staff"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at tickets or does things to them: a person, or a service in its own name."""

    id: UUID
    kind: str
    name: str
    email: str
    permissions: frozenset[str]
    department_ids: frozenset[UUID] = frozenset()
    channel: str = "web"

    @property
    def is_staff(self) -> bool:
        return self.kind in STAFF_KINDS

    def may(self, permission: str) -> bool:
        return permission in self.permissions


class Sight(Protocol):
    """What of a ticket decides who sees it."""

    @property
    def requester_id(self) -> UUID: ...
    @property
    def participant_ids(self) -> list[UUID]: ...
    @property
    def assignee_id(self) -> UUID | None: ...
    @property
    def follower_ids(self) -> list[UUID]: ...
    @property
    def department_id(self) -> UUID | None: ...


AS_STAFF: Final = frozenset({Reason.ALL, Reason.ASSIGNEE, Reason.FOLLOWER, Reason.DEPARTMENT, Reason.NOBODYS})
AS_CUSTOMER: Final = frozenset({Reason.REQUESTER, Reason.PARTICIPANT})

HOLDS: Final[dict[Reason, Callable[[Viewer, Sight], bool]]] = {
    Reason.ALL: lambda _viewer, _ticket: True,
    Reason.ASSIGNEE: lambda viewer, ticket: ticket.assignee_id == viewer.id,
    Reason.FOLLOWER: lambda viewer, ticket: viewer.id in ticket.follower_ids,
    Reason.DEPARTMENT: lambda viewer, ticket: ticket.department_id in viewer.department_ids,
    Reason.NOBODYS: lambda _viewer, ticket: ticket.assignee_id is None and ticket.department_id is None,
    Reason.REQUESTER: lambda viewer, ticket: ticket.requester_id == viewer.id,
    Reason.PARTICIPANT: lambda viewer, ticket: viewer.id in ticket.participant_ids,
}


def reasons_of(viewer: Viewer) -> tuple[Reason, ...]:
    """The reasons for which this viewer may see a ticket, staff's first; none without `tickets:read`."""
    if not viewer.may("tickets:read"):
        return ()
    if not viewer.is_staff:
        return (Reason.REQUESTER, Reason.PARTICIPANT)
    if viewer.may("tickets:view_all"):
        return (Reason.ALL,)
    department = (Reason.DEPARTMENT,) if viewer.department_ids else ()
    return (
        Reason.ASSIGNEE,
        Reason.FOLLOWER,
        *department,
        Reason.NOBODYS,
        Reason.REQUESTER,
        Reason.PARTICIPANT,
    )


def relation(viewer: Viewer, ticket: Sight) -> Relation | None:
    """As whom the viewer sees the ticket; None: not at all. Staff's reasons come first: the first that holds is it."""
    for reason in reasons_of(viewer):
        if HOLDS[reason](viewer, ticket):
            return Relation.STAFF if reason in AS_STAFF else Relation.CUSTOMER
    return None


@dataclass(frozen=True, slots=True)
class AudienceOf:
    """Who may hear of a ticket, for readers who know themselves: those with `tickets:view_all` hear everything.

    Staff among `customer_ids` who see it for no other reason hear what customers do; `staff_ids` are for staff alone.
    """

    customer_ids: frozenset[UUID]
    staff_ids: frozenset[UUID]
    department_ids: frozenset[UUID]
    all_staff: bool


def audience_of(ticket: Sight) -> AudienceOf:
    """The same reasons, told from the ticket's side."""
    return AudienceOf(
        frozenset({ticket.requester_id, *ticket.participant_ids}),
        frozenset({*ticket.follower_ids, *([ticket.assignee_id] if ticket.assignee_id else [])}),
        frozenset({ticket.department_id} if ticket.department_id else ()),
        HOLDS[Reason.NOBODYS](_ANYBODY, ticket),
    )


_ANYBODY: Final = Viewer(NOBODY, "agent", "", "", frozenset())
