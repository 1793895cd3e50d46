"""Turns kept mails into tickets and replies. Every step may be repeated: tickets takes the same key once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import tickets_pb2, types_pb2

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import Delivery, Outcome
from escalated_chassis.errors import Forbidden, NotFound, Problem, TooMany, Unauthenticated
from escalated_chassis.ids import id_for_email, normalise_email
from escalated_notifications.mail_in import rules
from escalated_notifications.mail_in.parse import Attached, IncomingMail, parse
from escalated_notifications.mail_in.queries import mails_from, raw_of
from escalated_notifications.mail_in.quoting import MessageBody, body_of
from escalated_notifications.mail_in.service import note_ticket, note_uploads
from escalated_notifications.mail_in.side import side_conversation_of
from escalated_notifications.mail_out.reply_tokens import ReplyTokens
from escalated_notifications.people.queries import person_by_email
from escalated_notifications.recipients.rules import Person

if TYPE_CHECKING:
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub

CHUNK = 65_536
CALL_SECONDS = 10.0
UPLOAD_SECONDS = 20.0
MAX_FILES = 20
MAX_LEADS = 5


@dataclass(frozen=True)
class Desk:
    """What the settings say about mail that comes in."""

    deployment: UUID
    domain: str
    per_hour: int
    trusted_authserv: str = ""


@dataclass(frozen=True)
class Place:
    """Where a mail belongs: on a ticket, or, as a new one, beside the ticket that it named."""

    ticket_id: str = ""
    related: str = ""
    # The sender as the ticket knows them, where it does.
    party: types_pb2.PersonRef | None = None


@dataclass(frozen=True)
class Files:
    """Uploaded files, and the names and reasons of those that tickets refused."""

    ids: tuple[str, ...]
    refused: tuple[str, ...] = ()


class InboundMail:
    """The `send` of kept mails: from raw bytes to a ticket or a reply."""

    def __init__(
        self, database: Database, tickets: "TicketsAsyncStub", tokens: ReplyTokens, desk: Desk, clock: Clock
    ) -> None:
        self._database, self._tickets, self._tokens = database, tickets, tokens
        self._desk, self._clock = desk, clock

    async def handle(self, delivery: Delivery) -> Outcome:
        """One try. What cannot be read is parked and shown; what a neighbour could not take now comes again."""
        async with self._database.reading() as connection:
            raw = await raw_of(connection, delivery.id)
        try:
            mail, body = await asyncio.to_thread(_read, raw)
        except Problem as problem:
            return Outcome("refused", problem.detail)
        reason = "" if delivery.row.forced else await self._why_ignored(delivery, mail)
        if reason:
            return Outcome("suppressed", reason)
        try:
            return await self._place_and_write(delivery, mail, body)
        except Problem as problem:
            return Outcome("again" if _may_pass(problem) else "refused", f"{problem.code}: {problem.detail}")

    async def _why_ignored(self, delivery: Delivery, mail: IncomingMail) -> str:
        null_sender = not delivery.payload["envelope_from"].strip("<> ")
        reason = rules.ignored(mail, null_sender=null_sender, domain=self._desk.domain)
        if reason:
            return reason
        until = delivery.created_at
        async with self._database.reading() as connection:
            count = await mails_from(connection, delivery.row.sender, until - timedelta(hours=1), until)
        return f"more than {self._desk.per_hour} mails in an hour" if count > self._desk.per_hour else ""

    async def _place_and_write(self, delivery: Delivery, mail: IncomingMail, body: MessageBody) -> Outcome:
        async with self._database.reading() as connection:
            person = await person_by_email(connection, mail.sender)
        files = await self._upload(delivery, mail.attachments)
        beside = await self._write_beside(delivery, mail, body, person, files)
        if beside is not None:
            return beside
        place = await self._place(mail, delivery.payload["recipients"], person)
        author = self._author(mail, person, place)
        ticket = await self._write(delivery, mail, body, place, author, files)
        async with self._database.transaction() as uow:
            await note_ticket(uow, delivery.id, ticket.id)
        return Outcome("sent", f"a reply on {ticket.reference}" if place.ticket_id else f"opened {ticket.reference}")

    async def _write_beside(
        self, delivery: Delivery, mail: IncomingMail, body: MessageBody, person: Person | None, files: Files
    ) -> Outcome | None:
        """Adds the mail to the side conversation that it answers. None: it proves none, its sender is a stranger."""
        addresses = (*mail.recipients, *delivery.payload["recipients"])
        trusted, now = self._desk.trusted_authserv, self._clock.now()
        side_id = side_conversation_of(mail, addresses, self._tokens, trusted=trusted, now=now)
        if not side_id:
            return None
        author = self._author(mail, person, Place())
        request = tickets_pb2.AddSideMessageRequest(
            acting=_acting(author),
            key=f"mail:{delivery.id}",
            side_conversation_id=side_id,
            author=author,
            upload_ids=files.ids,
            **_with_refused(body, files.refused),
        )
        try:
            ticket = (await self._tickets.AddSideMessage(request, timeout=CALL_SECONDS)).ticket
        except Forbidden:
            # Tickets knows no such conversation, or not with this sender.
            return None
        async with self._database.transaction() as uow:
            await note_ticket(uow, delivery.id, ticket.id)
        return Outcome("sent", f"a line of a side conversation on {ticket.reference}")

    async def _place(self, mail: IncomingMail, recipients: list[str], person: Person | None) -> Place:
        """The first lead to a ticket decides: its participants get in, anybody else opens a ticket beside it."""
        claims = [claim for address in (*mail.recipients, *recipients) if (claim := self._tokens.parse(address))]
        for lead in islice(rules.leads(mail, claims, self._desk.domain), MAX_LEADS):
            ticket = await self._ticket(lead)
            if ticket is None:
                continue
            party = _party(ticket, mail.sender)
            has_token = any(
                self._tokens.accepts(claim, ticket_id=ticket.id, sender=mail.sender, now=self._clock.now())
                for claim in claims
            )
            sender = rules.Sender(
                is_staff=person is not None and person.is_staff,
                may_see_ticket=await self._takes_part(ticket, party, person),
                has_token=has_token,
                authentication_failed=rules.authentication_failed(mail, self._desk.trusted_authserv),
            )
            return Place(ticket.id, party=party) if rules.gets_in(sender, lead) else Place(related=ticket.id)
        return Place()

    async def _ticket(self, lead: rules.Lead) -> types_pb2.Ticket | None:
        if lead.ticket_id:
            answer = await self._tickets.GetTickets(tickets_pb2.GetTicketsRequest(ids=[lead.ticket_id]))
            return answer.tickets[0] if answer.tickets else None
        try:
            found = await self._tickets.FindTicket(tickets_pb2.FindTicketRequest(reference=lead.reference))
        except NotFound:
            return None
        return found.ticket

    async def _takes_part(
        self, ticket: types_pb2.Ticket, party: types_pb2.PersonRef | None, person: Person | None
    ) -> bool:
        """Requester and participants by their address; staff as tickets decides."""
        if person is None or not person.is_staff:
            return party is not None
        request = tickets_pb2.WhoMaySeeRequest(ticket_id=ticket.id, person_ids=[person.id])
        return person.id in (await self._tickets.WhoMaySee(request)).person_ids

    def _author(self, mail: IncomingMail, person: Person | None, place: Place) -> types_pb2.PersonRef:
        if place.party is not None:
            return place.party
        if person is not None:
            return types_pb2.PersonRef(id=person.id, name=person.name, email=person.email)
        address = normalise_email(mail.sender)
        guest_id = id_for_email(self._desk.deployment, address)
        return types_pb2.PersonRef(id=str(guest_id), name=mail.sender_name or address.partition("@")[0], email=address)

    async def _write(
        self,
        delivery: Delivery,
        mail: IncomingMail,
        body: MessageBody,
        place: Place,
        author: types_pb2.PersonRef,
        files: Files,
    ) -> types_pb2.Ticket:
        shared: dict[str, Any] = {
            "acting": _acting(author),
            "key": f"mail:{delivery.id}",
            **_with_refused(body, files.refused),
            "channel": "email",
            "upload_ids": files.ids,
            # When we were given it, however long it waited for tickets: promises of an answer are reckoned by that.
            "occurred_at": delivery.occurred_at,
            # Tickets keeps them for an agent to approve: a Cc lets nobody in.
            "participants": [
                types_pb2.PersonRef(name=name, email=address)
                for name, address in rules.copied_strangers(mail, delivery.payload["recipients"], self._desk.domain)
            ],
        }
        if place.ticket_id:
            added = tickets_pb2.AddMessageRequest(**shared, ticket_id=place.ticket_id, author=author)
            try:
                return (await self._tickets.AddMessage(added, timeout=CALL_SECONDS)).ticket
            except Forbidden:
                # Tickets knows better than we did: a stranger after all.
                place = Place(related=place.ticket_id)
        opened = tickets_pb2.CreateTicketRequest(
            **shared, requester=author, subject=mail.subject or "(no subject)", related_ticket_id=place.related
        )
        return (await self._tickets.CreateTicket(opened, timeout=CALL_SECONDS)).ticket

    async def _upload(self, delivery: Delivery, attachments: tuple[Attached, ...]) -> Files:
        """Uploads once; what a second try needs is noted with the mail."""
        if delivery.row.upload_ids is not None:
            return Files(tuple(delivery.row.upload_ids["ids"]), tuple(delivery.row.upload_ids["refused"]))
        ids: list[str] = []
        refused = [f"{file.filename}: more than {MAX_FILES} files" for file in attachments[MAX_FILES:]]
        for file in attachments[:MAX_FILES]:
            try:
                answer = await self._tickets.Upload(_parts(file), timeout=UPLOAD_SECONDS)
                ids.append(answer.attachment.id)
            except Problem as problem:
                if _may_pass(problem):
                    raise
                refused.append(f"{file.filename}: {problem.detail}")
        if attachments:
            async with self._database.transaction() as uow:
                await note_uploads(uow, delivery.id, ids, refused)
        return Files(tuple(ids), tuple(refused))


def _read(raw: bytes) -> tuple[IncomingMail, MessageBody]:
    mail = parse(raw)
    return mail, body_of(mail)


def _with_refused(body: MessageBody, refused: tuple[str, ...]) -> dict[str, str]:
    """The message, and under it the files that were not taken, so that an agent knows what to ask for again."""
    if not refused:
        return {"body": body.body, "format": body.format}
    if body.format == "html":
        named = "<br>".join(escape(line) for line in refused)
        return {"body": f"{body.body}<p><em>Files that were not taken:</em><br>{named}</p>", "format": "html"}
    named = "\n".join(f"- {line}" for line in refused)
    return {"body": f"{body.body}\n\nFiles that were not taken:\n{named}", "format": body.format}


def _party(ticket: types_pb2.Ticket, sender: str) -> types_pb2.PersonRef | None:
    address = normalise_email(sender)
    parties = (ticket.requester, *ticket.participants)
    return next((party for party in parties if party.email and normalise_email(party.email) == address), None)


def _may_pass(problem: Problem) -> bool:
    """Whether the next try may go better: it was not this mail that tickets refused."""
    return problem.status >= 500 or isinstance(problem, TooMany | Unauthenticated)


def _acting(author: types_pb2.PersonRef) -> types_pb2.Acting:
    actor = events_pb2.Actor(kind="mail", id=author.id, name=author.name or author.email, on_behalf_of=author.id)
    return types_pb2.Acting(actor=actor)


async def _parts(file: Attached) -> AsyncIterator[tickets_pb2.UploadRequest]:
    header = tickets_pb2.UploadHeader(
        filename=file.filename, content_type=file.content_type, content_id=file.content_id
    )
    yield tickets_pb2.UploadRequest(header=header)
    for start in range(0, len(file.content), CHUNK):
        yield tickets_pb2.UploadRequest(chunk=file.content[start : start + CHUNK])
