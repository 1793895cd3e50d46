"""Whether actions that are to be kept could be done at all: what they name must be there when they are saved."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import FieldError, Invalid
from escalated_tickets.actions import schemas
from escalated_tickets.actions.schemas import AnyAction, parse_each
from escalated_tickets.canned_responses.variables import check_variables
from escalated_tickets.custom_fields.rules import checked_value, is_empty
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import department_is_active, people_by_ids
from escalated_tickets.snooze.rules import zone_of
from escalated_tickets.tags.rules import folded
from escalated_tickets.tags.service import find_tags, tags_by_ids

Errors = Sequence[FieldError]


async def check_actions(
    connection: AsyncConnection, desk: Desk, actions: Sequence[Mapping[str, Any]]
) -> list[AnyAction]:
    """The actions in the shape in which they are kept: tags by id, so that a new name does no harm.

    Raises Invalid with a JSON pointer (`/actions/<index>/…`) for each action that is unknown, each parameter that is
    missing or ill-typed, and each tag, person, department, status or variable that there is not.
    """
    parsed, errors = await _checked(_Desk(connection, desk), actions)
    if errors:
        raise Invalid("Some actions are refused; `errors` says which.", errors=errors)
    return [await _with_tag_ids(connection, action) for action in parsed]


async def check_for_rule(connection: AsyncConnection, desk: Desk, actions: Sequence[Mapping[str, Any]]) -> Errors:
    """What is wrong with actions that a rule wants to keep; pointers and codes as `check_actions` has them.

    A rule keeps names, for it makes a tag that is new; and it is nobody, so that `me` is refused.
    """
    try:
        return (await _checked(_Desk(connection, desk, by_rule=True), actions))[1]
    except Invalid as refused:
        return refused.errors


async def _checked(at: "_Desk", actions: Sequence[Mapping[str, Any]]) -> tuple[list[AnyAction], list[FieldError]]:
    parsed, errors = parse_each(actions)
    for index, action in parsed.items():
        if check := _CHECKS.get(action.type):
            errors += [
                FieldError(f"/actions/{index}{error.pointer}", error.code, error.detail)
                for error in await check(at, action)
            ]
    return list(parsed.values()), errors


def people_named(actions: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """People that actions name and that may be new here; what is no id is refused later, with its place."""
    found = set()
    for action in actions:
        for each in (action.get("assignee_id"), action.get("person_id"), *_listed(action.get("person_ids"))):
            try:
                found.add(UUID(str(each)))
            except ValueError:
                continue
    return found


def _listed(value: Any) -> list[Any]:
    return value[:50] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class _Desk:
    connection: AsyncConnection
    desk: Desk
    by_rule: bool = False


async def _status(at: _Desk, action: schemas.SetStatus) -> Errors:
    if action.status in (await at.desk.statuses.book(at.connection)).statuses:
        return ()
    return (FieldError("/status", "unknown", f"There is no status {action.status!r}."),)


async def _assignee(at: _Desk, action: schemas.Assign) -> Errors:
    if action.assignee_id == "me":
        return _me(at, "/assignee_id")
    person = (await people_by_ids(at.connection, [action.assignee_id])).get(action.assignee_id)
    if person is not None and person.may_be_assigned:
        return ()
    return (FieldError("/assignee_id", "not_assignable", "There is no active agent with this id."),)


async def _department(at: _Desk, action: schemas.SetDepartment) -> Errors:
    if action.department_id is None or await department_is_active(at.connection, action.department_id):
        return ()
    return (FieldError("/department_id", "unknown", "There is no such active department."),)


async def _follower(at: _Desk, action: schemas.AddFollower) -> Errors:
    named = action.person_id
    if named == "me":
        return _me(at, "/person_id")
    person = (await people_by_ids(at.connection, [named])).get(named)
    if person is not None and person.is_staff:
        return ()
    return (FieldError("/person_id", "not_staff", "Followers are active members of the staff."),)


def _me(at: _Desk, pointer: str) -> Errors:
    return (FieldError(pointer, "nobody", "A rule is nobody: `me` is for people."),) if at.by_rule else ()


async def _notified(at: _Desk, action: schemas.Notify) -> Errors:
    known = await people_by_ids(at.connection, action.person_ids) if action.person_ids else {}
    return [
        FieldError(f"/person_ids/{place}", "not_staff", "There is no active member of the staff with this id.")
        for place, each in enumerate(action.person_ids)
        if each not in known or not known[each].is_staff
    ]


async def _text(_at: _Desk, action: schemas.AddNote | schemas.Reply) -> Errors:
    return _refused(check_variables, action.body)


async def _zone(_at: _Desk, action: schemas.SnoozeAction) -> Errors:
    return _refused(zone_of, action.zone) if action.zone is not None else ()


async def _custom_field(at: _Desk, action: schemas.SetCustomField) -> Errors:
    definition = (await at.desk.statuses.book(at.connection)).fields.definitions.get(action.field)
    if definition is None or not definition.active:
        return (FieldError("/field", "unknown", f"There is no custom field {action.field!r}."),)
    if is_empty(action.value):
        return ()
    return _refused(lambda value: checked_value(definition, value, "/value"), action.value)


def _refused(check: Callable[[Any], object], value: Any) -> Errors:
    try:
        check(value)
    except Invalid as refused:
        return refused.errors
    return ()


async def _tags(at: _Desk, action: schemas.AddTag | schemas.RemoveTag) -> Errors:
    ids = action.tag_ids or []
    there = await tags_by_ids(at.connection, ids) if ids else {}
    unknown = [_no_tag(f"/tag_ids/{i}", str(each)) for i, each in enumerate(ids) if each not in there]
    makes_new_ones = at.by_rule and isinstance(action, schemas.AddTag)
    return unknown if makes_new_ones else [*await _unknown_names(at, action), *unknown]


async def _unknown_names(at: _Desk, action: schemas.AddTag | schemas.RemoveTag) -> list[FieldError]:
    known = {folded(tag.name) for tag in await find_tags(at.connection, action.names)}
    return [
        *(_no_tag("/tag", name) for name in [action.tag or ""] if name and folded(name) not in known),
        *(_no_tag(f"/tags/{i}", name) for i, name in enumerate(action.tags or ()) if folded(name) not in known),
    ]


def _no_tag(pointer: str, name: str) -> FieldError:
    return FieldError(pointer, "unknown_tag", f"There is no tag {name!r}.")


async def _with_tag_ids(connection: AsyncConnection, action: AnyAction) -> AnyAction:
    if not isinstance(action, schemas.AddTag | schemas.RemoveTag) or not action.names:
        return action
    found = await find_tags(connection, action.names)
    ids = list(dict.fromkeys([*(action.tag_ids or ()), *(tag.id for tag in found)]))
    return type(action)(type=action.type, tag_ids=ids)


_CHECKS: Final[dict[str, Callable[[_Desk, Any], Awaitable[Errors]]]] = {
    "set_status": _status,
    "assign": _assignee,
    "set_department": _department,
    "add_tag": _tags,
    "remove_tag": _tags,
    "add_note": _text,
    "reply": _text,
    "add_follower": _follower,
    "notify": _notified,
    "snooze": _zone,
    "set_custom_field": _custom_field,
}
