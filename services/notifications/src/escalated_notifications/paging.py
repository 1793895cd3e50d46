"""Pages of what came in time: the newest first, by (created_at, id)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from escalated_chassis.errors import invalid
from escalated_chassis.http.cursors import decode_cursor, encode_cursor

_SORT = "-created_at"


def after(cursor: str) -> tuple[datetime, UUID]:
    """Where a page goes on. Raises `Invalid` for a cursor that was not given out here."""
    values = decode_cursor(cursor, _SORT)
    match values:
        case [datetime() as moment, UUID() as row_id]:
            return moment, row_id
    raise invalid("cursor", "bad_cursor", "This is not a cursor that was given out here.")


def page_of(rows: Sequence[Row[Any]], limit: int) -> tuple[list[Row[Any]], str | None]:
    """The rows of a page and the next cursor, from one row more than the page holds."""
    if len(rows) <= limit:
        return list(rows), None
    last = rows[limit - 1]
    return list(rows[:limit]), encode_cursor([last.created_at, last.id], _SORT)
