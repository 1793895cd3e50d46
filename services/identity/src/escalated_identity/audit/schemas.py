"""The shapes of the audit trail over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from escalated_chassis.http.schemas import Schema


class AuditActor(Schema):
    kind: str
    id: str
    name: str


class AuditObject(Schema):
    type: str
    id: str
    name: str


class AuditAnswer(Schema):
    """Who changed what, and how it was before; values are texts."""

    id: UUID
    at: datetime
    service: str
    actor: AuditActor
    action: str
    object: AuditObject
    before: dict[str, str]
    after: dict[str, str]


class ManyAuditEntries(Schema):
    data: list[AuditAnswer]
    meta: dict[str, Any]


def audit_answer(entry: RowMapping) -> dict[str, Any]:
    """A row in the shape of `AuditAnswer`."""
    return {
        "id": entry["id"],
        "at": entry["at"],
        "service": entry["service"],
        "actor": {"kind": entry["actor_kind"], "id": entry["actor_id"], "name": entry["actor_name"]},
        "action": entry["action"],
        "object": {"type": entry["object_type"], "id": entry["object_id"], "name": entry["object_name"]},
        "before": {change["field"]: change["before"] for change in entry["changes"]},
        "after": {change["field"]: change["after"] for change in entry["changes"]},
    }
