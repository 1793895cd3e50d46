"""Reading recomputations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.recomputation.models import recomputations
from escalated_sla.recomputation.schemas import RecomputationAnswer

_latest = (
    select(recomputations)
    .order_by(recomputations.c.created_at.desc(), recomputations.c.id.desc())
    .limit(bindparam("most"))
)
_one = select(recomputations).where(recomputations.c.id == bindparam("id"))


async def latest(reader: AsyncConnection, most: int) -> Sequence[Row[Any]]:
    """The newest first."""
    return (await reader.execute(_latest, {"most": most})).all()


async def recomputation(reader: AsyncConnection, recomputation_id: UUID) -> Row[Any] | None:
    return (await reader.execute(_one, {"id": recomputation_id})).one_or_none()


def present(row: Row[Any]) -> dict[str, Any]:
    """In the shape of `RecomputationAnswer`."""
    return {name: getattr(row, name) for name in RecomputationAnswer.model_fields}
