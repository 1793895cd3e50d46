"""The composition root: settings in, a running service out; the only place that knows everybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from escalated.notifications.v1 import notifications_pb2_grpc
from fastapi import FastAPI

from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.command import service_command
from escalated_chassis.database.engine import Database
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.relay import Relay
from escalated_chassis.http import settings_routes
from escalated_chassis.http.app import HttpServer, create_app, describe
from escalated_chassis.lifecycle import BackgroundTask, Component, Service
from escalated_chassis.projections import Projection
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.stored_settings import watch
from escalated_contracts.callers import CALLERS
from escalated_contracts.streams import durables_of
from escalated_notifications import cli, events, rpc
from escalated_notifications.deliveries.routes import routes as delivery_routes
from escalated_notifications.housekeeping import housekeeping
from escalated_notifications.live.closing import StreamCloser
from escalated_notifications.live.routes import commands as live_commands
from escalated_notifications.live.routes import posts_below
from escalated_notifications.live.routes import routes as live_routes
from escalated_notifications.mail_in.listener import MailListener
from escalated_notifications.mail_in.routes import routes as inbound_routes
from escalated_notifications.mail_out.service import MailPolicy
from escalated_notifications.parts import Parts, make_parts
from escalated_notifications.people.service import PeopleCopy
from escalated_notifications.seed import seed
from escalated_notifications.settings import NotificationsSettings
from escalated_notifications.webhooks.routes import routes as webhook_routes

TITLE = "Notifications"
DESCRIPTION = "Mail, webhooks, the live stream and presence."
ROUTERS = (
    delivery_routes,
    webhook_routes,
    inbound_routes,
    live_routes,
    live_commands,
    settings_routes.routes_for("notifications"),
)
MIGRATIONS = Path(__file__).parents[2] / "migrations"
PACKAGED_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Composition:
    """A service and those of its parts that are asked for from outside."""

    service: Service
    parts: Parts
    http: HttpServer
    rpc: RpcServer
    listener: MailListener | None


def compose(settings: NotificationsSettings, clock: Clock) -> Composition:
    """The service's parts in the order in which they start."""
    parts = make_parts(settings, clock)
    trouble = lambda: service.trouble()  # noqa: E731 (the service is made below)
    http = HttpServer(make_app(settings, parts, trouble), settings)
    grpc_server = make_rpc_server(settings, parts)
    listener = make_listener(settings, parts)
    service: Service = Service(
        "notifications",
        settings,
        base=[
            _Pool(parts.database, parts),
            parts.nats,
            parts.broadcasts,
            parts.identity,
            parts.tickets,
            BackgroundTask("stored-settings", watch(parts.database, parts.context.in_force.stored)),
        ],
        serve=[parts.authenticator, parts.context.hub, grpc_server, http, StreamCloser(parts.context.hub)],
        work=[
            Relay(parts.database, parts.nats, "notifications"),
            *consumers(settings, parts),
            parts.mail_worker,
            parts.webhook_worker,
            parts.inbound_worker,
            housekeeping(parts.database, timedelta(days=settings.deliveries_kept_days)),
            *([listener] if listener else []),
        ],
    )
    return Composition(service, parts, http, grpc_server, listener)


def build(settings: NotificationsSettings) -> Service:
    return compose(settings, SystemClock()).service


def make_app(settings: NotificationsSettings, parts: Parts, trouble: Callable[[], Sequence[str]]) -> FastAPI:
    """The REST application."""
    app = create_app(
        settings,
        title=TITLE,
        description=DESCRIPTION,
        routers=(*ROUTERS, posts_below(settings.route_prefix)),
        database=parts.database,
        authenticator=parts.authenticator,
        trouble=trouble,
    )
    app.state.notifications = parts.context
    app.state.stored_settings = parts.context.in_force.stored
    return app


def openapi() -> dict[str, Any]:
    return describe(title=TITLE, description=DESCRIPTION, routers=(*ROUTERS, posts_below()))


def make_rpc_server(settings: NotificationsSettings, parts: Parts) -> RpcServer:
    servicer = rpc.NotificationsServicer(parts.context)
    return RpcServer(
        settings,
        lambda server: notifications_pb2_grpc.add_NotificationsServicer_to_server(servicer, server),
        [rpc.NAME],
        callers=CALLERS,
        clock=parts.context.clock,
    )


def consumers(settings: NotificationsSettings, parts: Parts) -> list[Component]:
    """The copy of the directory, and one consumer for each durable of the table."""
    people = PeopleCopy(parts.database, parts.directory_stub)
    channels = events.Channels(settings.channel("email"), settings.channel("webhook"))
    in_force = parts.context.in_force
    policy = lambda: MailPolicy(settings.domain, in_force.settings.mail_new_tickets)  # noqa: E731 -- as it is by then
    news = events.TicketNews(parts.context, parts.tickets_stub, people, channels, policy)
    copy = Projection("directory", parts.database, people.rebuild)
    return [copy, *(_consumer(parts, durable, news) for durable in durables_of("notifications"))]


def _consumer(parts: Parts, durable: Any, news: events.TicketNews) -> DurableConsumer:
    if durable.name == "notifications-directory":
        handlers = events.directory_handlers()
        return DurableConsumer(durable, parts.database, parts.nats, events.REGISTRY, handlers)
    return DurableConsumer(durable, parts.database, parts.nats, events.REGISTRY, news.handlers(), before=news.fetch)


def make_listener(settings: NotificationsSettings, parts: Parts) -> MailListener | None:
    """The SMTP listener, where one is configured."""
    if not settings.mail_listener:
        return None
    return MailListener(
        settings.mail_listener,
        settings.domain,
        parts.database,
        parts.inbound_worker,
        max_bytes=settings.mail_max_bytes,
        connections=settings.mail_max_connections,
    )


class _Pool:
    """Stops last: closes the connections."""

    name = "database"

    def __init__(self, database: Database, parts: Parts) -> None:
        self._database, self._outgoing = database, parts.context.outgoing

    async def start(self) -> None:
        """Connections are opened when they are first needed."""

    async def stop(self) -> None:
        await self._outgoing.close()
        await self._database.close()

    def trouble(self) -> str | None:
        """Asked by the readiness probe itself, by a ping."""
        return None


command = service_command(
    "notifications",
    build=build,
    settings=NotificationsSettings,
    migrations=MIGRATIONS if MIGRATIONS.is_dir() else PACKAGED_MIGRATIONS,
    seed=seed,
    groups=[cli.deliveries, cli.mail],
    openapi=openapi,
)
