"""Puts together what commands need, for the service and for the operators' command alike."""

from collections.abc import Mapping
from typing import Any

from escalated.notifications.v1 import notifications_pb2, notifications_pb2_grpc

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.outgoing import OutgoingHttp
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.stored_settings import InForce
from escalated_identity.announcements import Announcer
from escalated_identity.context import Context
from escalated_identity.keys.service import KeyRing
from escalated_identity.metadata import stored_settings
from escalated_identity.privacy.holders import Holder
from escalated_identity.sessions.mails import LinkMail, LinkMailer, Send
from escalated_identity.sessions.passwords import Passwords
from escalated_identity.settings import IdentitySettings
from escalated_identity.sso.keysets import IssuerKeys


class Silence:
    """For processes without NATS: the others ask for what changed every ten seconds anyway."""

    async def publish(self, subject: str, payload: Mapping[str, Any]) -> None:
        """Says nothing."""


def open_database(settings: IdentitySettings, clock: Clock) -> Database:
    """This service's database."""
    return Database(settings.database_url, service="identity", clock=clock, pool_size=settings.database_pool_size)


def make_context(
    settings: IdentitySettings,
    database: Database,
    *,
    announcer: Announcer,
    send: Send | None = None,
    holders: Mapping[str, Holder] | None = None,
) -> Context:
    """The parts; `send` mails links, without it none are made."""
    outgoing = OutgoingHttp(allowed=settings.sso_networks, limit=65_536)
    return Context(
        in_force=InForce(stored_settings, settings),
        database=database,
        announcer=announcer,
        passwords=Passwords(),
        keys=KeyRing(database, database.clock, settings.secret.get_secret_value()),
        mailer=LinkMailer(send),
        issuer_keys=IssuerKeys(settings.sso_issuers, outgoing, database.clock),
        holders=holders or {},
    )


def sender(notifications: RpcClient) -> Send:
    """Mails links by `Notifications.SendMail`."""
    stub = notifications.stub(notifications_pb2_grpc.NotificationsStub)

    async def send(mail: LinkMail) -> None:
        request = notifications_pb2.SendMailRequest(
            key=mail.key,
            template=mail.template,
            email=mail.email,
            name=mail.name,
            locale=mail.locale,
            variables={"url": mail.link},
        )
        await stub.SendMail(request)

    return send
