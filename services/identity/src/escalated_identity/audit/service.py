"""Writing the audit trail: our own changes in their transaction, those of others as they are heard."""

from collections.abc import Sequence
from typing import Any

from escalated.events.v1 import events_pb2
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.events.envelope import Event
from escalated_chassis.ids import uuid7
from escalated_identity.audit.models import audit_entries

Change = tuple[str, str, str]
"""A field, before and after, as text."""

_KEEP = insert(audit_entries).on_conflict_do_nothing(index_elements=["id"])


async def record(
    uow: UnitOfWork,
    action: str,
    *,
    object_type: str,
    object_id: Any,
    object_name: str = "",
    changes: Sequence[Change] = (),
) -> None:
    """Keeps an entry with the change it tells of, and announces it. Secrets are the caller's to leave out."""
    entry = {
        "id": uuid7(),
        "at": uow.now,
        "service": "identity",
        "actor_kind": uow.acting.kind,
        "actor_id": uow.acting.id,
        "actor_name": uow.acting.name,
        "on_behalf_of": uow.acting.on_behalf_of,
        "action": action,
        "object_type": object_type,
        "object_id": str(object_id),
        "object_name": object_name,
        "changes": [{"field": field, "before": before, "after": after} for field, before, after in changes],
    }
    await uow.execute(_KEEP, entry)
    uow.audit(action, object_type=object_type, object_id=str(object_id), object_name=object_name, changes=changes)


async def keep_foreign(uow: UnitOfWork, event: Event) -> None:
    """Keeps what another service announced; the event's id is the entry's, so twice is once."""
    said = event.data
    assert isinstance(said, events_pb2.AuditRecorded)
    actor = said.meta.actor
    entry = {
        "id": event.id,
        "at": said.meta.occurred_at.ToDatetime(tzinfo=uow.now.tzinfo),
        "service": event.subject.split(".")[1],
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "on_behalf_of": actor.on_behalf_of,
        "action": said.action,
        "object_type": said.object_type,
        "object_id": said.object_id,
        "object_name": said.object_name,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in said.changes],
    }
    await uow.execute(_KEEP, entry)
