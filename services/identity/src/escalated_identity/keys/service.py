"""Signing keys: made when there is none, rotated on demand, held open in the process for half a minute."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, text, update

from escalated_chassis.access.signing import public_jwk
from escalated_chassis.acting import Acting
from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_identity.audit.service import record
from escalated_identity.keys import queries, rules
from escalated_identity.keys.models import signing_keys
from escalated_identity.keys.rules import SigningKey

HELD_FOR = timedelta(seconds=30)

_LOCK = text("select pg_advisory_xact_lock(hashtext('escalated_signing_keys'))")
_ADD = insert(signing_keys)
_RETIRE = update(signing_keys).where(signing_keys.c.retired_at.is_(None)).values(retired_at=bindparam("now"))


async def ensure_key(uow: UnitOfWork, sealing_key: bytes) -> None:
    """Makes the first key. Processes that start together make one between them."""
    await uow.execute(_LOCK)
    if rules.current(await queries.all_keys(uow.connection)) is None:
        await _add(uow, sealing_key)


async def rotate(uow: UnitOfWork, sealing_key: bytes) -> str:
    """Retires what signs now and makes a new key; answers its kid. Tokens of the old one stay valid."""
    await uow.execute(_LOCK)
    await uow.execute(_RETIRE, {"now": uow.now})
    return await _add(uow, sealing_key)


async def _add(uow: UnitOfWork, sealing_key: bytes) -> str:
    private = rules.new_key()
    kid: str = private["kid"]
    row = {
        "kid": kid,
        "public_jwk": public_jwk(private),
        "sealed_private_jwk": rules.seal(private, sealing_key),
        "created_at": uow.now,
    }
    await uow.execute(_ADD, row)
    await record(uow, "signing_key.created", object_type="signing_key", object_id=kid)
    return kid


@dataclass(frozen=True)
class _Held:
    keys: list[SigningKey]
    private: dict[str, Any]
    until: datetime


class KeyRing:
    """The keys as this process knows them: at most half a minute old, so that a rotation reaches everybody."""

    def __init__(self, database: Database, clock: Clock, secret: str) -> None:
        self._database = database
        self._clock = clock
        self.sealing_key = rules.sealing_key(secret)
        self._held: _Held | None = None
        self._loading = asyncio.Lock()

    async def signing_jwk(self) -> dict[str, Any]:
        """The private JWK that signs now. Raises `CannotUnsealError` where the secret was changed."""
        return (await self._load()).private

    async def public_jwks(self) -> list[dict[str, Any]]:
        """What is published at /.well-known/jwks.json."""
        return rules.published((await self._load()).keys, self._clock.now())

    def forget(self) -> None:
        """Reads the keys anew at the next use."""
        self._held = None

    async def _load(self) -> _Held:
        async with self._loading:
            if self._held is None or self._held.until <= self._clock.now():
                self._held = await self._read()
            return self._held

    async def _read(self) -> _Held:
        async with self._database.reading() as connection:
            keys = await queries.all_keys(connection)
        key = rules.current(keys)
        if key is None:
            async with self._database.transaction(Acting(kind="service", id="identity", name="identity")) as uow:
                await ensure_key(uow, self.sealing_key)
                keys = await queries.all_keys(uow.connection)
            key = rules.current(keys)
            assert key is not None
        private = rules.unseal(key.sealed_private_jwk, key.kid, self.sealing_key)
        return _Held(keys, private, self._clock.now() + HELD_FOR)
