"""Keeps the searched words beside the tickets, in the transaction of the change."""

from typing import Final

from sqlalchemy import text

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.state import TicketState

# A tsvector holds at most 1 MB: of a message its head is searched, of an endless ticket its first half.
_SEARCHED_CHARACTERS: Final = 20_000
_FULL_BYTES: Final = 500_000

_INDEX_TICKET = text(
    """
    WITH fresh AS (SELECT setweight(to_tsvector('escalated_words', :words), 'A') AS words)
    INSERT INTO escalated_search_documents AS old (ticket_id, public_words, all_words)
    SELECT CAST(:ticket_id AS uuid), words, words FROM fresh
    ON CONFLICT (ticket_id) DO UPDATE SET
        public_words = excluded.public_words || ts_filter(old.public_words, '{d}'),
        all_words = excluded.all_words || ts_filter(old.all_words, '{d}')
    """
)
_INDEX_MESSAGE = text(
    """
    UPDATE escalated_search_documents SET
        all_words = all_words || to_tsvector('escalated_words', :words),
        public_words = CASE WHEN CAST(:public AS boolean)
            THEN public_words || to_tsvector('escalated_words', :words) ELSE public_words END
    WHERE ticket_id = :ticket_id AND pg_column_size(all_words) < :full
    """
)


async def index_ticket(uow: UnitOfWork, state: TicketState) -> None:
    """Subject, reference and requester; earlier ones of this ticket are forgotten."""
    number = state.reference.rpartition("-")[2]
    email = state.requester_email
    words = f"{state.subject} {state.reference} {number} {number.lstrip('0')} {state.requester_name} {email} "
    words += email.replace("@", " ").replace(".", " ")
    await uow.execute(_INDEX_TICKET, {"ticket_id": state.id, "words": words})


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
