"""Reading a conversation: notes only for eyes that may see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Integer, Select, Uuid, any_, bindparam, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.conversation.models import messages
from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.state import PersonRef

_c = messages.c
_TIME = DateTime(timezone=True)
_OF_TICKET = _c.ticket_id == bindparam("ticket_id", type_=Uuid)
# One statement for both kinds of eyes; what customers may not see does not leave the database.
_SHOWN = bindparam("notes", type_=Boolean) | (_c.kind == "reply")
_LIMIT = bindparam("limit", type_=Integer)

_NEWEST = select(messages).where(_OF_TICKET, _SHOWN).order_by(_c.created_at.desc(), _c.id.desc()).limit(_LIMIT)
_AFTER: Select[Any] = (
    select(messages)
    .where(
        _OF_TICKET,
        _SHOWN,
        ~bindparam("pinned", type_=Boolean) | _c.pinned,
        tuple_(_c.created_at, _c.id) > tuple_(bindparam("at", type_=_TIME), bindparam("id", type_=Uuid)),
    )
    .order_by(_c.created_at, _c.id)
    .limit(_LIMIT)
)
_BY_IDS = (
    select(messages)
    .where(_OF_TICKET, _c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(_c.created_at, _c.id)
)
_ONE = select(messages).where(_c.id == bindparam("id", type_=Uuid))


async def newest_messages(reader: AsyncConnection, ticket_id: UUID, *, notes: bool, limit: int = 100) -> list[Any]:
    """The last `limit` messages, oldest first."""
    rows = await reader.execute(_NEWEST, {"ticket_id": ticket_id, "notes": notes, "limit": limit})
    return list(rows)[::-1]


async def messages_after(
    reader: AsyncConnection,
    ticket_id: UUID,
    *,
    notes: bool,
    at: datetime,
    after_id: UUID,
    limit: int,
    pinned: bool = False,
) -> list[Any]:
    """The next `limit` messages after a place in the conversation, oldest first; of `pinned` ones only those."""
    parameters = {
        "ticket_id": ticket_id,
        "notes": notes,
        "pinned": pinned,
        "at": at,
        "id": after_id,
        "limit": limit,
    }
    return list(await reader.execute(_AFTER, parameters))


async def messages_by_ids(reader: AsyncConnection, ticket_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """For services, which see notes."""
    return list(await reader.execute(_BY_IDS, {"ticket_id": ticket_id, "ids": list(ids)}))


async def find_message(reader: AsyncConnection, message_id: UUID) -> Any | None:
    return (await reader.execute(_ONE, {"id": message_id})).one_or_none()


def message_state(row: Any) -> MessageState:
    """A row as the plain data that effects and events are made of."""
    author = None
    if row.author_id is not None:
        author = PersonRef(row.author_id, row.author_name, row.author_email)
    return MessageState(
        id=row.id,
        ticket_id=row.ticket_id,
        kind=row.kind,
        author=author,
        author_kind=row.author_kind,
        body_html=row.body_html,
        body_text=row.body_text,
        channel=row.channel,
        automatic=row.automatic,
        opening=row.opening,
        created_at=row.created_at,
        pinned=row.pinned,
    )
