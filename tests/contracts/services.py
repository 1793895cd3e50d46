"""The four services as their composition roots make them: nothing is started, nobody is called."""

from typing import Any

from escalated_chassis.events.envelope import EventRegistry
from escalated_chassis.lifecycle import Service
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment
from escalated_identity.app import build as build_identity
from escalated_identity.events import REGISTRY as IDENTITY
from escalated_identity.settings import IdentitySettings
from escalated_notifications.app import build as build_notifications
from escalated_notifications.events import REGISTRY as NOTIFICATIONS
from escalated_notifications.settings import NotificationsSettings
from escalated_sla.app import build as build_sla
from escalated_sla.events import REGISTRY as SLA
from escalated_sla.settings import SlaSettings
from escalated_tickets.app import build as build_tickets
from escalated_tickets.consumers import REGISTRY as TICKETS
from escalated_tickets.settings import TicketsSettings

NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
SERVICES = ("identity", "tickets", "sla", "notifications")
REGISTRIES: dict[str, EventRegistry] = {
    "identity": IDENTITY,
    "tickets": TICKETS,
    "sla": SLA,
    "notifications": NOTIFICATIONS,
}
BUILDERS: dict[str, tuple[type[ServiceSettings], Any]] = {
    "identity": (IdentitySettings, build_identity),
    "tickets": (TicketsSettings, build_tickets),
    "sla": (SlaSettings, build_sla),
    "notifications": (NotificationsSettings, build_notifications),
}


def built(service: str, deployment: Deployment) -> Service:
    """A service with a database that is nowhere."""
    settings_class, build = BUILDERS[service]
    made: Service = build(deployment.settings(settings_class, database_url=NOWHERE))
    return made
