"""What an edit of a policy or calendar would do to open tickets, before it is saved. Nothing is written.

Open tickets are put under the policies as they would be, as a recomputation does it: from the stored courses of their
clocks, and from their facts where only these can tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import invalid
from escalated_chassis.ids import uuid7
from escalated_sla.calendars.hours import read_calendar
from escalated_sla.calendars.queries import calendar as find_calendar
from escalated_sla.calendars.rules import Calendar
from escalated_sla.clocks import store
from escalated_sla.clocks.folding import OPEN, Replaced, folded, renewed, terms_in_force, without_course
from escalated_sla.clocks.queries import count_open, facts_of, mixed_tickets, open_tickets
from escalated_sla.clocks.rules import Clock, Key
from escalated_sla.policies.checking import Draft, check_followers, check_reachable
from escalated_sla.policies.queries import PolicyBook, PolicyRow, all_policies, find_policy, versions_following
from escalated_sla.policies.rules import PolicyVersion, calendar_or_always, read_targets, read_thresholds
from escalated_sla.policies.service import check_order, default_taken

MOST_LOOKED_AT: Final = 20_000
BATCH: Final = 200

_NOBODY: Final = UUID(int=0)

Clocks = Mapping[Key, Clock]


@dataclass(frozen=True, slots=True)
class Impact:
    """Numbers of open tickets; where not `exact`, `moved` and `overdue` are lower bounds."""

    open_tickets: int
    looked_at: int
    moved: int
    overdue: int
    exact: bool


async def with_policy(
    reader: AsyncConnection, book: PolicyBook, policy_id: UUID | None, draft: Draft | None, now: datetime
) -> list[PolicyVersion]:
    """The policies in force if a policy were added, replaced or (without `draft`) deleted.

    Raises what saving it would raise: NotFound, Conflict for a second default, Invalid for a calendar that is unknown
    or opens too little.
    """
    old = None if policy_id is None else await find_policy(reader, policy_id)
    in_force = await book.in_force(reader)
    others = [each for each in in_force if each.policy_id != policy_id]
    if draft is None or not draft.active or not book.enabled:
        return others
    if draft.is_default and any(each.is_default for each in others):
        raise default_taken()
    saved = await _as_saved(reader, old, draft, max((each.position for each in others), default=-1) + 1)
    await check_reachable(draft, saved.calendar, now, base="/policy")
    return [*others, saved]


async def with_order(reader: AsyncConnection, book: PolicyBook, ids: Sequence[UUID]) -> list[PolicyVersion]:
    """The policies in force if all were arranged so. Raises Invalid where these are not exactly all."""
    check_order(ids, {row.id for row in await all_policies(reader)}, "/order")
    return [replace(each, position=ids.index(each.policy_id)) for each in await book.in_force(reader)]


async def with_calendar(
    reader: AsyncConnection, book: PolicyBook, calendar_id: UUID, calendar: Calendar, now: datetime
) -> list[PolicyVersion]:
    """The policies in force if those that follow a calendar followed this one. Raises Invalid as saving it would."""
    following = await versions_following(reader, calendar_id)
    rows = [row for row in await all_policies(reader) if row.calendar_id == calendar_id]
    await check_followers([(row.name, row.targets) for row in rows], calendar, now)
    return [
        replace(each, id=uuid7(), calendar=calendar) if each.id in following else each
        for each in await book.in_force(reader)
    ]


async def _as_saved(reader: AsyncConnection, old: PolicyRow | None, draft: Draft, behind: int) -> PolicyVersion:
    calendar = None
    if draft.calendar_id is not None:
        row = await find_calendar(reader, draft.calendar_id)
        if row is None:
            raise invalid("/policy/calendar_id", "unknown", "There is no such calendar.")
        calendar = read_calendar(row.definition)
    position = draft.position
    if position is None:
        position = behind if old is None else old.position
    return PolicyVersion(
        id=uuid7(),
        policy_id=uuid7() if old is None else old.id,
        name=draft.name,
        position=position,
        is_default=draft.is_default,
        department_id=draft.department_id,
        calendar=calendar_or_always(calendar),
        targets=read_targets(draft.targets),
        thresholds=read_thresholds(draft.warnings),
        conditions=draft.conditions,
    )


async def impact_of(
    reader: AsyncConnection, book: PolicyBook, after: Sequence[PolicyVersion], now: datetime, *, anew: bool
) -> Impact:
    """What it would do to put open tickets under these policies. Looks at 20,000 tickets at most."""
    looked_at = moved = overdue = 0
    last = _NOBODY
    while looked_at < MOST_LOOKED_AT:
        rows = await open_tickets(reader, last, BATCH)
        for before, then in await _foreseen(reader, book, rows, after, now, anew=anew):
            changed = [key for key in before.keys() | then.keys() if _told(before.get(key)) != _told(then.get(key))]
            moved += bool(changed)
            overdue += any(_breaks(then.get(key), now) and not _breaks(before.get(key), now) for key in changed)
        looked_at += len(rows)
        if len(rows) < BATCH:
            return Impact(looked_at, looked_at, moved, overdue, exact=True)
        last = rows[-1].id
    there = await count_open(reader)
    return Impact(there, looked_at, moved, overdue, exact=there <= looked_at)


async def _foreseen(
    reader: AsyncConnection,
    book: PolicyBook,
    rows: Sequence[Row[Any]],
    after: Sequence[PolicyVersion],
    now: datetime,
    *,
    anew: bool,
) -> list[tuple[Clocks, Clocks]]:
    """The clocks of each ticket as they are stored, and as they would be."""
    ids, of_ticket = [row.id for row in rows], terms_in_force(after)
    before = await store.newest_clocks(reader, book, ids)
    ruling = {clock.terms.version_id for of_one in before.values() for clock in of_one.values()}
    versions = {each.id: each for each in await book.versions(reader, ruling)}
    mixed = await mixed_tickets(reader, ids, after)
    present = {each.id for each in after}
    replaced = Replaced({each: versions[each] for each in versions.keys() - present} if after else {}, now)
    found: list[tuple[Clocks, Clocks]] = []
    apart = []
    for row in rows:
        then = None
        if not (row.ahead or row.id in mixed or without_course(before[row.id])):
            then = renewed(row, of_ticket(row), before[row.id], versions, row.known_until, replaced)
        if then is None:
            apart.append(row)
        else:
            found.append((before[row.id], then))
    if not apart:
        return found
    rounds = await store.all_clocks(reader, book, [row.id for row in apart])
    facts = await facts_of(reader, {row.id: row.sequence for row in apart})
    for row in apart:
        stored = rounds[row.id]
        until = row.known_until
        then = folded(facts[row.id], of_ticket(row), stored, until, until=until, anew=anew, replaced=replaced)
        found.append((stored, then))
    return found


def _told(clock: Clock | None) -> object:
    """What people would notice of an open clock; of a paused one, what has passed of it."""
    if clock is None or clock.state not in OPEN:
        return None
    paused = clock.course.elapsed(clock.course.interruptions[-1].start) if clock.state == "paused" else None
    return clock.terms.target, clock.due_at, clock.breach_at, clock.warnings, paused


def _breaks(clock: Clock | None, now: datetime) -> bool:
    if clock is None:
        return False
    return clock.breached_at is not None or (clock.breach_at is not None and clock.breach_at <= now)
