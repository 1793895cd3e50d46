"""Defining custom fields. Every change is audited; values on tickets are never touched by it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, NotFound, invalid
from escalated_chassis.ids import uuid7
from escalated_tickets.custom_fields.models import custom_fields
from escalated_tickets.custom_fields.queries import COUNTED_TO, count_tickets_with, locked
from escalated_tickets.custom_fields.rules import WITH_OPTIONS, Definition
from escalated_tickets.desk import Desk
from escalated_tickets.people.queries import department_is_active

MOST_FIELDS: Final = 200

_c = custom_fields.c
_INSERT = insert(custom_fields).on_conflict_do_nothing().returning(_c.id)
_COUNT = select(func.count()).select_from(custom_fields)
_COLUMNS: Final = tuple(name for name in _c.keys() if name not in {"id", "key", "type", "version", "created_at"})  # noqa: SIM118
_UPDATE = (
    update(custom_fields)
    .where(_c.id == bindparam("field_id", type_=_c.id.type))
    .values({name: bindparam(f"new_{name}", type_=_c[name].type) for name in _COLUMNS} | {"version": _c.version + 1})
)
_DELETE = delete(custom_fields).where(_c.id == bindparam("field_id", type_=_c.id.type))


async def define(uow: UnitOfWork, desk: Desk, definition: Definition) -> Definition:
    """Adds a field.

    Raises:
        Conflict: the key is taken, or there are `MOST_FIELDS`. Invalid: options, departments or statuses that are none.
    """
    await _check(uow, desk, definition)
    if (await uow.execute(_COUNT)).scalar_one() >= MOST_FIELDS:
        raise Conflict(f"There are {MOST_FIELDS} custom fields; delete one first.", code="too_many_fields")
    row = {"id": definition.id, "key": definition.key, "type": definition.type, "version": 1, "created_at": uow.now}
    if (await uow.execute(_INSERT, row | _values(definition))).one_or_none() is None:
        raise Conflict(f"There is a field {definition.key!r} already.", code="field_exists")
    _audit(uow, "custom_field.created", definition)
    _forget(uow, desk)
    return definition


def new_definition(values: Mapping[str, Any]) -> Definition:
    """A definition under a new id from checked values."""
    return replace(Definition(uuid7(), values["key"], values["label"], values["type"]), **_attributes(values))


async def change(uow: UnitOfWork, desk: Desk, field_id: UUID, values: Mapping[str, Any]) -> Definition:
    """Changes what `values` names. Values on tickets stay, also those of options that are gone."""
    before = await _existing(uow, field_id)
    after = replace(before, **_attributes(values))
    if after == before:
        return before
    await _check(uow, desk, after)
    new = {f"new_{name}": value for name, value in _values(after).items()}
    await uow.execute(_UPDATE, {"field_id": field_id, **new})
    was, now = _values(before), _values(after)
    _audit(uow, "custom_field.updated", after, [(name, was[name], now[name]) for name in now if was[name] != now[name]])
    _forget(uow, desk)
    return after


async def remove(uow: UnitOfWork, desk: Desk, field_id: UUID) -> None:
    """Deletes a field that no ticket has a value of; Conflict with their number otherwise."""
    before = await _existing(uow, field_id)
    holding = await count_tickets_with(uow.connection, before.key)
    if holding:
        count = str(holding) if holding <= COUNTED_TO else f"more than {COUNTED_TO}"
        raise Conflict(
            f"{count} tickets have a value of {before.label!r}; deactivate the field instead.", code="field_in_use"
        )
    await uow.execute(_DELETE, {"field_id": field_id})
    _audit(uow, "custom_field.deleted", before)
    _forget(uow, desk)


async def _existing(uow: UnitOfWork, field_id: UUID) -> Definition:
    definition = await locked(uow.connection, field_id)
    if definition is None:
        raise NotFound("There is no such custom field.", code="custom_field_not_found")
    return definition


async def _check(uow: UnitOfWork, desk: Desk, definition: Definition) -> None:
    values = [value for value, _label in definition.options]
    if definition.type in WITH_OPTIONS and not values:
        raise invalid("/options", "missing", f"A field of type {definition.type} needs options.")
    if definition.type not in WITH_OPTIONS and values:
        raise invalid("/options", "not_applicable", f"A field of type {definition.type} has no options.")
    if len(set(values)) != len(values):
        raise invalid("/options", "doubled", "Two options have the same value.")
    if definition.editable_by_customers and not definition.visible_to_customers:
        raise invalid("/editable_by_customers", "not_visible", "What customers edit they must see.")
    book = await desk.statuses.book(uow.connection)
    for slug in sorted(definition.required_at - book.statuses.keys()):
        raise invalid("/required_at", "unknown", f"There is no status {slug!r}.")
    for department_id in sorted(definition.department_ids):
        if await department_is_active(uow.connection, department_id) is None:
            raise invalid("/department_ids", "unknown", f"There is no department {department_id}.")


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they cross HTTP, as attributes of a definition."""
    taken = {name: value for name, value in values.items() if name in _COLUMNS and value is not None}
    for name in {"department_ids", "ticket_types", "required_at"} & taken.keys():
        taken[name] = frozenset(taken[name])
    if "options" in taken:
        taken["options"] = tuple((option["value"], option["label"]) for option in taken["options"])
    return taken


def _values(definition: Definition) -> dict[str, Any]:
    """The columns that may change, as they are stored."""
    values = {name: getattr(definition, name) for name in _COLUMNS}
    for name in ("department_ids", "ticket_types", "required_at"):
        values[name] = sorted(values[name])
    values["options"] = [{"value": value, "label": label} for value, label in definition.options]
    return values


def _forget(uow: UnitOfWork, desk: Desk) -> None:
    """The book of statuses and the catalogue of conditions hold the definitions."""
    uow.after_commit(desk.statuses.forget)
    uow.after_commit(desk.fields.forget)


def _audit(
    uow: UnitOfWork, action: str, definition: Definition, changes: list[tuple[str, Any, Any]] | None = None
) -> None:
    uow.audit(
        action,
        object_type="custom_field",
        object_id=definition.id,
        object_name=definition.key,
        changes=changes or [],
    )
