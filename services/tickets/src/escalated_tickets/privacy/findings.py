"""What is found of a person here, counted, with what is kept of it and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from escalated.privacy.v1 import types_pb2
from sqlalchemy import Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

ERASED: Final = "[erased]"
OPEN_ASSIGNMENTS: Final = "open assignments"
"""Counted under this name for identity, which asks before somebody with open work is erased."""


@dataclass(frozen=True)
class Subject:
    """Whose data it is: by id, and by address for what is kept by address alone."""

    id: UUID
    email: str

    @property
    def bound(self) -> dict[str, Any]:
        return {"person": self.id, "text_id": str(self.id), "email": self.email.strip().casefold() or "nobody's"}


def tombstone(person_id: UUID) -> str:
    """The address of who was erased: one that nobody can have. Identity gives the same."""
    return f"erased-{person_id}@invalid"


@dataclass(frozen=True)
class _Kind:
    """Something that is counted; where `why` is given it is kept, for that reason."""

    what: str
    sql: str
    why: str = ""


_WORDS_OF_STAFF: Final = "written as staff: the desk's own words, under no name"
_KINDS: Final = (
    _Kind("tickets", "SELECT count(*) FROM escalated_tickets WHERE requester_id = :person"),
    _Kind(
        "messages",
        "SELECT count(*) FROM escalated_messages WHERE author_id = :person AND author_kind = 'customer'",
    ),
    _Kind(
        "messages as staff",
        "SELECT count(*) FROM escalated_messages WHERE author_id = :person AND author_kind <> 'customer'",
        _WORDS_OF_STAFF,
    ),
    _Kind(
        "attachments",
        """
        SELECT count(*) FROM escalated_attachments WHERE message_id IN (
            SELECT id FROM escalated_messages WHERE author_id = :person AND author_kind = 'customer'
            UNION ALL
            SELECT id FROM escalated_side_messages WHERE author_id = :person AND author_kind = 'third_party'
        )
        """,
    ),
    _Kind(
        "lines of side conversations",
        "SELECT count(*) FROM escalated_side_messages WHERE author_id = :person AND author_kind = 'third_party'",
    ),
    _Kind("ratings", "SELECT count(*) FROM escalated_ratings WHERE person_id = :person", "scores, without the words"),
    _Kind(
        "drafts and replies that wait",
        """
        SELECT (SELECT count(*) FROM escalated_drafts WHERE person_id = :person)
            + (SELECT count(*) FROM escalated_outgoing WHERE author_id = :person)
        """,
    ),
    _Kind(
        "activity",
        "SELECT count(*) FROM escalated_activities WHERE actor_id = :text_id",
        "what happened to tickets, under no name",
    ),
    _Kind("person", "SELECT count(*) FROM escalated_people WHERE id = :person"),
    _Kind(
        OPEN_ASSIGNMENTS,
        "SELECT count(*) FROM escalated_tickets WHERE assignee_id = :person AND NOT done AND deleted_at IS NULL",
    ),
)
_COUNT = text("SELECT " + ", ".join(f"({kind.sql})" for kind in _KINDS)).bindparams(
    bindparam("person", type_=Uuid), bindparam("text_id", type_=Text)
)


# What merging leaves under the old id: ratings, drafts, what was done.
_SELVES = text(
    """
    WITH RECURSIVE self AS (
        SELECT CAST(:person AS uuid) AS id
        UNION SELECT merged.id FROM escalated_people AS merged JOIN self ON merged.merged_into_id = self.id
    ) SELECT id FROM self ORDER BY id <> :person, id
    """
).bindparams(bindparam("person", type_=Uuid))


async def selves_of(reader: AsyncConnection, subject: Subject) -> list[Subject]:
    """The person, and everybody who turned out to be them and was merged into them."""
    ids = (await reader.execute(_SELVES, {"person": subject.id})).scalars()
    return [replace(subject, id=each) for each in ids]


async def findings_of(reader: AsyncConnection, selves: Iterable[Subject]) -> list[types_pb2.Finding]:
    """How much there is of each kind, of all that the person was; kinds of which there is nothing are left out."""
    total: Counter[str] = Counter()
    for each in selves:
        counts = (await reader.execute(_COUNT, {"person": each.id, "text_id": str(each.id)})).one()
        total.update({kind.what: count for kind, count in zip(_KINDS, counts, strict=True)})
    return [_finding(kind, total[kind.what]) for kind in _KINDS if total[kind.what]]


def _finding(kind: _Kind, count: int) -> types_pb2.Finding:
    kept = count if kind.why else 0
    return types_pb2.Finding(what=kind.what, found=count, erased=count - kept, kept=kept, why=kind.why)
