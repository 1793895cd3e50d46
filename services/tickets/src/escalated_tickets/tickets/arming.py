"""When resolved tickets close by themselves, set anew where an administrator changes how long they wait."""

from datetime import timedelta

from sqlalchemy import Interval, bindparam, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.tickets.models import tickets

_c = tickets.c
# In the order of their ids, as every command locks them.
_RESOLVED = select(_c.id).where(_c.status_category == "solved", _c.resolved_at.is_not(None)).order_by(_c.id)
_OF_THESE = update(tickets).where(_c.id.in_(_RESOLVED.with_for_update()))
_ARM = _OF_THESE.values(auto_close_at=_c.resolved_at + bindparam("wait", type_=Interval))
_DISARM = _OF_THESE.values(auto_close_at=None)


async def rearm(uow: UnitOfWork, wait: timedelta) -> None:
    """Has every resolved ticket close `wait` after it was resolved, at once where that is past; zero: never."""
    await (uow.execute(_ARM, {"wait": wait}) if wait else uow.execute(_DISARM))
