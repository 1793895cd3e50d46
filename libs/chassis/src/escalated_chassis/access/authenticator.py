"""From the credentials of a request to a principal: cookie or bearer, session token or API token."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog
from starlette.requests import Request

from escalated_chassis.access.cache import ShortCache
from escalated_chassis.access.directory import Access, ApiToken, Directory
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.access.origin import origins_of, require_same_origin
from escalated_chassis.access.principal import Principal
from escalated_chassis.access.revocations import Revocations
from escalated_chassis.access.roles import RoleBook
from escalated_chassis.access.tokens import UserClaims, UserTokens
from escalated_chassis.clock import Clock
from escalated_chassis.errors import Unauthenticated
from escalated_chassis.lifecycle import BackgroundTask
from escalated_chassis.settings import ServiceSettings

ACCESS_COOKIE = "escalated_access"
API_TOKEN_PREFIX = "esc_"  # noqa: S105 -- how one is known, not one
ACCESS_CHANGED = "escalated.broadcast.identity.access.*"
SESSION_ENDED = "escalated.broadcast.identity.session_ended.*"
KEPT_FOR = timedelta(seconds=30)
_REMEMBERED = 4_096
_SCOPE_KEY = "escalated.principal"

_log = structlog.get_logger(__name__)


class Listener(Protocol):
    """The part of `events.broadcasts.Broadcasts` that is needed here."""

    def subscribe(self, subject: str, callback: Callable[[str, Mapping[str, Any]], Awaitable[None]]) -> None: ...


class Authenticator:
    """A component: while it runs, revoked access is refused within 30 seconds, by broadcasts and by asking.

    Args:
        broadcasts: tells of changed access and ended sessions at once; without it, only asking does (10 s).
    """

    name = "access"

    def __init__(
        self,
        settings: ServiceSettings,
        *,
        keys: KeySet,
        directory: Directory,
        clock: Clock,
        broadcasts: Listener | None = None,
    ) -> None:
        self._clock = clock
        self._origins = origins_of(settings.public_url)
        self._tokens = UserTokens(keys, issuer=settings.public_url, clock=clock)
        self._roles = RoleBook(directory, clock=clock)
        self._api_tokens: ShortCache[str, ApiToken | None] = ShortCache(
            directory.resolve_api_token, keep=KEPT_FOR, size=_REMEMBERED, clock=clock
        )
        self._access: ShortCache[UUID, Access | None] = ShortCache(
            directory.get_access, keep=KEPT_FOR, size=_REMEMBERED, clock=clock
        )
        self.revocations = Revocations(directory, clock=clock)
        self._asking = BackgroundTask("access-changes", self.revocations.keep_asking)
        if broadcasts is not None:
            broadcasts.subscribe(ACCESS_CHANGED, self._on_access_changed)
            broadcasts.subscribe(SESSION_ENDED, self._on_session_ended)

    async def start(self) -> None:
        await self._asking.start()

    async def stop(self) -> None:
        await self._asking.stop()

    def trouble(self) -> str | None:
        return self._asking.trouble()

    async def authenticate(self, request: Request) -> Principal | None:
        """Whoever the request's credentials name; None without credentials. Asked twice, answered once.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `token_outdated` or `session_ended`.
            Forbidden: `origin_mismatch`.
            Unavailable: identity is needed for this token and away.
        """
        if _SCOPE_KEY not in request.scope:
            request.scope[_SCOPE_KEY] = await self._principal_of(request)
        principal: Principal | None = request.scope[_SCOPE_KEY]
        return principal

    async def verify(self, token: str) -> Principal:
        """The principal of a bare token, for what is no HTTP request. Raises as `authenticate`."""
        if token.startswith(API_TOKEN_PREFIX):
            return await self._by_api_token(token)
        return await self._by_claims(await self._tokens.verify(token))

    async def bearer_of_link(self, person_id: UUID, session_id: str) -> Principal:
        """Whoever a signed link was made for, as they are now: a link dies with the session and with the permission.

        Raises:
            Unauthenticated: the session has ended, or the account is not active. Unavailable: identity is away.
        """
        access = await self._access_of(person_id)
        self.revocations.check(person_id, session_id, access.access_version)
        return Principal(
            id=access.person_id,
            kind=access.kind,
            name=access.name,
            email=access.email,
            permissions=access.permissions,
            department_ids=access.department_ids,
            role_ids=access.role_ids,
            session_id=session_id,
            access_version=access.access_version,
        )

    def require_same_origin(self, request: Request) -> None:
        """Raises Forbidden unless a changing request comes from our own pages, whatever its credentials."""
        require_same_origin(request.method, request.headers, self._origins)

    async def _principal_of(self, request: Request) -> Principal | None:
        authorization = request.headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer" or not token:
                raise Unauthenticated("Authorization takes a bearer token.", code="token_invalid")
            return await self.verify(token.strip())
        token = request.cookies.get(ACCESS_COOKIE, "")
        if not token:
            return None
        self.require_same_origin(request)
        return await self._by_claims(await self._tokens.verify(token))

    async def _by_claims(self, claims: UserClaims) -> Principal:
        self.revocations.check(claims.person_id, claims.session_id, claims.access_version)
        departments = claims.department_ids
        if departments is None:
            departments = (await self._access_of(claims.person_id)).department_ids
        return Principal(
            id=claims.person_id,
            kind=claims.kind,
            name=claims.name,
            email=claims.email,
            permissions=await self._roles.permissions_of(claims.role_ids),
            department_ids=departments,
            role_ids=claims.role_ids,
            session_id=claims.session_id,
            access_version=claims.access_version,
        )

    async def _access_of(self, person_id: UUID) -> Access:
        access = await self._access.get(person_id)
        if access is None or not access.active:
            raise Unauthenticated("The account is not active.", code="token_outdated")
        return access

    async def _by_api_token(self, token: str) -> Principal:
        found = await self._api_tokens.get(hashlib.sha256(token.encode()).hexdigest())
        if found is None or not found.access.active:
            raise Unauthenticated("The token is not valid.", code="token_invalid")
        if found.expires_at is not None and found.expires_at <= self._clock.now():
            raise Unauthenticated("The token has expired.", code="token_expired")
        access = found.access
        return Principal(
            id=access.person_id,
            kind=access.kind,
            name=access.name,
            email=access.email,
            permissions=access.permissions & found.scopes,
            department_ids=access.department_ids,
            role_ids=access.role_ids,
            session_id="",
            access_version=access.access_version,
            token_id=found.token_id,
        )

    async def _on_access_changed(self, subject: str, payload: Mapping[str, Any]) -> None:
        person_id = _id_at_end(subject)
        if person_id is not None:
            self.revocations.raised(person_id, int(payload["access_version"]))
            self._access.forget(person_id)

    async def _on_session_ended(self, subject: str, _payload: Mapping[str, Any]) -> None:
        self.revocations.ended(subject.rpartition(".")[2])


def _id_at_end(subject: str) -> UUID | None:
    try:
        return UUID(subject.rpartition(".")[2])
    except ValueError:
        _log.warning("broadcast_without_person", subject=subject)
        return None
