"""What can be done with rules: keep them, change them, arrange them, go back to an earlier version. All is audited.

What is kept here was checked before (`checking.py`). Every change is a version of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, FieldError, Invalid, NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_rules import dump
from escalated_sla.rules.checking import Draft
from escalated_sla.rules.models import rule_versions, rules
from escalated_sla.rules.queries import RuleRow
from escalated_sla.rules.rules import Kind

MOST_RULES: Final = 1_000
"""Of a kind."""
_HIGHEST: Final = 10_000
_AUDITED: Final[Mapping[Kind, str]] = {
    "workflow": "workflow",
    "automation": "automation",
    "escalation": "escalation_rule",
}

_of_kind = select(rules).where(rules.c.kind == bindparam("kind"))
_lock = _of_kind.where(rules.c.id == bindparam("id")).with_for_update()
_lock_all = _of_kind.order_by(rules.c.position, rules.c.id).with_for_update()
_last = select(func.count().label("number"), func.max(rules.c.position).label("last")).where(
    rules.c.kind == bindparam("kind")
)
_change = update(rules).where(rules.c.id == bindparam("this_id"))
_remove = delete(rules).where(rules.c.id == bindparam("id"))
_latest = (
    select(rule_versions)
    .where(rule_versions.c.rule_id == bindparam("id"), rule_versions.c.version == bindparam("version"))
    .limit(1)
)
_CONTENTS: Final = ("name", "triggers", "conditions", "actions")


@dataclass(frozen=True, slots=True)
class Saved:
    """A rule as it was kept; `rearm`: what it waits for may be another moment now."""

    row: RuleRow
    rearm: bool


async def create_rule(uow: UnitOfWork, draft: Draft, *, rule_id: UUID | None = None) -> Saved:
    """A new rule. Raises Conflict where there are too many of its kind."""
    present = (await uow.execute(_last, {"kind": draft.kind})).one()
    if present.number >= MOST_RULES:
        raise Conflict(f"At most {MOST_RULES} rules of a kind.", code="too_many_rules")
    behind = 0 if present.last is None else min(present.last + 1, _HIGHEST)
    values = _contents(draft) | {
        "id": rule_id or uuid7(),
        "kind": draft.kind,
        "active": draft.active,
        "position": behind if draft.position is None else draft.position,
        "version": 1,
        "active_since": uow.now,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    row = (await uow.execute(insert(rules).values(values).returning(rules))).one()
    await _keep_version(uow, row, draft.fields)
    _audit(uow, "created", row, [(name, None, values[name]) for name in (*_CONTENTS, "active", "position")])
    return Saved(row, rearm=True)


async def change_rule(uow: UnitOfWork, rule_id: UUID, draft: Draft, *, if_match: int | None) -> Saved:
    """Replaces a rule. Runs that it called for before go on as they were.

    What it listens to or asks for anew concerns it from now on; a new name or other actions leave that as it was.
    Raises NotFound, PreconditionFailed.
    """
    old = await locked(uow, draft.kind, rule_id, if_match=if_match)
    return await _replace(uow, old, draft, "updated")


async def roll_back(uow: UnitOfWork, rule_id: UUID, draft: Draft, *, if_match: int | None) -> Saved:
    """Brings the contents of an earlier version back, which were checked again, as a new version."""
    old = await locked(uow, draft.kind, rule_id, if_match=if_match)
    return await _replace(uow, old, draft, "rolled_back")


async def activate_rule(uow: UnitOfWork, kind: Kind, rule_id: UUID, *, active: bool, if_match: int | None) -> Saved:
    """Switches a rule on, for what happens from now on, or off."""
    old = await locked(uow, kind, rule_id, if_match=if_match)
    if old.active is active:
        return Saved(old, rearm=False)
    since = uow.now if active else old.active_since
    row = await _write(uow, old, {"active": active, "active_since": since})
    _audit(uow, "activated" if active else "deactivated", row, [("active", old.active, active)])
    return Saved(row, rearm=active)


async def order_rules(uow: UnitOfWork, kind: Kind, ids: Sequence[UUID]) -> Sequence[RuleRow]:
    """Arranges all rules of a kind. Raises Invalid where `ids` are not exactly theirs."""
    known = {row.id: row for row in await uow.execute(_lock_all, {"kind": kind})}
    errors = [
        FieldError(f"/ids/{at}", "unknown", "There is no such rule.") for at, e in enumerate(ids) if e not in known
    ]
    if len(set(ids)) != len(ids):
        errors.append(FieldError("/ids", "repeated", "Each rule stands once."))
    if set(known) - set(ids):
        errors.append(FieldError("/ids", "incomplete", "Every rule of the kind has its place."))
    if errors:
        raise Invalid("The order is refused; `errors` says why.", errors=errors)
    moved = [(known[each], place) for place, each in enumerate(ids) if known[each].position != place]
    for row, place in moved:
        after = await _write(uow, row, {"position": place})
        _audit(uow, "moved", after, [("position", row.position, place)])
        known[row.id] = after
    return [known[each] for each in ids]


async def delete_rule(uow: UnitOfWork, kind: Kind, rule_id: UUID, *, if_match: int | None = None) -> None:
    """Removes a rule; its versions and runs stay, and what it armed finds nothing any more."""
    row = await locked(uow, kind, rule_id, if_match=if_match)
    await uow.execute(_remove, {"id": rule_id})
    _audit(uow, "deleted", row, [(name, getattr(row, name), None) for name in _CONTENTS])


async def locked(uow: UnitOfWork, kind: Kind, rule_id: UUID, *, if_match: int | None) -> RuleRow:
    """The rule, for who changes it. Raises NotFound, PreconditionFailed."""
    row = (await uow.execute(_lock, {"kind": kind, "id": rule_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such rule.", code="rule_not_found")
    if if_match is not None and if_match != row.version:
        raise PreconditionFailed("The rule was changed meanwhile.")
    return row


async def _replace(uow: UnitOfWork, old: RuleRow, draft: Draft, what: str) -> Saved:
    contents = _contents(draft)
    asks_anew = any(contents[name] != getattr(old, name) for name in ("triggers", "conditions"))
    starts = draft.active and not old.active
    values = contents | {
        "active": draft.active,
        "position": old.position if draft.position is None else draft.position,
        "active_since": uow.now if asks_anew or starts else old.active_since,
    }
    row = await _write(uow, old, values, draft.fields)
    changes = [(name, getattr(old, name), values[name]) for name in (*_CONTENTS, "active", "position")]
    _audit(uow, what, row, [change for change in changes if change[1] != change[2]])
    return Saved(row, rearm=asks_anew or starts)


async def _write(
    uow: UnitOfWork, old: RuleRow, values: Mapping[str, Any], fields: Sequence[Mapping[str, Any]] | None = None
) -> RuleRow:
    """The rule with new values, as its next version; without `fields` those of the present one."""
    written = _change.values(**values, version=rules.c.version + 1, updated_at=uow.now).returning(rules)
    row = (await uow.execute(written, {"this_id": old.id})).one()
    if fields is None:
        fields = (await uow.execute(_latest, {"id": old.id, "version": old.version})).one().fields
    await _keep_version(uow, row, fields)
    return row


async def _keep_version(uow: UnitOfWork, row: RuleRow, fields: Sequence[Mapping[str, Any]]) -> None:
    version = {name: getattr(row, name) for name in (*_CONTENTS, "version")}
    author = uow.acting.id or uow.acting.kind
    values = version | {"rule_id": row.id, "fields": list(fields), "created_at": uow.now, "created_by": author}
    await uow.execute(insert(rule_versions).values(values))


def _contents(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "triggers": list(draft.triggers),
        "conditions": dump(draft.conditions),
        "actions": [dict(each) for each in draft.actions],
    }


def _audit(uow: UnitOfWork, what: str, row: RuleRow, changes: Sequence[tuple[str, object, object]]) -> None:
    kind = _AUDITED[row.kind]
    uow.audit(f"{kind}.{what}", object_type=kind, object_id=row.id, object_name=row.name, changes=changes)
