"""Counting attempts, per account and per network address, in PostgreSQL so that all processes count together.

An attempt is counted before it is judged, or a hundred at the same moment would all be the first.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, MetaData, Table, bindparam, case, delete, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import TooMany


@dataclass(frozen=True)
class Meter:
    """What is counted: `limit` attempts within `window`, then none until it ends."""

    purpose: str
    value: str
    limit: int
    window: timedelta

    @property
    def key(self) -> bytes:
        """A hash: the table is no list of who tried."""
        return hashlib.sha256(f"{self.purpose}\n{self.value}".encode()).digest()


def attempts_table(metadata: MetaData, name: str) -> Table:
    """The table of a service's meters; rows whose `ends_at` has passed may go."""
    table = Table(
        name,
        metadata,
        Column("key", LargeBinary, primary_key=True),
        Column("count", Integer, nullable=False),
        Column("ends_at", DateTime(timezone=True), nullable=False),
    )
    Index(f"{name}_ends_at_idx", table.c.ends_at)
    return table


class Meters:
    """The meters of one table."""

    def __init__(self, attempts: Table) -> None:
        new = insert(attempts)
        over = attempts.c.ends_at <= bindparam("now", type_=attempts.c.ends_at.type)
        self._count = new.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, 1), else_=attempts.c.count + 1),
                "ends_at": case((over, new.excluded.ends_at), else_=attempts.c.ends_at),
            },
        ).returning(attempts.c.count.label("counted"), attempts.c.ends_at)
        self._forget = delete(attempts).where(attempts.c.key == bindparam("key"))
        self._give_back = (
            update(attempts)
            .where(attempts.c.key == bindparam("this_key"), attempts.c.count > 0)
            .values(count=attempts.c.count - 1)
        )

    async def count(self, uow: UnitOfWork, *meters: Meter) -> None:
        """Counts one attempt on each meter. Raises `TooMany` with the seconds to wait where one is full."""
        for meter in sorted(meters, key=lambda meter: meter.key):
            values = {"key": meter.key, "count": 1, "ends_at": uow.now + meter.window, "now": uow.now}
            row = (await uow.execute(self._count, values)).one()
            if row.counted > meter.limit:
                raise TooMany("Too many attempts.", retry_after=seconds_until(row.ends_at, uow.now))

    async def forget(self, uow: UnitOfWork, meter: Meter) -> None:
        """Starts a meter anew: the attempt was right."""
        await uow.execute(self._forget, {"key": meter.key})

    async def give_back(self, uow: UnitOfWork, meter: Meter) -> None:
        """Takes one attempt off a meter."""
        await uow.execute(self._give_back, {"this_key": meter.key})


def seconds_until(moment: datetime, now: datetime) -> int:
    """Whole seconds to wait, at least one: for Retry-After."""
    return max(1, -int((now - moment).total_seconds() // 1))
