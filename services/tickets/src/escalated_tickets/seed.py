"""Puts up the demo desk by the commands that people use, at the times it tells of. The second time changes nothing."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from escalated.identity.v1 import types_pb2
from sqlalchemy import bindparam, func, select

from escalated_chassis.acting import Acting
from escalated_chassis.clock import ManualClock, SystemClock
from escalated_chassis.database.engine import Database
from escalated_chassis.ids import id_for_email
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.demo import DEMO_TICKETS, DEPARTMENTS, PEOPLE, DemoTicket
from escalated_tickets.desk import Desk
from escalated_tickets.parts import opened
from escalated_tickets.people.service import keep_department, keep_person
from escalated_tickets.settings import TicketsSettings
from escalated_tickets.tickets import service
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.visibility import Viewer

STEP: Final = timedelta(minutes=9)
_SEED: Final = Acting(kind="system", id="seed", name="Demo desk")
_SOWN = select(func.count()).select_from(tickets).where(tickets.c.subject == bindparam("subject"))


async def seed(settings: TicketsSettings, demo: bool) -> None:
    """Statuses come with the migrations; with `demo`, tickets of the demo people."""
    if not demo:
        return
    async with opened(settings) as (desk, database):
        clock = ManualClock(SystemClock().now())
        database.clock = clock
        await _sow_people(desk, database)
        begun = clock.now()
        for ticket in sorted(DEMO_TICKETS, key=lambda each: -each.hours_ago):
            clock.set(begun - timedelta(hours=ticket.hours_ago))
            await _sow_ticket(desk, database, clock, ticket)


async def _sow_people(desk: Desk, database: Database) -> None:
    """As identity's seed makes them; what identity tells later is newer."""
    async with database.transaction(_SEED) as uow:
        for slug, name in DEPARTMENTS.items():
            department = types_pb2.Department(
                id=str(_department(desk.deployment, slug)), name=name, slug=slug, active=True, version=1
            )
            await keep_department(uow, department)
        for person in PEOPLE.values():
            row = types_pb2.Person(
                id=str(id_for_email(desk.deployment, person.email)),
                name=person.name,
                email=person.email,
                kind=person.kind,
                active=True,
                role_ids=[person.kind],
                version=1,
            )
            await keep_person(uow, row)


async def _sow_ticket(desk: Desk, database: Database, clock: ManualClock, ticket: DemoTicket) -> None:
    async with database.transaction(_as(desk, ticket.by)) as uow:
        if (await uow.execute(_SOWN, {"subject": ticket.subject})).scalar_one():
            return
        viewer = _viewer(desk, ticket.by)
        author = PersonRef(viewer.id, viewer.name, viewer.email)
        opening = Opening(
            requester=author,
            subject=ticket.subject,
            body=clean(ticket.text),
            author=author,
            priority=ticket.priority,
            type=ticket.type,
            department_id=_department(desk.deployment, ticket.department) if ticket.department else None,
            tags=ticket.tags,
            requester_kind="customer",
        )
        sown = (await open_ticket(uow, desk, viewer, opening)).state.reference
    owner = next((step[1:] for step in ticket.story if step.startswith("@")), "alex")
    for step in ticket.story:
        clock.move(min(STEP, timedelta(hours=ticket.hours_ago) / (len(ticket.story) + 2)))
        await _tell(desk, database, sown, step, owner)


async def _tell(desk: Desk, database: Database, reference: str, step: str, owner: str) -> None:
    if step.startswith("@"):
        async with database.transaction(_as(desk, owner)) as uow:
            viewer = _viewer(desk, owner)
            await service.assign(uow, desk, viewer, reference, viewer.id)
    elif step.startswith("="):
        async with database.transaction(_as(desk, owner)) as uow:
            await service.set_status(uow, desk, _viewer(desk, owner), reference, step[1:])
    else:
        who, sign, text = _spoken(step)
        async with database.transaction(_as(desk, who)) as uow:
            writing = Writing(clean(text), internal=sign == "!")
            await write(uow, desk, _viewer(desk, who), reference, writing)


def _spoken(step: str) -> tuple[str, str, str]:
    who = next(name for name in PEOPLE if step.startswith((f"{name}:", f"{name}!")))
    return who, step[len(who)], step[len(who) + 1 :].strip()


def _viewer(desk: Desk, name: str) -> Viewer:
    person = PEOPLE[name]
    departments = frozenset(_department(desk.deployment, slug) for slug in DEPARTMENTS)
    person_id = id_for_email(desk.deployment, person.email)
    return viewer_of_person(person_id, person.kind, person.name, person.email, departments, frozenset())


def _as(desk: Desk, name: str) -> Acting:
    person = PEOPLE[name]
    return Acting(kind="person", id=str(id_for_email(desk.deployment, person.email)), name=person.name)


def _department(deployment: UUID, slug: str) -> UUID:
    """As identity derives the ids of the demo departments."""
    return uuid5(deployment, f"department:{slug}")
