"""The composition root: settings in, a running service out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from escalated.tickets.v1 import tickets_pb2_grpc
from fastapi import FastAPI

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.directory import RpcDirectory
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.access.roles import RoleBook
from escalated_chassis.clock import Clock, SystemClock
from escalated_chassis.command import service_command
from escalated_chassis.database.engine import Database
from escalated_chassis.due import DueWorker
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.relay import Relay
from escalated_chassis.http import settings_routes
from escalated_chassis.http.app import HttpServer, create_app, describe
from escalated_chassis.lifecycle import BackgroundTask, Component, Service
from escalated_chassis.projections import Projection
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.rpc.server import RpcServer
from escalated_chassis.stored_settings import watch
from escalated_contracts.callers import CALLERS
from escalated_contracts.streams import durables_of
from escalated_tickets import cli, consumers, rpc
from escalated_tickets.actions.webhooks import RpcWebhooks
from escalated_tickets.activity.routes import routes as activity_routes
from escalated_tickets.assignment import sweep
from escalated_tickets.assignment.routes import routes as assignment_routes
from escalated_tickets.attachments.routes import routes as attachment_routes
from escalated_tickets.attachments.service import next_unused, remove_unused
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.bulk import retention as bulk_retention
from escalated_tickets.bulk.routes import routes as bulk_routes
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.canned_responses.routes import routes as canned_response_routes
from escalated_tickets.conversation.note_routes import routes as note_routes
from escalated_tickets.conversation.routes import routes as conversation_routes
from escalated_tickets.conversation.workers import conversation_workers
from escalated_tickets.custom_fields.routes import routes as custom_field_routes
from escalated_tickets.desk import Desk
from escalated_tickets.drafts.routes import routes as draft_routes
from escalated_tickets.export.routes import routes as export_routes
from escalated_tickets.fields.routes import routes as field_routes
from escalated_tickets.guests import service as guests
from escalated_tickets.guests.mails import GuestMailer, sender
from escalated_tickets.guests.routes import routes as guest_routes
from escalated_tickets.guests.ticket_routes import routes as guest_ticket_routes
from escalated_tickets.links.routes import routes as link_routes
from escalated_tickets.macros.routes import routes as macro_routes
from escalated_tickets.merges.routes import routes as merge_routes
from escalated_tickets.outgoing.routes import routes as outgoing_routes
from escalated_tickets.participants.routes import routes as participant_routes
from escalated_tickets.people import merging
from escalated_tickets.people.directory import KnownPeople, PeopleSource, RpcPeople
from escalated_tickets.people.routes import routes as people_routes
from escalated_tickets.privacy.purge import next_purge, purge_deleted
from escalated_tickets.product_posts.routes import routes_below
from escalated_tickets.ratings.routes import routes as rating_routes
from escalated_tickets.reports.cli import PROJECTION as REPORTS
from escalated_tickets.reports.cli import reports as report_commands
from escalated_tickets.reports.rebuild import rebuild as rebuild_reports
from escalated_tickets.reports.routes import routes as report_routes
from escalated_tickets.search.routes import routes as search_routes
from escalated_tickets.seed import seed
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.side_conversations.routes import routes as side_conversation_routes
from escalated_tickets.snooze.routes import routes as snooze_routes
from escalated_tickets.splits.routes import routes as split_routes
from escalated_tickets.statuses.routes import routes as status_routes
from escalated_tickets.subjects.routes import routes as subject_routes
from escalated_tickets.tags.routes import routes as tag_routes
from escalated_tickets.tickets import keys, timers
from escalated_tickets.tickets.act_routes import routes as act_routes
from escalated_tickets.tickets.routes import routes as ticket_routes
from escalated_tickets.undo import record as undo_record
from escalated_tickets.undo.routes import routes as undo_routes
from escalated_tickets.views.routes import routes as view_routes

TITLE = "Escalated tickets"
DESCRIPTION = "Tickets, their conversation, attachments, tags, activity and search."
ROUTERS = (
    # Before the tickets: its path looks like a ticket's.
    export_routes,
    view_routes,
    field_routes,
    ticket_routes,
    act_routes,
    conversation_routes,
    note_routes,
    draft_routes,
    outgoing_routes,
    side_conversation_routes,
    status_routes,
    tag_routes,
    people_routes,
    search_routes,
    subject_routes,
    report_routes,
    guest_routes,
    guest_ticket_routes,
    rating_routes,
    attachment_routes,
    assignment_routes,
    participant_routes,
    custom_field_routes,
    macro_routes,
    canned_response_routes,
    snooze_routes,
    link_routes,
    merge_routes,
    split_routes,
    undo_routes,
    bulk_routes,
    activity_routes,
    settings_routes.routes_for("tickets"),
)
MIGRATIONS = Path(__file__).parents[2] / "migrations"
PACKAGED_MIGRATIONS = Path(__file__).parent / "migrations"


def build(settings: TicketsSettings, clock: Clock | None = None) -> Service:
    """The service's parts in the order in which they start."""
    clock = clock or SystemClock()
    database = open_database(settings, clock)
    nats = Nats(settings)
    broadcasts = Broadcasts(nats)
    identity = RpcClient(settings.identity_grpc, "identity", settings, clock=clock)
    directory = RpcDirectory(identity)
    desk = make_desk(settings, database, clock, RpcPeople(identity), RoleBook(directory, clock=clock))
    notifications = RpcClient(settings.notifications_grpc, "notifications", settings, clock=clock)
    if settings.notifications_grpc:
        desk.mailer = GuestMailer(sender(notifications))
        desk.webhooks = RpcWebhooks(notifications)
    authenticator = Authenticator(
        settings,
        keys=KeySet.at(settings.identity_url, clock=clock),
        directory=directory,
        clock=clock,
        broadcasts=broadcasts,
    )
    trouble = lambda: service.trouble()  # noqa: E731 -- the service is made below
    http = HttpServer(make_app(desk, database, authenticator, trouble), settings)
    service: Service = Service(
        "tickets",
        settings,
        base=[
            database,
            nats,
            broadcasts,
            identity,
            BackgroundTask("stored-settings", watch(database, desk.stored)),
        ],
        serve=[notifications, desk.mailer, authenticator, make_rpc_server(desk, database), http],
        work=workers(desk, database, nats),
    )
    return service


