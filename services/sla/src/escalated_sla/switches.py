"""The settings of sla that are changed while it runs."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from sqlalchemy import bindparam, select

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Problem
from escalated_chassis.pauses import pause
from escalated_chassis.stored_settings import LOOK_EVERY, StoredSettings, watch
from escalated_sla.models import settings as settings_table
from escalated_sla.policies.queries import SWITCH, PolicyBook
from escalated_sla.recomputation.models import recomputations
from escalated_sla.recomputation.service import begin
from escalated_sla.settings import SlaSettings

_ACTING: Final = Acting("system", name="settings")
_SAID: Final = {True: f"{SWITCH}=true", False: f"{SWITCH}=false"}
_last = (
    select(recomputations.c.object_name)
    .where(recomputations.c.object_name.in_(bindparam("said", expanding=True)))
    .order_by(recomputations.c.id.desc())
    .limit(1)
)

_log = structlog.get_logger(__name__)


async def settle(uow: UnitOfWork, *, enabled: bool) -> bool:
    """Has every open clock settled again where SLA was switched since it was last; says whether it was."""
    last = (await uow.execute(_last, {"said": list(_SAID.values())})).scalar_one_or_none()
    if (last or _SAID[True]) == _SAID[enabled]:
        return False
    await begin(uow, "settings.updated", None, _SAID[enabled])
    return True


class Stored(StoredSettings[SlaSettings]):
    """Stored settings; switching SLA off or on has every open clock settled again, in the background."""

    async def change(self, uow: UnitOfWork, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        shown = await super().change(uow, values)
        (enabled,) = (each["value"] for each in shown if each["name"] == SWITCH)
        await settle(uow, enabled=enabled)
        return shown


class Switches:
    """Tells those who ask what is in force now."""

    def __init__(self, configured: SlaSettings, book: PolicyBook) -> None:
        self._now, self._book = configured.sla, book
        self.stored = Stored(settings_table, configured, self._obey)

    @property
    def anew(self) -> bool:
        """Whether the resolution of a ticket that is reopened begins anew."""
        return self._now.reopened == "anew"

    def watching(self, database: Database) -> Callable[[asyncio.Event], Any]:
        """For a BackgroundTask: what the environment switched since the last start, then what others store."""
        look = watch(database, self.stored)

        async def work(stopping: asyncio.Event) -> None:
            while not await self._started(database):
                if await pause(stopping, LOOK_EVERY):
                    return
            await look(stopping)

        return work

    async def _started(self, database: Database) -> bool:
        try:
            async with database.transaction(_ACTING) as uow:
                await self.stored.refresh(uow.connection)
                await settle(uow, enabled=self._now.enabled)
        except Problem as error:
            _log.warning("stored_settings_not_read", error=str(error))
            return False
        return True

    def _obey(self, settings: SlaSettings) -> None:
        self._now = settings.sla
        self._book.enabled = settings.sla.enabled
