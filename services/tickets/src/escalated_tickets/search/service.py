"""Keeps the searched words beside the tickets, in the transaction of the change.

Of either document, weight A are words of subject, reference and requester, B the ids of its tags, C its custom fields
(staff's words only), D the messages. A to C are written anew together from the ticket's row; messages are added.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.state import TicketState

# A tsvector holds at most 1 MB: of a message its head is searched, of an endless ticket its first half.
_SEARCHED_CHARACTERS: Final = 20_000
_FULL_BYTES: Final = 500_000

_IDS = bindparam("ids", type_=ARRAY(Uuid))
# The words of rows; of a ticket that is indexed already the messages' words stay.
_INDEX_TICKETS = text(
    """
    WITH fresh AS (
        SELECT ticket.id, ticket.department_id, head || tags AS public_words, head || tags || fields AS staff_words
        FROM escalated_tickets AS ticket
        CROSS JOIN LATERAL (
            SELECT substring(ticket.reference FROM '[0-9]+$') AS number, ticket.requester_email AS email
        ) AS named
        CROSS JOIN LATERAL (
            SELECT
                setweight(to_tsvector('escalated_words', concat_ws(
                    ' ', ticket.subject, ticket.reference, number, ltrim(number, '0'), ticket.requester_name, email,
                    translate(email, '@.', '  ')
                )), 'A') AS head,
                CAST(coalesce(
                    (SELECT string_agg(format('''#%s''\\:1B', tag), ' ') FROM unnest(ticket.tag_ids) AS tag), ''
                ) AS tsvector) AS tags,
                setweight(
                    jsonb_to_tsvector('escalated_words', ticket.custom_fields, '["string", "numeric"]'), 'C'
                ) AS fields
        ) AS words
        WHERE ticket.id = ANY(CAST(:ids AS uuid[]))
    ), for_customers AS (
        INSERT INTO escalated_public_documents AS old (ticket_id, words) SELECT id, public_words FROM fresh
        ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words || ts_filter(old.words, '{d}')
    )
    INSERT INTO escalated_staff_documents AS old (ticket_id, department_id, words)
    SELECT id, department_id, staff_words FROM fresh
    ON CONFLICT (ticket_id) DO UPDATE SET
        department_id = excluded.department_id, words = excluded.words || ts_filter(old.words, '{d}')
    """
).bindparams(_IDS)
_INDEX_MESSAGE = text(
    """
    WITH message AS (
        SELECT to_tsvector('escalated_words', :words) AS words
    ), for_customers AS (
        UPDATE escalated_public_documents AS old SET words = old.words || message.words FROM message
        WHERE CAST(:public AS boolean) AND ticket_id = :ticket_id AND pg_column_size(old.words) < :full
    )
    UPDATE escalated_staff_documents AS old SET words = old.words || message.words FROM message
    WHERE ticket_id = :ticket_id AND pg_column_size(old.words) < :full
    """
).bindparams(bindparam("words", type_=Text))
_FORGET = text(
    """
    WITH for_customers AS (
        DELETE FROM escalated_public_documents WHERE ticket_id = ANY(CAST(:ids AS uuid[]))
    )
    DELETE FROM escalated_staff_documents WHERE ticket_id = ANY(CAST(:ids AS uuid[]))
    """
).bindparams(_IDS)
# As many of the messages as fit, the oldest first, as they would have been added one by one.
_INDEX_CONVERSATIONS = text(
    """
    WITH heads AS (
        SELECT ticket_id, kind, created_at, id, left(body_text, :characters) AS head,
               sum(least(octet_length(body_text), :characters)) OVER (PARTITION BY ticket_id ORDER BY created_at, id)
                   AS bytes
        FROM escalated_messages WHERE ticket_id = ANY(CAST(:ids AS uuid[]))
    ), conversations AS (
        SELECT ticket_id, string_agg(head, ' ' ORDER BY created_at, id) AS said,
               string_agg(head, ' ' ORDER BY created_at, id) FILTER (WHERE kind = 'reply') AS said_publicly
        FROM heads WHERE bytes < :full GROUP BY ticket_id
    ), for_customers AS (
        UPDATE escalated_public_documents AS document
        SET words = words || to_tsvector('escalated_words', coalesce(said_publicly, ''))
        FROM conversations WHERE conversations.ticket_id = document.ticket_id
    )
    UPDATE escalated_staff_documents AS document SET words = words || to_tsvector('escalated_words', said)
    FROM conversations WHERE conversations.ticket_id = document.ticket_id
    """
).bindparams(_IDS)
_NEXT_IDS = text("SELECT id FROM escalated_tickets WHERE id > :after ORDER BY id LIMIT :limit FOR UPDATE").bindparams(
    bindparam("after", type_=Uuid)
)

_COUNT = text("SELECT count(*) FROM escalated_tickets")


def is_indexed_anew(before: TicketState | None, after: TicketState) -> bool:
    """Whether something of the row changed that its documents hold."""
    return before is None or _indexed(before) != _indexed(after)


def _indexed(state: TicketState) -> tuple[object, ...]:
    named = state.subject, state.requester_name, state.requester_email
    return *named, state.tag_ids, state.custom_fields, state.department_id


async def index_ticket(uow: UnitOfWork, state: TicketState) -> None:
    """What documents hold of the row, from the row as it is; what they held of it before is forgotten."""
    await index_tickets(uow, [state.id])


async def index_tickets(uow: UnitOfWork, ids: Iterable[UUID]) -> None:
    """As `index_ticket`, of many at once."""
    await uow.execute(_INDEX_TICKETS, {"ids": sorted(ids)})


async def index_message(uow: UnitOfWork, message: MessageState) -> None:
    """Adds a message's words; those of a note are searched by staff only."""
    await uow.execute(
        _INDEX_MESSAGE,
        {
            "ticket_id": message.ticket_id,
            "words": message.body_text[:_SEARCHED_CHARACTERS],
            "public": message.kind == "reply",
            "full": _FULL_BYTES,
        },
    )


async def rebuild(uow: UnitOfWork, ids: Iterable[UUID]) -> None:
    """Whole documents from the tables: after messages were moved, edited or taken away.

    The caller holds the tickets' rows, or what is written meanwhile would be lost to searches.
    """
    wanted = sorted(ids)
    await uow.execute(_FORGET, {"ids": wanted})
    await uow.execute(_INDEX_TICKETS, {"ids": wanted})
    await uow.execute(_INDEX_CONVERSATIONS, {"ids": wanted, "characters": _SEARCHED_CHARACTERS, "full": _FULL_BYTES})


async def rebuild_after(uow: UnitOfWork, after: UUID, limit: int) -> list[UUID]:
    """Rebuilds the documents of the next tickets in the order of their ids; which these were."""
    ids = list((await uow.execute(_NEXT_IDS, {"after": after, "limit": limit})).scalars())
    if ids:
        await rebuild(uow, ids)
    return ids


async def count_indexed(uow: UnitOfWork) -> int:
    """How many tickets `rebuild_after` would go through."""
    return int((await uow.execute(_COUNT)).scalar_one())
