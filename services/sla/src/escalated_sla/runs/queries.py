"""Reading runs."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.rules.models import runs

_run = runs.deliveries
_waiting = select(func.count()).where(_run.c.state.in_(["queued", "sending"]), _run.c.due_at <= func.now())


async def count_waiting(reader: AsyncConnection) -> int:
    """Runs that are due and not done yet."""
    return int((await reader.execute(_waiting)).scalar_one())
