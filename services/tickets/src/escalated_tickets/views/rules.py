"""Whose a view is, who sees it and who may change it; and the views that come with every desk."""

from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from escalated_tickets.tickets.visibility import Viewer

Sharing = Literal["personal", "department", "all"]
SHARE: Final = "views:share"
NAME_LENGTH: Final = 100
MOST_COLUMNS: Final = 30
MOST_PERSONAL: Final = 100
MOST_SHARED: Final = 200


@dataclass(frozen=True, slots=True)
class View:
    """A saved view, in the order of its columns in the table."""

    id: UUID
    slug: str | None
    name: str
    sharing: Sharing
    owner_id: UUID | None
    department_id: UUID | None
    conditions: dict[str, Any]
    columns: list[str]
    sort: str
    position: int
    version: int

    @property
    def is_built_in(self) -> bool:
        return self.slug is not None


def sees(viewer: Viewer, view: View) -> bool:
    """Staff see their own views and those shared with them; who shares views sees all shared ones."""
    if not viewer.is_staff:
        return False
    if view.sharing == "personal":
        return view.owner_id == viewer.id
    return view.sharing == "all" or view.department_id in viewer.department_ids or viewer.may(SHARE)


def may_change(viewer: Viewer, view: View) -> bool:
    return view.owner_id == viewer.id if view.sharing == "personal" else viewer.may(SHARE)


_OPEN: Final = {"field": "status_category", "operator": "not_in", "value": ["solved", "closed"]}
_COLUMNS: Final = ["reference", "subject", "requester", "status", "priority", "assignee", "department", "updated_at"]


def _seeded(number: int, slug: str, name: str, conditions: list[dict[str, Any]], sort: str) -> View:
    key = UUID(f"01900000-0000-7000-8000-{number:012x}")
    return View(key, slug, name, "all", None, None, {"all": conditions}, _COLUMNS, sort, number * 10, 1)


# The counts beside the queue are counts of these, by their slugs.
SEEDED: Final[tuple[View, ...]] = (
    _seeded(1, "mine_open", "My open", [{"field": "assignee", "operator": "is", "value": "me"}, _OPEN], "-updated_at"),
    _seeded(2, "unassigned", "Unassigned", [{"field": "assignee", "operator": "is_empty"}, _OPEN], "-updated_at"),
    _seeded(3, "all_open", "All open", [_OPEN], "-updated_at"),
    _seeded(
        4,
        "sla_at_risk",
        "SLA at risk",
        [{"field": "sla_state", "operator": "in", "value": ["at_risk", "breached"]}, _OPEN],
        "sla_due",
    ),
    _seeded(
        5,
        "recently_solved",
        "Recently solved",
        [{"field": "hours_since_resolved", "operator": "<", "value": 168}],
        "-updated_at",
    ),
)
