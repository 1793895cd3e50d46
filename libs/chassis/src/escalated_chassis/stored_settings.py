"""Settings that are changed at run time: stored by the service that has them, over environment and file.

A setting is one of them when its field says so: `Field(..., json_schema_extra=AT_RUN_TIME)`. The process that stores a
change obeys it at once, every other within `LOOK_EVERY` seconds. A field of a nested model has the name that it has in
the environment: `sla__enabled`.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final, Generic, TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from sqlalchemy import Column, DateTime, MetaData, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import FieldError, Invalid
from escalated_chassis.pauses import pause
from escalated_chassis.settings import PREFIX, ServiceSettings, setting_fields
from escalated_contracts.settings import NESTED

AT_RUN_TIME: Final[dict[str, Any]] = {"at_run_time": True}
LOOK_EVERY: Final = 10.0
S = TypeVar("S", bound=ServiceSettings)

_log = structlog.get_logger(__name__)


def stored_settings_table(metadata: MetaData) -> Table:
    """One row per setting that was changed: its name in lower case, and its value."""
    return Table(
        "escalated_settings",
        metadata,
        Column("name", Text, primary_key=True),
        Column("value", JSONB, nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
    )


class StoredSettings(Generic[S]):
    """The settings in force. `take` is called with them whenever they change."""

    def __init__(self, table: Table, configured: S, take: Callable[[S], None]) -> None:
        self._configured = configured
        self._take = take
        self._fields = {name.lower(): field for name, field in setting_fields(type(configured), "")}
        self._stored: dict[str, Any] = {}
        self._all = select(table.c.name, table.c.value)
        new = insert(table)
        self._keep = new.on_conflict_do_update(
            index_elements=[table.c.name],
            set_={"value": new.excluded.value, "changed_at": new.excluded.changed_at},
        )
        self._forget = delete(table).where(table.c.name == bindparam("setting"))

    @property
    def names(self) -> list[str]:
        """What may be changed at run time."""
        return [name for name, field in self._fields.items() if is_at_run_time(field)]

    async def shown(self, reader: AsyncConnection) -> list[dict[str, Any]]:
        """Every such setting with its value, its default, where the value comes from, and what it is for."""
        await self.refresh(reader)
        return self._shown(self._stored)

    def _shown(self, stored: Mapping[str, Any]) -> list[dict[str, Any]]:
        current = self._merged(stored)
        return [
            {
                "name": name,
                "value": _value(current, name),
                "default": self._fields[name].get_default(),
                "source": "stored" if name in stored else self._source(name),
                "description": self._fields[name].description or "",
            }
            for name in self.names
        ]

    async def refresh(self, reader: AsyncConnection) -> None:
        """Reads what is stored. A value that no longer fits its setting is passed over and logged."""
        rows = (await reader.execute(self._all)).all()
        self._obey({row.name: row.value for row in rows if row.name in self.names})

    async def change(self, uow: UnitOfWork, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Stores values; None goes back to environment, file or default. Returns what is shown once it is committed.

        Raises Invalid with the setting's name: one that is none, may not be changed at run time, or does not fit.
        """
        stored = {row.name: row.value for row in await uow.execute(self._all)}
        before, after = self._merged(stored), self._checked(stored, values)
        for name, value in values.items():
            await self._store(uow, name, None if value is None else _plain(after, name))
        uow.audit(
            "settings.updated",
            object_type="settings",
            object_id=type(self._configured).service,
            changes=[(name, _value(before, name), _value(after, name)) for name in values],
        )
        kept = {name: value for name, value in {**stored, **values}.items() if value is not None}

        async def obey() -> None:
            self._obey(kept)

        uow.after_commit(obey)
        return self._shown(kept)

    async def _store(self, uow: UnitOfWork, name: str, value: Any) -> None:
        if value is None:
            await uow.execute(self._forget, {"setting": name})
        else:
            await uow.execute(self._keep, {"name": name, "value": value, "changed_at": uow.now})

    def _checked(self, stored: Mapping[str, Any], values: Mapping[str, Any]) -> S:
        unknown = [name for name in values if name not in self.names]
        if unknown:
            errors = [FieldError(f"/{name}", "unknown", "This is no setting of run time.") for name in unknown]
            raise Invalid(f"There is no setting {unknown[0]!r} to change here.", code="invalid", errors=errors)
        try:
            return self._validated({name: v for name, v in {**stored, **values}.items() if v is not None})
        except ValidationError as error:
            errors = [FieldError(self._pointer(e["loc"]), e["type"], e["msg"]) for e in error.errors()]
            raise Invalid(errors[0].detail, code="invalid", errors=errors) from None

    def _obey(self, stored: dict[str, Any]) -> None:
        if stored != self._stored:
            self._stored = stored
            self._take(self._merged(stored))

    def _merged(self, stored: Mapping[str, Any]) -> S:
        try:
            return self._validated(stored)
        except ValidationError as error:
            _log.error("stored_settings_do_not_fit", errors=[each["msg"] for each in error.errors()])
            return self._configured

    def _validated(self, stored: Mapping[str, Any]) -> S:
        # Built from what was configured, not read again: the environment may have been cleared meanwhile.
        given = {name: getattr(self._configured, name) for name in type(self._configured).model_fields}
        for name, value in stored.items():
            given = _with(given, name.split(NESTED), value)
        return type(self._configured)(**given)

    def _source(self, name: str) -> str:
        if f"{PREFIX}{name.upper()}" in os.environ:
            return "environment"
        *models, own = name.split(NESTED)
        holder: BaseModel = reduce(getattr, models, self._configured)
        return "file" if own in holder.model_fields_set else "default"

    def _pointer(self, place: Sequence[str | int]) -> str:
        """To a setting by its name, wherever in the models it lies."""
        steps = [str(step) for step in place]
        nested = next((n for n in self.names if NESTED in n and steps[: n.count(NESTED) + 1] == n.split(NESTED)), None)
        return "/".join(("", *steps)) if nested is None else "/".join(("", nested, *steps[nested.count(NESTED) + 1 :]))


class InForce(Generic[S]):
    """The settings as they are now, for a service that only reads them: stored ones win over configured ones."""

    def __init__(self, table: Table, configured: S) -> None:
        self.settings = configured
        self.stored = StoredSettings(table, configured, self._obey)

    def _obey(self, settings: S) -> None:
        self.settings = settings


def _value(settings: BaseModel, name: str) -> Any:
    return reduce(getattr, name.split(NESTED), settings)


def _plain(settings: BaseModel, name: str) -> Any:
    plain: Any = settings.model_dump(mode="json")
    return reduce(lambda holder, step: holder[step], name.split(NESTED), plain)


def _with(given: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """What is given, with another value at one place."""
    first, *rest = path
    if not rest:
        return {**given, first: value}
    inner = given[first]
    return {**given, first: _with(dict(inner) if isinstance(inner, BaseModel) else inner, rest, value)}


def is_at_run_time(field: FieldInfo) -> bool:
    """Whether a setting may be changed while everything runs."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("at_run_time"))


def watch(database: Database, settings: StoredSettings[Any]) -> Callable[[asyncio.Event], Any]:
    """For a BackgroundTask: looks every `LOOK_EVERY` seconds for what another process stored."""

    async def look(stopping: asyncio.Event) -> None:
        while True:
            try:
                async with database.reading() as reader:
                    await settings.refresh(reader)
            except (SQLAlchemyError, OSError) as error:
                # What was read last holds; readiness tells of a database that is away.
                _log.warning("stored_settings_not_read", error=str(error))
            if await pause(stopping, LOOK_EVERY):
                return

    return look
