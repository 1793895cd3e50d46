"""Composes a queued mail at its first try, keeps it as it is, and hands it to the server, at this try and the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from escalated.tickets.v1 import tickets_pb2

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import Delivery, Outcome
from escalated_chassis.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from escalated_notifications.mail_in.queries import original_message_id
from escalated_notifications.mail_out.compose import POLICY, Envelope, compose
from escalated_notifications.mail_out.files import add_files
from escalated_notifications.mail_out.reply_tokens import ReplyTokens
from escalated_notifications.mail_out.service import keep_content
from escalated_notifications.mail_out.threading import root_id, side_root_id
from escalated_notifications.mail_out.transport import MailTransport
from escalated_notifications.templates.render import Body, Brand, Content, Rendered, render

if TYPE_CHECKING:
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub

REASONS = {
    "requester": "You get this because you asked us.",
    "participant": "You get this because you take part in this conversation.",
    "assignee": "You get this because the ticket is assigned to you.",
    "follower": "You get this because you follow the ticket. Stop following it and the mails stop.",
    "department": "You get this because the ticket is in a department of yours and nobody is assigned.",
    "named": "You get this because a rule of this desk names you.",
    "mentioned": "You get this because a note mentions you.",
    "side": "You get this because you take part in this side conversation.",
    "recipient": "You get this because somebody here asks for your help. Just answer this mail.",
}


@dataclass(frozen=True)
class MailIdentity:
    """How the desk's mails look and where answers go."""

    sender: str
    domain: str
    brand: Brand
    desk_url: str
    locale: str = "en"
    takes_answers: bool = False
    asks_for_ratings: bool = True


