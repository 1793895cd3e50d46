"""Idempotency keys: the first answer to a POST is kept with the command and given again to the same caller.

The row of a key is inserted at the beginning of the command's transaction. A second request with the key blocks on
that insert until the first has committed, and then finds its answer; if the first failed, the second is the first.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Integer, LargeBinary, Text, bindparam, column, delete, select, table, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Invalid, Malformed

HEADER = "idempotency-key"
REPLAYED = "Idempotent-Replayed"
KEPT_FOR = timedelta(hours=24)
MAX_KEY_LENGTH = 200
KEPT_HEADERS = ("content-type", "etag", "location")

_keys = table(
    "escalated_idempotency_keys",
    column("caller", Text),
    column("key", Text),
    column("fingerprint", LargeBinary),
    column("status", Integer),
    column("headers", JSONB),
    column("body", LargeBinary),
    column("created_at", DateTime(timezone=True)),
    column("expires_at", DateTime(timezone=True)),
)
_MINE = (_keys.c.caller == bindparam("c")) & (_keys.c.key == bindparam("k"))
_CLAIM = (
    insert(_keys)
    .values({name: bindparam(name) for name in ("caller", "key", "fingerprint", "created_at", "expires_at")})
    .on_conflict_do_update(
        index_elements=["caller", "key"],
        set_={
            "fingerprint": bindparam("fingerprint"),
            "status": None,
            "headers": None,
            "body": None,
            "created_at": bindparam("created_at"),
            "expires_at": bindparam("expires_at"),
        },
        where=_keys.c.expires_at <= bindparam("created_at"),
    )
    .returning(_keys.c.key)
)
_FIND = select(_keys.c.fingerprint, _keys.c.status, _keys.c.headers, _keys.c.body).where(_MINE)
_KEEP = update(_keys).where(_MINE).values(status=bindparam("s"), headers=bindparam("h"), body=bindparam("b"))
_PURGE = delete(_keys).where(_keys.c.expires_at <= bindparam("now"))


class Replay(Exception):
    """The stored answer of an earlier request with the same key: unwinds the command, which must not run again."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


@dataclass(frozen=True)
class Claim:
    """A key that this request holds until its transaction ends."""

    caller: str
    key: str


def key_of(request: Request) -> str | None:
    """The key a POST came with.

    Raises:
        Malformed: longer than 200 characters, or not printable ASCII.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Malformed(f"Idempotency-Key is 1 to {MAX_KEY_LENGTH} printable characters.", code="bad_idempotency_key")
    return key


async def claim(uow: UnitOfWork, caller: str, key: str, fingerprint: bytes) -> Claim:
    """Takes the key for this transaction, after whoever holds it.

    Raises:
        Replay: answered before.
        Invalid: `idempotency_key_reused`, the key came with another request before.
        Conflict: `answer_not_kept`, done before, but the answer held a secret.
    """
    row = {
        "caller": caller,
        "key": key,
        "fingerprint": fingerprint,
        "created_at": uow.now,
        "expires_at": uow.now + KEPT_FOR,
    }
    if (await uow.execute(_CLAIM, row)).first() is not None:
        return Claim(caller, key)
    stored = (await uow.execute(_FIND, {"c": caller, "k": key})).one()
    if stored.fingerprint != fingerprint:
        raise Invalid("This Idempotency-Key was used for another request.", code="idempotency_key_reused")
    if stored.status is None:
        raise Conflict("This was done before; its answer held a secret and was not kept.", code="answer_not_kept")
    raise Replay(Response(stored.body, stored.status, {**stored.headers, REPLAYED: "true"}))


async def keep(uow: UnitOfWork, claimed: Claim, response: Response) -> None:
    """Stores the answer beside its command."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    kept: Mapping[str, Any] = {
        "c": claimed.caller,
        "k": claimed.key,
        "s": response.status_code,
        "h": headers,
        "b": bytes(response.body),
    }
    await uow.execute(_KEEP, kept)


async def purge_idempotency_keys(connection: AsyncConnection, now: datetime) -> int:
    """Forgets keys older than a day; returns how many."""
    return (await connection.execute(_PURGE, {"now": now})).rowcount


async def fingerprint_of(request: Request) -> bytes:
    """What makes two requests the same one: method, address and body.

    A form counts by its parts, because a client that tries again draws a new boundary.
    """
    digest = hashlib.sha256()
    url = request.url
    digest.update(f"{request.method}\n{url.path}?{url.query}\n".encode())
    if request.headers.get("content-type", "").startswith(("multipart/", "application/x-www-form-urlencoded")):
        await _digest_form(digest, (await request.form()).multi_items())
    else:
        digest.update(await request.body())
    return digest.digest()


def _sha256(file: Any) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


async def _digest_form(digest: Any, items: Iterable[tuple[str, UploadFile | str]]) -> None:
    for name, value in items:
        if isinstance(value, str):
            digest.update(f"{name}={len(value)}:{value}\n".encode())
            continue
        content = await asyncio.to_thread(_sha256, value.file)
        await value.seek(0)
        digest.update(f"{name}@{value.filename}={content}\n".encode())
