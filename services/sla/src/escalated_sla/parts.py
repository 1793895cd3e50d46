"""Puts together what commands need, for the service and for the operators' command alike."""

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import DeliveryWorker
from escalated_sla.clocks.service import Clocks
from escalated_sla.context import Context, Nameless, People
from escalated_sla.fields.catalogue import FieldBook
from escalated_sla.neighbours import RpcTickets
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.rules.queries import RuleBook
from escalated_sla.runs.asking import Asking
from escalated_sla.runs.copies import Copies
from escalated_sla.runs.engine import Engine
from escalated_sla.runs.executor import executor
from escalated_sla.settings import SlaSettings
from escalated_sla.switches import Switches


def open_database(settings: SlaSettings, clock: Clock) -> Database:
    """This service's database."""
    return Database(settings.database_url, service="sla", clock=clock, pool_size=settings.database_pool_size)


def make_context(settings: SlaSettings, clock: Clock, tickets: RpcTickets, people: People | None = None) -> Context:
    """The parts. Where SLA is switched off no policy is in force, so no clock runs."""
    book, rules = PolicyBook(enabled=settings.sla.enabled), RuleBook()
    switches = Switches(settings, book)
    engine = Engine(rules, book)
    return Context(
        clock=clock,
        book=book,
        rules=rules,
        engine=engine,
        clocks=Clocks(book, engine, anew=lambda: switches.anew),
        sight=tickets,
        tickets=tickets,
        fields=FieldBook(tickets),
        copies=Copies(book),
        switches=switches,
        people=people or Nameless(),
    )


def make_executor(context: Context, database: Database) -> DeliveryWorker:
    """The worker that runs rules; what is queued wakes it at once."""
    worker = executor(
        database, context.clocks, context.tickets, Asking(database, context.book, context.clock), context.clock
    )
    context.engine.woken = worker.wake
    return worker
