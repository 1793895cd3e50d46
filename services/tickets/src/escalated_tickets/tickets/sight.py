"""The SQL twin of `visibility.py`: one condition per reason. A property test holds the two together."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Uuid, any_, bindparam, or_, true
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.visibility import Reason, Viewer

_c = tickets.c
VIEWER_ID: Final = bindparam("viewer_id", type_=Uuid)
VIEWER_IDS: Final = bindparam("viewer_ids", type_=ARRAY(Uuid))
DEPARTMENT_IDS: Final = bindparam("department_ids", type_=ARRAY(Uuid))

CONDITIONS: Final[dict[Reason, ColumnElement[bool]]] = {
    Reason.ALL: true(),
    Reason.ASSIGNEE: _c.assignee_id == VIEWER_ID,
    Reason.FOLLOWER: _c.follower_ids.contains(VIEWER_IDS),
    Reason.DEPARTMENT: _c.department_id == any_(DEPARTMENT_IDS),
    Reason.NOBODYS: _c.assignee_id.is_(None) & _c.department_id.is_(None),
    Reason.REQUESTER: _c.requester_id == VIEWER_ID,
    Reason.PARTICIPANT: _c.participant_ids.contains(VIEWER_IDS),
}


def visible(reasons: tuple[Reason, ...]) -> ColumnElement[bool]:
    """Whether a ticket may be seen for any of the reasons; for none, nothing is."""
    return or_(*(CONDITIONS[reason] for reason in reasons)) if reasons else ~true()


def parameters_of(viewer: Viewer) -> dict[str, Any]:
    """What the conditions are bound to. Sorted, so that the same viewer gives the same parameters."""
    return {
        "viewer_id": viewer.id,
        "viewer_ids": [viewer.id],
        "department_ids": sorted(viewer.department_ids),
    }
