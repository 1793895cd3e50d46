"""The composition root: settings in, a running service out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from escalated.sla.v1 import sla_pb2_grpc
from fastapi import FastAPI

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.directory import RpcDirectory
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.command import service_command
from escalated_chassis.database.engine import Database
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.relay import Relay
from escalated_chassis.http.app import HttpServer, create_app, describe
from escalated_chassis.http.settings_routes import routes_for as settings_for
from escalated_chassis.lifecycle import BackgroundTask, Component, Service
from escalated_chassis.projections import Projection
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_contracts.callers import CALLERS
from escalated_contracts.streams import durables_of
from escalated_sla import cli, events, rpc
from escalated_sla.calendars.holiday_routes import routes as holiday_routes
from escalated_sla.calendars.routes import routes as calendar_routes
from escalated_sla.clocks.routes import routes as clock_routes
from escalated_sla.context import Context
from escalated_sla.neighbours import RpcPeople, RpcTickets
from escalated_sla.parts import make_context, make_executor, open_database
from escalated_sla.policies.routes import routes as policy_routes
from escalated_sla.recomputation.routes import routes as recomputation_routes
from escalated_sla.recomputation.worker import Recomputation
from escalated_sla.reports.routes import routes as report_routes
from escalated_sla.rules.routes import routes_for
from escalated_sla.rules.rules import KINDS
from escalated_sla.runs.retention import forgetting
from escalated_sla.runs.walks import Walks, walker
from escalated_sla.seed import seed
from escalated_sla.settings import SlaSettings
from escalated_sla.timers.reconciler import Reconciler
from escalated_sla.timers.worker import Timers

TITLE = "Escalated SLA"
DESCRIPTION = "Calendars, policies, clocks with their explanation, workflows, automations and escalation rules."
ROUTERS = (
    calendar_routes,
    holiday_routes,
    policy_routes,
    recomputation_routes,
    *map(routes_for, KINDS),
    clock_routes,
    report_routes,
    settings_for("sla"),
)
MIGRATIONS = Path(__file__).parents[2] / "migrations"
PACKAGED_MIGRATIONS = Path(__file__).parent / "migrations"


def build(settings: SlaSettings, clock: Clock | None = None) -> Service:
    """The service's parts in the order in which they start."""
    clock = clock or SystemClock()
    database = open_database(settings, clock)
    nats = Nats(settings)
    broadcasts = Broadcasts(nats)
    to_tickets = RpcClient(settings.tickets_grpc, "tickets", settings, clock=clock)
    to_identity = RpcClient(settings.identity_grpc, "identity", settings, clock=clock)
    tickets = RpcTickets(to_tickets)
    context = make_context(settings, clock, tickets, RpcPeople(to_identity))
    authenticator = Authenticator(
        settings,
        keys=KeySet.at(settings.identity_url, clock=clock),
        directory=RpcDirectory(to_identity),
        clock=clock,
        broadcasts=broadcasts,
    )
    http = HttpServer(make_app(settings, database, context, authenticator, lambda: service.trouble()), settings)
    service: Service = Service(
        "sla",
        settings,
        base=[
            database,
            nats,
            broadcasts,
            to_tickets,
            to_identity,
            BackgroundTask("stored-settings", context.switches.watching(database)),
        ],
        serve=[authenticator, make_rpc_server(settings, database, clock), http],
        work=workers(context, database, nats, tickets),
    )
    return service


def make_app(
    settings: SlaSettings,
    database: Database,
    context: Context,
    authenticator: Authenticator,
    trouble: Callable[[], Sequence[str]],
) -> FastAPI:
    """The REST application."""
    app = create_app(
        settings,
        title=TITLE,
        description=DESCRIPTION,
        routers=ROUTERS,
        database=database,
        authenticator=authenticator,
        trouble=trouble,
    )
    app.state.sla = context
    app.state.stored_settings = context.switches.stored
    return app


def make_rpc_server(settings: SlaSettings, database: Database, clock: Clock) -> RpcServer:
    """The gRPC server with `Sla`."""
    servicer = rpc.SlaServicer(database)
    return RpcServer(
        settings,
        lambda server: sla_pb2_grpc.add_SlaServicer_to_server(servicer, server),
        [rpc.NAME],
        callers=CALLERS,
        clock=clock,
    )


def workers(context: Context, database: Database, nats: Nats, tickets: RpcTickets) -> list[Component]:
    """What happens without anybody asking: events in and out, timers, rules, and what an edit left to be settled."""
    handlers = events.handlers(context.clocks)
    consumers = [DurableConsumer(durable, database, nats, events.REGISTRY, handlers) for durable in durables_of("sla")]
    return [
        Relay(database, nats, "sla"),
        *consumers,
        Projection("tickets", database, lambda: events.rebuild(database, context.clocks, tickets)),
        Timers(database, context.clocks, tickets, context.clock).component,
        Recomputation(database, context.clocks, context.clock).component,
        Reconciler(database, context.clocks, context.clock).component,
        make_executor(context, database),
        forgetting(database, context.clock),
        walker(database, Walks(context.rules, context.book), context.clock),
    ]


def openapi() -> dict[str, Any]:
    """The OpenAPI document, without settings."""
    return describe(title=TITLE, routers=ROUTERS, description=DESCRIPTION)


command = service_command(
    "sla",
    build=build,
    settings=SlaSettings,
    migrations=MIGRATIONS if MIGRATIONS.is_dir() else PACKAGED_MIGRATIONS,
    seed=seed,
    groups=[cli.sla, cli.escalations],
    openapi=openapi,
)
