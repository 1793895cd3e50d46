"""Keeps the searched words beside the tickets, in the transaction of the change.

Of a document, weight A are words of subject, reference and requester, B the ids of its tags, C its custom fields
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
_INDEX_TICKETS = text(
    """
    INSERT INTO escalated_search_documents AS old (ticket_id, public_words, all_words)
    SELECT ticket.id, fresh.head || fresh.tags, fresh.head || fresh.tags || fresh.fields
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
    ) AS fresh
    WHERE ticket.id = ANY(CAST(:ids AS uuid[]))
    ON CONFLICT (ticket_id) DO UPDATE SET
        public_words = excluded.public_words || ts_filter(old.public_words, '{d}'),
        all_words = excluded.all_words || ts_filter(old.all_words, '{d}')
    """
).bindparams(_IDS)
_INDEX_MESSAGE = text(
    """
    UPDATE escalated_search_documents SET
        all_words = all_words || to_tsvector('escalated_words', :words),
        public_words = CASE WHEN CAST(:public AS boolean)
            THEN public_words || to_tsvector('escalated_words', :words) ELSE public_words END
    WHERE ticket_id = :ticket_id AND pg_column_size(all_words) < :full
    """
).bindparams(bindparam("words", type_=Text))
_FORGET = text("DELETE FROM escalated_search_documents WHERE ticket_id = ANY(CAST(:ids AS uuid[]))").bindparams(_IDS)
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
    )
    UPDATE escalated_search_documents AS document SET
        all_words = all_words || to_tsvector('escalated_words', said),
        public_words = public_words || to_tsvector('escalated_words', coalesce(said_publicly, ''))
    FROM conversations WHERE conversations.ticket_id = document.ticket_id
    """
).bindparams(_IDS)
_NEXT_IDS = text("SELECT id FROM escalated_tickets WHERE id > :after ORDER BY id LIMIT :limit FOR UPDATE").bindparams(
    bindparam("after", type_=Uuid)
)

_COUNT = text("SELECT count(*) FROM escalated_tickets")


def is_renamed(before: TicketState | None, after: TicketState) -> bool:
    """Whether something of the row changed that is searched."""
    return before is None or _searched(before) != _searched(after)


def _searched(state: TicketState) -> tuple[object, ...]:
    return state.subject, state.requester_name, state.requester_email, state.tag_ids, state.custom_fields


async def index_ticket(uow: UnitOfWork, state: TicketState) -> None:
    """Subject, reference, requester, tags and custom fields, from the row as it is; earlier ones are forgotten."""
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
