"""The shapes of recomputations over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from escalated_chassis.http.schemas import Schema


class RecomputationAnswer(Schema):
    """How far the clocks of open tickets are put under what was edited: `done` of `total` tickets."""

    id: UUID
    reason: str
    object_id: UUID | None
    object_name: str
    total: int
    done: int
    state: Literal["running", "done", "superseded"]
    created_at: datetime
    finished_at: datetime | None


class OneRecomputation(Schema):
    data: RecomputationAnswer


class ManyRecomputations(Schema):
    data: list[RecomputationAnswer]
    meta: dict[str, Any]
