"""Keeps the copy of the directory: by events, by a snapshot, and by asking for what is missing."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from escalated.identity.v1 import identity_pb2, types_pb2
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_notifications.people.models import PEOPLE
from escalated_notifications.people.queries import people_by_ids

if TYPE_CHECKING:
    from escalated.identity.v1.identity_pb2_grpc import DirectoryAsyncStub

PAGE = 500

_INSERT = insert(PEOPLE)
_UPSERT = _INSERT.on_conflict_do_update(
    index_elements=[PEOPLE.c.id],
    set_={column.name: _INSERT.excluded[column.name] for column in PEOPLE.c if column.name != "id"},
    where=PEOPLE.c.version < _INSERT.excluded.version,
)


async def remember(uow: UnitOfWork, people: Sequence[types_pb2.Person]) -> None:
    """Writes people down, where what came is newer than what is known."""
    if people:
        await uow.execute(_UPSERT, [_row(person) for person in people])


async def forget_merged(uow: UnitOfWork, person_id: str) -> None:
    """Somebody was merged into another: under the old id nobody hears any more."""
    await uow.execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(active=False))


class PeopleCopy:
    """Fetches from identity, outside of any transaction."""

    def __init__(self, database: Database, directory: "DirectoryAsyncStub") -> None:
        self._database, self._directory = database, directory

    async def rebuild(self) -> None:
        """Pages over everybody. Rows that are newer already stay."""
        cursor = ""
        while True:
            page = await self._directory.Snapshot(identity_pb2.SnapshotRequest(cursor=cursor, limit=PAGE))
            async with self._database.transaction() as uow:
                await remember(uow, list(page.people))
            cursor = page.next_cursor
            if not cursor:
                return

    async def fetch_missing(self, ids: Iterable[str]) -> None:
        """Asks identity once for those that the copy does not know."""
        wanted = sorted({each for each in ids if each})
        async with self._database.reading() as connection:
            known = await people_by_ids(connection, wanted)
        missing = [each for each in wanted if each not in known][:PAGE]
        if not missing:
            return
        answer = await self._directory.GetPeople(identity_pb2.GetPeopleRequest(ids=missing))
        async with self._database.transaction() as uow:
            await remember(uow, list(answer.people))


def _row(person: types_pb2.Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "kind": person.kind,
        "active": person.active,
        "locale": person.locale,
        "department_ids": list(person.department_ids),
        "version": person.version,
    }
