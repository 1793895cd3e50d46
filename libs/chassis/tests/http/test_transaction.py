"""One request, one transaction: what is answered is what was committed."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text

from escalated_chassis.clock import ManualClock
from escalated_chassis.http.idempotency import purge_idempotency_keys

from .conftest import BOB, Desk


async def test_a_command_is_committed_before_its_answer(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await client.post("/departments", json={"name": "Sales"}, headers=desk.headers())

    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.json()["data"]["name"] == "Sales"
    assert await desk.names() == ["Sales"]


async def test_a_problem_rolls_back_what_was_written(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await client.post("/failures", json={"name": "Sales"}, headers=desk.headers())

    assert answer.status_code == 409
    assert answer.headers["retry-after"] == "3"
    assert await desk.names() == []


async def test_a_crash_rolls_back_and_tells_nothing(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await client.post("/crashes", json={"name": "Sales"}, headers={"X-Request-Id": "request-0001"})

    assert answer.status_code == 500
    assert answer.json() == {
        "type": "urn:escalated:problem:internal",
        "title": "Internal error",
        "status": 500,
        "detail": "Something went wrong on our side. Name the request id when you report it.",
        "code": "internal",
        "request_id": "request-0001",
    }
    assert await desk.names() == []


async def test_a_commit_that_fails_is_not_answered_as_success(client: httpx2.AsyncClient, desk: Desk) -> None:
    # Given a constraint that is only checked at the commit
    await desk.execute("ALTER TABLE escalated_departments ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED")
    await client.post("/departments", json={"name": "Sales"}, headers=desk.headers())

    answer = await client.post("/departments", json={"name": "Sales"}, headers=desk.headers())

    assert answer.status_code == 500
    assert await desk.names() == ["Sales"]


async def test_the_same_key_gets_the_first_answer(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    first = await client.post("/departments", json={"name": "Sales"}, headers=headers)

    second = await client.post("/departments", json={"name": "Sales"}, headers=headers)

    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["etag"] == '"1"'
    assert second.headers["content-type"] == "application/json"
    assert "idempotent-replayed" not in first.headers
    assert await desk.names() == ["Sales"]


async def test_the_same_key_with_another_body_is_refused(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    await client.post("/departments", json={"name": "Sales"}, headers=headers)

    answer = await client.post("/departments", json={"name": "Billing"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert await desk.names() == ["Sales"]


async def test_a_key_belongs_to_its_caller(client: httpx2.AsyncClient, desk: Desk) -> None:
    key = {"Idempotency-Key": "k1"}
    await client.post("/departments", json={"name": "Sales"}, headers=desk.headers() | key)

    answer = await client.post("/departments", json={"name": "Sales"}, headers=desk.headers(BOB) | key)

    assert answer.json()["data"]["by"] == str(BOB)
    assert await desk.names() == ["Sales", "Sales"]


async def test_a_failed_request_leaves_its_key_free(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    assert (await client.post("/failures", json={"name": "Sales"}, headers=headers)).status_code == 409

    answer = await client.post("/departments", json={"name": "Sales"}, headers=headers)

    assert answer.status_code == 201
    assert "idempotent-replayed" not in answer.headers


async def test_a_second_request_waits_for_the_first_and_gets_its_answer(client: httpx2.AsyncClient, desk: Desk) -> None:
    # Given a first request that holds its key
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    desk.hold.clear()
    first = asyncio.create_task(client.post("/departments", json={"name": "Sales"}, headers=headers))
    await _waiting_for_lock(desk, 0)
    second = asyncio.create_task(client.post("/departments", json={"name": "Sales"}, headers=headers))
    await _waiting_for_lock(desk, 1)

    # When the first ends
    desk.hold.set()
    answers = await asyncio.gather(first, second)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotent-replayed"] == "true"
    assert desk.entered == 1
    assert await desk.names() == ["Sales"]


async def _waiting_for_lock(desk: Desk, expected: int) -> None:
    """Until the first command was entered and so many sessions wait for another's row."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(5):
        while True:
            async with desk.database.reading() as connection:
                if desk.entered == 1 and await connection.scalar(waiting) == expected:
                    return
            await asyncio.sleep(0.01)


async def test_an_answer_with_a_secret_is_not_kept(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    assert (await client.post("/secrets", json={"name": "Sales"}, headers=headers)).status_code == 201

    answer = await client.post("/secrets", json={"name": "Sales"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (409, "answer_not_kept")
    async with desk.database.reading() as connection:
        kept = await connection.execute(text("SELECT status, body, fingerprint FROM escalated_idempotency_keys"))
        assert [tuple(row) for row in kept] == [(None, None, b"")]
    assert await desk.names() == ["Sales"]


async def test_a_key_is_free_again_after_a_day(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    key = {"Idempotency-Key": "k1"}
    await client.post("/departments", json={"name": "Sales"}, headers=desk.headers() | key)
    manual_clock.move(timedelta(hours=24))

    answer = await client.post("/departments", json={"name": "Billing"}, headers=desk.headers() | key)

    assert answer.status_code == 201
    assert await desk.names() == ["Billing", "Sales"]


async def test_keys_older_than_a_day_are_purged(
    client: httpx2.AsyncClient, desk: Desk, manual_clock: ManualClock
) -> None:
    await client.post("/departments", json={"name": "A"}, headers=desk.headers() | {"Idempotency-Key": "old"})
    manual_clock.move(timedelta(hours=12))
    await client.post("/departments", json={"name": "B"}, headers=desk.headers() | {"Idempotency-Key": "new"})
    manual_clock.move(timedelta(hours=12))

    async with desk.database.transaction() as uow:
        assert await purge_idempotency_keys(uow.connection, uow.now) == 1

    async with desk.database.reading() as connection:
        assert (await connection.scalar(text("SELECT key FROM escalated_idempotency_keys"))) == "new"


async def test_a_form_sent_again_with_another_boundary_is_the_same(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = desk.headers() | {"Idempotency-Key": "k1"}
    first = await client.post("/files", files={"file": ("a.txt", b"hello")}, headers=headers)

    again = await client.post("/files", files={"file": ("a.txt", b"hello")}, headers=headers)
    other = await client.post("/files", files={"file": ("a.txt", b"hallo")}, headers=headers)

    assert first.json() == {"data": {"size": 5}}
    assert (again.status_code, again.json()) == (201, {"data": {"size": 5}})
    assert again.headers["idempotent-replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"
    assert await desk.names() == ["a.txt"]


async def test_a_guest_has_no_keys(client: httpx2.AsyncClient, desk: Desk) -> None:
    headers = {"Idempotency-Key": "k1"}

    answers = [await client.post("/guests", json={"name": "Sales"}, headers=headers) for _ in range(2)]

    assert [answer.json() for answer in answers] == [{"data": {"acting": "guest"}}] * 2
    assert await desk.names() == ["Sales", "Sales"]


async def test_stale_credentials_make_a_guest_where_nobody_need_be_signed_in(
    client: httpx2.AsyncClient, desk: Desk
) -> None:
    answer = await client.post("/guests", json={"name": "Sales"}, headers={"Authorization": "Bearer nonsense"})

    assert (answer.status_code, answer.json()) == (201, {"data": {"acting": "guest"}})


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
async def test_a_bad_key_is_refused(client: httpx2.AsyncClient, desk: Desk, key: str) -> None:
    headers = desk.headers() | {"Idempotency-Key": key}

    answer = await client.post("/departments", json={"name": "Sales"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")
    assert await desk.names() == []
