"""What a command publishes stands or falls with its transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import orjson
import pytest
from escalated.events.v1 import events_pb2
from escalated.identity.v1 import events_pb2 as identity_events
from escalated.tickets.v1 import events_pb2 as tickets_events
from sqlalchemy import text

from escalated_chassis.acting import Acting, Cause
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork

OUTBOX = text("SELECT * FROM escalated_outbox ORDER BY id")
INSERT = text("INSERT INTO escalated_departments VALUES (:id, 'Sales', 0)")
CHANGE = text("UPDATE escalated_departments SET changes = changes + 1 WHERE id = :id RETURNING changes")


async def outbox(database: Database) -> list[dict[str, object]]:
    async with database.reading() as connection:
        return [dict(row._mapping) for row in await connection.execute(OUTBOX)]


def created(name: str = "Sales") -> identity_events.DepartmentCreated:
    event = identity_events.DepartmentCreated()
    event.department.name = name
    return event


async def test_a_commit_writes_the_change_and_its_event(database: Database) -> None:
    department = uuid4()
    audience = events_pb2.Audience(department_ids=[str(department)], staff_only=True)
    acting = Acting("person", "p-1", "Ada", cause=Cause("root-1", 2, ("rule:7",)))

    async with database.transaction(acting) as uow:
        await uow.execute(INSERT, {"id": department})
        event_id = uow.publish(created(), entity_id=department, version=3, sequence=9, audience=audience)

    (row,) = await outbox(database)
    body = orjson.loads(row["body"])
    assert row["subject"] == f"escalated.identity.department.created.{department}"
    assert row["event_id"] == UUID(event_id)
    assert row["published_at"] is None
    assert row["created_at"] == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert row["headers"] == {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": "department.created",
        "ce-source": "/escalated/identity",
        "ce-subject": str(department),
        "ce-time": "2026-01-05T09:00:00Z",
        "content-type": "application/json",
    }
    assert body["department"]["name"] == "Sales"
    assert body["meta"] == {
        "id": event_id,
        "type": "department.created",
        "occurred_at": "2026-01-05T09:00:00Z",
        "actor": {"kind": "person", "id": "p-1", "name": "Ada", "on_behalf_of": ""},
        "cause": {"root_event_id": "root-1", "depth": 2, "chain": ["rule:7"]},
        "causation_id": body["meta"]["causation_id"],
        "version": 3,
        "sequence": 9,
        "audience": {
            "person_ids": [],
            "department_ids": [str(department)],
            "staff_only": True,
            "all_staff": False,
            "customer_ids": [],
            "staff_ids": [],
        },
        "origin": "",
    }


async def test_an_exception_takes_back_the_change_and_its_event(database: Database) -> None:
    called: list[str] = []

    async def callback() -> None:
        called.append("ran")

    with pytest.raises(ValueError, match="changed my mind"):
        async with database.transaction() as uow:
            await uow.execute(INSERT, {"id": uuid4()})
            uow.publish(created(), entity_id=uuid4())
            uow.after_commit(callback)
            raise ValueError("changed my mind")

    assert await outbox(database) == []
    assert called == []
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM escalated_departments")) == 0


async def test_events_of_one_command_share_its_id_and_keep_their_order(database: Database) -> None:
    async with database.transaction() as uow:
        for name in ("one", "two", "three"):
            uow.publish(created(name), entity_id=uuid4())
        causation = str(uow.id)

    bodies = [orjson.loads(row["body"]) for row in await outbox(database)]
    assert [body["department"]["name"] for body in bodies] == ["one", "two", "three"]
    assert {body["meta"]["causation_id"] for body in bodies} == {causation}
    assert len({body["meta"]["id"] for body in bodies}) == 3


async def test_an_event_is_written_as_it_was_when_it_was_published(database: Database) -> None:
    event = created("before")
    async with database.transaction() as uow:
        uow.publish(event, entity_id=uuid4())
        event.department.name = "after"

    (row,) = await outbox(database)
    assert orjson.loads(row["body"])["department"]["name"] == "before"


async def test_audit_is_an_event_of_this_service(database: Database) -> None:
    async with database.transaction() as uow:
        uow.audit(
            "department.updated",
            object_type="department",
            object_id="d-1",
            object_name="Sales",
            changes=[("active", True, None)],
        )

    (row,) = await outbox(database)
    body = orjson.loads(row["body"])
    assert row["subject"] == "escalated.identity.audit.recorded.d-1"
    assert (body["action"], body["object_type"], body["object_name"]) == ("department.updated", "department", "Sales")
    assert body["changes"] == [{"field": "active", "before": "True", "after": ""}]


async def test_another_services_event_is_refused(database: Database) -> None:
    async with database.transaction() as uow:
        with pytest.raises(ValueError, match=r"identity does not publish escalated\.tickets\.v1\.TicketCreated"):
            uow.publish(tickets_events.TicketCreated(), entity_id=uuid4())


@pytest.mark.parametrize("token", ["", "a.b", "*", ">", "a b"])
async def test_an_id_that_would_break_the_subject_is_refused(database: Database, token: str) -> None:
    async with database.transaction() as uow:
        with pytest.raises(ValueError, match="cannot stand in a subject"):
            uow.publish(created(), entity_id=token)


async def test_callbacks_run_after_the_commit_and_their_failure_harms_nothing(database: Database) -> None:
    seen: list[int] = []

    async def count_rows() -> None:
        seen.append(len(await outbox(database)))

    async def fail() -> None:
        raise RuntimeError("the broadcast was lost")

    async with database.transaction() as uow:
        uow.publish(created(), entity_id=uuid4())
        uow.after_commit(fail)
        uow.after_commit(count_rows)

    assert seen == [1]


async def test_what_was_done_beside_the_database_is_cleared_away_where_the_command_fails(database: Database) -> None:
    cleared: list[str] = []

    def clearing(what: str) -> Callable[[], Awaitable[None]]:
        async def clear() -> None:
            cleared.append(what)

        return clear

    async def fail() -> None:
        raise OSError("the store is away")

    async with database.transaction() as uow:
        uow.on_failure(clearing("of a command that stands"))
    with pytest.raises(ValueError, match="refused"):
        async with database.transaction() as uow:
            uow.on_failure(fail)
            uow.on_failure(clearing("refused"))
            raise ValueError("refused")
    with pytest.raises(Exception, match="duplicate key"):
        async with database.transaction() as uow:
            uow.on_failure(clearing("of a commit in doubt"))
            await uow.execute(text("CREATE TEMP TABLE t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP"))
            await uow.execute(text("INSERT INTO t VALUES (1), (1)"))

    assert cleared == ["refused"]


async def test_outbox_ids_follow_the_order_of_commits_per_aggregate(database: Database) -> None:
    department = uuid4()
    async with database.transaction() as uow:
        await uow.execute(INSERT, {"id": department})

    async def change() -> None:
        async with database.transaction() as uow:
            version = (await uow.execute(CHANGE, {"id": department})).scalar_one()
            uow.publish(created(), entity_id=department, version=version)

    await asyncio.gather(*(change() for _ in range(40)))

    versions = [orjson.loads(row["body"])["meta"]["version"] for row in await outbox(database)]
    assert versions == list(range(1, 41))


async def test_a_command_commits_by_itself_never(database: Database) -> None:
    async with database.transaction() as uow:
        assert isinstance(uow, UnitOfWork)
        await uow.execute(INSERT, {"id": uuid4()})
        async with database.reading() as connection:
            before = await connection.scalar(text("SELECT count(*) FROM escalated_departments"))

    async with database.reading() as connection:
        after = await connection.scalar(text("SELECT count(*) FROM escalated_departments"))
    assert (before, after) == (0, 1)