class MailSender:
    """The `send` of mail deliveries."""

    def __init__(
        self,
        database: Database,
        transport: MailTransport,
        tickets: "TicketsAsyncStub",
        tokens: ReplyTokens,
        identity: Callable[[], MailIdentity],
        clock: Clock,
    ) -> None:
        """`identity` answers how the desk writes now."""
        self._database, self._transport, self._tickets = database, transport, tickets
        self._tokens, self._identity, self._clock = tokens, identity, clock

    async def send(self, delivery: Delivery) -> Outcome:
        """One try. What cannot be composed because a neighbour is away is tried again later. Files are fetched anew at
        each try: kept is the mail without them.
        """
        if not delivery.payload:
            return Outcome("refused", "erased: there is nothing left to send")
        try:
            mail = await self._mail(delivery)
            await add_files(mail, delivery.payload.get("files", ()), self._tickets)
        except (Invalid, NotFound) as problem:
            return Outcome("refused", problem.detail)
        except Problem as problem:
            return Outcome("again", f"cannot be composed yet: {problem.detail}")
        recipient = delivery.payload["person"]["email"]
        said = await self._transport.send(mail, sender=self._identity().sender, recipient=recipient)
        return Outcome(said.verdict, said.words)

    async def _mail(self, delivery: Delivery) -> EmailMessage:
        kept = delivery.row.content
        if kept:
            return message_from_bytes(kept["raw"].encode(), policy=POLICY)
        payload = delivery.payload
        links = {"ticket": self._link(payload), "rate": await self._rating_link(payload)}
        rendered = self._rendered(payload, await self._body(payload), links)
        mail = compose(await self._envelope(delivery), rendered, self._clock.now())
        await self._keep(delivery, mail, rendered)
        return mail

    async def _keep(self, delivery: Delivery, mail: EmailMessage, rendered: Rendered) -> None:
        content = {"raw": mail.as_bytes().decode("ascii"), "text": rendered.text, "html": rendered.html}
        async with self._database.transaction() as uow:
            await keep_content(uow, delivery, content, subject=str(mail["Subject"]))

    def _rendered(self, payload: Mapping[str, Any], body: Body | None, links: Mapping[str, str]) -> Rendered:
        ticket = payload.get("ticket", {})
        variables = {
            "ticket": ticket,
            "person": payload["person"],
            "actor": payload.get("actor", ""),
            "detail": payload.get("detail", ""),
            "clock": payload.get("clock", {}),
            "links": links,
            "variables": payload.get("variables", {}),
        }
        footer = (REASONS.get(payload.get("reason", ""), ""),)
        locale = payload["person"]["locale"] or self._identity().locale
        return render(payload["template"], locale, self._identity().brand, Content(variables, body, footer))

    def _link(self, payload: Mapping[str, Any]) -> str:
        """Where the ticket is seen; guests have no page of their own to look at."""
        reference = payload.get("ticket", {}).get("reference", "")
        if not reference or payload.get("guest"):
            return ""
        place = "agent/tickets" if payload["side"] == "staff" else "tickets"
        return f"{self._identity().desk_url}/{place}/{reference}"

    async def _rating_link(self, payload: Mapping[str, Any]) -> str:
        """Where whoever asked rates the resolution, without signing in. The grant stands behind `#`: no server and no
        log on the way sees it, and a program that follows links sends nothing. While tickets is away, the mail waits.
        """
        asked = payload["template"] == "customer_resolved" and payload.get("reason") == "requester"
        if not asked or not self._identity().asks_for_ratings:
            return ""
        ticket_id = payload["ticket"]["id"]
        request = tickets_pb2.IssueGrantRequest(
            ticket_id=ticket_id, person_id=payload["person"]["id"], purpose="rating"
        )
        try:
            answer = await self._tickets.IssueGrant(request)
        except (Conflict, Forbidden, NotFound):
            # Reopened or rated meanwhile, or nobody who could rate.
            return ""
        return f"{self._identity().desk_url}/tickets/{ticket_id}/rate#grant={answer.grant}"

    async def _body(self, payload: Mapping[str, Any]) -> Body | None:
        """The message with its HTML. While tickets is away, a short message goes out as the event carried it."""
        message = payload.get("message")
        if not message:
            return None
        along = tuple(file["filename"] for file in payload.get("files", ()))
        left = tuple(name for name in message["attachments"] if name not in along)
        request = tickets_pb2.GetMessagesRequest(ticket_id=payload["ticket"]["id"], message_ids=[message["id"]])
        try:
            answer = await self._tickets.GetMessages(request)
        except Problem:
            if not message["whole"]:
                raise
            return Body(message["text"], "", left, along)
        if not answer.messages:
            raise NotFound("The message is no longer there.")
        found = answer.messages[0]
        return Body(found.body_text or message["text"], found.body_html, left, along)

    async def _envelope(self, delivery: Delivery) -> Envelope:
        payload, me = delivery.payload, self._identity()
        person, ticket = payload["person"], payload.get("ticket", {})
        thread = await self._thread(delivery)
        by_agent = payload.get("occasion") in ("reply_by_agent", "side_message") and payload.get("actor")
        return Envelope(
            sender=me.sender,
            sender_name=f"{payload['actor']} ({me.brand.name})" if by_agent else me.brand.name,
            recipient=person["email"],
            recipient_name=person["name"],
            message_id=delivery.row.message_id,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            reply_to=self._reply_to(payload, person["email"]),
            automatic=payload.get("automatic", True),
            reference=ticket.get("reference", ""),
        )

    async def _thread(self, delivery: Delivery) -> tuple[str, ...]:
        """What a mail follows: the root, always; the root itself follows the customer's own mail, if it began so."""
        side = delivery.payload.get("side_conversation")
        if side:
            root = side_root_id(side["id"], self._identity().domain)
            return () if delivery.row.message_id == root else (root,)
        if not delivery.row.ticket_id:
            return ()
        root = root_id(delivery.row.ticket_id, self._identity().domain)
        if delivery.row.message_id != root:
            return (root,)
        if delivery.payload["ticket"]["channel"] != "email":
            return ()
        async with self._database.reading() as connection:
            original = await original_message_id(connection, delivery.row.ticket_id, delivery.row.recipient)
        return (original,) if original else ()

    def _reply_to(self, payload: Mapping[str, Any], email: str) -> str:
        ticket, side = payload.get("ticket", {}), payload.get("side_conversation")
        if not ticket or not self._identity().takes_answers:
            return ""
        if side:
            now = self._clock.now()
            return self._tokens.side_address(side_conversation_id=side["id"], recipient=email, now=now)
        return self._tokens.address(
            ticket_id=ticket["id"], reference=ticket["reference"], recipient=email, now=self._clock.now()
        )
