"""What each action does: effects on one `Edit`, so that five actions are one version of the ticket."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import FieldError, Forbidden, Invalid, invalid
from escalated_tickets.actions import schemas
from escalated_tickets.assignment.rules import Strategy
from escalated_tickets.assignment.service import assign_by_department
from escalated_tickets.canned_responses.variables import Facts, render
from escalated_tickets.conversation.mentions import find_called
from escalated_tickets.conversation.rules import Cleaned, clean
from escalated_tickets.conversation.service import Writing, add_note_calling, message_by
from escalated_tickets.custom_fields.effects import set_values
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import Person, people_by_ids
from escalated_tickets.snooze.rules import snooze
from escalated_tickets.snooze.service import Until, time_of
from escalated_tickets.tags.service import find_tags, make_tags, tags_by_ids
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, Happening
from escalated_tickets.tickets.queries import names_of
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.service import agent_to_assign, check_department
from escalated_tickets.tickets.state import PersonRef, TagRef
from escalated_tickets.tickets.viewers import viewer_of_person
from escalated_tickets.tickets.visibility import NOBODY, Relation, relation

CALLS_WEBHOOKS: Final = "webhooks:manage"


@dataclass(frozen=True, slots=True)
class Doing:
    """Where an action is done."""

    uow: UnitOfWork
    desk: Desk
    edit: Edit


async def _set_status(doing: Doing, action: schemas.SetStatus) -> str:
    effects.move_status(doing.edit, action.status)
    return ""


async def _set_priority(doing: Doing, action: schemas.SetPriority) -> str:
    effects.set_priority(doing.edit, action.priority)
    return ""


async def _set_type(doing: Doing, action: schemas.SetType) -> str:
    effects.set_fields(doing.edit, {"type": action.ticket_type})
    return ""


async def _assign(doing: Doing, action: schemas.Assign) -> str:
    person_id = _person(doing, action.assignee_id, "/assignee_id")
    person = await agent_to_assign(doing.uow, person_id)
    effects.assign(doing.edit, person)
    return person.name


async def _unassign(doing: Doing, _action: schemas.Unassign) -> str:
    effects.unassign(doing.edit)
    return ""


async def _assign_round_robin(doing: Doing, _action: schemas.AssignRoundRobin) -> str:
    return await assign_by_department(doing.uow, doing.edit, strategy=Strategy.ROUND_ROBIN)


async def _set_department(doing: Doing, action: schemas.SetDepartment) -> str:
    await check_department(doing.uow, action.department_id)
    effects.set_department(doing.edit, action.department_id)
    return ""


async def _add_tag(doing: Doing, action: schemas.AddTag) -> str:
    tags = await _kept_tags(doing.uow, action.tag_ids or ()) + await make_tags(doing.uow, action.names)
    for tag in tags:
        effects.add_tag(doing.edit, tag)
    return ", ".join(tag.name for tag in tags)


async def _remove_tag(doing: Doing, action: schemas.RemoveTag) -> str:
    tags = await _kept_tags(doing.uow, action.tag_ids or ()) + await find_tags(doing.uow.connection, action.names)
    for tag in tags:
        effects.remove_tag(doing.edit, tag)
    return ", ".join(tag.name for tag in tags)


async def _kept_tags(uow: UnitOfWork, ids: tuple[UUID, ...] | list[UUID]) -> list[TagRef]:
    """Raises Invalid where one has vanished."""
    found = await tags_by_ids(uow.connection, ids, hold=True) if ids else {}
    if len(found) < len(set(ids)):
        raise invalid("/tag_ids", "unknown_tag", "A tag that this names is no longer there.")
    return [found[each] for each in dict.fromkeys(ids)]


async def _add_note(doing: Doing, action: schemas.AddNote) -> str:
    body = await _body(doing, action)
    # A person's note is theirs; one that nobody wrote is automatic.
    writing = Writing(body, internal=True, channel="api", automatic=doing.edit.viewer.id == NOBODY)
    called = await find_called(doing.uow, doing.desk, body.text, ())
    add_note_calling(doing.edit, message_by(doing.edit, writing), called, "/body")
    return ""


async def _reply(doing: Doing, action: schemas.Reply) -> str:
    if doing.edit.relation is not Relation.STAFF:
        raise Forbidden("This action is for agents.", extra={"act": str(Act.REPLY)})
    body = await _body(doing, action)
    writing = Writing(body, channel=doing.edit.viewer.channel, automatic=doing.edit.viewer.id == NOBODY)
    effects.add_reply(doing.edit, message_by(doing.edit, writing))
    return ""


async def _body(doing: Doing, action: schemas.AddNote | schemas.Reply) -> Cleaned:
    """The text for this ticket as it is by now, after the actions before."""
    state, viewer = doing.edit.state, doing.edit.viewer
    agent = None if viewer.id == NOBODY else PersonRef(viewer.id, viewer.name, viewer.email)
    names = await names_of(doing.uow.connection, state)
    facts = Facts(state, names, doing.edit.book.label(state.status), agent)
    return clean(render(action.body, facts, action.format), action.format)


async def _add_follower(doing: Doing, action: schemas.AddFollower) -> str:
    person_id = _person(doing, action.person_id, "/person_id")
    if person_id != doing.edit.viewer.id:
        doing.edit.require(Act.EDIT)
    person = await staff_member(doing.uow, person_id)
    _require_sight(doing.edit, person)
    effects.follow(doing.edit, person_id, following=True)
    return person.name


async def staff_member(uow: UnitOfWork, person_id: UUID) -> Person:
    """Raises Invalid for somebody who is unknown, gone, or no member of the staff."""
    person = (await people_by_ids(uow.connection, [person_id])).get(person_id)
    if person is None or not person.is_staff:
        raise invalid("/person_id", "not_staff", "Followers are active members of the staff.")
    return person


def _require_sight(edit: Edit, person: Person) -> None:
    """Who follows a ticket sees it: to bring somebody in who could not is a right of its own."""
    viewer = edit.viewer
    if viewer.id in (person.id, NOBODY) or viewer.may("tickets:share"):
        return
    departments = frozenset(person.department_ids)
    theirs = viewer_of_person(person.id, person.kind, person.name, person.email, departments, frozenset())
    if relation(theirs, edit.state) is not Relation.STAFF:
        raise Forbidden("This person cannot see the ticket; bringing them in needs tickets:share.", code="needs_share")


async def _escalate(doing: Doing, action: schemas.Escalate) -> str:
    edit, before = doing.edit, doing.edit.state.status
    effects.escalate(edit, action.reason)
    raised = f"level {edit.state.escalation_level}"
    return raised if edit.state.status == "escalated" else f"{raised}; the status stays {before}"


async def _notify(doing: Doing, action: schemas.Notify) -> str:
    """Those who are still there are told, and it is said how many are not: nothing else waits for them."""
    known = await people_by_ids(doing.uow.connection, action.person_ids) if action.person_ids else {}
    there = [each for each in dict.fromkeys(action.person_ids) if each in known and known[each].is_staff]
    gone = len(set(action.person_ids)) - len(there)
    if there or action.roles or action.channels == ["webhook"]:
        people = [str(each) for each in there]
        effects.request_notification(doing.edit, people, list(action.roles), action.message, action.channels)
    return f"{gone} of these people are no longer members of the staff" if gone else ""


async def _call_webhook(doing: Doing, action: schemas.CallWebhook) -> str:
    """Asks for the call by an event of the same commit; notifications makes it."""
    if not doing.edit.viewer.may(CALLS_WEBHOOKS):
        raise Forbidden(f"Calling a webhook needs {CALLS_WEBHOOKS}.", extra={"permission": CALLS_WEBHOOKS})
    details = {"webhook_id": str(action.webhook_id), "text": action.message}
    doing.edit.happenings.append(Happening("ticket.webhook_requested", details, after=details, staff_only=True))
    return ""


async def _set_custom_field(doing: Doing, action: schemas.SetCustomField) -> str:
    try:
        set_values(doing.edit, {action.field: action.value}, "")
    except Invalid as refused:
        raise Invalid(refused.detail, errors=[_of_value(each, action.field) for each in refused.errors]) from None
    return ""


def _of_value(error: FieldError, field: str) -> FieldError:
    """An action names its field beside the value, not around it."""
    about = "/field" if error.code in ("unknown", "not_applicable", "read_only") else "/value"
    return replace(error, pointer=about + error.pointer.removeprefix(f"/{field}"))


async def _snooze(doing: Doing, action: schemas.SnoozeAction) -> str:
    until = time_of(Until(action.until, action.preset, action.zone), doing.desk, doing.edit.now)
    snooze(doing.edit, until)
    return ""


def _person(doing: Doing, named: UUID | str, pointer: str) -> UUID:
    if isinstance(named, UUID):
        return named
    if doing.edit.viewer.id == NOBODY:
        raise invalid(pointer, "nobody", "A rule is nobody: `me` is for people.")
    return doing.edit.viewer.id


Step = Callable[[Doing, Any], Awaitable[str]]
STEPS: Final[dict[str, tuple[Act, Step]]] = {
    "set_status": (Act.STATUS, _set_status),
    "set_priority": (Act.PRIORITY, _set_priority),
    "set_type": (Act.EDIT, _set_type),
    "assign": (Act.ASSIGN, _assign),
    "unassign": (Act.ASSIGN, _unassign),
    "assign_round_robin": (Act.ASSIGN, _assign_round_robin),
    "set_department": (Act.DEPARTMENT, _set_department),
    "add_tag": (Act.TAGS, _add_tag),
    "remove_tag": (Act.TAGS, _remove_tag),
    "add_note": (Act.NOTE, _add_note),
    "reply": (Act.REPLY, _reply),
    "add_follower": (Act.FOLLOW, _add_follower),
    "escalate": (Act.ESCALATE, _escalate),
    "notify": (Act.EDIT, _notify),
    "call_webhook": (Act.EDIT, _call_webhook),
    "snooze": (Act.SNOOZE, _snooze),
    "set_custom_field": (Act.EDIT, _set_custom_field),
}
