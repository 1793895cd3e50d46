"""Shapes of requests about a person's data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from escalated_chassis.http.schemas import Schema
from escalated_identity.privacy.rules import NOTES


class ErasureIn(Schema):
    """`confirm` repeats the address; `open_assignments` says that open work is unassigned."""

    confirm: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    open_assignments: bool = False


class Nothing(Schema):
    """An empty object; no body at all will do too."""


class FindingOut(BaseModel):
    what: str
    found: int
    erased: int
    kept: int
    why: str


class PartOut(BaseModel):
    service: str
    state: str
    tries: int
    detail: str
    findings: list[FindingOut]


class PrivacyRequestOut(BaseModel):
    id: UUID
    kind: str = Field(description="export or erasure")
    person_id: UUID
    state: str = Field(description="running, done, failed or expired")
    asked_by_id: UUID
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None = Field(description="Of an export: its file is kept until then")
    services: list[PartOut]
    notes: list[str]
    download_url: str | None


class OnePrivacyRequest(BaseModel):
    data: PrivacyRequestOut


class PrivacyListMeta(BaseModel):
    next_cursor: str | None


class ManyPrivacyRequests(BaseModel):
    data: list[PrivacyRequestOut]
    meta: PrivacyListMeta


def answer(request: Any, parts: Sequence[Any], download_url: str | None) -> dict[str, Any]:
    """A request with what each service says."""
    return {
        "id": request.id,
        "kind": request.kind,
        "person_id": request.person_id,
        "state": request.state,
        "asked_by_id": request.asked_by_id,
        "created_at": request.created_at,
        "finished_at": request.finished_at,
        "expires_at": request.expires_at,
        "services": [
            {
                "service": part.target,
                "state": {"sent": "done", "sending": "running", "queued": "waiting"}.get(part.state, part.state),
                "tries": part.tries,
                "detail": part.detail,
                "findings": part.findings or [],
            }
            for part in parts
        ],
        "notes": list(NOTES) if request.kind == "erasure" else [],
        "download_url": download_url,
    }
