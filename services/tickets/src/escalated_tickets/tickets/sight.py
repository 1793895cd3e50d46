"""The SQL twin of `visibility.py`: one condition per reason. A property test holds the two together."""

from typing import Any, Final

from sqlalchemy import BindParameter, Column, ColumnElement, Uuid, and_, any_, bindparam, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.visibility import Reason, Viewer

_c = tickets.c
VIEWER_ID: Final = bindparam("viewer_id", type_=Uuid)
VIEWER_IDS: Final = bindparam("viewer_ids", type_=ARRAY(Uuid))
DEPARTMENT_IDS: Final = bindparam("department_ids", type_=ARRAY(Uuid))
SIGHT_NAMES: Final = frozenset({"viewer_id", "viewer_ids", "department_ids"})
# Of who works in more departments, a list does not walk each by itself: its statement would grow with them.
OWN_WALKS: Final = 8


def _holds_viewer(ids: Column[Any]) -> ColumnElement[bool]:
    """Said three times, for the planner: of an array it does not know it expects one row in two hundred to hold it.

    It would find any plan kept for that too dear, and plan every list anew, for longer than the list takes.
    """
    return and_(ids.contains(VIEWER_IDS), VIEWER_IDS.op("<@", is_comparison=True)(ids), ids.overlap(VIEWER_IDS))


CONDITIONS: Final[dict[Reason, ColumnElement[bool]]] = {
    Reason.ALL: true(),
    Reason.ASSIGNEE: _c.assignee_id == VIEWER_ID,
    Reason.FOLLOWER: _holds_viewer(_c.follower_ids),
    Reason.DEPARTMENT: _c.department_id == any_(DEPARTMENT_IDS),
    Reason.NOBODYS: _c.assignee_id.is_(None) & _c.department_id.is_(None),
    Reason.REQUESTER: _c.requester_id == VIEWER_ID,
    Reason.PARTICIPANT: _holds_viewer(_c.participant_ids),
}


def visible(reasons: tuple[Reason, ...]) -> ColumnElement[bool]:
    """Whether a ticket may be seen for any of the reasons; for none, nothing is."""
    return or_(*(CONDITIONS[reason] for reason in reasons)) if reasons else ~true()


def department_at(number: int) -> BindParameter[Any]:
    """One of the viewer's departments, by its place among them."""
    return bindparam(f"department_{number}", type_=Uuid)


def parameters_of(viewer: Viewer) -> dict[str, Any]:
    """What the conditions are bound to. Sorted, so that the same viewer gives the same parameters."""
    departments = sorted(viewer.department_ids)
    return {
        "viewer_id": viewer.id,
        "viewer_ids": [viewer.id],
        "department_ids": departments,
        **{f"department_{number}": department for number, department in enumerate(departments[:OWN_WALKS])},
    }
