"""Actions of rules and macros: one vocabulary, applied in one transaction, all or nothing.

Every action is an effect on the same `Edit`, so that a rule with five actions is one version of the ticket.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import invalid
from escalated_tickets.conversation.rules import clean
from escalated_tickets.conversation.service import Writing, message_by
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import people_by_ids
from escalated_tickets.tags.service import find_tags, make_tags
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit
from escalated_tickets.tickets.rules import Act
from escalated_tickets.tickets.service import agent_to_assign, check_department
from escalated_tickets.tickets.state import TYPES
from escalated_tickets.tickets.visibility import STAFF_KINDS, Viewer
from escalated_tickets.tickets.writing import Changed, begin, save

MOST_ACTIONS: Final = 50
NOTIFIED_ROLES: Final = frozenset({"assignee", "followers", "department"})


@dataclass(frozen=True)
class Action:
    """One step: `type` and its parameters as they are stored in a rule."""

    type: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of an action: done, unchanged, or skipped with a word why."""

    type: str
    outcome: str
    detail: str = ""


async def apply_actions(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, ticket: str | UUID, actions: Sequence[Action]
) -> tuple[Changed, list[Outcome]]:
    """Does all of the actions or none.

    Raises:
        Invalid: an action or parameter that is none. Conflict: a status that may not follow. NotFound, Forbidden.
    """
    if len(actions) > MOST_ACTIONS:
        raise invalid("/actions", "too_many", f"At most {MOST_ACTIONS} actions at once.")
    edit = await begin(uow, desk, viewer, ticket)
    outcomes = [await _apply_one(uow, edit, index, action) for index, action in enumerate(actions)]
    return await save(uow, edit), outcomes


async def _apply_one(uow: UnitOfWork, edit: Edit, index: int, action: Action) -> Outcome:
    step = _STEPS.get(action.type)
    if step is None:
        raise invalid(f"/actions/{index}/type", "unknown_action", f"There is no action {action.type!r} here.")
    act, work = step
    if act is not None:
        edit.require(act)
    before, happened = edit.state, len(edit.happenings)
    detail = await work(uow, edit, action.params)
    changed = edit.state != before or len(edit.happenings) > happened
    return Outcome(action.type, "done" if changed else "unchanged", detail)


def _text(params: Mapping[str, Any], name: str) -> str:
    value = params.get(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"/params/{name}", "missing", f"The action needs {name}.")
    return value


def _id(params: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(params, name))
    except ValueError:
        raise invalid(f"/params/{name}", "bad_id", "This is no id.") from None


def _names(params: Mapping[str, Any]) -> list[str]:
    named = params.get("tags") or params.get("tag")
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise invalid("/params/tags", "missing", "The action needs tags.")
    return names


def _texts(params: Mapping[str, Any], name: str) -> list[str]:
    values = params.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise invalid(f"/params/{name}", "bad_list", f"{name} is a list of texts.")
    return values


async def _set_status(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    effects.move_status(edit, _text(params, "status"))
    return ""


async def _set_priority(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    effects.set_priority(edit, _text(params, "priority"))
    return ""


async def _set_type(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    kind = _text(params, "type")
    if kind not in TYPES:
        raise invalid("/params/type", "unknown", f"A type is one of {', '.join(TYPES)}.")
    effects.set_fields(edit, {"type": kind})
    return ""


async def _assign(uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    effects.assign(edit, await agent_to_assign(uow, _id(params, "assignee_id")))
    return ""


async def _unassign(_uow: UnitOfWork, edit: Edit, _params: Mapping[str, Any]) -> str:
    effects.unassign(edit)
    return ""


async def _set_department(uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    department_id = _id(params, "department_id") if params.get("department_id") else None
    await check_department(uow, department_id)
    effects.set_department(edit, department_id)
    return ""


async def _add_tag(uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    for tag in await make_tags(uow, _names(params)):
        effects.add_tag(edit, tag)
    return ""


async def _remove_tag(uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    for tag in await find_tags(uow.connection, _names(params)):
        effects.remove_tag(edit, tag)
    return ""


async def _add_note(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    body = clean(_text(params, "body"), str(params.get("format") or "markdown"))
    effects.add_note(edit, message_by(edit, Writing(body, internal=True, channel="api", automatic=True)))
    return ""


async def _add_follower(uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    person_id = _id(params, "person_id")
    person = (await people_by_ids(uow.connection, [person_id])).get(person_id)
    if person is None or not person.active or person.kind not in STAFF_KINDS:
        raise invalid("/params/person_id", "not_staff", "Followers are active members of the staff.")
    effects.follow(edit, person_id, following=True)
    return ""


async def _escalate(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    before = edit.state.status
    effects.escalate(edit, str(params.get("reason") or ""))
    raised = f"level {edit.state.escalation_level}"
    return raised if edit.state.status == "escalated" else f"{raised}; the status stays {before}"


async def _notify(_uow: UnitOfWork, edit: Edit, params: Mapping[str, Any]) -> str:
    person_ids, roles = _texts(params, "person_ids"), _texts(params, "roles")
    unknown = set(roles) - NOTIFIED_ROLES
    if unknown or not (person_ids or roles):
        raise invalid("/params/roles", "unknown", f"Name person_ids or roles of {', '.join(sorted(NOTIFIED_ROLES))}.")
    effects.request_notification(edit, person_ids, roles, str(params.get("message") or ""))
    return ""


Step = Callable[[UnitOfWork, Edit, Mapping[str, Any]], Awaitable[str]]
_STEPS: Final[dict[str, tuple[Act | None, Step]]] = {
    "set_status": (Act.STATUS, _set_status),
    "set_priority": (Act.PRIORITY, _set_priority),
    "set_type": (Act.EDIT, _set_type),
    "assign": (Act.ASSIGN, _assign),
    "unassign": (Act.ASSIGN, _unassign),
    "set_department": (Act.DEPARTMENT, _set_department),
    "add_tag": (Act.TAGS, _add_tag),
    "remove_tag": (Act.TAGS, _remove_tag),
    "add_note": (Act.NOTE, _add_note),
    "add_follower": (Act.EDIT, _add_follower),
    "escalate": (Act.ESCALATE, _escalate),
    "notify": (Act.EDIT, _notify),
}
