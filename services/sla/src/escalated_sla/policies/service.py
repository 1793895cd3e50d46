"""What can be done with policies. Every edit makes a version; open clocks follow it in the background.

What is kept here was checked before (`checking.py`).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, FieldError, Invalid, PreconditionFailed, invalid
from escalated_chassis.ids import uuid7
from escalated_rules import dump
from escalated_sla.calendars.hours import read_calendar
from escalated_sla.calendars.models import calendars
from escalated_sla.calendars.rules import Calendar
from escalated_sla.policies.checking import Draft, check_followers, check_reachable
from escalated_sla.policies.models import policies, policy_versions
from escalated_sla.policies.queries import PolicyRow, no_policy
from escalated_sla.policies.schemas import HIGHEST_POSITION, MOST_POLICIES
from escalated_sla.recomputation.service import begin
from escalated_sla.rules.models import rules

_CONTENTS: Final = ("name", "department_id", "conditions", "calendar_id", "targets", "warnings")
_PLACE: Final = ("position", "is_default", "active")

_lock = select(policies).where(policies.c.id == bindparam("id")).with_for_update()
_lock_all = select(policies).order_by(policies.c.id).with_for_update()
_default = select(policies.c.id).where(policies.c.is_default)
_last = select(func.count(), func.max(policies.c.position))
_definition = select(calendars.c.definition).where(calendars.c.id == bindparam("id")).with_for_update(read=True)
_of_calendar = (
    select(policies).where(policies.c.calendar_id == bindparam("calendar")).order_by(policies.c.id).with_for_update()
)
_fields = select(policy_versions.c.fields).where(policy_versions.c.id == bindparam("version"))
_change = update(policies).where(policies.c.id == bindparam("this_id")).returning(policies)
_remove = delete(policies).where(policies.c.id == bindparam("id"))
_naming = (
    select(rules.c.kind, rules.c.name)
    .where(rules.c.actions.contains(bindparam("action", type_=JSONB)))
    .order_by(rules.c.name)
    .limit(3)
)
_KINDS: Final = {"workflow": "workflow", "automation": "automation", "escalation": "escalation rule"}


@dataclass(frozen=True, slots=True)
class Saved:
    """A policy as it was kept, and the recomputation that the edit began; none where no clock can move."""

    row: PolicyRow
    recomputation_id: UUID | None


async def create_policy(uow: UnitOfWork, draft: Draft, *, policy_id: UUID | None = None) -> Saved:
    """A new policy, in force at once.

    Raises Invalid for an unknown calendar, Conflict for a second default or where there are too many.
    """
    count, last = tuple((await uow.execute(_last)).one())
    if count >= MOST_POLICIES:
        raise Conflict(f"At most {MOST_POLICIES} policies.", code="too_many_policies")
    await _check_default(uow, draft, None)
    behind = 0 if last is None else min(last + 1, HIGHEST_POSITION)
    values = _values(draft) | {
        "id": policy_id or uuid7(),
        "position": behind if draft.position is None else draft.position,
        "version": 1,
        "current_version_id": uuid7(),
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    calendar = await _kept_by(uow, draft)
    row = await _stored(uow, insert(policies).values(values).returning(policies))
    await _keep_version(uow, row, calendar, draft.fields)
    _audit(uow, "created", row, [(name, None, values[name]) for name in (*_CONTENTS, *_PLACE)])
    return await _saved(uow, "created", row, moves=row.active)


async def change_policy(uow: UnitOfWork, policy_id: UUID, draft: Draft, *, if_match: int | None) -> Saved:
    """Replaces a policy. Clocks that are met or breached keep what was promised; open ones follow."""
    old = await _locked(uow, policy_id, if_match)
    return await _replace(uow, old, draft, "updated")


async def roll_back(uow: UnitOfWork, policy_id: UUID, draft: Draft, *, if_match: int | None) -> Saved:
    """Brings the contents of an earlier version back, which were checked again, as a new version.

    Its place in the order, and whether it is active or the default, stay as they are now.
    """
    old = await _locked(uow, policy_id, if_match)
    kept = replace(draft, position=old.position, is_default=old.is_default, active=old.active)
    return await _replace(uow, old, kept, "rolled_back")


async def order_policies(uow: UnitOfWork, ids: Sequence[UUID]) -> tuple[list[PolicyRow], UUID | None]:
    """Arranges all policies; answers them in order, and the recomputation where any has moved.

    Raises Invalid where `ids` are not exactly theirs.
    """
    known = {row.id: row for row in await uow.execute(_lock_all)}
    check_order(ids, known.keys())
    moved = [(known[each], place) for place, each in enumerate(ids) if known[each].position != place]
    for row, place in moved:
        known[row.id] = await _write(uow, row, {"position": place})
        _audit(uow, "moved", known[row.id], [("position", row.position, place)])
    recomputation = await begin(uow, "sla_policies.ordered", None, "") if moved else None
    return sorted((known[each] for each in ids), key=lambda row: row.is_default), recomputation


async def delete_policy(uow: UnitOfWork, policy_id: UUID, *, if_match: int | None = None) -> UUID | None:
    """Removes a policy; its versions stay for the clocks that were settled under it. Answers the recomputation.

    Raises Conflict while a rule gives it to tickets.
    """
    row = await _locked(uow, policy_id, if_match)
    action = [{"type": "set_sla_policy", "policy_id": str(policy_id)}]
    naming = (await uow.execute(_naming, {"action": action})).all()
    if naming:
        named = ", ".join(f"the {_KINDS[rule.kind]} {rule.name!r}" for rule in naming)
        raise Conflict(f"It is given to tickets by {named}; change that first.", code="policy_in_use")
    await uow.execute(_remove, {"id": policy_id})
    _audit(uow, "deleted", row, [(name, getattr(row, name), None) for name in _CONTENTS])
    return (await _saved(uow, "deleted", row, moves=row.active)).recomputation_id


async def renew_policies_of(uow: UnitOfWork, calendar_id: UUID, calendar: Calendar) -> bool:
    """New versions of the policies that follow a calendar which was changed in this transaction; whether any is active.

    The caller begins the recomputation. Raises Invalid where the calendar has not enough open time for one of them.
    """
    rows = (await uow.execute(_of_calendar, {"calendar": calendar_id})).all()
    await check_followers([(row.name, row.targets) for row in rows], calendar, uow.now)
    for row in rows:
        await _write(uow, row, {})
    return any(row.active for row in rows)


async def _replace(uow: UnitOfWork, old: PolicyRow, draft: Draft, what: str) -> Saved:
    await _check_default(uow, draft, old.id)
    await _kept_by(uow, draft)
    values = _values(draft)
    if draft.position is None:
        values["position"] = old.position
    row = await _write(uow, old, values, draft.fields)
    changes = [(name, getattr(old, name), values[name]) for name in (*_CONTENTS, *_PLACE)]
    changed = [change for change in changes if change[1] != change[2]]
    _audit(uow, what, row, changed)
    moves = (old.active or row.active) and any(name != "name" for name, _, _ in changed)
    return await _saved(uow, what, row, moves=moves)


async def _saved(uow: UnitOfWork, what: str, row: PolicyRow, *, moves: bool) -> Saved:
    return Saved(row, await begin(uow, f"sla_policy.{what}", row.id, row.name) if moves else None)


async def _write(
    uow: UnitOfWork, old: PolicyRow, values: dict[str, Any], fields: Sequence[dict[str, Any]] | None = None
) -> PolicyRow:
    """The policy with new values, as its next version; without `fields` those of the present one."""
    if fields is None:
        fields = (await uow.execute(_fields, {"version": old.current_version_id})).scalar_one()
    calendar = await _calendar(uow, values.get("calendar_id", old.calendar_id))
    later = {"version": policies.c.version + 1, "current_version_id": uuid7(), "updated_at": uow.now}
    row = await _stored(uow, _change.values(**values, **later), {"this_id": old.id})
    await _keep_version(uow, row, calendar, fields)
    return row


async def _stored(uow: UnitOfWork, statement: Any, bound: Mapping[str, Any] | None = None) -> PolicyRow:
    try:
        row: PolicyRow = (await uow.execute(statement, bound or {})).one()
    except IntegrityError as error:
        raise default_taken() from error
    return row


async def _keep_version(uow: UnitOfWork, row: PolicyRow, calendar: Any, fields: Sequence[dict[str, Any]]) -> None:
    """The whole of what is promised: the calendar as it is now included."""
    version = {name: getattr(row, name) for name in (*_CONTENTS, "position", "is_default")}
    version |= {
        "id": row.current_version_id,
        "policy_id": row.id,
        "number": row.version,
        "calendar": calendar,
        "fields": list(fields),
        "created_at": uow.now,
        "created_by": uow.acting.id or uow.acting.kind,
    }
    await uow.execute(insert(policy_versions).values(version))


async def _kept_by(uow: UnitOfWork, draft: Draft) -> Any:
    """The definition of the calendar that a policy would follow. Raises Invalid where it can never be kept by it."""
    definition = await _calendar(uow, draft.calendar_id)
    await check_reachable(draft, None if definition is None else read_calendar(definition), uow.now)
    return definition


async def _calendar(uow: UnitOfWork, calendar_id: UUID | None) -> Any:
    if calendar_id is None:
        return None
    definition = (await uow.execute(_definition, {"id": calendar_id})).scalar_one_or_none()
    if definition is None:
        raise invalid("/calendar_id", "unknown", "There is no such calendar.")
    return definition


async def _check_default(uow: UnitOfWork, draft: Draft, policy_id: UUID | None) -> None:
    if not draft.is_default:
        return
    present = (await uow.execute(_default)).scalar_one_or_none()
    if present is not None and present != policy_id:
        raise default_taken()


def default_taken() -> Conflict:
    """There is one default policy."""
    return Conflict("Another policy is the default; take the mark from it first.", code="default_taken")


def check_order(ids: Sequence[UUID], known: AbstractSet[UUID], at: str = "/ids") -> None:
    """Whether these are all policies, each once; `at` is where in the request they stand. Raises Invalid."""
    errors = [
        FieldError(f"{at}/{place}", "unknown", "There is no such policy.")
        for place, each in enumerate(ids)
        if each not in known
    ]
    if len(set(ids)) != len(ids):
        errors.append(FieldError(at, "repeated", "Each policy stands once."))
    if known - set(ids):
        errors.append(FieldError(at, "incomplete", "Every policy has its place."))
    if errors:
        raise Invalid("The order is refused; `errors` says why.", errors=errors)


async def _locked(uow: UnitOfWork, policy_id: UUID, if_match: int | None) -> PolicyRow:
    row = (await uow.execute(_lock, {"id": policy_id})).one_or_none()
    if row is None:
        raise no_policy()
    if if_match is not None and if_match != row.version:
        raise PreconditionFailed("The policy was changed meanwhile.")
    return row


def _values(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "position": draft.position,
        "is_default": draft.is_default,
        "active": draft.active,
        "department_id": draft.department_id,
        "conditions": dump(draft.conditions),
        "calendar_id": draft.calendar_id,
        "targets": draft.targets,
        "warnings": list(draft.warnings),
    }


def _audit(uow: UnitOfWork, what: str, row: PolicyRow, changes: Sequence[tuple[str, object, object]]) -> None:
    uow.audit(f"sla_policy.{what}", object_type="sla_policy", object_id=row.id, object_name=row.name, changes=changes)
