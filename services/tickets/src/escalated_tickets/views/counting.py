"""Counts of views: one statement for all that somebody asks for."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import Conflict, FieldError
from escalated_tickets.desk import Desk
from escalated_tickets.fields.catalogue import Vocabulary, catalogue_of
from escalated_tickets.fields.conditions import read_conditions
from escalated_tickets.fields.narrowing import narrow
from escalated_tickets.tickets.filters import Filters
from escalated_tickets.tickets.queries import count_each
from escalated_tickets.tickets.visibility import Viewer, reasons_of
from escalated_tickets.views.listing import conditions_of
from escalated_tickets.views.rules import SEEDED, View

# They name nothing that a desk has of its own.
_SEEDED: Final = {view.slug or "": read_conditions(view.conditions, catalogue_of(Vocabulary())) for view in SEEDED}


@dataclass(frozen=True, slots=True)
class Count:
    """How many tickets a view has for somebody, counted to 1,001; None where the view is broken, with what is."""

    number: int | None
    problems: tuple[FieldError, ...] = ()


async def count_views(reader: AsyncConnection, desk: Desk, viewer: Viewer, views: Sequence[View]) -> list[Count]:
    """One for each view, in their order."""
    lists: list[Filters | Conflict] = [await _filters(reader, desk, viewer, view) for view in views]
    sound = [each for each in lists if isinstance(each, Filters)]
    key = (viewer.id, reasons_of(viewer), viewer.department_ids, tuple((view.id, view.version) for view in views))
    counts = desk.counts.get(key)
    if counts is None or len(counts) != len(sound):
        began = time.monotonic()
        counts = await count_each(reader, viewer, sound)
        desk.counts.keep(key, counts, time.monotonic() - began)
    left = iter(counts)
    return [Count(None, each.errors) if isinstance(each, Conflict) else Count(next(left)) for each in lists]


async def _filters(reader: AsyncConnection, desk: Desk, viewer: Viewer, view: View) -> Filters | Conflict:
    try:
        group = await conditions_of(reader, desk, view)
    except Conflict as broken:
        return broken
    return narrow(group, viewer, await desk.statuses.book(reader), desk.clock.now())


async def rail_counts(reader: AsyncConnection, desk: Desk, viewer: Viewer) -> dict[str, int]:
    """Of the views that come with the desk, by their slugs."""
    book, now = await desk.statuses.book(reader), desk.clock.now()
    lists = [narrow(group, viewer, book, now) for group in _SEEDED.values()]
    return dict(zip(_SEEDED, await count_each(reader, viewer, lists), strict=True))
