"""What an edit leaves to be computed again: begun with the edit, done in the background, in batches by id.

One recomputation runs at a time: each puts tickets under whatever is in force when it comes to them, so a newer one
does all that the one before it had left.
"""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, insert, or_, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_sla.clocks.edits import wait_for_events
from escalated_sla.clocks.models import tickets
from escalated_sla.clocks.service import Clocks
from escalated_sla.recomputation.models import recomputations
from escalated_sla.runs.walks import begin_walks_by_calendar

REFOLD: Final = "refold"
"""The reason of one that folds every ticket, open or not, from its facts: courses were not kept before."""

_supersede = (
    update(recomputations)
    .where(recomputations.c.state == "running")
    .values(state="superseded", finished_at=bindparam("now"))
    .returning(recomputations.c.reason)
)
_all = select(func.count()).select_from(tickets)
_open = _all.where(tickets.c.open)
_running = (
    select(recomputations)
    .where(recomputations.c.state == "running")
    .order_by(recomputations.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_after = bindparam("after", type_=tickets.c.id.type)
_next_of_all = (
    select(tickets)
    .where(or_(_after.is_(None), tickets.c.id > _after))
    .order_by(tickets.c.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_next_open = _next_of_all.where(tickets.c.open)
_progress = (
    update(recomputations)
    .where(recomputations.c.id == bindparam("this"))
    .values(
        done=recomputations.c.done + bindparam("more"),
        # Tickets that are opened meanwhile come last, and are done as well.
        total=func.greatest(recomputations.c.total, recomputations.c.done + bindparam("more")),
        after_id=bindparam("last"),
        state=bindparam("new_state"),
        finished_at=bindparam("finished"),
    )
)


async def begin(uow: UnitOfWork, reason: str, object_id: UUID | None, object_name: str) -> UUID:
    """Has the clocks of all open tickets put under what is in force once this is committed; answers its id.

    It takes over from one that runs; one that was to fold from facts is not forgotten by that.
    """
    superseded = {row.reason for row in await uow.execute(_supersede, {"now": uow.now})}
    if REFOLD in superseded:
        reason = REFOLD
    values = {
        "id": uuid7(),
        "reason": reason,
        "object_id": object_id,
        "object_name": object_name,
        "total": (await uow.execute(_all if reason == REFOLD else _open)).scalar_one(),
        "done": 0,
        "state": "running",
        "created_at": uow.now,
    }
    await uow.execute(insert(recomputations).values(values))
    await begin_walks_by_calendar(uow)
    return UUID(str(values["id"]))


async def go_on(uow: UnitOfWork, clocks: Clocks, most: int, *, skip: bool = False) -> int | None:
    """Does the next `most` tickets; how many there were, or None where there is nothing to do or somebody is at it.

    How far it got stands in the same transaction: what crashes goes on where it was. `skip`: leaves them as they are.
    """
    row = (await uow.execute(_running)).one_or_none()
    if row is None:
        return None
    if row.after_id is None:
        await wait_for_events(uow)
    everything = row.reason == REFOLD
    following = _next_of_all if everything else _next_open
    batch = (await uow.execute(following, {"after": row.after_id, "most": most})).all()
    if batch and not skip:
        await (clocks.refold if everything else clocks.renew)(uow, batch, row.reason)
    finished = len(batch) < most
    await uow.execute(
        _progress,
        {
            "this": row.id,
            "more": len(batch),
            "last": batch[-1].id if batch else row.after_id,
            "new_state": "done" if finished else "running",
            "finished": uow.now if finished else None,
        },
    )
    return len(batch)
