"""Answers by mail to side conversations, brought by notifications."""

from typing import Any
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.acting import Acting
from escalated_chassis.errors import invalid
from escalated_chassis.rpc.server import caller_service
from escalated_tickets import translate
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.attachments.rpc import Files, calling_service
from escalated_tickets.attachments.service import uploader_of
from escalated_tickets.conversation.rules import clean
from escalated_tickets.side_conversations.queries import side_message_state, side_messages_by_ids
from escalated_tickets.side_conversations.service import Answer, take_answer
from escalated_tickets.tickets import keys, queries
from escalated_tickets.tickets.visibility import STAFF_KINDS, Viewer

MOST_FILES = 100


class SideConversations(Files):
    """The method of `escalated.tickets.v1.Tickets` that takes lines of third parties."""

    async def AddSideMessage(self, request: pb.AddSideMessageRequest, context: Any) -> pb.AddSideMessageResponse:
        conversation_id = _id(request.side_conversation_id, "side_conversation_id")
        answer = Answer(
            request.author.email,
            await self._staff(request.author),
            clean(request.body, request.format or "text"),
            tuple(_id(each, "upload_ids") for each in request.upload_ids[:MOST_FILES]),
            uploader_of(calling_service()),
        )
        async with self._database.transaction(_acting(request.acting.actor)) as uow:
            done = await keys.claim(uow, caller_service(), "AddSideMessage", request.key, request)
            if done is None:
                changed, line, files = await take_answer(uow, self._desk, conversation_id, answer)
                noted = keys.Done(changed.state.id, {"message_id": str(line.id)})
                await keys.note(uow, caller_service(), "AddSideMessage", request.key, noted)
                ticket = translate.ticket(changed.state, changed.ticket.names)
                message = translate.message(side_message_state(line), files, whole=True)
                return pb.AddSideMessageResponse(ticket=ticket, message=message)
        return await self._side_message_again(done)

    async def _side_message_again(self, done: keys.Done) -> pb.AddSideMessageResponse:
        async with self._database.reading() as reader:
            found = await queries.find_ticket(reader, done.ticket_id)
            message_id = UUID(done.detail["message_id"])
            messages = await self.side_messages(reader, [message_id])
        ticket = None if found is None else translate.ticket(*found)
        return pb.AddSideMessageResponse(ticket=ticket, message=messages[0] if messages else None)

    async def _staff(self, author: types_pb2.PersonRef) -> Viewer | None:
        """The author as a member of the staff, by what is known of them here; None for everybody else."""
        if not author.id:
            return None
        person = (await self._desk.people.ensure([_id(author.id, "author")])).get(UUID(author.id))
        if person is None or not person.active or person.kind not in STAFF_KINDS:
            return None
        return await self._desk.people.viewer(person)

    async def side_messages(self, reader: AsyncConnection, ids: list[UUID]) -> list[types_pb2.Message]:
        """Lines as whole messages, for who was told of them."""
        rows = await side_messages_by_ids(reader, ids)
        files = await for_messages(reader, [row.id for row in rows]) if rows else {}
        return [translate.message(side_message_state(row), files.get(row.id, ()), whole=True) for row in rows]


def _acting(actor: events_pb2.Actor) -> Acting:
    return Acting(actor.kind or "mail", actor.id, actor.name, actor.on_behalf_of)


def _id(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid(f"/{field}", "bad_id", "This is no id.") from None
