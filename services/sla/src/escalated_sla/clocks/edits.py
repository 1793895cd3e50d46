"""Edits and events, kept apart.

An event that is being taken in while a policy or rule is saved may have read what was in force before, and whoever
goes over the tickets afterwards does not see the one that it opens, or brings back: it would stay as it was. So who
sets out waits once for the events that are being taken in.
"""

from sqlalchemy import func, select

from escalated_chassis.database.unit_of_work import UnitOfWork

_KEY = func.hashtext("escalated_sla_edits")
_alone = select(func.pg_advisory_xact_lock(_KEY))

beside_others = func.pg_advisory_xact_lock_shared(_KEY).label("beside_others")
"""For a statement of an event, ahead of those that read what is in force."""


async def wait_for_events(uow: UnitOfWork) -> None:
    """Returns when the events are committed that were being taken in. To be called before tickets are locked."""
    async with uow.connection.begin_nested() as nested:
        await uow.execute(_alone)
        # The lock goes with it: what comes now reads what is in force now.
        await nested.rollback()
