"""The SQL twin of `rules.sees`."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Table, Uuid, any_, bindparam, or_
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.tickets.visibility import Viewer


def seen(table: Table) -> ColumnElement[bool]:
    """Whether a row of a table with owner_id, shared and department_id is seen by the viewer bound to it."""
    return or_(
        (table.c.shared == "own") & (table.c.owner_id == bindparam("viewer_id", type_=Uuid)),
        table.c.shared == "all",
        (table.c.shared == "department") & bindparam("sees_shared", type_=Boolean),
        (table.c.shared == "department")
        & (table.c.department_id == any_(bindparam("department_ids", type_=ARRAY(Uuid)))),
    )


def parameters_of(viewer: Viewer, share: str) -> dict[str, Any]:
    """What `seen` is bound to; `share` is the permission to share such things."""
    return {
        "viewer_id": viewer.id,
        "sees_shared": viewer.may(share),
        "department_ids": sorted(viewer.department_ids),
    }
