"""What can be done with policies. Every edit makes a version; open clocks follow it in the background."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, PreconditionFailed, invalid
from escalated_chassis.ids import uuid7
from escalated_sla.calendars.models import calendars
from escalated_sla.clocks.models import clocks, tickets
from escalated_sla.policies.models import policies, policy_versions
from escalated_sla.policies.schemas import PolicyBody

PolicyRow = Row[tuple[object, ...]]

_lock = select(policies).where(policies.c.id == bindparam("id")).with_for_update()
_default = select(policies.c.id).where(policies.c.is_default)
_definition = select(calendars.c.definition).where(calendars.c.id == bindparam("id")).with_for_update(read=True)
_of_calendar = (
    select(policies).where(policies.c.calendar_id == bindparam("calendar")).order_by(policies.c.id).with_for_update()
)
_point_to = (
    update(policies)
    .where(policies.c.id == bindparam("this_id"))
    .values(current_version_id=bindparam("version_id"), version=policies.c.version + 1, updated_at=bindparam("now"))
)
_remove = delete(policies).where(policies.c.id == bindparam("id"))
_open = select(clocks.c.ticket_id).where(clocks.c.state.in_(["running", "paused"]))
_promised = select(clocks.c.ticket_id).where(clocks.c.ticket_id == tickets.c.id).exists()
_all_stale = update(tickets).where(tickets.c.id.in_(_open) | ~_promised).values(stale=True)


async def create_policy(uow: UnitOfWork, body: PolicyBody, *, policy_id: UUID | None = None) -> PolicyRow:
    """A new policy, in force at once. Raises Invalid for an unknown calendar, Conflict for a second default."""
    known = policy_id or uuid7()
    await _check_default(uow, body, None)
    version_id = await _add_version(uow, known, body)
    values = _columns(body) | {
        "id": known,
        "version": 1,
        "current_version_id": version_id,
        "created_at": uow.now,
        "updated_at": uow.now,
    }
    row = (await uow.execute(insert(policies).values(values).returning(policies))).one()
    await make_open_stale(uow)
    uow.audit("sla_policy.created", object_type="sla_policy", object_id=known, object_name=body.name)
    return row


async def change_policy(uow: UnitOfWork, policy_id: UUID, body: PolicyBody, *, if_match: int | None) -> PolicyRow:
    """Replaces a policy. Clocks that are met or breached keep what was promised; open ones follow."""
    old = await _locked(uow, policy_id)
    if if_match is not None and if_match != old.version:
        raise PreconditionFailed("The policy was changed meanwhile.")
    await _check_default(uow, body, policy_id)
    version_id = await _add_version(uow, policy_id, body)
    values = _columns(body) | {"version": old.version + 1, "current_version_id": version_id, "updated_at": uow.now}
    statement = update(policies).where(policies.c.id == policy_id).values(values).returning(policies)
    row = (await uow.execute(statement)).one()
    await make_open_stale(uow)
    changes = [(name, str(getattr(old, name)), str(value)) for name, value in _columns(body).items()]
    uow.audit(
        "sla_policy.updated",
        object_type="sla_policy",
        object_id=policy_id,
        object_name=body.name,
        changes=[change for change in changes if change[1] != change[2]],
    )
    return row


async def delete_policy(uow: UnitOfWork, policy_id: UUID) -> None:
    """Removes a policy; its versions stay for the clocks that were settled under it."""
    row = await _locked(uow, policy_id)
    await uow.execute(_remove, {"id": policy_id})
    await make_open_stale(uow)
    uow.audit("sla_policy.deleted", object_type="sla_policy", object_id=policy_id, object_name=row.name)


async def renew_policies_of(uow: UnitOfWork, calendar_id: UUID) -> None:
    """New versions of the policies that follow a calendar which was changed in this transaction."""
    for row in (await uow.execute(_of_calendar, {"calendar": calendar_id})).all():
        body = PolicyBody.model_validate({name: getattr(row, name) for name in PolicyBody.model_fields})
        version_id = await _add_version(uow, row.id, body)
        await uow.execute(_point_to, {"this_id": row.id, "version_id": version_id, "now": uow.now})
    await make_open_stale(uow)


async def make_open_stale(uow: UnitOfWork) -> int:
    """Has tickets with an open clock, or with none yet, settled again in the background; answers how many."""
    return (await uow.execute(_all_stale)).rowcount


async def _add_version(uow: UnitOfWork, policy_id: UUID, body: PolicyBody) -> UUID:
    values = _columns(body)
    version = {
        "id": uuid7(),
        "policy_id": policy_id,
        "calendar": await _calendar(uow, body.calendar_id),
        "created_at": uow.now,
        **{name: values[name] for name in ("name", "position", "is_default", "department_id", "targets", "warnings")},
    }
    await uow.execute(insert(policy_versions).values(version))
    return version["id"]  # type: ignore[no-any-return]


async def _calendar(uow: UnitOfWork, calendar_id: UUID | None) -> Any:
    if calendar_id is None:
        return None
    definition = (await uow.execute(_definition, {"id": calendar_id})).scalar_one_or_none()
    if definition is None:
        raise invalid("/calendar_id", "unknown", "There is no such calendar.")
    return definition


async def _check_default(uow: UnitOfWork, body: PolicyBody, policy_id: UUID | None) -> None:
    if not body.is_default:
        return
    present = (await uow.execute(_default)).scalar_one_or_none()
    if present is not None and present != policy_id:
        raise Conflict("Another policy is the default; take the mark from it first.", code="default_taken")


async def _locked(uow: UnitOfWork, policy_id: UUID) -> PolicyRow:
    row = (await uow.execute(_lock, {"id": policy_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such policy.")
    return row


def _columns(body: PolicyBody) -> dict[str, Any]:
    return {
        "name": body.name,
        "position": body.position,
        "is_default": body.is_default,
        "active": body.active,
        "department_id": body.department_id,
        "calendar_id": body.calendar_id,
        "targets": {priority: targets.model_dump() for priority, targets in body.targets.items()},
        "warnings": [warning.model_dump(exclude_none=True) for warning in body.warnings],
    }
