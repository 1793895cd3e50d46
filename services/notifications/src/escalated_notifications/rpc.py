"""`escalated.notifications.v1.Notifications`: translates, calls services."""

import grpc
from escalated.notifications.v1 import notifications_pb2

from escalated_chassis.errors import invalid
from escalated_chassis.rpc.server import caller_service
from escalated_notifications.context import Context
from escalated_notifications.mail_out.compose import address
from escalated_notifications.mail_out.service import queue_single
from escalated_notifications.privacy.rpc import Privacy
from escalated_notifications.templates.render import templates
from escalated_notifications.webhooks.queries import MAX_WEBHOOKS, known_webhooks
from escalated_notifications.webhooks.rules import webhook_id_from

NAME = "escalated.notifications.v1.Notifications"
_FOR_TICKETS = ("staff_", "customer_")


class NotificationsServicer(Privacy):
    """Mails outside of any ticket, and which webhooks there are; a person's data is served by `privacy`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def SendMail(
        self,
        request: notifications_pb2.SendMailRequest,
        context: "grpc.aio.ServicerContext[notifications_pb2.SendMailRequest, notifications_pb2.SendMailResponse]",
    ) -> notifications_pb2.SendMailResponse:
        """Queues a mail; the same key queues it once."""
        if not request.key:
            raise invalid("/key", "missing", "A key says which mail this is.")
        if request.template not in single_templates():
            raise invalid("/template", "unknown", "There is no such template.")
        address(request.name, request.email)
        async with self._context.database.transaction() as uow:
            uow.after_commit(self._context.wake)
            delivery_id = await queue_single(
                uow,
                key=f"{caller_service()}:{request.key}",
                template=request.template,
                email=request.email,
                name=request.name,
                locale=request.locale,
                variables=dict(request.variables),
                domain=self._context.settings.domain,
            )
        return notifications_pb2.SendMailResponse(delivery_id=str(delivery_id))

    async def FindWebhooks(
        self,
        request: notifications_pb2.FindWebhooksRequest,
        context: "grpc.aio.ServicerContext[notifications_pb2.FindWebhooksRequest, "
        "notifications_pb2.FindWebhooksResponse]",
    ) -> notifications_pb2.FindWebhooksResponse:
        """Those of these webhooks that there are, switched off or not; what is no id is none."""
        if len(request.ids) > MAX_WEBHOOKS:
            raise invalid("/ids", "too_many", f"At most {MAX_WEBHOOKS} ids at once.")
        asked = [webhook_id for each in request.ids if (webhook_id := webhook_id_from(each)) is not None]
        async with self._context.database.reading() as reader:
            found = await known_webhooks(reader, asked)
        return notifications_pb2.FindWebhooksResponse(ids=[str(each) for each in found])


def single_templates() -> list[str]:
    """The templates that belong to no ticket."""
    return [name for name in templates() if not name.startswith(_FOR_TICKETS)]
