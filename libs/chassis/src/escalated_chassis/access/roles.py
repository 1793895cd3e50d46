"""What roles permit: the built-in ones are known to every process, the others are asked of identity."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import structlog

from escalated_chassis.access.cache import ShortCache
from escalated_chassis.access.directory import Directory
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unavailable
from escalated_contracts.permissions import BUILT_IN_ROLES

KEPT_FOR = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


class RoleBook:
    """Permissions by role. While identity is away, what was last known of its roles stays good."""

    def __init__(self, directory: Directory, *, clock: Clock) -> None:
        self._directory = directory
        self._custom: ShortCache[None, Mapping[str, frozenset[str]]] = ShortCache(
            self._load, keep=KEPT_FOR, size=1, clock=clock
        )

    async def permissions_of(self, roles: Iterable[str]) -> frozenset[str]:
        """All that any of these roles permits; a role that no longer exists permits nothing.

        Raises:
            Unavailable: a role of identity's is asked for that was never fetched, and cannot be now.
        """
        names = tuple(roles)
        if all(name in BUILT_IN_ROLES for name in names):
            return frozenset().union(*(BUILT_IN_ROLES[name] for name in names))
        custom = await self._known()
        return frozenset().union(*(BUILT_IN_ROLES.get(name) or custom.get(name, frozenset()) for name in names))

    async def _known(self) -> Mapping[str, frozenset[str]]:
        try:
            return await self._custom.get(None)
        except Unavailable:
            known = self._custom.stale(None)
            if known is None:
                raise
            _log.warning("roles_not_refreshed")
            return known

    async def _load(self, _key: None) -> Mapping[str, frozenset[str]]:
        return await self._directory.list_roles()
