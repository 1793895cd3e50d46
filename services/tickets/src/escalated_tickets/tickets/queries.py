"""What can be read of tickets. Whatever is shown to somebody comes through `visible_ticket` or `list_tickets`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, any_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound
from escalated_tickets.people.models import departments, people
from escalated_tickets.search.matching import with_words
from escalated_tickets.tags.models import tags
from escalated_tickets.tickets.counting import apart, count_query, counts_query
from escalated_tickets.tickets.filters import Filters, reasons_for_list
from escalated_tickets.tickets.listing import DEPARTMENT_NAME, STATE, TAGS, list_query, shape_of
from escalated_tickets.tickets.models import links, tickets
from escalated_tickets.tickets.sight import parameters_of, visible
from escalated_tickets.tickets.state import Names, PersonRef, TagRef, TicketState
from escalated_tickets.tickets.viewers import viewer_of
from escalated_tickets.tickets.visibility import Reason, Relation, Viewer, reasons_of, relation

# How often a ticket may have been merged on: each merge goes into one that is whole, so that there is no circle.
MOST_MERGES: Final = 50
_WIDTH: Final = len(STATE)

_PERSON = func.jsonb_build_object("id", people.c.id, "name", people.c.name, "email", people.c.email)
_PARTICIPANTS = (
    select(func.jsonb_agg(_PERSON))
    .where(people.c.id == any_(tickets.c.participant_ids))
    .scalar_subquery()
    .label("participants")
)
_ONE = select(*STATE, DEPARTMENT_NAME, TAGS, _PARTICIPANTS)
_BY_ID = _ONE.where(tickets.c.id == bindparam("id", type_=Uuid))
_BY_REFERENCE = _ONE.where(tickets.c.reference == bindparam("reference", type_=Text))
_BY_IDS = _ONE.where(tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))).order_by(tickets.c.id)
_SNAPSHOT = _ONE.where(tickets.c.id > bindparam("after", type_=Uuid)).order_by(tickets.c.id).limit(bindparam("limit"))
_SEQUENCES = select(tickets.c.id, tickets.c.sequence).where(tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))

_NAMES = select(
    select(departments.c.name).where(departments.c.id == bindparam("department", type_=Uuid)).scalar_subquery(),
    select(func.jsonb_agg(func.jsonb_build_object("id", tags.c.id, "name", tags.c.name, "color", tags.c.color)))
    .where(tags.c.id == any_(bindparam("tags", type_=ARRAY(Uuid))))
    .scalar_subquery(),
    select(func.jsonb_agg(_PERSON))
    .where(people.c.id == any_(bindparam("participants", type_=ARRAY(Uuid))))
    .scalar_subquery(),
)
_LINKS = (
    select(*STATE, links.c.kind)
    .join(tickets, tickets.c.id == links.c.other_id)
    .where(links.c.ticket_id == bindparam("id", type_=Uuid), tickets.c.deleted_at.is_(None))
    .order_by(links.c.created_at, tickets.c.id)
)


@dataclass(frozen=True, slots=True)
class SeenTicket:
    """A ticket in the eyes of somebody who sees it, and as whom."""

    state: TicketState
    names: Names
    relation: Relation
    # The reference of the merged ticket that was asked for, where this one is shown in its place.
    merged_from: str | None = None

    @property
    def as_staff(self) -> bool:
        return self.relation is Relation.STAFF


@dataclass(frozen=True, slots=True)
class TicketPage:
    tickets: list[SeenTicket]
    # Sort value and id of the last row, where there is more.
    next_key: tuple[Any, ...] | None


async def find_ticket(reader: AsyncConnection, key: str | UUID) -> tuple[TicketState, Names] | None:
    """A ticket by id or reference, whoever asks; for services and for what checks sight itself.

    One that was merged is found as itself, which says where it went: `find_leading` goes there.
    """
    value, by_id = key_of(key)
    if by_id:
        found = await reader.execute(_BY_ID, {"id": value})
    else:
        found = await reader.execute(_BY_REFERENCE, {"reference": value})
    row = found.one_or_none()
    return None if row is None else (state_of(row), _names(row))


async def find_leading(reader: AsyncConnection, key: str | UUID) -> tuple[TicketState, Names] | None:
    """The ticket that an id or reference leads to: of one that was merged, its target."""
    found = await find_ticket(reader, key)
    for _ in range(MOST_MERGES):
        if found is None or found[0].merged_into_id is None:
            return found
        found = await find_ticket(reader, found[0].merged_into_id)
    return None


async def visible_ticket(reader: AsyncConnection, principal: Principal, ticket: str | UUID) -> SeenTicket:
    """A ticket by id or reference as this caller sees it.

    Raises:
        Forbidden: the caller may read no tickets at all. NotFound: not there, or not for these eyes.
    """
    principal.require("tickets:read")
    return await seen_by(reader, viewer_of(principal), ticket)


async def seen_by(reader: AsyncConnection, viewer: Viewer, ticket: str | UUID) -> SeenTicket:
    found = asked = await find_ticket(reader, ticket)
    if asked is not None and asked[0].merged_into_id is not None:
        found = await find_leading(reader, asked[0].merged_into_id)
    as_whom = None if found is None else sight_of(viewer, found[0])
    if found is None or asked is None or as_whom is None:
        raise NotFound("There is no such ticket.", code="ticket_not_found")
    return SeenTicket(*found, as_whom, None if found is asked else asked[0].reference)


def sight_of(viewer: Viewer, state: TicketState) -> Relation | None:
    """As whom the viewer sees the ticket; deleted ones only who may restore them."""
    if state.deleted_at is not None and not viewer.may("tickets:delete"):
        return None
    return relation(viewer, state)


async def ids_seen(reader: AsyncConnection, viewer: Viewer, ids: Iterable[UUID]) -> list[UUID]:
    """Those of the tickets that `sight_of` shows the viewer, in one statement and in the order of their ids."""
    query = _seen_of(reasons_of(viewer), viewer.may("tickets:delete"))
    return list((await reader.execute(query, {**parameters_of(viewer), "ids": list(ids)})).scalars())


@lru_cache(maxsize=64)
def _seen_of(reasons: tuple[Reason, ...], deleted_too: bool) -> Select[Any]:
    of_these = tickets.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
    whole = true() if deleted_too else tickets.c.deleted_at.is_(None)
    return select(tickets.c.id).where(of_these, whole, visible(reasons)).order_by(tickets.c.id)


async def list_tickets(
    reader: AsyncConnection, viewer: Viewer, filters: Filters, *, limit: int, after: Sequence[Any] = ()
) -> TicketPage:
    """A page of what the viewer sees, in one statement (words take one before); `limit` is at most 100."""
    reasons = reasons_for_list(viewer, filters)
    if not reasons:
        return TicketPage([], None)
    shape = shape_of(filters, reasons, after=bool(after), departments=len(viewer.department_ids), limit=limit)
    parameters = {**parameters_of(viewer), **await with_words(reader, filters.bound)}
    parameters |= {f"key{place}": value for place, value in enumerate(after)}
    query = list_query(shape)
    rows = (await reader.execute(query.statement, query.bind(parameters))).all()
    shown = [seen_from(viewer, row) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return TicketPage(shown, None if last is None else _place_of(filters, last))


def _place_of(filters: Filters, row: Any) -> tuple[Any, ...]:
    """Where a row stands in its list."""
    return (*(getattr(row, f"key{place}") for place in range(len(filters.order))), row.id)


async def count_tickets(reader: AsyncConnection, viewer: Viewer, filters: Filters) -> int:
    """How many the viewer sees of what the filters ask for; 1,001 means more than a thousand."""
    query = count_query(shape_of(filters, reasons_for_list(viewer, filters), after=False))
    parameters = query.bind({**parameters_of(viewer), **await with_words(reader, filters.bound)})
    return int((await reader.execute(query.statement, parameters)).scalar_one())


async def count_each(reader: AsyncConnection, viewer: Viewer, lists: Sequence[Filters]) -> list[int]:
    """As `count_tickets`, of several lists in one statement."""
    if not lists:
        return []
    shapes = tuple(shape_of(filters, reasons_for_list(viewer, filters), after=False) for filters in lists)
    query = counts_query(shapes)
    bound = [await with_words(reader, filters.bound) for filters in lists]
    rows = await reader.execute(query.statement, query.bind({**parameters_of(viewer), **apart(bound)}))
    counts = {int(place): int(count) for place, count in rows}
    return [counts[place] for place in range(len(lists))]


async def tickets_by_ids(reader: AsyncConnection, ids: Iterable[UUID]) -> list[tuple[TicketState, Names]]:
    return [(state_of(row), _names(row)) for row in await reader.execute(_BY_IDS, {"ids": list(ids)})]


async def snapshot(reader: AsyncConnection, after: UUID, limit: int) -> list[tuple[TicketState, Names]]:
    """The next tickets in the order of their ids, deleted ones too."""
    rows = await reader.execute(_SNAPSHOT, {"after": after, "limit": limit})
    return [(state_of(row), _names(row)) for row in rows]


async def sequences(reader: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, int]:
    return {row.id: row.sequence for row in await reader.execute(_SEQUENCES, {"ids": list(ids)})}


async def names_of(connection: AsyncConnection, state: TicketState) -> Names:
    """The names behind a row's ids, as they are now; no statement where there are no ids."""
    if state.department_id is None and not state.tag_ids and not state.participant_ids:
        return Names()
    parameters = {"department": state.department_id, "tags": state.tag_ids, "participants": state.participant_ids}
    department, tag_rows, participants = (await connection.execute(_NAMES, parameters)).one()
    return _as_names(department, tag_rows, participants)


