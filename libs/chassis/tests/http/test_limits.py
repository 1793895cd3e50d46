"""Bodies, depths and heads are bounded, and what is beyond is refused without being read."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from escalated_chassis.http import limits
from escalated_chassis.http.limits import BODY_LIMIT, DRAIN_SECONDS, HEADER_COUNT, JSON_DEPTH

from .conftest import Desk

JSON = {"Content-Type": "application/json"}


def nested(depth: int) -> bytes:
    return b'{"name": "a", "notes": ' + b'{"a":' * (depth - 1) + b"1" + b"}" * (depth - 1) + b"}"


async def test_a_body_of_the_limit_is_taken_and_one_byte_more_is_not(client: httpx2.AsyncClient, desk: Desk) -> None:
    frame = b'{"name": "Sales"}'
    largest = frame + b" " * (BODY_LIMIT - len(frame))

    taken = await client.post("/departments", content=largest, headers=desk.headers() | JSON)
    refused = await client.post("/departments", content=largest + b" ", headers=desk.headers() | JSON)

    assert taken.status_code == 201
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert refused.json()["limit"] == BODY_LIMIT
    assert await desk.names() == ["Sales"]


async def test_a_body_without_a_length_is_bounded_too_and_drained_for_its_sender_to_hear_it(
    client: httpx2.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DRAIN_LIMIT", 3 * BODY_LIMIT)
    pulled = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal pulled
        for _ in range(100):
            pulled += 1
            yield b" " * 65_536

    answer = await client.post("/departments", content=chunks(), headers=desk.headers() | JSON)

    assert answer.status_code == 413
    assert pulled == 3 * BODY_LIMIT // 65_536


async def test_a_route_may_take_more(client: httpx2.AsyncClient, desk: Desk) -> None:
    taken = await client.post("/files", files={"file": ("a", b"x" * 2_000_000)}, headers=desk.headers())
    refused = await client.post("/files", files={"file": ("b", b"x" * 3_000_000)}, headers=desk.headers())

    assert (taken.status_code, taken.json()) == (201, {"data": {"size": 2_000_000}})
    assert refused.status_code == 413
    assert await desk.names() == ["a"]


async def test_a_form_of_many_parts_is_refused(client: httpx2.AsyncClient, desk: Desk) -> None:
    parts = [("file", (f"{number}", b"")) for number in range(10_000)]

    answer = await client.post("/files", files=parts, headers=desk.headers())

    assert answer.status_code == 400
    assert await desk.names() == []


@pytest.mark.parametrize(("depth", "status"), [(JSON_DEPTH, 201), (JSON_DEPTH + 1, 400), (10_000, 400)])
async def test_nesting_is_bounded(client: httpx2.AsyncClient, desk: Desk, depth: int, status: int) -> None:
    answer = await client.post("/departments", content=nested(depth), headers=desk.headers() | JSON)

    assert answer.status_code == status
    assert await desk.names() == (["a"] if status == 201 else [])


@pytest.mark.parametrize("content", [b'{"name": "a\\u0000"}', nested(JSON_DEPTH + 1)], ids=["nul", "depth"])
async def test_a_body_that_came_whole_is_refused_without_waiting_for_more(
    client: httpx2.AsyncClient, desk: Desk, content: bytes
) -> None:
    async with asyncio.timeout(DRAIN_SECONDS / 2):
        answer = await client.post("/departments", content=content, headers=desk.headers() | JSON)

    assert answer.status_code in (400, 422)


async def test_a_nul_in_a_text_is_refused_and_an_escaped_backslash_is_not(
    client: httpx2.AsyncClient, desk: Desk
) -> None:
    refused = await client.post("/departments", content=b'{"name": "a\\u0000"}', headers=desk.headers() | JSON)
    taken = await client.post("/departments", content=b'{"name": "a\\\\u0000"}', headers=desk.headers() | JSON)

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "invalid_character")
    assert taken.status_code == 201
    assert await desk.names() == ["a\\u0000"]


@pytest.mark.parametrize("path", ["/whoami?q=a%00b", "/who%00ami"])
async def test_a_nul_in_the_address_is_refused(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_character")


async def test_many_headers_are_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/whoami", headers={f"X-{number}": "a" for number in range(HEADER_COUNT)})

    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_headers")
