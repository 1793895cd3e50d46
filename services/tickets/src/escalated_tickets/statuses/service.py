"""Adding, changing and deleting statuses, and saying which may follow which.

One change at a time, by an advisory lock; tickets that enter a status meanwhile hold its row (`queries.hold`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Text, any_, bindparam, delete, func, insert, select, text, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, invalid
from escalated_tickets.custom_fields.models import custom_fields
from escalated_tickets.desk import Desk
from escalated_tickets.statuses import changes
from escalated_tickets.statuses.models import statuses, transitions
from escalated_tickets.statuses.queries import read_book
from escalated_tickets.statuses.rules import Status, StatusBook
from escalated_tickets.tickets.edit import Edit, enter_status
from escalated_tickets.tickets.listing import STATE
from escalated_tickets.tickets.models import OWN_STATUS, tickets
from escalated_tickets.tickets.queries import state_of
from escalated_tickets.tickets.visibility import Relation, Viewer
from escalated_tickets.tickets.writing import save

MOST_MOVED: Final = 1_000

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('escalated_statuses'))")
_SLUG = statuses.c.slug == bindparam("status")
_LOCK = select(statuses.c.slug).where(_SLUG).with_for_update()
_INSERT = insert(statuses)
_UPDATE = update(statuses).where(_SLUG)
_DELETE = delete(statuses).where(_SLUG)
_NO_DEFAULT = (
    update(statuses)
    .where(statuses.c.category == bindparam("of_category"), statuses.c.slug != bindparam("status"))
    .values(default_of_category=False)
)
_FOLLOW = insert(transitions)
_UNFOLLOW = delete(transitions).where(transitions.c.before == bindparam("status"))
# A field that was needed to enter it is needed there no more.
_NOT_REQUIRED_AT = (
    update(custom_fields)
    .where(bindparam("status", type_=Text) == any_(custom_fields.c.required_at))
    .values(required_at=func.array_remove(custom_fields.c.required_at, bindparam("status", type_=Text)))
)
# Said in the words of the partial index; only a desk's own status is ever asked for.
_IN = (tickets.c.status == bindparam("status")) & OWN_STATUS
_COUNT = select(func.count()).select_from(tickets).where(_IN)
_TICKETS_IN = select(*STATE).where(_IN).order_by(tickets.c.id).limit(MOST_MOVED).with_for_update()


async def create_status(
    uow: UnitOfWork, desk: Desk, status: Status, following: list[str], preceding: list[str]
) -> StatusBook:
    """Adds a status with what may follow it and what it may follow; returns the book with it.

    Raises Conflict for a slug that is taken, Invalid for a transition to what is none.
    """
    book = await _locked_book(uow)
    status = changes.check_new(book, status)
    changes.check_transitions(book, status.slug, following, "/transitions")
    changes.check_transitions(book, status.slug, preceding, "/reachable_from")
    if status.default_of_category:
        await uow.execute(_NO_DEFAULT, {"of_category": status.category, "status": status.slug})
    await uow.execute(_INSERT, _row(status) | {"slug": status.slug, "built_in": False})
    pairs = [(status.slug, each) for each in following] + [(each, status.slug) for each in preceding]
    await _follow(uow, pairs)
    return await _done(uow, desk, "created", status)


async def change_status(uow: UnitOfWork, desk: Desk, slug: str, values: Mapping[str, Any]) -> StatusBook:
    """Changes what `values` names: label, color, position, category, default_of_category."""
    book = await _locked_book(uow)
    before = _known(book, slug)
    # To be the default of one category says nothing of another.
    moves = values.get("category", before.category) != before.category
    wanted = replace(before, **({"default_of_category": False} | dict(values) if moves else values))
    in_use = await _count(uow, slug) if wanted.category != before.category else 0
    after = changes.check_edit(book, before, wanted, in_use)
    if after == before:
        return book
    if after.default_of_category:
        await uow.execute(_NO_DEFAULT, {"of_category": after.category, "status": slug})
    await uow.execute(_UPDATE.values(**_row(after)), {"status": slug})
    was, now = _row(before), _row(after)
    return await _done(
        uow, desk, "updated", after, [(name, was[name], now[name]) for name in now if was[name] != now[name]]
    )


async def set_transitions(uow: UnitOfWork, desk: Desk, slug: str, following: list[str]) -> StatusBook:
    """Has exactly these follow a status."""
    book = await _locked_book(uow)
    status = _known(book, slug)
    changes.check_transitions(book, slug, following, "/transitions")
    before = book.allowed_from(slug)
    if set(before) == set(following):
        return book
    await uow.execute(_UNFOLLOW, {"status": slug})
    await _follow(uow, [(slug, each) for each in following])
    change = ("transitions", ", ".join(before), ", ".join(dict.fromkeys(following)))
    return await _done(uow, desk, "updated", status, [change])


async def delete_status(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, slug: str, replace_with: str | None = None
) -> None:
    """Deletes a status of the desk's own; tickets in it go to `replace_with`, each like any other change of status.

    Raises Conflict for a built-in one, for the default of a category that has others, and for one that tickets are in
    (with their `count`) where no other is named or there are more than `MOST_MOVED`.
    """
    book = await _locked_book(uow)
    status = _known(book, slug)
    if status.built_in:
        raise Conflict(f"{slug!r} is built in; it can be renamed, not deleted.", code="built_in")
    if replace_with is not None and (replace_with == slug or replace_with not in book.statuses):
        raise invalid("replace_with", "unknown", f"There is no other status {replace_with!r}.")
    changes.require_dispensable(book, status)
    count = await _count(uow, slug)
    if count and (replace_with is None or count > MOST_MOVED):
        raise changes.in_use_error(slug, count)
    if count and replace_with is not None:
        await _move_all(uow, desk, viewer, book, slug, replace_with)
    await uow.execute(_NOT_REQUIRED_AT, {"status": slug})
    await uow.execute(_DELETE, {"status": slug})
    await _done(uow, desk, "deleted", status, [("replaced with", slug, replace_with or "")] if count else [])


async def _move_all(uow: UnitOfWork, desk: Desk, viewer: Viewer, book: StatusBook, slug: str, other: str) -> None:
    for row in (await uow.execute(_TICKETS_IN, {"status": slug})).all():
        edit = Edit(state_of(row), viewer, Relation.STAFF, book, desk.policy, uow.now)
        enter_status(edit, other)
        await save(uow, edit)


async def _locked_book(uow: UnitOfWork) -> StatusBook:
    await uow.execute(_ONE_AT_A_TIME)
    return await read_book(uow.connection)


def _known(book: StatusBook, slug: str) -> Status:
    status = book.statuses.get(slug)
    if status is None:
        raise NotFound("There is no such status.", code="status_not_found")
    return status


async def _count(uow: UnitOfWork, slug: str) -> int:
    """How many tickets are in a status, deleted ones too; until the commit no other enters it."""
    await uow.execute(_LOCK, {"status": slug})
    return int((await uow.execute(_COUNT, {"status": slug})).scalar_one())


async def _follow(uow: UnitOfWork, pairs: Sequence[tuple[str, str]]) -> None:
    rows = [{"before": before, "after": after} for before, after in dict.fromkeys(pairs)]
    if rows:
        await uow.execute(_FOLLOW, rows)


def _row(status: Status) -> dict[str, Any]:
    names = ("label", "category", "color", "position", "default_of_category")
    return {name: getattr(status, name) for name in names}


async def _done(
    uow: UnitOfWork, desk: Desk, what: str, status: Status, changed: Sequence[tuple[str, Any, Any]] = ()
) -> StatusBook:
    uow.audit(f"status.{what}", object_type="status", object_id=status.slug, object_name=status.label, changes=changed)
    uow.after_commit(desk.statuses.forget)
    return await read_book(uow.connection)