def open_database(settings: TicketsSettings, clock: Clock) -> Database:
    return Database(settings.database_url, service="tickets", clock=clock, pool_size=settings.database_pool_size)


def make_desk(
    settings: TicketsSettings, database: Database, clock: Clock, people: PeopleSource, roles: RoleBook
) -> Desk:
    return Desk(settings, clock, KnownPeople(database, people, roles), FileStore.at(settings.storage))


def make_app(
    desk: Desk, database: Database, authenticator: Authenticator, trouble: Callable[[], Sequence[str]]
) -> FastAPI:
    """The REST application."""
    app = create_app(
        desk.settings,
        title=TITLE,
        description=DESCRIPTION,
        routers=(*ROUTERS, routes_below(desk.settings.route_prefix)),
        database=database,
        authenticator=authenticator,
        trouble=trouble,
    )
    app.state.desk = desk
    app.state.stored_settings = desk.stored
    return app


def make_rpc_server(desk: Desk, database: Database) -> RpcServer:
    """The gRPC server with `Tickets`."""
    servicer = rpc.TicketsServicer(database, desk)
    return RpcServer(
        desk.settings,
        lambda server: tickets_pb2_grpc.add_TicketsServicer_to_server(servicer, server),
        [rpc.NAME],
        callers=CALLERS,
        clock=desk.clock,
    )


def workers(desk: Desk, database: Database, nats: Nats) -> list[Component]:
    """What happens without anybody asking: events in and out, timers, forgetting in time."""
    durables = [
        DurableConsumer(durable, database, nats, consumers.REGISTRY, consumers.HANDLERS)
        for durable in durables_of("tickets")
    ]
    bulk = BulkWorker(desk, database)
    desk.wake_bulk = bulk.wake
    return [
        Relay(database, nats, "tickets"),
        *durables,
        Projection("people", database, desk.people.rebuild),
        Projection(REPORTS, database, lambda: rebuild_reports(database)),
        DueWorker(
            "auto-close",
            database,
            lambda uow, limit: timers.close_due(uow, desk, limit),
            lambda reader: timers.next_close(reader, desk),
            clock=desk.clock,
        ),
        DueWorker(
            "wake-snoozed",
            database,
            lambda uow, limit: timers.wake_due(uow, desk, limit),
            timers.next_waking,
            clock=desk.clock,
        ),
        DueWorker(
            "unused-uploads",
            database,
            lambda uow, limit: remove_unused(uow, desk.files, limit),
            next_unused,
            clock=desk.clock,
        ),
        DueWorker(
            "deleted-tickets",
            database,
            lambda uow, limit: purge_deleted(uow, desk.files, limit),
            next_purge,
            batch=50,
            clock=desk.clock,
        ),
        DueWorker("guest-codes", database, guests.forget_old, guests.next_old, clock=desk.clock),
        DueWorker(
            "assignment",
            database,
            lambda uow, limit: sweep.assign_waiting(uow, desk, limit),
            sweep.next_try,
            batch=1,
            clock=desk.clock,
        ),
        *conversation_workers(desk, database),
        DueWorker(
            "merged-people",
            database,
            lambda uow, limit: merging.follow_merges(uow, desk, limit),
            merging.next_merge,
            batch=50,
            clock=desk.clock,
        ),
        bulk,
        DueWorker("bulk-jobs", database, bulk_retention.purge, bulk_retention.next_purge, clock=desk.clock),
        DueWorker("undoable-changes", database, undo_record.purge, undo_record.next_purge, clock=desk.clock),
        DueWorker("command-keys", database, keys.purge, keys.next_purge, clock=desk.clock),
    ]


def openapi() -> dict[str, Any]:
    """The OpenAPI document, without settings."""
    return describe(title=TITLE, routers=(*ROUTERS, routes_below()), description=DESCRIPTION)


command = service_command(
    "tickets",
    build=build,
    settings=TicketsSettings,
    migrations=MIGRATIONS if MIGRATIONS.is_dir() else PACKAGED_MIGRATIONS,
    seed=seed,
    groups=[cli.tickets, cli.activities, report_commands],
    openapi=openapi,
)
