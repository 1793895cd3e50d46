"""Searching: what the searcher may not see is left out before anything is ranked.

Ranked are the newest matches by the tickets' age, which is the order of their ids. There are two ways to them, and a
look at the newest documents says which is shorter: words that many tickets have are met soon on a walk from the
newest backwards; words that few have are found by their index, and what was found is sorted. For a customer neither
is needed: one's own tickets are few. Either way the statements do not depend on what PostgreSQL expects of a word,
so that their plans are kept.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Text,
    and_,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.conversation.models import messages
from escalated_tickets.search.matching import (
    CONFIGURATION,
    NOTHING,
    QUERY,
    documents_for,
    holds,
    searched,
    tsquery_of,
)
from escalated_tickets.search.models import staff_documents
from escalated_tickets.search.rules import Words
from escalated_tickets.tickets.filters import Filters, reasons_for_list
from escalated_tickets.tickets.listing import DEPARTMENT_NAME, STATE, TAGS, Query, Shape, narrowed, shape_of
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import SeenTicket, seen_from
from escalated_tickets.tickets.sight import (
    CONDITIONS,
    DEPARTMENT_IDS,
    OWN_WALKS,
    VIEWER_ID,
    department_at,
    parameters_of,
    visible,
)
from escalated_tickets.tickets.visibility import AS_CUSTOMER, AS_STAFF, Reason, Viewer

# The best of a million would cost a million.
RANKED: Final = 5_000
# Of so many of the newest documents it is counted how many match; from this share on the walk is shorter.
_PROBED: Final = 400
_DENSE: Final = 0.05
_LOOKED_THROUGH: Final = 20
_HEAD: Final = 20_000
# Marks that no text holds; they become <mark> after everything else was escaped.
_START, _STOP = "\x02", "\x03"
_HEADLINE: Final = f"StartSel={_START}, StopSel={_STOP}, MaxFragments=1, MaxWords=30, MinWords=12"

_NEWEST = literal_column(str(RANKED), Integer)
_FENCE = literal_column("0", Integer)
_NO_END = select(literal_column(str(2**63 - 1), BigInteger)).scalar_subquery()
_ID: Final = tickets.c.id
# Where a document lies, for the length of one statement: what was found is read again by one page, by id by four.
_PLACE: Final[ColumnElement[Any]] = literal_column("escalated_staff_documents.ctid")
_DELETED = select(_ID).where(tickets.c.deleted_at.is_not(None))
# Read once for a statement: a plan that is kept would read its text anew for each document.
_QUERY: Final = select(QUERY).scalar_subquery()
_BY_INDEX = staff_documents.c.words.bool_op("@@")(_QUERY)

_newest_documents = (
    select(staff_documents.c.words)
    .order_by(staff_documents.c.ticket_id.desc())
    .limit(literal_column(str(_PROBED), Integer))
    .subquery("newest")
)
_PROBE = select(func.count().filter(holds(_newest_documents.c.words, _QUERY)), func.count()).select_from(
    _newest_documents
)


@dataclass(frozen=True)
class Found:
    """A match with its marks: HTML, escaped but for <mark>."""

    ticket: SeenTicket
    marks: Mapping[str, str | None]


async def search_tickets(
    reader: AsyncConnection, viewer: Viewer, words: Words, filters: Filters, *, limit: int, offset: int
) -> list[Found]:
    """Up to `limit` of what matches the words and the filters, the best of the newest first."""
    query = await tsquery_of(reader, words)
    if query == NOTHING:
        return []
    reasons = reasons_for_list(viewer, filters)
    shape = shape_of(filters, reasons, after=False, departments=len(viewer.department_ids))
    dense = bool(AS_STAFF & set(reasons)) and await _is_dense(reader, query)
    statement = search_query(shape, dense, limit, offset)
    parameters = {
        **parameters_of(viewer),
        **filters.bound,
        "q": query,
        "searched_reference": words[0][0].text.upper(),
    }
    rows = await reader.execute(statement.statement, statement.bind(parameters))
    return [Found(seen_from(viewer, row), _marks(row)) for row in rows]


async def _is_dense(reader: AsyncConnection, query: str) -> bool:
    matching, looked_at = (await reader.execute(_PROBE, {"q": query})).one()
    return bool(matching > looked_at * _DENSE)


@lru_cache(maxsize=256)
def search_query(shape: Shape, dense: bool, limit: int, offset: int) -> Query:
    """Tickets that match, best first, with their text marked.

    The page stands in the text: of one that is bound PostgreSQL expects a tenth of everything, finds any plan kept for
    that too dear, and plans anew each time, for a tenth of what a search takes.
    """
    found = _found(shape, dense).limit(_NEWEST).subquery("found")
    named = select(_ID).where(tickets.c.reference == bindparam("searched_reference", type_=Text)).scalar_subquery()
    exact = func.coalesce(found.c.id == named, text("false"))
    ranked = select(found.c.id, exact.label("exact"), found.c.rank).subquery("ranked")
    best = (ranked.c.exact.desc(), ranked.c.rank.desc(), ranked.c.id.desc())
    page = (
        select(ranked)
        .order_by(*best)
        .limit(literal_column(str(limit), Integer))
        .offset(literal_column(str(offset), Integer))
        .subquery("page")
    )
    as_staff = _staffs(shape)
    statement = (
        select(*STATE, DEPARTMENT_NAME, TAGS, _marked(tickets.c.subject).label("marked"), _passage(as_staff))
        .select_from(page.join(tickets, page.c.id == _ID))
        .order_by(page.c.exact.desc(), page.c.rank.desc(), page.c.id.desc())
    )
    return Query(statement, frozenset(statement.compile().params))


def _staffs(shape: Shape) -> tuple[Reason, ...]:
    return tuple(reason for reason in shape.reasons if reason in AS_STAFF)


def _customers(shape: Shape) -> tuple[Reason, ...]:
    return tuple(reason for reason in shape.reasons if reason in AS_CUSTOMER)


def _found(shape: Shape, dense: bool) -> Select[Any]:
    """The matches that may be seen, the newest first, each with its rank."""
    if not _staffs(shape):
        return _newest_first(_one_by_one(shape, _customers(shape), as_staff=False))
    if shape.is_plain and shape.reasons == (Reason.ALL,):
        return _among_all(dense)
    if not dense:
        return _by_index(shape)
    if shape.is_plain:
        return _walked(shape)
    (first, *_) = staffs = _staffs(shape)
    return _branches([_walk(shape, first, visible(staffs)), *_as_customer(shape)])


def _among_all(dense: bool) -> Select[Any]:
    """For who sees everything no ticket needs to be looked at."""
    if not dense:
        found = select(staff_documents.c.ticket_id.label("id"), _PLACE.label("place"))
        return _ranked_after(found.where(staff_documents.c.ticket_id.not_in(_DELETED), _BY_INDEX))
    return _newest_first(_matches(_newest_of()))


def _by_index(shape: Shape) -> Select[Any]:
    """What the index of words finds, then who may see it. Public words are among staff's words."""
    found = select(staff_documents.c.ticket_id, staff_documents.c.department_id, _PLACE.label("place"))
    matching = found.where(_BY_INDEX).offset(_FENCE).subquery("matching")
    if shape.is_plain:
        # The department first: where it holds, nothing else is asked.
        reasons = sorted(_staffs(shape), key=lambda reason: reason is not Reason.DEPARTMENT)
        theirs = or_(*(_told_by(matching, reason) for reason in reasons))
        seen = select(matching.c.ticket_id.label("id"), matching.c.place)
        seen = seen.where(theirs, matching.c.ticket_id.not_in(_DELETED))
    else:
        joined = matching.join(tickets, matching.c.ticket_id == _ID)
        seen = select(_ID.label("id"), matching.c.place).select_from(joined).where(_seen(shape, _staffs(shape)))
    return _branches([_ranked_after(seen), *_as_customer(shape)])


