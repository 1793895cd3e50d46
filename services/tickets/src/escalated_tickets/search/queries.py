"""Searching: what the searcher may not see is left out before anything is ranked."""

import html
from typing import Any, Final

from sqlalchemy import Integer, String, Text, and_, bindparam, false, func, literal, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.conversation.models import messages
from escalated_tickets.search.models import documents
from escalated_tickets.tickets.listing import DEPARTMENT_NAME, STATE, TAGS, Query
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.queries import SeenTicket, seen_from
from escalated_tickets.tickets.sight import parameters_of, visible
from escalated_tickets.tickets.visibility import AS_CUSTOMER, AS_STAFF, Reason, Viewer, reasons_of

# Ranked are the newest of what matches: the best of a million would cost a million.
RANKED: Final = 500
_LOOKED_THROUGH: Final = 20
_HEAD: Final = 20_000
# Marks that no text holds; they become <mark> after everything else was escaped.
_START, _STOP = "\x02", "\x03"
_HEADLINE: Final = f"StartSel={_START}, StopSel={_STOP}, MaxFragments=1, MaxWords=30, MinWords=12"

_CONFIGURATION = text("'escalated_words'")
_QUERY = func.websearch_to_tsquery(_CONFIGURATION, bindparam("q", type_=Text))


def search_query(reasons: tuple[Reason, ...]) -> Query:
    """Tickets that match, best first, with their text marked."""
    as_staff = tuple(reason for reason in reasons if reason in AS_STAFF)
    as_customer = tuple(reason for reason in reasons if reason in AS_CUSTOMER)
    found = _found(as_staff, as_customer)
    page = (
        select(found)
        .order_by(found.c.exact.desc(), found.c.rank.desc(), found.c.updated_at.desc(), found.c.id)
        .limit(bindparam("limit", type_=Integer))
        .offset(bindparam("offset", type_=Integer))
        .subquery("page")
    )
    statement = (
        select(*STATE, DEPARTMENT_NAME, TAGS, _marked(tickets.c.subject).label("marked"), _passage(as_staff))
        .select_from(page.join(tickets, tickets.c.id == page.c.id))
        .order_by(page.c.exact.desc(), page.c.rank.desc(), page.c.updated_at.desc(), page.c.id)
    )
    return Query(statement, frozenset(statement.compile().params))


def _found(as_staff: tuple[Reason, ...], as_customer: tuple[Reason, ...]) -> Any:
    """The newest matches among what may be seen; notes count only for who sees the ticket as staff."""
    staff = and_(visible(as_staff), documents.c.all_words.bool_op("@@")(_QUERY)) if as_staff else false()
    customer = and_(visible(as_customer), documents.c.public_words.bool_op("@@")(_QUERY)) if as_customer else false()
    words = documents.c.all_words if as_staff else documents.c.public_words
    return (
        select(
            tickets.c.id,
            tickets.c.updated_at,
            (tickets.c.reference == bindparam("reference", type_=Text)).label("exact"),
            func.ts_rank_cd(words, _QUERY).label("rank"),
        )
        .join(documents, documents.c.ticket_id == tickets.c.id)
        .where(tickets.c.deleted_at.is_(None), or_(staff, customer))
        .order_by(tickets.c.updated_at.desc(), tickets.c.id.desc())
        .limit(RANKED)
        .subquery("found")
    )


def _marked(column: Any) -> Any:
    return func.ts_headline(_CONFIGURATION, column, _QUERY, literal(_HEADLINE, String))


def _passage(as_staff: tuple[Reason, ...]) -> Any:
    """The newest message that matches, its matching part; notes not for customers."""
    head = func.left(messages.c.body_text, _HEAD)
    shown = or_(messages.c.kind == "reply", visible(as_staff)) if as_staff else messages.c.kind == "reply"
    looked_through = (
        select(head.label("head"), messages.c.created_at)
        .where(messages.c.ticket_id == tickets.c.id, shown)
        .order_by(messages.c.created_at.desc())
        .limit(_LOOKED_THROUGH)
        .correlate(tickets)
        .subquery("looked_through")
    )
    return (
        select(_marked(looked_through.c.head))
        .where(func.to_tsvector(_CONFIGURATION, looked_through.c.head).bool_op("@@")(_QUERY))
        .order_by(looked_through.c.created_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("passage")
    )


_QUERIES: dict[tuple[Reason, ...], Query] = {}


async def search_tickets(
    reader: AsyncConnection, viewer: Viewer, words: str, *, limit: int, offset: int
) -> list[tuple[SeenTicket, dict[str, str | None]]]:
    """Up to `limit` matches with their marks: HTML, escaped but for <mark>."""
    reasons = reasons_of(viewer)
    # There are no more shapes than sets of reasons: four.
    query = _QUERIES.get(reasons) or _QUERIES.setdefault(reasons, search_query(reasons))
    parameters = {
        **parameters_of(viewer),
        "q": words,
        "reference": words.strip().upper(),
        "limit": limit,
        "offset": offset,
    }
    rows = await reader.execute(query.statement, query.bind(parameters))
    return [(seen_from(viewer, row), _marks(row)) for row in rows]


def _marks(row: Any) -> dict[str, str | None]:
    return {"subject": _as_html(row.marked), "text": _as_html(row.passage)}


def _as_html(marked: str | None) -> str | None:
    if marked is None:
        return None
    return html.escape(marked).replace(_START, "<mark>").replace(_STOP, "</mark>")
