"""Writes activity, and purges it: the only way it goes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, true
from sqlalchemy.dialects.postgresql import insert as insert_once

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.envelope import Event
from escalated_chassis.ids import uuid7
from escalated_tickets.activity.models import activities
from escalated_tickets.tickets.models import tickets

if TYPE_CHECKING:
    from escalated_tickets.tickets.edit import Edit

_INSERT = insert(activities)
_HEARD = ("id", "kind", "actor_kind", "actor_id", "actor_name", "after", "cause", "created_at")
_INSERT_HEARD = (
    insert_once(activities)
    .from_select(
        [*_HEARD, "ticket_id", "version", "staff_only"],
        select(
            *(bindparam(name, type_=activities.c[name].type) for name in _HEARD),
            tickets.c.id,
            tickets.c.version,
            true(),
        ).where(tickets.c.id == bindparam("ticket", type_=tickets.c.id.type)),
    )
    .on_conflict_do_nothing()
)
_OLD = activities.c.created_at < bindparam("before")
_COUNT_OLD = select(func.count()).select_from(activities).where(_OLD)
# What somebody else throws away at this moment is left to them.
_OLDEST = (
    select(activities.c.id)
    .where(_OLD)
    .order_by(activities.c.created_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_PURGE = delete(activities).where(activities.c.id.in_(_OLDEST))


async def record(uow: UnitOfWork, edit: "Edit") -> None:
    """One row per change that the edit made, by whoever acts in this unit of work."""
    await record_all(uow, (edit,))


async def record_all(uow: UnitOfWork, edits: Iterable["Edit"]) -> None:
    """As `record`, of many at once."""
    rows = [
        {
            **_who(uow),
            "id": uuid7(),
            "ticket_id": edit.state.id,
            "kind": happening.kind,
            "before": _plain(happening.before),
            "after": _plain(happening.after),
            "staff_only": happening.staff_only,
            "version": edit.state.version,
            "created_at": uow.now,
        }
        for edit in edits
        for happening in edit.happenings
        if not happening.silent
    ]
    if rows:
        await uow.execute(_INSERT, rows)


async def record_heard(uow: UnitOfWork, event: Event, ticket_id: UUID, after: Mapping[str, Any]) -> None:
    """One row for what another service tells of a ticket: for staff alone, at the time and under the id of its event,
    so that it is there once however often the event comes. Nothing where the ticket is gone.
    """
    actor = event.meta.actor
    heard = {
        "id": UUID(event.id),
        "kind": event.type,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "after": after,
        "cause": asdict(event.cause()),
        "created_at": event.meta.occurred_at.ToDatetime(UTC),
    }
    await uow.execute(_INSERT_HEARD, {**heard, "ticket": ticket_id})


def _who(uow: UnitOfWork) -> dict[str, Any]:
    acting = uow.acting
    cause = None if acting.cause is None else asdict(acting.cause)
    return {"actor_kind": acting.kind, "actor_id": acting.id, "actor_name": acting.name, "cause": cause}


def _plain(values: Any) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


async def purge(uow: UnitOfWork, *, before: datetime, limit: int = 10_000) -> int:
    """Takes away at most `limit` rows older than `before`; returns how many."""
    return (await uow.execute(_PURGE, {"before": before, "limit": limit})).rowcount


def audit_purge(uow: UnitOfWork, *, before: datetime, count: int) -> None:
    """Has the audit trail keep that activity is gone, and whose doing it was."""
    changes = [("before", None, before.isoformat()), ("rows", count, 0)]
    uow.audit("activities.purged", object_type="activities", object_id="activities", changes=changes)


async def count_old(uow: UnitOfWork, *, before: datetime) -> int:
    return int((await uow.execute(_COUNT_OLD, {"before": before})).scalar_one())
