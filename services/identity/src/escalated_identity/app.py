"""The composition root: settings in, a running service out."""

from pathlib import Path

from escalated.identity.v1 import identity_pb2_grpc

from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.command import service_command
from escalated_chassis.database.engine import Database
from escalated_chassis.due import DueWorker
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.relay import Relay
from escalated_chassis.http.app import HttpServer
from escalated_chassis.lifecycle import BackgroundTask, Component, Service
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.stored_settings import watch
from escalated_contracts.callers import CALLERS
from escalated_contracts.streams import durables_of
from escalated_identity import cli, events, housekeeping, rpc
from escalated_identity.context import Context
from escalated_identity.parts import make_context, open_database, sender
from escalated_identity.privacy.holders import holders
from escalated_identity.privacy.service import expire, next_expiry
from escalated_identity.privacy.worker import privacy_worker
from escalated_identity.seed import seed
from escalated_identity.settings import IdentitySettings
from escalated_identity.web import make_app, make_authenticator, openapi

MIGRATIONS = Path(__file__).parents[2] / "migrations"
PACKAGED_MIGRATIONS = Path(__file__).parent / "migrations"


def build(settings: IdentitySettings, clock: Clock | None = None) -> Service:
    """The service's parts in the order in which they start."""
    clock = clock or SystemClock()
    database = open_database(settings, clock)
    nats = Nats(settings)
    broadcasts = Broadcasts(nats)
    notifications = RpcClient(settings.notifications_grpc, "notifications", settings, clock=clock)
    tickets = RpcClient(settings.tickets_grpc, "tickets", settings, clock=clock)
    sla = RpcClient(settings.sla_grpc, "sla", settings, clock=clock)
    context = make_context(
        settings,
        database,
        announcer=broadcasts,
        send=sender(notifications) if settings.notifications_grpc else None,
        holders=holders({"tickets": tickets, "sla": sla, "notifications": notifications}),
    )
    context.privacy.worker = privacy_worker(database, context.holders, clock)
    authenticator = make_authenticator(context, broadcasts)
    trouble = lambda: service.trouble()  # noqa: E731 -- the service is made below
    http = HttpServer(make_app(context, authenticator, trouble), settings)
    service: Service = Service(
        "identity",
        settings,
        base=[
            _Pool(database, context),
            nats,
            broadcasts,
            notifications,
            tickets,
            sla,
            BackgroundTask("stored-settings", watch(database, context.in_force.stored)),
        ],
        serve=[
            context.mailer,
            authenticator,
            make_rpc_server(settings, database, clock),
            http,
        ],
        work=[
            Relay(database, nats, "identity"),
            *consumers(context, nats),
            _housekeeping(database, clock),
            DueWorker("exports", database, expire, next_expiry, clock=clock),
            context.privacy.worker,
        ],
    )
    return service


def make_rpc_server(settings: IdentitySettings, database: Database, clock: Clock) -> RpcServer:
    """The gRPC server with `Directory`."""
    servicer = rpc.DirectoryServicer(database)
    return RpcServer(
        settings,
        lambda server: identity_pb2_grpc.add_DirectoryServicer_to_server(servicer, server),
        [rpc.NAME],
        callers=CALLERS,
        clock=clock,
    )


def consumers(context: Context, nats: Nats) -> list[Component]:
    """One consumer for each durable of the table."""
    handlers = events.handlers(context)
    return [
        DurableConsumer(durable, context.database, nats, events.REGISTRY, handlers)
        for durable in durables_of("identity")
    ]


def _housekeeping(database: Database, clock: Clock) -> Component:
    return DueWorker("housekeeping", database, housekeeping.purge, housekeeping.next_due, clock=clock)


class _Pool:
    """Stops last: closes the connections and lets the threads of the hasher go."""

    name = "database"

    def __init__(self, database: Database, context: Context) -> None:
        self._database = database
        self._context = context

    async def start(self) -> None:
        """Connections are opened when they are first needed."""

    async def stop(self) -> None:
        self._context.passwords.close()
        await self._database.close()

    def trouble(self) -> str | None:
        """Asked by the readiness probe itself, by a ping."""
        return None


command = service_command(
    "identity",
    build=build,
    settings=IdentitySettings,
    migrations=MIGRATIONS if MIGRATIONS.is_dir() else PACKAGED_MIGRATIONS,
    seed=seed,
    groups=[cli.users, cli.tokens, cli.keys],
    openapi=openapi,
)