async def linked_tickets(reader: AsyncConnection, viewer: Viewer, ticket_id: UUID) -> list[tuple[str, TicketState]]:
    """Kind of link and the other ticket, as far as the viewer sees it too."""
    rows = await reader.execute(_LINKS, {"id": ticket_id})
    linked = [(str(row.kind), state_of(row)) for row in rows]
    return [(kind, state) for kind, state in linked if sight_of(viewer, state) is not None]


def seen_from(viewer: Viewer, row: Any) -> SeenTicket:
    """A row of a list, which has been decided to be seen."""
    state = state_of(row)
    return SeenTicket(state, _as_names(row.department, row.tags, None), relation(viewer, state) or Relation.CUSTOMER)


def state_of(row: Any) -> TicketState:
    """A row that begins with the columns of `STATE`."""
    return TicketState(*row[:_WIDTH])


def _names(row: Any) -> Names:
    return _as_names(row.department, row.tags, row.participants)


def _as_names(department: str | None, tag_rows: Any, participants: Any) -> Names:
    named = sorted(tag_rows or (), key=lambda tag: str(tag["name"]))
    return Names(
        department or "",
        tuple(TagRef(UUID(tag["id"]), tag["name"], tag["color"]) for tag in named),
        tuple(PersonRef(UUID(person["id"]), person["name"], person["email"]) for person in participants or ()),
    )


def key_of(key: str | UUID) -> tuple[str | UUID, bool]:
    """An id, or a reference as it is kept; and whether it is an id."""
    if isinstance(key, UUID):
        return key, True
    try:
        return UUID(key), True
    except ValueError:
        return key.upper(), False
