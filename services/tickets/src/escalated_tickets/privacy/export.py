"""Everything that a person is entitled to get of what is kept here, as files: JSON lines, and attachments as they are.

What a customer sees, and what they did: never a note, nor that there is one.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Text, Uuid, bindparam, text

from escalated_chassis.database.engine import Database
from escalated_chassis.errors import NotFound
from escalated_tickets.attachments.rules import clean_name
from escalated_tickets.attachments.storage import CHUNK_BYTES, FileStore
from escalated_tickets.privacy.findings import Subject

PAGE: Final = 200
_FIRST: Final = UUID(int=0)


@dataclass(frozen=True)
class _File:
    """A file of JSON lines and the rows in it, paged by id: `after` and `limit` are bound."""

    name: str
    sql: str


# Of one's own tickets the whole public conversation, of others' what one wrote oneself.
_MINE: Final = """
    message.kind = 'reply' AND (message.author_id = :person OR message.ticket_id IN (
        SELECT id FROM escalated_tickets WHERE requester_id = :person AND deleted_at IS NULL))
"""
_FILES: Final = (
    _File(
        "person.jsonl",
        "SELECT id, name, email, kind, active FROM escalated_people WHERE id = :person AND id > :after LIMIT :limit",
    ),
    _File(
        "tickets.jsonl",
        """
        SELECT id, reference, subject, status, type, channel, requester_name, requester_email, custom_fields,
               created_at, resolved_at, closed_at, rating
        FROM escalated_tickets WHERE requester_id = :person AND deleted_at IS NULL AND id > :after
        ORDER BY id LIMIT :limit
        """,
    ),
    _File(
        "messages.jsonl",
        f"""
        SELECT message.id, message.ticket_id, message.author_name, message.author_kind, message.body_text,
               message.body_html, message.channel, message.created_at
        FROM escalated_messages AS message WHERE {_MINE} AND message.id > :after ORDER BY message.id LIMIT :limit
        """,  # noqa: S608 (constants)
    ),
    _File(
        "ratings.jsonl",
        """
        SELECT id, ticket_id, score, comment, created_at
        FROM escalated_ratings WHERE person_id = :person AND id > :after ORDER BY id LIMIT :limit
        """,
    ),
    _File(
        "activity.jsonl",
        """
        SELECT id, ticket_id, kind, created_at FROM escalated_activities
        WHERE actor_id = :text_id AND NOT staff_only AND id > :after ORDER BY id LIMIT :limit
        """,
    ),
)
_ATTACHED = f"""
    SELECT file.id, file.filename, file.ticket_id FROM escalated_attachments AS file
    JOIN escalated_messages AS message ON message.id = file.message_id
    WHERE NOT file.internal AND {_MINE} AND file.id > :after ORDER BY file.id LIMIT :limit
"""  # noqa: S608 (constants)

Part = tuple[str, bytes]
"""The name of a file that begins, or nothing; and bytes of the file at hand."""


async def export_person(database: Database, files: FileStore, selves: Sequence[Subject]) -> AsyncIterator[Part]:
    """The files one after the other, in pieces, of all that the person was.

    Reads pages: nothing is held open for long, or held in memory.
    """
    for file in _FILES:
        yield file.name, b""
        async for row in _rows_of_all(database, file.sql, selves):
            for piece in _pieces(orjson.dumps(dict(row._mapping), default=str) + b"\n"):
                yield "", piece
    async for row in _rows_of_all(database, _ATTACHED, selves):
        async for part in _attachment(files, row):
            yield part


async def _attachment(files: FileStore, row: Any) -> AsyncIterator[Part]:
    """A file that the store has lost is told by its name: it must not keep the others back."""
    name = f"attachments/{row.ticket_id}/{row.id}-{clean_name(row.filename)}"
    try:
        chunks = await files.read(row.id)
    except NotFound as lost:
        yield f"{name}.lost.txt", b""
        yield "", f"{lost.detail}\n".encode()
        return
    yield name, b""
    async for chunk in chunks:
        for piece in _pieces(chunk):
            yield "", piece


async def _rows_of_all(database: Database, sql: str, selves: Sequence[Subject]) -> AsyncIterator[Any]:
    for each in selves:
        async for row in _rows(database, sql, each):
            yield row


async def _rows(database: Database, sql: str, subject: Subject) -> AsyncIterator[Any]:
    known = {"person": (Uuid, subject.id), "text_id": (Text, str(subject.id))}
    own = {name: each for name, each in known.items() if f":{name}" in sql}
    statement = text(sql).bindparams(
        bindparam("after", type_=Uuid), *(bindparam(name, value, type_=kind) for name, (kind, value) in own.items())
    )
    after: UUID | None = _FIRST
    while after is not None:
        async with database.reading() as reader:
            rows = list(await reader.execute(statement, {"after": after, "limit": PAGE}))
        for row in rows:
            yield row
        after = rows[-1].id if len(rows) == PAGE else None


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK_BYTES):
        yield content[start : start + CHUNK_BYTES]
