"""The gRPC servicer: translates, and calls the functions that REST calls.

The caller's claim of who acts is written down; what they may do is decided by our own knowledge of the person.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2
from google.protobuf import json_format

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Forbidden, NotFound, Problem, Unavailable, invalid
from escalated_chassis.rpc.server import caller_service
from escalated_tickets import translate
from escalated_tickets.actions.checks import people_named
from escalated_tickets.actions.rpc import Checks
from escalated_tickets.attachments.queries import for_messages
from escalated_tickets.attachments.rpc import Files, calling_service
from escalated_tickets.attachments.service import uploader_of
from escalated_tickets.conversation.queries import find_message, messages_by_ids, newest_messages
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.desk import Desk
from escalated_tickets.fields.rpc import Descriptions
from escalated_tickets.guests.rpc import Grants
from escalated_tickets.people.queries import Person
from escalated_tickets.people.service import person_for
from escalated_tickets.privacy.rpc import Privacy
from escalated_tickets.side_conversations.rpc import SideConversations
from escalated_tickets.tickets import keys, queries
from escalated_tickets.tickets.apply import Action, Outcome, apply_actions
from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.state import CHANNELS, WEIGHT, PersonRef
from escalated_tickets.tickets.viewers import SERVICE, viewer_of_person
from escalated_tickets.tickets.visibility import NOBODY, Relation, Viewer
from escalated_tickets.tickets.writing import Changed

NAME: Final = "escalated.tickets.v1.Tickets"
MOST_IDS: Final = 500
MOST_SEEN: Final = 1_000
MOST_MESSAGES: Final = 100
MOST_COPIED: Final = 100
MOST_REHEARSED: Final = 100
_SUBJECT_LENGTH: Final = 300


class TicketsServicer(Descriptions, Checks, Grants, Privacy, SideConversations, Files):
    """`escalated.tickets.v1.Tickets`; its files are served by `attachments`."""

    def __init__(self, database: Database, desk: Desk) -> None:
        super().__init__(database, desk)

    async def GetTickets(self, request: pb.GetTicketsRequest, context: Any) -> pb.GetTicketsResponse:
        ids = _ids(request.ids, "ids")
        async with self._database.reading() as reader:
            found = await queries.tickets_by_ids(reader, ids)
        return pb.GetTicketsResponse(tickets=[translate.ticket(*each) for each in found])

    async def FindTicket(self, request: pb.FindTicketRequest, context: Any) -> pb.FindTicketResponse:
        async with self._database.reading() as reader:
            found = await queries.find_ticket(reader, request.reference)
        if found is None or found[0].deleted_at is not None:
            raise NotFound("There is no such ticket.", code="ticket_not_found")
        return pb.FindTicketResponse(ticket=translate.ticket(*found))

    async def GetMessages(self, request: pb.GetMessagesRequest, context: Any) -> pb.GetMessagesResponse:
        ticket_id = _id(request.ticket_id, "ticket_id")
        wanted = _ids(request.message_ids, "message_ids", most=MOST_MESSAGES)
        async with self._database.reading() as reader:
            # What was merged meanwhile has its messages at its target.
            leading = await queries.find_leading(reader, ticket_id)
            ticket_id = ticket_id if leading is None else leading[0].id
            if wanted:
                rows = await messages_by_ids(reader, ticket_id, wanted)
            else:
                rows = await newest_messages(reader, ticket_id, notes=True, limit=MOST_MESSAGES)
            files = await for_messages(reader, [row.id for row in rows]) if rows else {}
            beside = await self.side_messages(reader, wanted) if len(rows) < len(wanted) else []
        found = [_whole(row, files.get(row.id, ())) for row in rows]
        return pb.GetMessagesResponse(messages=[*found, *beside])

    async def GetSequences(self, request: pb.GetSequencesRequest, context: Any) -> pb.GetSequencesResponse:
        ids = _ids(request.ticket_ids, "ticket_ids")
        async with self._database.reading() as reader:
            found = await queries.sequences(reader, ids)
        rows = [pb.TicketSequence(ticket_id=str(each), sequence=number) for each, number in found.items()]
        return pb.GetSequencesResponse(sequences=rows)

    async def WhoMaySee(self, request: pb.WhoMaySeeRequest, context: Any) -> pb.WhoMaySeeResponse:
        known = await self._desk.people.ensure(_ids(request.person_ids, "person_ids"))
        async with self._database.reading() as reader:
            found = await queries.find_leading(reader, _id(request.ticket_id, "ticket_id"))
        if found is None:
            raise NotFound("There is no such ticket.", code="ticket_not_found")
        seeing: dict[str, Relation] = {}
        for person in known.values():
            viewer = await self._desk.people.viewer(person)
            if person.active and (sight := queries.sight_of(viewer, found[0])) is not None:
                seeing[str(person.id)] = sight
        staff = [each for each, sight in seeing.items() if sight == Relation.STAFF]
        ticket_id = str(found[0].id)
        return pb.WhoMaySeeResponse(person_ids=sorted(seeing), staff_ids=sorted(staff), ticket_id=ticket_id)

    async def ListSeen(self, request: pb.ListSeenRequest, context: Any) -> pb.ListSeenResponse:
        ids = _ids(request.ticket_ids, "ticket_ids", most=MOST_SEEN)
        person_id = _id(request.person_id, "person_id")
        person = (await self._desk.people.ensure([person_id])).get(person_id)
        if person is None or not person.active:
            return pb.ListSeenResponse()
        viewer = await self._desk.people.viewer(person)
        async with self._database.reading() as reader:
            seen = await queries.ids_seen(reader, viewer, ids)
        return pb.ListSeenResponse(ticket_ids=[str(each) for each in seen])

    async def Snapshot(self, request: pb.SnapshotRequest, context: Any) -> pb.SnapshotResponse:
        after = _id(request.cursor, "cursor") if request.cursor else NOBODY
        limit = min(max(request.limit, 1), MOST_IDS)
        async with self._database.reading() as reader:
            found = await queries.snapshot(reader, after, limit)
        cursor = str(found[-1][0].id) if len(found) == limit else ""
        return pb.SnapshotResponse(tickets=[translate.ticket(*each) for each in found], next_cursor=cursor)

    async def CreateTicket(self, request: pb.CreateTicketRequest, context: Any) -> pb.CreateTicketResponse:
        requester = self._person(request.requester, "requester")
        opening = self._opening(request, requester)
        viewer = viewer_of_person(requester.id, "guest", requester.name, requester.email, frozenset(), frozenset())
        async with self._database.transaction(_acting(request.acting)) as uow:
            done = await keys.claim(uow, caller_service(), "CreateTicket", request.key, request)
            if done is None:
                after = await open_ticket(uow, self._desk, viewer, opening)
                message = _written(after)
                detail = {"message_id": message.id}
                await keys.note(uow, caller_service(), "CreateTicket", request.key, keys.Done(after.state.id, detail))
                return pb.CreateTicketResponse(ticket=_ticket(after), message=message)
        return pb.CreateTicketResponse(**await self._again(done))

    async def AddMessage(self, request: pb.AddMessageRequest, context: Any) -> pb.AddMessageResponse:
        viewer = await self._author(request.author)
        writing = Writing(
            clean(request.body, request.format or "text"),
            internal=request.internal,
            upload_ids=tuple(_ids(request.upload_ids, "upload_ids")),
            uploader=uploader_of(calling_service()),
            channel=_word(request.channel or "email", CHANNELS, "channel"),
            automatic=request.automatic,
            occurred_at=_time(request, "occurred_at"),
            suggested=self._copied(request.participants),
        )
        async with self._database.transaction(_acting(request.acting)) as uow:
            done = await keys.claim(uow, caller_service(), "AddMessage", request.key, request)
            if done is None:
                try:
                    after = await write(uow, self._desk, viewer, request.ticket_id, writing)
                except NotFound as error:
                    raise Forbidden("The author is no participant of the ticket.", code="no_participant") from error
                message = _written(after)
                detail = {"message_id": message.id}
                await keys.note(uow, caller_service(), "AddMessage", request.key, keys.Done(after.state.id, detail))
                return pb.AddMessageResponse(ticket=_ticket(after), message=message)
        return pb.AddMessageResponse(**await self._again(done))

    async def Apply(self, request: pb.ApplyRequest, context: Any) -> pb.ApplyResponse:
        viewer = await self._actor(request.acting)
        actions = await self._actions(request.actions)
        if request.dry_run:
            async with self._database.rehearsal(_acting(request.acting)) as uow:
                after, outcomes = await self._applied(uow, viewer, request.acting, request.ticket_id, actions)
                return pb.ApplyResponse(ticket=_ticket(after), outcomes=_outcomes(outcomes))
        async with self._database.transaction(_acting(request.acting)) as uow:
            done = await keys.claim(uow, caller_service(), "Apply", request.key, request)
            if done is None:
                after, outcomes = await self._applied(uow, viewer, request.acting, request.ticket_id, actions)
                detail = {"outcomes": [[each.type, each.outcome, each.detail] for each in outcomes]}
                await keys.note(uow, caller_service(), "Apply", request.key, keys.Done(after.state.id, detail))
                return pb.ApplyResponse(ticket=_ticket(after), outcomes=_outcomes(outcomes))
        found = (await self._again(done))["ticket"]
        return pb.ApplyResponse(ticket=found, outcomes=_outcomes(Outcome(*each) for each in done.detail["outcomes"]))

    async def Rehearse(self, request: pb.RehearseRequest, context: Any) -> pb.RehearseResponse:
        ids = _ids(request.ticket_ids, "ticket_ids", most=MOST_REHEARSED)
        viewer = await self._actor(request.acting)
        actions = await self._actions(request.actions)
        tried = [await self._tried(viewer, request.acting, str(each), actions) for each in ids]
        return pb.RehearseResponse(rehearsals=tried)

    async def _tried(
        self, viewer: Viewer, acting: types_pb2.Acting, ticket_id: str, actions: Sequence[Action]
    ) -> pb.Rehearsal:
        """In a transaction of its own: it holds nobody up for longer than doing it would, and fails for itself."""
        try:
            async with self._database.rehearsal(_acting(acting)) as uow:
                _, outcomes = await self._applied(uow, viewer, acting, ticket_id, actions)
        except Unavailable:
            raise
        except Problem as refused:
            return pb.Rehearsal(ticket_id=ticket_id, refusal=refused.detail)
        return pb.Rehearsal(ticket_id=ticket_id, outcomes=_outcomes(outcomes))

    async def _actions(self, given: Iterable[types_pb2.Action]) -> list[Action]:
        """The actions, with everybody they name known here."""
        actions = [Action(each.type, json_format.MessageToDict(each.params)) for each in given]
        await self._desk.people.ensure(people_named([each.params for each in actions]))
        return actions

    async def _applied(
        self, uow: UnitOfWork, viewer: Viewer, acting: types_pb2.Acting, ticket_id: str, actions: Sequence[Action]
    ) -> tuple[Changed, list[Outcome]]:
        after, outcomes = await apply_actions(uow, self._desk, viewer, ticket_id, actions)
        if acting.actor.kind == "rule" and ticket_id not in (str(after.state.id), after.state.reference):
            # A rule was called for on a ticket that is no more; the one that it went into has occasions of its own.
            raise NotFound("The ticket was merged into another.", code="ticket_not_found")
        return after, outcomes

    async def _again(self, done: keys.Done) -> dict[str, Any]:
        """The ticket as it is now, and the message that the first call wrote."""
        async with self._database.reading() as reader:
            found = await queries.find_leading(reader, done.ticket_id)
            if found is None:
                raise NotFound("The ticket is gone.", code="ticket_not_found")
            answer: dict[str, Any] = {"ticket": translate.ticket(*found)}
            message_id = done.detail.get("message_id")
            if message_id:
                # Wherever it is by now: its ticket may have been merged or split.
                row = await find_message(reader, UUID(message_id))
                if row is not None:
                    answer["message"] = _whole(row, (await for_messages(reader, [row.id])).get(row.id, ()))
        return answer

    def _opening(self, request: pb.CreateTicketRequest, requester: PersonRef) -> Opening:
        at = _time(request, "occurred_at")
        now = self._desk.clock.now()
        return Opening(
            requester=requester,
            subject=" ".join(request.subject.replace("\x00", "").split())[:_SUBJECT_LENGTH] or "(no subject)",
            body=clean(request.body, request.format or "text"),
            author=requester,
            channel=_word(request.channel or "email", CHANNELS, "channel"),
            priority=_word(request.priority, tuple(WEIGHT), "priority") if request.priority else None,
            department_id=_id(request.department_id, "department_id") if request.department_id else None,
            upload_ids=tuple(_ids(request.upload_ids, "upload_ids")),
            uploader=uploader_of(calling_service()),
            suggested=self._copied(request.participants),
            link_to=(_id(request.related_ticket_id, "related_ticket_id"), "related")
            if request.related_ticket_id
            else None,
            automatic=request.automatic,
            occurred_at=None if at is None else min(at, now),
        )

    def _copied(self, refs: Iterable[types_pb2.PersonRef]) -> tuple[PersonRef, ...]:
        """Whom a mail had in Cc; the first hundred will do."""
        named = (each for each in refs if each.id or "@" in each.email)
        return tuple(self._person(each, "participants") for each in islice(named, MOST_COPIED))

    def _person(self, ref: types_pb2.PersonRef, field: str) -> PersonRef:
        """By id where one is known, otherwise by address."""
        if ref.id:
            return PersonRef(_id(ref.id, field), ref.name, ref.email)
        if "@" not in ref.email:
            raise invalid(f"/{field}", "missing", "A person is named by id or address.")
        return person_for(self._desk.deployment, ref.email, ref.name)

    async def _author(self, ref: types_pb2.PersonRef) -> Viewer:
        author = self._person(ref, "author")
        known = (await self._desk.people.ensure([author.id])).get(author.id)
        if known is None:
            known = Person(author.id, author.name, author.email, "guest", True, [], [], 0)
        if not known.active:
            raise Forbidden("The author's account is not active.", code="inactive")
        return await self._desk.people.viewer(known)

    async def _actor(self, acting: types_pb2.Acting) -> Viewer:
        """A rule acts with the desk's own right; whoever acts for a person has that person's rights."""
        actor = acting.actor
        person_id = actor.id if actor.kind == "person" else actor.on_behalf_of
        if not person_id or actor.kind == "rule":
            return SERVICE
        person = (await self._desk.people.ensure([_id(person_id, "acting")])).get(UUID(person_id))
        if person is None or not person.active:
            raise Forbidden("Nobody active acts here.", code="unknown_actor")
        return await self._desk.people.viewer(person)


def _acting(acting: types_pb2.Acting) -> Acting:
    actor = acting.actor
    cause = None
    if acting.HasField("cause"):
        cause = Cause(acting.cause.root_event_id, acting.cause.depth, tuple(acting.cause.chain))
    return Acting(actor.kind or "service", actor.id or caller_service(), actor.name, actor.on_behalf_of, cause)


def _ticket(after: Changed) -> types_pb2.Ticket:
    return translate.ticket(after.state, after.ticket.names)


def _written(after: Changed) -> types_pb2.Message:
    message = after.messages[0]
    return translate.message(message, (after.attached or {}).get(message.id, ()), whole=True)


def _whole(row: Any, files: Iterable[Any]) -> types_pb2.Message:
    author = None if row.author_kind == "system" else PersonRef(row.author_id, row.author_name, row.author_email)
    state = MessageState(
        row.id,
        row.ticket_id,
        row.kind,
        author,
        row.author_kind,
        row.body_html,
        row.body_text,
        row.channel,
        row.automatic,
        row.opening,
        row.created_at,
        pinned=row.pinned,
    )
    return translate.message(state, list(files), whole=True)


def _outcomes(outcomes: Iterable[Outcome]) -> list[types_pb2.ActionOutcome]:
    return [types_pb2.ActionOutcome(type=each.type, outcome=each.outcome, detail=each.detail) for each in outcomes]


def _id(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise invalid(f"/{field}", "bad_id", "This is no id.") from None


def _ids(texts: Iterable[str], field: str, most: int = MOST_IDS) -> list[UUID]:
    ids = [_id(text, field) for text in texts]
    if len(ids) > most:
        raise invalid(f"/{field}", "too_many", f"At most {most} at once.")
    return ids


def _word(word: str, known: Iterable[str], field: str) -> str:
    if word not in known:
        raise invalid(f"/{field}", "unknown", f"One of {', '.join(known)}.")
    return word


def _time(request: Any, field: str) -> datetime | None:
    at: datetime | None = getattr(request, field).ToDatetime(UTC) if request.HasField(field) else None
    return at
