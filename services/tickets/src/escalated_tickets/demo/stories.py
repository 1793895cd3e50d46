"""Sows the demo tickets: each is opened and its story told, by the commands that people use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from sqlalchemy import bindparam, select

from escalated_chassis.clock import ManualClock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound, Problem
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.service import Writing, write
from escalated_tickets.demo.people import PEOPLE, acting, department_id, person_id, tag_id, viewer
from escalated_tickets.demo.tickets import DemoTicket
from escalated_tickets.desk import Desk
from escalated_tickets.links.service import link_tickets
from escalated_tickets.merges.service import merge
from escalated_tickets.ratings.rules import Given
from escalated_tickets.ratings.service import rate
from escalated_tickets.snooze.service import Until, snooze
from escalated_tickets.tags.service import make_tags
from escalated_tickets.tickets import service
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.opening import Opening, open_ticket
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import Viewer

STEP: Final = timedelta(minutes=9)
_OF_SUBJECT = (
    select(tickets.c.reference).where(tickets.c.subject == bindparam("subject")).order_by(tickets.c.id).limit(1)
)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Step:
    """One step of a story: who takes it, on which ticket, with what words."""

    uow: UnitOfWork
    desk: Desk
    viewer: Viewer
    reference: str
    words: str


async def sow_ticket(desk: Desk, database: Database, clock: ManualClock, ticket: DemoTicket) -> None:
    """Opens the ticket and tells its story, unless there is one of this subject.

    Where people have worked since, a step may be refused (the ticket that it leads to is gone, a field is no longer
    in use): the story ends there.
    """
    try:
        reference = await _open(desk, database, ticket)
        if reference is None:
            return
        for step in ticket.story:
            clock.move(min(STEP, timedelta(hours=ticket.hours_ago) / (len(ticket.story) + 2)))
            await _tell(desk, database, reference, ticket, step)
    except Problem as problem:
        _log.warning("demo_story_ended", ticket=ticket.subject, code=problem.code, detail=problem.detail)


async def _open(desk: Desk, database: Database, ticket: DemoTicket) -> str | None:
    """The reference of the new ticket; None where there is one already."""
    async with database.transaction(acting(desk.deployment, ticket.by)) as uow:
        if await _reference_of(uow, ticket.subject) is not None:
            return None
        who = viewer(desk.deployment, ticket.by)
        await make_tags(uow, ticket.tags, partial(tag_id, desk.deployment))
        return (await open_ticket(uow, desk, who, _opening(desk, who, ticket))).state.reference


def _opening(desk: Desk, who: Viewer, ticket: DemoTicket) -> Opening:
    author = PersonRef(who.id, who.name, who.email)
    return Opening(
        requester=author,
        subject=ticket.subject,
        body=clean(ticket.text),
        author=author,
        priority=ticket.priority,
        type=ticket.type,
        department_id=department_id(desk.deployment, ticket.department) if ticket.department else None,
        tags=ticket.tags,
        custom_fields=dict(ticket.fields),
        requester_kind="customer",
        subjects=ticket.about,
    )


async def _tell(desk: Desk, database: Database, reference: str, ticket: DemoTicket, step: str) -> None:
    who, sign, words = _spoken(ticket, step)
    async with database.transaction(acting(desk.deployment, who)) as uow:
        await _SIGNS[sign](_Step(uow, desk, viewer(desk.deployment, who), reference, words))


def _spoken(ticket: DemoTicket, step: str) -> tuple[str, str, str]:
    """Who takes a step, its sign and its words."""
    speaker = next((name for name in PEOPLE if step.startswith((f"{name}:", f"{name}!"))), None)
    if speaker is not None:
        return speaker, step[len(speaker)], step[len(speaker) + 1 :].strip()
    owner = next((each[1:] for each in ticket.story if each.startswith("@")), "alex")
    return (ticket.by if step.startswith("*") else owner), step[0], step[1:]


async def _reply(step: _Step) -> None:
    await write(step.uow, step.desk, step.viewer, step.reference, Writing(clean(step.words), internal=False))


async def _note(step: _Step) -> None:
    await write(step.uow, step.desk, step.viewer, step.reference, Writing(clean(step.words), internal=True))


async def _assign(step: _Step) -> None:
    assignee = person_id(step.desk.deployment, step.words)
    await service.assign(step.uow, step.desk, step.viewer, step.reference, assignee)


async def _status(step: _Step) -> None:
    await service.set_status(step.uow, step.desk, step.viewer, step.reference, step.words)


async def _field(step: _Step) -> None:
    key, _, value = step.words.partition(" ")
    values = {"custom_fields": {key: int(value)}}
    await service.edit_fields(step.uow, step.desk, step.viewer, step.reference, values)


async def _snooze(step: _Step) -> None:
    until = Until(step.uow.now + timedelta(days=int(step.words)))
    await snooze(step.uow, step.desk, step.viewer, step.reference, until)


async def _link(step: _Step) -> None:
    kind, _, subject = step.words.partition(" ")
    await link_tickets(step.uow, step.desk, step.viewer, step.reference, await _there(step.uow, subject), kind)


async def _merge(step: _Step) -> None:
    await merge(step.uow, step.desk, step.viewer, step.reference, await _there(step.uow, step.words))


async def _rate(step: _Step) -> None:
    score, _, comment = step.words.partition(" ")
    await rate(step.uow, step.desk, step.viewer, step.reference, Given(int(score), comment))


_SIGNS: Final[dict[str, Callable[[_Step], Awaitable[None]]]] = {
    ":": _reply,
    "!": _note,
    "@": _assign,
    "=": _status,
    "#": _field,
    "~": _snooze,
    "&": _link,
    ">": _merge,
    "*": _rate,
}


async def _there(uow: UnitOfWork, subject: str) -> str:
    """The ticket that a step leads to; older ones are sown before. Raises NotFound."""
    reference = await _reference_of(uow, subject)
    if reference is None:
        raise NotFound(f"There is no ticket {subject!r}.", code="ticket_not_found")
    return reference


async def _reference_of(uow: UnitOfWork, subject: str) -> str | None:
    return (await uow.execute(_OF_SUBJECT, {"subject": subject})).scalar_one_or_none()
