"""Tickets and identity as their callers see them: real gRPC servers made from the same stubs, with a memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from escalated.identity.v1 import identity_pb2, identity_pb2_grpc
from escalated.identity.v1 import types_pb2 as identity_types
from escalated.tickets.v1 import tickets_pb2, tickets_pb2_grpc, types_pb2

from escalated_chassis.ids import uuid7


@dataclass
class FakeTickets(tickets_pb2_grpc.TicketsServicer):
    """Keeps tickets and messages; the same key does a thing once."""

    tickets: dict[str, types_pb2.Ticket] = field(default_factory=dict)
    messages: dict[str, types_pb2.Message] = field(default_factory=dict)
    may_see: dict[str, set[str]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    created: list[tickets_pb2.CreateTicketRequest] = field(default_factory=list)
    added: list[tickets_pb2.AddMessageRequest] = field(default_factory=list)
    beside: list[tickets_pb2.AddSideMessageRequest] = field(default_factory=list)
    side_conversations: dict[str, tuple[types_pb2.Ticket, tuple[str, ...]]] = field(default_factory=dict)
    uploads: list[tuple[str, str, bytes]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    granted: list[tickets_pb2.IssueGrantRequest] = field(default_factory=list)
    not_ratable: set[str] = field(default_factory=set)
    refuse_files: tuple[str, ...] = ()
    away: bool = False
    while_creating: Any = None

    async def GetTickets(self, request: Any, context: Any) -> tickets_pb2.GetTicketsResponse:
        await self._check(context)
        return tickets_pb2.GetTicketsResponse(
            tickets=[self.tickets[each] for each in request.ids if each in self.tickets]
        )

    async def FindTicket(self, request: Any, context: Any) -> tickets_pb2.FindTicketResponse:
        await self._check(context)
        for ticket in self.tickets.values():
            if ticket.reference == request.reference:
                return tickets_pb2.FindTicketResponse(ticket=ticket)
        await context.abort(grpc.StatusCode.NOT_FOUND, "none")
        raise AssertionError

    async def GetMessages(self, request: Any, context: Any) -> tickets_pb2.GetMessagesResponse:
        await self._check(context)
        found = [self.messages[each] for each in request.message_ids if each in self.messages]
        return tickets_pb2.GetMessagesResponse(messages=found)

    async def IssueGrant(self, request: Any, context: Any) -> tickets_pb2.IssueGrantResponse:
        await self._check(context)
        if request.ticket_id in self.not_ratable:
            await context.abort(grpc.StatusCode.ABORTED, "reopened")
        self.granted.append(request)
        return tickets_pb2.IssueGrantResponse(grant=f"grant-{len(self.granted)}")

    async def WhoMaySee(self, request: Any, context: Any) -> tickets_pb2.WhoMaySeeResponse:
        await self._check(context)
        allowed = self.may_see.get(request.ticket_id, set())
        seeing = [each for each in request.person_ids if each in allowed]
        staff = [each for each in seeing if each != self.tickets[request.ticket_id].requester.id]
        leads_to = self.merged.get(request.ticket_id, request.ticket_id)
        return tickets_pb2.WhoMaySeeResponse(person_ids=seeing, staff_ids=staff, ticket_id=leads_to)

    async def CreateTicket(self, request: Any, context: Any) -> tickets_pb2.CreateTicketResponse:
        await self._check(context)
        known = [each for each in self.created if each.key == request.key]
        if not known:
            self.created.append(request)
        number = 100 + len(self.created)
        ticket = types_pb2.Ticket(
            id=str(uuid7()),
            reference=f"ESC-{number:05}",
            subject=request.subject,
            requester=request.requester,
            channel=request.channel,
        )
        self.tickets[ticket.id] = ticket
        if self.while_creating is not None:
            await self.while_creating(ticket)
        return tickets_pb2.CreateTicketResponse(ticket=ticket)

    async def AddMessage(self, request: Any, context: Any) -> tickets_pb2.AddMessageResponse:
        await self._check(context)
        if request.key not in [each.key for each in self.added]:
            self.added.append(request)
        return tickets_pb2.AddMessageResponse(ticket=self.tickets[request.ticket_id])

    async def AddSideMessage(self, request: Any, context: Any) -> tickets_pb2.AddSideMessageResponse:
        """A side conversation is known with its ticket and the addresses that may write in it."""
        await self._check(context)
        ticket, addresses = self.side_conversations.get(request.side_conversation_id, (None, ()))
        if ticket is None or request.author.email not in addresses:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, "This was not sent to this address.")
        if request.key not in [each.key for each in self.beside]:
            self.beside.append(request)
        return tickets_pb2.AddSideMessageResponse(ticket=ticket)

    async def Upload(self, request_iterator: AsyncIterator[Any], context: Any) -> tickets_pb2.UploadResponse:
        await self._check(context)
        header, content = None, b""
        async for part in request_iterator:
            header = part.header if part.WhichOneof("part") == "header" else header
            content += part.chunk
        assert header is not None
        if header.filename in self.refuse_files:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "this kind of file is not taken")
        self.uploads.append((header.filename, header.content_type, content))
        return tickets_pb2.UploadResponse(attachment=types_pb2.Attachment(id=f"upload-{len(self.uploads)}"))

    async def Download(self, request: Any, context: Any) -> AsyncIterator[tickets_pb2.DownloadResponse]:
        await self._check(context)
        content = self.files.get(request.attachment_id)
        if content is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, "There is no such file.")
            raise AssertionError
        for start in range(0, len(content), 65_536):
            yield tickets_pb2.DownloadResponse(chunk=content[start : start + 65_536])

    async def _check(self, context: Any) -> None:
        if self.away:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")


@dataclass
class FakeDirectory(identity_pb2_grpc.DirectoryServicer):
    """People, API tokens and nothing else."""

    people: dict[str, identity_types.Person] = field(default_factory=dict)
    access: dict[str, identity_types.Access] = field(default_factory=dict)

    async def GetPeople(self, request: Any, context: Any) -> identity_pb2.GetPeopleResponse:
        found = [self.people[each] for each in request.ids if each in self.people]
        return identity_pb2.GetPeopleResponse(people=found)

    async def Snapshot(self, request: Any, context: Any) -> identity_pb2.SnapshotResponse:
        return identity_pb2.SnapshotResponse(people=list(self.people.values()))

    async def ListRoles(self, request: Any, context: Any) -> identity_pb2.ListRolesResponse:
        return identity_pb2.ListRolesResponse()

    async def ListAccessChanges(self, request: Any, context: Any) -> identity_pb2.ListAccessChangesResponse:
        return identity_pb2.ListAccessChangesResponse()

    async def ResolveApiToken(self, request: Any, context: Any) -> identity_pb2.ResolveApiTokenResponse:
        access = self.access.get(request.token_sha256)
        if access is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, "none")
        return identity_pb2.ResolveApiTokenResponse(access=access, token_id="t1", scopes=access.permissions)


@dataclass
class Neighbours:
    """Both fakes on one free port."""

    tickets: FakeTickets = field(default_factory=FakeTickets)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    target: str = ""
    _server: Any = None

    async def start(self) -> None:
        self._server = grpc.aio.server()
        tickets_pb2_grpc.add_TicketsServicer_to_server(self.tickets, self._server)
        identity_pb2_grpc.add_DirectoryServicer_to_server(self.directory, self._server)
        self.target = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop(None)

    def person(self, name: str, kind: str, *departments: str, email: str = "") -> identity_types.Person:
        """Somebody whom the directory knows."""
        person = identity_types.Person(
            id=str(uuid7()),
            email=email or f"{name.lower()}@example.com",
            name=name,
            kind=kind,
            active=True,
            department_ids=departments,
            version=1,
        )
        self.directory.people[person.id] = person
        return person

    def ticket(self, requester: identity_types.Person, **more: Any) -> types_pb2.Ticket:
        ticket_id = str(uuid7())
        number = len(self.tickets.tickets) + 1
        ticket = types_pb2.Ticket(
            id=ticket_id,
            reference=f"ESC-{number:05}",
            subject=more.pop("subject", "The printer burns"),
            status="open",
            status_category="new",
            priority="medium",
            requester=reference(requester),
            **more,
        )
        self.tickets.tickets[ticket_id] = ticket
        self.tickets.may_see[ticket_id] = {requester.id}
        return ticket

    def message(self, ticket: types_pb2.Ticket, author: identity_types.Person, text: str, **more: Any) -> Any:
        message = types_pb2.Message(
            id=str(uuid7()),
            ticket_id=ticket.id,
            kind=more.pop("kind", "reply"),
            author=reference(author),
            author_kind="customer" if author.kind in ("customer", "guest") else "agent",
            body_text=text,
            **more,
        )
        whole = types_pb2.Message()
        whole.CopyFrom(message)
        whole.body_html = f"<p>{text}</p>"
        self.tickets.messages[message.id] = whole
        return message


def reference(person: identity_types.Person) -> types_pb2.PersonRef:
    return types_pb2.PersonRef(id=person.id, name=person.name, email=person.email)


@pytest.fixture(scope="session")
def migrations() -> Path:
    return Path(__file__).parents[1] / "migrations"


@pytest.fixture(scope="session")
def make_neighbours() -> type[Neighbours]:
    return Neighbours
