"""What moves in the database by a merge, and back: everything that hangs on a ticket by `ticket_id`.

Each thing that moves is noted, so that what was written to the target later stays there when a merge is taken back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Table, Uuid, bindparam, exists, false, func, insert, literal, not_, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.attachments.models import attachments
from escalated_tickets.conversation.models import messages
from escalated_tickets.merges.models import merged_items
from escalated_tickets.side_conversations.models import side_conversations, side_messages
from escalated_tickets.subjects.models import subjects

# What is noted by its id, under its kind.
_NOTED: Final[dict[str, Table]] = {
    "message": messages,
    "side_conversation": side_conversations,
    "subject": subjects,
}
# A subject that the target has too does not move: a ticket is about a thing once.
_theirs = subjects.alias("theirs")
_STAYS: Final = {
    "subject": exists().where(
        _theirs.c.ticket_id == bindparam("there", type_=Uuid),
        _theirs.c.type == subjects.c.type,
        _theirs.c.key == subjects.c.key,
    )
}

_MERGE = bindparam("merge", type_=Uuid)
_FROM = bindparam("here", type_=Uuid)
_TO = bindparam("there", type_=Uuid)
_NOTE = {
    kind: insert(merged_items).from_select(
        ["merge_id", "kind", "item_id"],
        select(_MERGE, literal(kind), table.c.id).where(table.c.ticket_id == _FROM, ~_STAYS.get(kind, false())),
    )
    for kind, table in _NOTED.items()
}
_MOVE = {
    kind: update(table)
    .where(
        table.c.ticket_id == _FROM,
        table.c.id.in_(
            select(merged_items.c.item_id).where(merged_items.c.merge_id == _MERGE, merged_items.c.kind == kind)
        ),
    )
    .values(ticket_id=_TO)
    for kind, table in _NOTED.items()
}
# What belongs to something that moved goes where that is now: lines of side conversations first, then files of both.
_FOLLOW = (
    update(side_messages)
    .where(
        side_messages.c.ticket_id == _FROM,
        side_messages.c.side_conversation_id.in_(
            select(side_conversations.c.id).where(side_conversations.c.ticket_id == _TO)
        ),
    )
    .values(ticket_id=_TO),
    *(
        update(attachments)
        .where(
            attachments.c.ticket_id == _FROM,
            attachments.c.message_id.in_(select(written.c.id).where(written.c.ticket_id == _TO)),
        )
        .values(ticket_id=_TO)
        for written in (messages, side_messages)
    ),
)
_GAINED = insert(merged_items)
_ITEMS = select(func.array_agg(merged_items.c.item_id)).where(
    merged_items.c.merge_id == _MERGE, merged_items.c.kind == bindparam("what")
)


_CAME = exists().where(
    merged_items.c.merge_id == _MERGE, merged_items.c.kind == "message", merged_items.c.item_id == messages.c.id
)
_PUBLIC = select(func.count().filter(_CAME).label("came"), func.count().filter(not_(_CAME)).label("own")).where(
    messages.c.ticket_id == _TO, messages.c.kind == "reply"
)
_SAID = (messages.c.ticket_id == _TO) & (messages.c.kind == "reply") & ~messages.c.automatic
_LAST_ANSWER = select(func.max(messages.c.created_at)).where(_SAID, messages.c.author_kind == "agent").scalar_subquery()
_WAITING = select(func.min(messages.c.created_at)).where(
    _SAID,
    messages.c.author_kind == "customer",
    _CAME,
    messages.c.created_at > func.coalesce(_LAST_ANSWER, literal("-infinity").cast(messages.c.created_at.type)),
)


async def waiting_since(uow: UnitOfWork, merge_id: UUID, target_id: UUID) -> datetime | None:
    """When the first message that came by the merge was written which nobody has answered since, here or there."""
    bound = {"merge": merge_id, "there": target_id}
    since: datetime | None = (await uow.execute(_WAITING, bound)).scalar_one()
    return since


async def public_messages(uow: UnitOfWork, merge_id: UUID, target_id: UUID) -> tuple[int, int]:
    """How many public messages of the target came by the merge, and how many did not."""
    row = (await uow.execute(_PUBLIC, {"merge": merge_id, "there": target_id})).one()
    return row.came, row.own


async def move_there(uow: UnitOfWork, merge_id: UUID, source_id: UUID, target_id: UUID) -> None:
    """Moves all that hangs on the source."""
    for note in _NOTE.values():
        await uow.execute(note, {"merge": merge_id, "here": source_id, "there": target_id})
    await _move(uow, merge_id, source_id, target_id)


async def move_back(uow: UnitOfWork, merge_id: UUID, source_id: UUID, target_id: UUID) -> None:
    """Moves back what came from the source, as far as it is still at the target."""
    await _move(uow, merge_id, target_id, source_id)


async def _move(uow: UnitOfWork, merge_id: UUID, here: UUID, there: UUID) -> None:
    for move in _MOVE.values():
        await uow.execute(move, {"merge": merge_id, "here": here, "there": there})
    for follow in _FOLLOW:
        await uow.execute(follow, {"here": here, "there": there})


async def note_gained(uow: UnitOfWork, merge_id: UUID, kind: str, ids: Iterable[UUID]) -> None:
    """Notes what the target has in one of its lists by this merge alone."""
    rows = [{"merge_id": merge_id, "kind": kind, "item_id": each} for each in ids]
    if rows:
        await uow.execute(_GAINED, rows)


async def gained(uow: UnitOfWork, merge_id: UUID, kind: str) -> list[UUID]:
    return list((await uow.execute(_ITEMS, {"merge": merge_id, "what": kind})).scalar_one() or ())
