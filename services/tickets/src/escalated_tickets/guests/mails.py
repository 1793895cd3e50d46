"""Mails to people without a sign-in: codes and invitations, by notifications. Nothing a stranger wrote is in them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from escalated.notifications.v1 import notifications_pb2, notifications_pb2_grpc

from escalated_chassis.mailer import Mailer
from escalated_chassis.rpc.client import RpcClient


@dataclass(frozen=True)
class GuestMail:
    """One mail: a template of notifications and what stands in it. The same key mails once."""

    key: str
    template: str
    email: str
    variables: Mapping[str, str] = field(default_factory=dict)


Send = Callable[[GuestMail], Awaitable[None]]
GuestMailer = Mailer[GuestMail]


def sender(notifications: RpcClient) -> Send:
    """Mails by `Notifications.SendMail`; the recipient is addressed without a name, for anybody may have typed it."""
    stub = notifications.stub(notifications_pb2_grpc.NotificationsStub)

    async def send(mail: GuestMail) -> None:
        request = notifications_pb2.SendMailRequest(
            key=mail.key, template=mail.template, email=mail.email, variables=dict(mail.variables)
        )
        await stub.SendMail(request)

    return send
