"""Reading the audit trail, the newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, RowMapping, Text, Uuid, bindparam, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_identity.audit.models import audit_entries as entries

FILTERS = ("actor_id", "action", "object_type", "object_id", "service")

_time = DateTime(timezone=True)
_before = tuple_(entries.c.at, entries.c.id) < tuple_(
    bindparam("before_at", type_=_time), bindparam("before_id", type_=Uuid)
)
PAGE = (
    select(entries)
    .where(
        or_(bindparam("before_at", type_=_time).is_(None), _before),
        *(
            or_(bindparam(name, type_=Text).is_(None), entries.c[name] == bindparam(name, type_=Text))
            for name in FILTERS
        ),
    )
    .order_by(entries.c.at.desc(), entries.c.id.desc())
    .limit(bindparam("limit"))
)


async def page(
    connection: AsyncConnection,
    *,
    filters: Mapping[str, str | None],
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[RowMapping]:
    """Entries older than `before` that match every given filter."""
    bound: dict[str, Any] = {name: filters.get(name) for name in FILTERS}
    bound |= {"before_at": before[0] if before else None, "before_id": before[1] if before else None, "limit": limit}
    return (await connection.execute(PAGE, bound)).mappings().all()
