"""Puts together what commands need, for the service and for the operators' command alike."""

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_sla.clocks.service import Clocks
from escalated_sla.context import Context, Sight
from escalated_sla.escalation.service import call_for_rules
from escalated_sla.policies.queries import PolicyBook
from escalated_sla.settings import SlaSettings


def open_database(settings: SlaSettings, clock: Clock) -> Database:
    """This service's database."""
    return Database(settings.database_url, service="sla", clock=clock, pool_size=settings.database_pool_size)


def make_context(settings: SlaSettings, clock: Clock, sight: Sight) -> Context:
    """The parts. Where SLA is switched off no policy is in force, so no clock runs."""
    book = PolicyBook(enabled=settings.sla.enabled)
    return Context(clock=clock, book=book, clocks=Clocks(book, call_for_rules), sight=sight)