def _told_by(document: FromClause, reason: Reason) -> ColumnElement[bool]:
    """Whether a document's ticket may be seen for a reason of staff, without a look at that ticket where it can be."""
    if reason is Reason.DEPARTMENT:
        return document.c.department_id == any_(DEPARTMENT_IDS)
    theirs = document.c.ticket_id.in_(select(_ID).where(CONDITIONS[reason], tickets.c.deleted_at.is_(None)))
    return and_(document.c.department_id.is_(None), theirs) if reason is Reason.NOBODYS else theirs


def _ranked_after(ids: Select[Any]) -> Select[Any]:
    """Ranks no more than will be: what is sorted are ids and places, for documents would be sorted on disk."""
    every = ids.offset(_FENCE).subquery("every")
    newest = select(every).order_by(every.c.id.desc()).limit(_NEWEST).subquery("newest")
    there = select(staff_documents.c.words).where(newest.c.place == _PLACE)
    document = there.correlate(newest).offset(_FENCE).lateral("document")
    ranked = select(newest.c.id, _rank(document.c.words)).select_from(newest.join(document, true()))
    return ranked.order_by(newest.c.id.desc())


def _rank(words: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.ts_rank_cd(words, _QUERY).label("rank")


def _walked(shape: Shape) -> Select[Any]:
    """Each reason for itself from the newest on, the walks merged as they go."""
    branches = [each for reason in _staffs(shape) for each in _walks(shape, reason)]
    return _branches([*branches, *_as_customer(shape)])


def _walks(shape: Shape, reason: Reason) -> list[Select[Any]]:
    if reason is Reason.DEPARTMENT and shape.departments <= OWN_WALKS:
        theirs = (department_at(number) for number in range(shape.departments))
        return [_matches(_newest_of(staff_documents.c.department_id == _unforeseen(one))) for one in theirs]
    if reason is Reason.DEPARTMENT:
        every = _newest_of()
        return [_matches(every, every.c.department_id == any_(DEPARTMENT_IDS))]
    if reason is Reason.ASSIGNEE:
        return [_walk(shape, reason, tickets.c.assignee_id == _unforeseen(VIEWER_ID))]
    return [_one_by_one(shape, (reason,), as_staff=True)]


def _unforeseen(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Told to PostgreSQL when it runs: for a large department it would find a plan made for any not good enough."""
    return select(value).scalar_subquery()


def _newest_of(*conditions: ColumnElement[bool]) -> FromClause:
    """Documents in their order, fenced by an end that is not foreseen: it expects to be walked for a part of the way.

    PostgreSQL would guess how many match, read all of them and sort.
    """
    every = select(staff_documents).where(*conditions).order_by(staff_documents.c.ticket_id.desc())
    return every.limit(_NO_END).subquery("walked")


def _matches(walked: FromClause, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Of documents those that match; no ticket needs to be looked at."""
    found = select(walked.c.ticket_id.label("id"), _rank(walked.c.words)).where(*conditions)
    return found.where(walked.c.ticket_id.not_in(_DELETED), holds(walked.c.words, _QUERY))


def _walk(shape: Shape, reason: Reason, condition: ColumnElement[bool]) -> Select[Any]:
    document = _document_of(tickets, as_staff=True)
    return (
        select(_ID.label("id"), _rank(document.c.words))
        .select_from(tickets.join(document, true()))
        .where(condition, holds(document.c.words, _QUERY), *narrowed(shape, reason))
    )


def _as_customer(shape: Shape) -> list[Select[Any]]:
    """Agents are customers of the tickets that they asked for themselves or are in Cc of."""
    return [_one_by_one(shape, (reason,), as_staff=False) for reason in _customers(shape)]


def _one_by_one(shape: Shape, reasons: tuple[Reason, ...], *, as_staff: bool) -> Select[Any]:
    """The few that may be seen for the reasons, found first, then their documents."""
    few = select(_ID, tickets.c.custom_fields).where(_seen(shape, reasons)).offset(_FENCE).subquery("few")
    document = _document_of(few, as_staff=as_staff)
    words = searched(document, as_staff=as_staff, of=few)
    return (
        select(few.c.id.label("id"), _rank(words)).select_from(few.join(document, true())).where(holds(words, _QUERY))
    )


def _document_of(ticket: FromClause, *, as_staff: bool) -> Any:
    """Looked up for each ticket by itself, fenced: from its own guess PostgreSQL would walk all documents beside."""
    documents = documents_for(as_staff=as_staff)
    one = select(documents.c.words).where(documents.c.ticket_id == ticket.c.id)
    return one.correlate(ticket).offset(_FENCE).lateral("document")


def _seen(shape: Shape, reasons: tuple[Reason, ...]) -> ColumnElement[bool]:
    """Whether a ticket may be seen for any of the reasons, and the filters hold for who sees it so."""
    if not reasons:
        return visible(())
    return and_(visible(reasons), *narrowed(shape, reasons[0]))


def _branches(branches: list[Select[Any]]) -> Select[Any]:
    """Each in its order, merged; who sees a ticket as staff and as its requester finds it as staff."""
    if len(branches) == 1:
        return _newest_first(branches[0])
    numbered = [_part(place, branch) for place, branch in enumerate(branches)]
    every = union_all(*(select(part) for part in numbered)).subquery("every")
    once = select(every.c.id, every.c.rank).ext(distinct_on(every.c.id))
    return once.order_by(every.c.id.desc(), every.c.place)


def _part(place: int, branch: Select[Any]) -> Any:
    matches = branch.subquery(f"branch_{place}")
    newest = select(matches, literal_column(str(place), Integer).label("place")).order_by(matches.c.id.desc())
    return newest.limit(_NEWEST).subquery(f"part_{place}")


def _newest_first(branch: Select[Any]) -> Select[Any]:
    matches = branch.subquery("matches")
    return select(matches).order_by(matches.c.id.desc())


def _marked(column: Any) -> Any:
    return func.ts_headline(CONFIGURATION, column, _QUERY, literal(_HEADLINE, String))


def _passage(as_staff: tuple[Reason, ...]) -> Any:
    """The newest message that matches, its matching part; notes not for customers."""
    head = func.left(messages.c.body_text, _HEAD)
    shown = or_(messages.c.kind == "reply", visible(as_staff)) if as_staff else messages.c.kind == "reply"
    looked_through = (
        select(head.label("head"), messages.c.created_at)
        .where(messages.c.ticket_id == _ID, shown)
        .order_by(messages.c.created_at.desc())
        .limit(_LOOKED_THROUGH)
        .correlate(tickets)
        .subquery("looked_through")
    )
    return (
        select(_marked(looked_through.c.head))
        .where(func.to_tsvector(CONFIGURATION, looked_through.c.head).bool_op("@@")(_QUERY))
        .order_by(looked_through.c.created_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("passage")
    )


def _marks(row: Any) -> dict[str, str | None]:
    return {"subject": _as_html(row.marked), "text": _as_html(row.passage)}


def _as_html(marked: str | None) -> str | None:
    if marked is None:
        return None
    return html.escape(marked).replace(_START, "<mark>").replace(_STOP, "</mark>")
