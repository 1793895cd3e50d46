"""Counting attempts, per account and per network address, in PostgreSQL so that all processes count together.

An attempt is counted before it is judged, or a hundred at the same moment would all be the first.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, case, delete, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import TooMany
from escalated_identity.sessions.models import attempts
from escalated_identity.sessions.rules import seconds_until

_new = insert(attempts)
_over = attempts.c.ends_at <= bindparam("now", type_=attempts.c.ends_at.type)
_COUNT = _new.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "count": case((_over, 1), else_=attempts.c.count + 1),
        "ends_at": case((_over, _new.excluded.ends_at), else_=attempts.c.ends_at),
    },
).returning(attempts.c.count.label("counted"), attempts.c.ends_at)
_FORGET = delete(attempts).where(attempts.c.key == bindparam("key"))
_GIVE_BACK = (
    update(attempts)
    .where(attempts.c.key == bindparam("this_key"), attempts.c.count > 0)
    .values(count=attempts.c.count - 1)
)


@dataclass(frozen=True)
class Meter:
    """What is counted: `limit` attempts within `window`, then none until it ends."""

    purpose: str
    value: str
    limit: int
    window: timedelta

    @property
    def key(self) -> bytes:
        """A hash: the table is no list of who tried to sign in."""
        return hashlib.sha256(f"{self.purpose}\n{self.value}".encode()).digest()


async def count(uow: UnitOfWork, *meters: Meter) -> None:
    """Counts one attempt on each meter. Raises `TooMany` with the seconds to wait where one is full."""
    for meter in sorted(meters, key=lambda meter: meter.key):
        values = {"key": meter.key, "count": 1, "ends_at": uow.now + meter.window, "now": uow.now}
        row = (await uow.execute(_COUNT, values)).one()
        if row.counted > meter.limit:
            raise TooMany("Too many attempts.", retry_after=seconds_until(row.ends_at, uow.now))


async def forget(uow: UnitOfWork, meter: Meter) -> None:
    """Starts a meter anew: the attempt was right."""
    await uow.execute(_FORGET, {"key": meter.key})


async def give_back(uow: UnitOfWork, meter: Meter) -> None:
    """Takes one attempt off a meter."""
    await uow.execute(_GIVE_BACK, {"this_key": meter.key})
