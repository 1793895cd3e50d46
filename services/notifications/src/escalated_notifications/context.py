"""What routes and handlers need beside their transaction. The composition root makes it once."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import DeliveryWorker
from escalated_chassis.outgoing import OutgoingHttp
from escalated_chassis.stored_settings import InForce
from escalated_notifications.live.hub import Hub
from escalated_notifications.live.presence import Presence
from escalated_notifications.settings import NotificationsSettings
from escalated_notifications.sight import Sight
from escalated_notifications.webhooks.secrets import SecretBox


@dataclass(frozen=True)
class Context:
    """The parts of a running notifications service."""

    in_force: InForce[NotificationsSettings]
    clock: Clock
    database: Database
    authenticator: Authenticator
    sight: Sight
    hub: Hub
    presence: Presence
    outgoing: OutgoingHttp
    secrets: SecretBox
    workers: tuple[DeliveryWorker, ...]

    @property
    def settings(self) -> NotificationsSettings:
        return self.in_force.settings

    async def wake(self) -> None:
        """Has the workers of this process look at once: something was queued."""
        for worker in self.workers:
            worker.wake()


async def _of_request(request: Request) -> Context:
    context: Context = request.app.state.notifications
    return context


TheContext = Annotated[Context, Depends(_of_request)]
"""How routes get it."""
