"""Statements of lists and counts, built once per shape.

Somebody who sees tickets for several reasons gets one branch per reason, and one per department: each walks its
own index in the order of the sort, and the walks are merged as they go, so that together they read a page and a
row more for each. So a page costs the same at any size of the desk and for any share of it that one sees; an OR
over the reasons would walk the whole index for who sees little. Only where a filter names a person is it the
other way round: one walks that person's tickets, and asks of each whether it may be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, distinct_on

from escalated_tickets.attachments.models import attachments
from escalated_tickets.fields.sql import condition_of
from escalated_tickets.fields.where import Branch, tells_of_staff
from escalated_tickets.people.models import departments
from escalated_tickets.search.matching import words_match
from escalated_tickets.subjects.models import subjects
from escalated_tickets.tags.models import tags
from escalated_tickets.tickets.filters import Filters, Order
from escalated_tickets.tickets.models import TIME, tickets
from escalated_tickets.tickets.sight import CONDITIONS, DEPARTMENT_IDS, OWN_WALKS, department_at, visible
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.tickets.visibility import AS_STAFF, Reason

_c = tickets.c
STATE: Final = tuple(_c[name] for name in TicketState.__dataclass_fields__)
# No list shows the clocks themselves, and unpacking them would be a seventh of its time.
_LISTED: Final = tuple(
    literal_column("'[]'::jsonb", JSONB).label("sla_clocks") if column is _c.sla_clocks else column for column in STATE
)
# Where a row lies, for the length of one statement: a join by it is one page read, by id it would be four.
_PLACE: Final[ColumnElement[Any]] = literal_column("escalated_tickets.ctid")
# Filters that name a person, whose tickets are few.
_NARROW: Final = frozenset({"assignee", "requester"})
# What staff and customers are told differently of the same ticket.
_TOLD_APART: Final = frozenset({"q", "updated_from", "updated_to", "has_attachment"})
_NOT_FOR_BOTH: Final = frozenset({"updated_from", "updated_to", "awake"})
# What customers are not told: an agent who sees a ticket as its customer finds nothing by it.
_STAFFS: Final = frozenset({"sla", "follower", "snoozed", "late"})
# One more than a page, so that one knows whether there is a next. Few sizes, each with a statement of its own: where
# LIMIT is a parameter PostgreSQL expects a tenth of the table, finds any plan kept for that too dear, and plans anew
# each time, for longer than the statement takes.
_ROWS: Final = (26, 51, 101, 501)
DEPARTMENT_NAME: Final = (
    select(departments.c.name).where(departments.c.id == _c.department_id).scalar_subquery().label("department")
)
_TAG: Final = func.jsonb_build_object("id", tags.c.id, "name", tags.c.name, "color", tags.c.color)
TAGS: Final = (
    select(func.jsonb_agg(_TAG.op("ORDER BY")(tags.c.name)))
    .where(tags.c.id == any_(_c.tag_ids))
    .scalar_subquery()
    .label("tags")
)


@dataclass(frozen=True)
class Query:
    """A statement with the names of what it binds: a stray parameter would be refused."""

    statement: Any
    names: frozenset[str]

    def bind(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in parameters.items() if name in self.names}


def query_of(statement: Any) -> Query:
    return Query(statement, frozenset(statement.compile().params))


@dataclass(frozen=True)
class Shape:
    """What the text of a list's statement depends on."""

    reasons: tuple[Reason, ...]
    filters: frozenset[str]
    flags: frozenset[str]
    order: Order
    after: bool
    public: bool
    departments: int
    rows: int
    where: Branch | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked of a ticket but that it may be seen."""
        return not (self.filters or self.flags or self.where)


def shape_of(
    filters: Filters, reasons: tuple[Reason, ...], *, after: bool, departments: int = 0, limit: int = 0
) -> Shape:
    """`departments`: how many the viewer works in. `limit`: how many tickets are wanted, at most 100."""
    return Shape(
        reasons,
        frozenset(filters.values),
        filters.flags,
        filters.order,
        after,
        public=not any(reason in AS_STAFF for reason in reasons),
        departments=departments if Reason.DEPARTMENT in reasons else 0,
        rows=next(rows for rows in _ROWS if rows > limit),
        where=filters.where.shape if filters.where else None,
    )


def _sort_column(shape: Shape, name: str) -> Any:
    if name == "updated_at":
        return _c.public_updated_at if shape.public else _c.updated_at
    return {"created_at": _c.created_at, "priority": _c.priority, "sla_due": _c.sla_sort_at}[name]


def _sorted_by(shape: Shape) -> list[Any]:
    """The columns of the sort, and the id, which makes the order whole."""
    return [*(_sort_column(shape, name) for name, _ in shape.order), _c.id]


def _keys(shape: Shape) -> list[Any]:
    """The columns of the sort as a statement tells them: `key0`, `key1` …"""
    return [column.label(f"key{place}") for place, column in enumerate(_sorted_by(shape)[:-1])]


def _directions(shape: Shape) -> list[bool]:
    """Whether each key goes downwards, and the id, which goes with the last."""
    downwards = [descending for _, descending in shape.order]
    return [*downwards, downwards[-1]]


def _in_order(shape: Shape, keys: Iterable[Any]) -> list[Any]:
    """ORDER BY the keys and the id."""
    return [key.desc() if down else key for key, down in zip(keys, _directions(shape), strict=True)]


def _told(shape: Shape, found: Any) -> list[Any]:
    """The keys and the id of a subquery that tells them."""
    return [*(found.c[f"key{place}"] for place in range(len(shape.order))), found.c.id]


def _many(column: ColumnElement[Any], name: str, kind: Any) -> ColumnElement[bool]:
    return column == any_(bindparam(name, type_=ARRAY(kind)))


_FILTERS: Final[dict[str, ColumnElement[bool]]] = {
    "status": _many(_c.status, "status", Text),
    "status_category": _many(_c.status_category, "status_category", Text),
    "priority": _many(_c.priority, "priority", SmallInteger),
    "type": _many(_c.type, "type", Text),
    "channel": _many(_c.channel, "channel", Text),
    "sla": _many(_c.sla_state, "sla", Text),
    "assignee": _c.assignee_id == bindparam("assignee", type_=Uuid),
    "department": _c.department_id == bindparam("department", type_=Uuid),
    "requester": _c.requester_id == bindparam("requester", type_=Uuid),
    "follower": _c.follower_ids.contains(func.array_append(text("'{}'::uuid[]"), bindparam("follower", type_=Uuid))),
    "since": _c.resolved_at > bindparam("since", type_=TIME),
    "created_from": _c.created_at >= bindparam("created_from", type_=TIME),
    "created_to": _c.created_at < bindparam("created_to", type_=TIME),
    "reference": _many(_c.reference, "reference", Text),
    "about_type": _c.id.in_(
        select(subjects.c.ticket_id).where(
            subjects.c.type == bindparam("about_type", type_=Text), subjects.c.key == bindparam("about_key", type_=Text)
        )
    ),
}
_FLAGS: Final[dict[str, ColumnElement[bool]]] = {
    # As texts, or the planner could not match the partial indexes.
    "open": literal_column("NOT escalated_tickets.done"),
    "late": literal_column("escalated_tickets.sla_state IN ('at_risk', 'breached')"),
    "no_assignee": _c.assignee_id.is_(None),
    "no_department": _c.department_id.is_(None),
    "snoozed": _c.snoozed_until.is_not(None),
    "awake": _c.snoozed_until.is_(None),
}


def narrowed(shape: Shape, reason: Reason) -> list[ColumnElement[bool]]:
    """What the filters ask of a ticket that is seen for this reason."""
    deleted = "deleted" in shape.flags
    conditions: list[ColumnElement[bool]] = [_c.deleted_at.is_not(None) if deleted else _c.deleted_at.is_(None)]
    if reason not in AS_STAFF and _STAFFS & (shape.filters | shape.flags):
        return [false()]
    for name in sorted(shape.filters):
        if name == "tag":
            conditions.append(_all_tags())
        elif name in _FILTERS:
            conditions.append(_FILTERS[name])
        elif name in _TOLD_APART:
            conditions.append(_told_apart(name, reason))
    if reason not in AS_STAFF and _NOT_FOR_BOTH & (shape.filters | shape.flags):
        conditions.append(_not_as_staff(shape.reasons))
    unasked = frozenset() if reason in AS_STAFF else frozenset({"awake"})
    conditions += [_FLAGS[name] for name in sorted((shape.flags & _FLAGS.keys()) - unasked)]
    conditions += _asked_by_view(shape.where, reason)
    return [*conditions, _has_file(reason)] if "has_attachment" in shape.flags else conditions


def _asked_by_view(where: Branch | None, reason: Reason) -> list[ColumnElement[bool]]:
    """Of a ticket that somebody sees as its customer, nothing is found by what only staff are told."""
    if where is None:
        return []
    return [false()] if reason not in AS_STAFF and tells_of_staff(where) else [condition_of(where)]


def _not_as_staff(reasons: tuple[Reason, ...]) -> ColumnElement[bool]:
    """Who sees a ticket as staff too is told what staff are of its last change and its sleep, and nothing else."""
    as_staff = tuple(reason for reason in reasons if reason in AS_STAFF)
    return ~func.coalesce(visible(as_staff), false()) if as_staff else true()


def _told_apart(name: str, reason: Reason) -> ColumnElement[bool]:
    """Customers find neither words of notes nor when one was written."""
    as_staff = reason in AS_STAFF
    if name == "q":
        return words_match(as_staff=as_staff)
    changed, moment = _c.updated_at if as_staff else _c.public_updated_at, bindparam(name, type_=TIME)
    return changed >= moment if name == "updated_from" else changed < moment


def _has_file(reason: Reason) -> ColumnElement[bool]:
    of_it = select(attachments.c.id).where(attachments.c.ticket_id == _c.id, attachments.c.message_id.is_not(None))
    return (of_it if reason in AS_STAFF else of_it.where(~attachments.c.internal)).exists()


def _all_tags() -> ColumnElement[bool]:
    """Every tag asked for; a name that no tag has matches nothing."""
    named = (
        select(func.array_agg(tags.c.id))
        .where(func.lower(tags.c.name) == any_(bindparam("tag", type_=ARRAY(Text))))
        .having(func.count() == func.cardinality(bindparam("tag", type_=ARRAY(Text))))
        .scalar_subquery()
    )
    return _c.tag_ids.contains(named)


def _page(shape: Shape, statement: Select[Any]) -> Select[Any]:
    """A page of a statement over tickets: after the cursor, in the order of the sort."""
    order = _in_order(shape, _sorted_by(shape))
    return statement.where(*_after(shape)).order_by(*order).limit(_rows(shape))


def _rows(shape: Shape) -> ColumnElement[int]:
    return literal_column(str(shape.rows), Integer)


def _after(shape: Shape) -> list[ColumnElement[bool]]:
    if not shape.after:
        return []
    here = _sorted_by(shape)
    there = [bindparam(f"key{place}", type_=column.type) for place, column in enumerate(here)]
    if len(set(_directions(shape))) == 1:
        return [_beyond(tuple_(*here), tuple_(*there), down=_directions(shape)[0])]
    return _after_both_ways(shape, here, there)


def _beyond(here: Any, there: Any, *, down: bool) -> ColumnElement[bool]:
    beyond: ColumnElement[bool] = here < there if down else here > there
    return beyond


def _after_both_ways(shape: Shape, here: list[Any], there: list[Any]) -> list[ColumnElement[bool]]:
    """Where keys go up and down no one comparison says it. The first key alone is said once more: an index begins
    there.
    """
    pairs = list(zip(here, there, _directions(shape), strict=True))
    later = [
        and_(*(same == known for same, known, _ in pairs[:place]), _beyond(key, known, down=down))
        for place, (key, known, down) in enumerate(pairs)
    ]
    first, known, down = pairs[0]
    return [first <= known if down else first >= known, or_(*later)]


def _walked(shape: Shape) -> tuple[ColumnElement[Any], ...]:
    """What a branch tells of a ticket: its place in the order, and in the table."""
    return (_c.id, *_keys(shape), _PLACE.label("place"))


def _pages_of(shape: Shape, reason: Reason) -> list[Select[Any]]:
    """The pages of a reason, each in the order of the sort as far as an index has it."""
    conditions = narrowed(shape, reason)
    if reason is Reason.DEPARTMENT:
        return _pages_of_departments(shape, conditions)
    if not _walks_in_order(shape, reason):
        return [_sorted_after_finding(shape, reason, conditions)]
    return [_page(shape, select(*_walked(shape)).where(CONDITIONS[reason], *conditions))]


def _pages_of_departments(shape: Shape, conditions: list[ColumnElement[bool]]) -> list[Select[Any]]:
    """One walk per department: an index led by the department is in order only within one."""
    if shape.departments <= OWN_WALKS:
        theirs = (_c.department_id == department_at(number) for number in range(shape.departments))
        return [_page(shape, select(*_walked(shape)).where(condition, *conditions)) for condition in theirs]
    mine = func.unnest(DEPARTMENT_IDS, type_=Uuid).table_valued("id", name="mine").render_derived()
    one = select(*_walked(shape)).where(_c.department_id == mine.c.id, *conditions).correlate(mine)
    inner = _page(shape, one).lateral("theirs")
    return [select(*inner.c).select_from(mine.join(inner, text("true")))]


def _walks_in_order(shape: Shape, reason: Reason) -> bool:
    """Whether an index led by the reason is in the order of the sort, by its first key at least."""
    first, _ = shape.order[0]
    if reason in (Reason.FOLLOWER, Reason.PARTICIPANT):
        return False
    if reason is Reason.REQUESTER:
        return shape.public and first == "updated_at"
    return reason is Reason.ALL or first == "updated_at"


def _sorted_after_finding(shape: Shape, reason: Reason, conditions: list[ColumnElement[bool]]) -> Select[Any]:
    """The few that a person follows or asked, found first: the planner would rather walk a million in order."""
    all_of_them = select(*_walked(shape)).where(CONDITIONS[reason], *conditions, *_after(shape))
    found = all_of_them.offset(literal_column("0")).subquery()
    return select(found).order_by(*_in_order(shape, _told(shape, found))).limit(_rows(shape))


@lru_cache(maxsize=1_024)
def list_query(shape: Shape) -> Query:
    """A page of tickets with the names that a list shows; binds what it comes after, as `key0` …, and the filters."""
    return query_of(_list_statement(shape))


def _list_statement(shape: Shape) -> Select[Any]:
    if _is_one_walk(shape):
        found = select(*_LISTED, DEPARTMENT_NAME, TAGS, *_keys(shape))
        (reason, *_) = shape.reasons
        return _page(shape, found.where(visible(shape.reasons), *narrowed(shape, reason)))
    page = _merged(shape)
    *keys, _ = told = _told(shape, page)
    return (
        select(*_LISTED, DEPARTMENT_NAME, TAGS, *keys)
        .select_from(page.join(tickets, page.c.place == _PLACE))
        .order_by(*_in_order(shape, told))
    )


def _is_one_walk(shape: Shape) -> bool:
    """Whether one index serves the list. Words are searched differently for staff and for customers."""
    if len(shape.reasons) == 1 and shape.reasons != (Reason.DEPARTMENT,):
        return True
    return bool(shape.filters & _NARROW) and not is_told_apart(shape)


def is_told_apart(shape: Shape) -> bool:
    """Whether staff and customers are told differently of what is asked for: each reason has conditions of its own."""
    asked = (shape.filters | shape.flags) & (_TOLD_APART | _STAFFS | {"awake"})
    return bool(asked) or (shape.where is not None and tells_of_staff(shape.where))


def _merged(shape: Shape) -> Any:
    """The page that the pages of all reasons make: one row of each is looked at, the next one taken, and so on.

    A ticket that is seen for two reasons comes twice in a row, and once out.
    """
    pages = [page.subquery() for reason in shape.reasons for page in _pages_of(shape, reason)]
    every = union_all(*(select(page) for page in pages)).subquery("every")
    told = _told(shape, every)
    distinct = select(every).ext(distinct_on(*told))
    return distinct.order_by(*_in_order(shape, told)).limit(_rows(shape)).subquery("page")
