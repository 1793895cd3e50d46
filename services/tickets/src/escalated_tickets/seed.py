"""Puts up the demo desk by the commands that people use, at the times it tells of. The second time changes nothing."""

from datetime import timedelta
from typing import Final

from escalated.identity.v1 import types_pb2

from escalated_chassis.acting import Acting
from escalated_chassis.clock import ManualClock, SystemClock
from escalated_chassis.database.engine import Database
from escalated_tickets.demo import furniture
from escalated_tickets.demo.people import DEPARTMENTS, PEOPLE, acting, department_id, person_id, viewer
from escalated_tickets.demo.stories import sow_ticket
from escalated_tickets.demo.tickets import DEMO_TICKETS
from escalated_tickets.desk import Desk
from escalated_tickets.parts import opened
from escalated_tickets.people.service import keep_department, keep_person
from escalated_tickets.settings import TicketsSettings

# When the desk was furnished: before the first demo ticket came.
_OPENED: Final = timedelta(days=14)
_SEED: Final = Acting(kind="system", id="seed", name="Demo desk")


async def seed(settings: TicketsSettings, demo: bool) -> None:
    """Statuses come with the migrations; with `demo`, a furnished desk with tickets of the demo people."""
    if not demo:
        return
    async with opened(settings) as (desk, database):
        clock = ManualClock(SystemClock().now())
        database.clock = clock
        begun = clock.now()
        await _sow_people(desk, database)
        admin = acting(desk.deployment, "ada")
        clock.set(begun - _OPENED)
        async with database.transaction(admin) as uow:
            await furniture.before_tickets(uow, desk)
        for ticket in sorted(DEMO_TICKETS, key=lambda each: -each.hours_ago):
            clock.set(begun - timedelta(hours=ticket.hours_ago))
            await sow_ticket(desk, database, clock, ticket)
        clock.set(begun)
        async with database.transaction(admin) as uow:
            await furniture.after_tickets(uow, desk, viewer(desk.deployment, "ada"))


async def _sow_people(desk: Desk, database: Database) -> None:
    """As identity's seed makes them; what identity tells later is newer."""
    async with database.transaction(_SEED) as uow:
        for slug, name in DEPARTMENTS.items():
            department = types_pb2.Department(
                id=str(department_id(desk.deployment, slug)), name=name, slug=slug, active=True, version=1
            )
            await keep_department(uow, department)
        for key, person in PEOPLE.items():
            row = types_pb2.Person(
                id=str(person_id(desk.deployment, key)),
                name=person.name,
                email=person.email,
                kind=person.kind,
                active=True,
                role_ids=[person.kind],
                department_ids=[str(department_id(desk.deployment, slug)) for slug in person.departments],
                version=1,
            )
            await keep_person(uow, row)
