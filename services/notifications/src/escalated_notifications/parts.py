"""Makes the parts of the service from its settings; `app.py` puts them in order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from escalated.identity.v1.identity_pb2_grpc import DirectoryStub
from escalated.tickets.v1.tickets_pb2_grpc import TicketsStub

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.directory import RpcDirectory
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, DeliveryWorker, Outcome, State
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.outgoing import OutgoingHttp
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.stored_settings import InForce
from escalated_contracts.streams import LISTENERS
from escalated_notifications.context import Context
from escalated_notifications.deliveries import models as deliveries
from escalated_notifications.deliveries.service import tell_the_end
from escalated_notifications.events import REGISTRY
from escalated_notifications.live.hub import Hub
from escalated_notifications.live.presence import Presence
from escalated_notifications.mail_in import models as mail_in
from escalated_notifications.mail_in.worker import Desk, InboundMail
from escalated_notifications.mail_out.reply_tokens import ReplyTokens
from escalated_notifications.mail_out.sender import MailIdentity, MailSender
from escalated_notifications.mail_out.service import queue_single
from escalated_notifications.mail_out.transport import SmtpTransport
from escalated_notifications.metadata import stored_settings
from escalated_notifications.settings import NotificationsSettings
from escalated_notifications.sight import Sight
from escalated_notifications.templates.render import Brand
from escalated_notifications.webhooks.secrets import SecretBox
from escalated_notifications.webhooks.sender import WebhookSender
from escalated_notifications.webhooks.service import pause_failing

MAIL_COLOR = "#3451b2"
"""Of mail, where the brand has none of its own."""

if TYPE_CHECKING:
    from escalated.identity.v1.identity_pb2_grpc import DirectoryAsyncStub
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub


@dataclass(frozen=True)
class Parts:
    """Everything that runs, before it is put in order."""

    database: Database
    nats: Nats
    broadcasts: Broadcasts
    identity: RpcClient
    tickets: RpcClient
    authenticator: Authenticator
    mail_worker: DeliveryWorker
    webhook_worker: DeliveryWorker
    inbound_worker: DeliveryWorker
    context: Context

    @property
    def tickets_stub(self) -> "TicketsAsyncStub":
        return self.tickets.stub(TicketsStub)

    @property
    def directory_stub(self) -> "DirectoryAsyncStub":
        return self.identity.stub(DirectoryStub)


def make_parts(settings: NotificationsSettings, clock: Clock) -> Parts:
    """Makes the parts; nothing is started and nobody is called."""
    database = Database(
        settings.database_url, service="notifications", clock=clock, pool_size=settings.database_pool_size
    )
    nats = Nats(settings)
    broadcasts = Broadcasts(nats)
    identity = RpcClient(settings.identity_grpc, "identity", settings, clock=clock)
    tickets = RpcClient(settings.tickets_grpc, "tickets", settings, clock=clock)
    authenticator = Authenticator(
        settings,
        keys=KeySet.at(settings.identity_url, clock=clock),
        directory=RpcDirectory(identity),
        clock=clock,
        broadcasts=broadcasts,
    )
    box = SecretBox(settings.secret.get_secret_value())
    outgoing = OutgoingHttp(allowed=settings.allowed_networks, timeout=settings.webhook_timeout_seconds)
    stub = tickets.stub(TicketsStub)
    in_force = InForce(stored_settings, settings)
    mail_worker = _mail_worker(in_force, database, stub, clock)
    webhook_worker = _webhook_worker(settings, database, outgoing, box, clock)
    inbound_worker = _inbound_worker(settings, database, stub, clock)
    hub = Hub(nats, REGISTRY, LISTENERS["notifications"], clock, limit=settings.stream_limit)
    context = Context(
        in_force=in_force,
        clock=clock,
        database=database,
        authenticator=authenticator,
        sight=Sight(stub, clock),
        hub=hub,
        presence=Presence(hub, broadcasts, clock),
        outgoing=outgoing,
        secrets=box,
        workers=(mail_worker, webhook_worker, inbound_worker),
    )
    return Parts(
        database,
        nats,
        broadcasts,
        identity,
        tickets,
        authenticator,
        mail_worker,
        webhook_worker,
        inbound_worker,
        context,
    )


def reply_tokens(settings: NotificationsSettings) -> ReplyTokens:
    return ReplyTokens(settings.secret.get_secret_value(), settings.domain, days=settings.mail_reply_days)


def mail_identity(settings: NotificationsSettings) -> MailIdentity:
    return MailIdentity(
        sender=settings.sender,
        domain=settings.domain,
        brand=Brand(
            settings.brand_name, settings.brand_color or MAIL_COLOR, settings.brand_logo_url, settings.brand_footer
        ),
        desk_url=f"{settings.public_url.rstrip('/')}/{settings.route_prefix.strip('/')}",
        locale=settings.default_locale,
        takes_answers=bool(settings.mail_listener),
        asks_for_ratings=settings.rating_invitations,
    )


def _mail_worker(
    in_force: InForce[NotificationsSettings], database: Database, tickets: "TicketsAsyncStub", clock: Clock
) -> DeliveryWorker:
    settings = in_force.settings
    transport = SmtpTransport(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_tls,
        settings.smtp_timeout_seconds,
        settings.domain,
    )
    identity = lambda: mail_identity(in_force.settings)  # noqa: E731 -- as it is when a mail is made
    sender = MailSender(database, transport, tickets, reply_tokens(settings), identity, clock)
    table = deliveries.DELIVERIES
    return DeliveryWorker(
        database,
        deliveries.TABLES,
        sender.send,
        clock=clock,
        finished=tell_the_end,
        only=table.c.channel == "email",
        name="mail out",
    )


def _webhook_worker(
    settings: NotificationsSettings, database: Database, outgoing: OutgoingHttp, box: SecretBox, clock: Clock
) -> DeliveryWorker:
    async def finished(uow: UnitOfWork, delivery: Delivery, state: State, outcome: Outcome) -> None:
        await tell_the_end(uow, delivery, state, outcome)
        if state == "failed" and delivery.row.event_type != "webhook.test":
            await _pause_and_tell_owner(uow, delivery, outcome, settings)

    return DeliveryWorker(
        database,
        deliveries.TABLES,
        WebhookSender(database, outgoing, box, clock).send,
        clock=clock,
        finished=finished,
        only=deliveries.DELIVERIES.c.channel == "webhook",
        name="webhooks",
    )


async def _pause_and_tell_owner(
    uow: UnitOfWork, delivery: Delivery, outcome: Outcome, settings: NotificationsSettings
) -> None:
    webhook = await pause_failing(uow, UUID(delivery.payload["webhook_id"]), outcome.detail)
    if webhook is None or not webhook.owner_email:
        return
    await queue_single(
        uow,
        key=f"webhook-paused:{delivery.id}",
        template="webhook_paused",
        email=webhook.owner_email,
        name="",
        locale="",
        variables={"url": webhook.url, "detail": outcome.detail[:300]},
        domain=settings.domain,
    )


def _inbound_worker(
    settings: NotificationsSettings, database: Database, tickets: "TicketsAsyncStub", clock: Clock
) -> DeliveryWorker:
    desk = Desk(
        settings.deployment_id, settings.domain, settings.mail_per_sender_per_hour, settings.mail_trusted_authserv
    )
    inbound = InboundMail(database, tickets, reply_tokens(settings), desk, clock)
    return DeliveryWorker(
        database, mail_in.TABLES, inbound.handle, clock=clock, repeatable=True, at_once=4, name="mail in"
    )
