"""A person's mails as files: what was sent to them as text, what came from them as it came."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, text

from escalated_chassis.database.engine import Database
from escalated_notifications.privacy.findings import Subject

PAGE: Final = 100
CHUNK_BYTES: Final = 64 * 1024
_FIRST: Final = UUID(int=0)
_AFTER = bindparam("after", type_=Uuid)
_PERSON = text("SELECT id, name, email, kind, locale FROM escalated_people WHERE id = :person")
_SENT = text(
    """
    SELECT id, recipient, subject, event_type, created_at, finished_at, state, content->>'text' AS text
    FROM escalated_deliveries WHERE target = :target AND id > :after ORDER BY id LIMIT :limit
    """
).bindparams(_AFTER)
_RECEIVED = text(
    """
    SELECT mail.id, raw.content FROM escalated_inbound_mails AS mail
    JOIN escalated_inbound_raw AS raw ON raw.mail_id = mail.id
    WHERE mail.sender = :address AND mail.id > :after ORDER BY mail.id LIMIT :limit
    """
).bindparams(_AFTER)

Part = tuple[str, bytes]
"""The name of a file that begins, or nothing; and bytes of the file at hand."""


async def export_person(database: Database, subject: Subject) -> AsyncIterator[Part]:
    """The files one after the other, in pieces of at most 64 KB."""
    bound = subject.bound
    yield "person.jsonl", b""
    async with database.reading() as reader:
        people = list(await reader.execute(_PERSON, {"person": bound["person"]}))
    for person in people:
        yield "", _line(person)
    yield "mails-sent.jsonl", b""
    async for row in _rows(database, _SENT, {"target": bound["target"]}):
        for piece in _pieces(_line(row)):
            yield "", piece
    async for row in _rows(database, _RECEIVED, {"address": bound["address"]}, page=1):
        yield f"mails-received/{row.id}.eml", b""
        for piece in _pieces(row.content):
            yield "", piece


async def _rows(database: Database, statement: Any, bound: dict[str, str], page: int = PAGE) -> AsyncIterator[Any]:
    after: UUID | None = _FIRST
    while after is not None:
        async with database.reading() as reader:
            rows = list(await reader.execute(statement, {**bound, "after": after, "limit": page}))
        for row in rows:
            yield row
        after = rows[-1].id if len(rows) == page else None


def _line(row: Any) -> bytes:
    return orjson.dumps(dict(row._mapping), default=str) + b"\n"


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK_BYTES):
        yield content[start : start + CHUNK_BYTES]
