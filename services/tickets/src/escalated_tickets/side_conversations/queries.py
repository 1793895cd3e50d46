"""Reading side conversations."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.side_conversations.models import side_conversations, side_messages
from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.state import PersonRef

MOST: Final = 50
_c, _m = side_conversations.c, side_messages.c
_OF_TICKET = (
    select(side_conversations)
    .where(_c.ticket_id == bindparam("ticket", type_=Uuid))
    .order_by(_c.created_at, _c.id)
    .limit(MOST)
)
_COUNT = select(func.count()).select_from(side_conversations).where(_c.ticket_id == bindparam("ticket", type_=Uuid))
_ONE = select(side_conversations).where(_c.id == bindparam("id", type_=Uuid))
_MESSAGES = (
    select(side_messages)
    .where(_m.side_conversation_id == bindparam("conversation", type_=Uuid))
    .order_by(_m.created_at, _m.id)
)
_BY_IDS = select(side_messages).where(_m.id == any_(bindparam("ids", type_=ARRAY(Uuid)))).order_by(_m.created_at, _m.id)
_WRITERS = (
    select(_m.author_id)
    .distinct()
    .where(_m.side_conversation_id == bindparam("conversation", type_=Uuid), _m.author_kind == "agent")
)


async def side_conversations_of(reader: AsyncConnection, ticket_id: UUID) -> list[Any]:
    """All of a ticket, the oldest first."""
    return list(await reader.execute(_OF_TICKET, {"ticket": ticket_id}))


async def count_side_conversations(reader: AsyncConnection, ticket_id: UUID) -> int:
    return int((await reader.execute(_COUNT, {"ticket": ticket_id})).scalar_one())


async def find_side_conversation(reader: AsyncConnection, conversation_id: UUID) -> Any | None:
    return (await reader.execute(_ONE, {"id": conversation_id})).one_or_none()


async def side_messages_of(reader: AsyncConnection, conversation_id: UUID) -> list[Any]:
    """All lines, the oldest first: there are no more than a conversation may have."""
    return list(await reader.execute(_MESSAGES, {"conversation": conversation_id}))


async def side_messages_by_ids(reader: AsyncConnection, ids: Sequence[UUID]) -> list[Any]:
    """For services that were told of them by their events; their ticket may have been merged since."""
    return list(await reader.execute(_BY_IDS, {"ids": list(ids)}))


async def writers_of(reader: AsyncConnection, conversation_id: UUID) -> list[UUID]:
    """The staff who wrote in it."""
    return list((await reader.execute(_WRITERS, {"conversation": conversation_id})).scalars())


def side_message_state(row: Any) -> MessageState:
    """A line as events and gRPC carry messages; its kind is neither reply nor note."""
    return MessageState(
        id=row.id,
        ticket_id=row.ticket_id,
        kind="side",
        author=PersonRef(row.author_id, row.author_name, row.author_email),
        author_kind=row.author_kind,
        body_html=row.body_html,
        body_text=row.body_text,
        channel=row.channel,
        automatic=False,
        opening=row.opening,
        created_at=row.created_at,
    )
