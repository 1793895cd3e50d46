"""Every failure is a problem document, and none tells what it should not."""

import httpx2
import pytest
from structlog.testing import capture_logs

from .conftest import Desk

MEDIA_TYPE = "application/problem+json"
ID = "018f0000-0000-7000-8000-000000000001"


async def test_what_is_not_there_is_404(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/nowhere", headers={"X-Request-Id": "request-0001"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["x-request-id"] == "request-0001"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "type": "urn:escalated:problem:not_found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "code": "not_found",
        "request_id": "request-0001",
    }


async def test_a_path_that_holds_no_id_is_404(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/departments/seven")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_another_method_is_405(client: httpx2.AsyncClient) -> None:
    answer = await client.put(f"/departments/{ID}", json={})

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["allow"]


@pytest.mark.parametrize("body", [b"{", b"", b"nonsense", b'{"name": NaN}', b'{"name": "\\ud800"}', b"\xff\xfe"])
async def test_a_body_that_is_no_json_is_refused(client: httpx2.AsyncClient, desk: Desk, body: bytes) -> None:
    headers = desk.headers() | {"Content-Type": "application/json"}

    answer = await client.post("/departments", content=body, headers=headers)

    expected = (422, "invalid") if body == b"" else (400, "json_invalid")
    assert (answer.status_code, answer.json()["code"]) == expected
    assert await desk.names() == []


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonp", ""])
async def test_a_body_of_another_kind_is_415(client: httpx2.AsyncClient, desk: Desk, kind: str) -> None:
    headers = desk.headers() | {"Content-Type": kind}

    answer = await client.post("/departments", content=b'{"name": "Sales"}', headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")
    assert await desk.names() == []


async def test_refused_values_are_pointed_at(client: httpx2.AsyncClient, desk: Desk) -> None:
    body = {"name": "", "changes": "many", "version": 7, "a/b~c": 1}

    answer = await client.post("/departments", json=body, headers=desk.headers())

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    found = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert found == {
        "/name": "string_too_short",
        "/changes": "int_parsing",
        "/version": "unknown_field",
        "/a~1b~0c": "unknown_field",
    }


async def test_a_missing_value_is_required(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await client.post("/departments", json={}, headers=desk.headers())

    assert answer.json()["errors"] == [{"pointer": "/name", "code": "required", "detail": "Field required"}]


async def test_a_refused_parameter_is_named(client: httpx2.AsyncClient, desk: Desk) -> None:
    answer = await client.get("/departments?limit=101", headers=desk.headers())

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["limit"]


@pytest.mark.parametrize(
    ("sent", "seen"), [('"7"', 7), ('W/"7"', 7), ("*", None), (None, None)], ids=["strong", "weak", "any", "none"]
)
async def test_if_match_is_the_version_seen(client: httpx2.AsyncClient, sent: str | None, seen: int | None) -> None:
    answer = await client.patch(f"/departments/{ID}", headers={"If-Match": sent} if sent else {})

    assert answer.json() == {"data": {"seen": seen}}


@pytest.mark.parametrize("sent", ["7", '"seven"', '"1", "2"', '"-1"', '""', '"99999999999999999999"'])
async def test_another_if_match_is_400(client: httpx2.AsyncClient, sent: str) -> None:
    answer = await client.patch(f"/departments/{ID}", headers={"If-Match": sent})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_if_match")


async def test_nobody_is_401_and_told_how(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/departments")

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_crash_is_logged_with_its_request_and_not_answered(client: httpx2.AsyncClient) -> None:
    with capture_logs() as lines:
        answer = await client.post("/crashes", json={"name": "Sales"}, headers={"X-Request-Id": "request-0001"})

    assert answer.status_code == 500
    assert b"hunter2" not in answer.content and b"Traceback" not in answer.content
    crash = next(line for line in lines if line["event"] == "request_failed")
    assert (crash["log_level"], crash["path"]) == ("error", "/api/v1/crashes")


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with space", "a;b" * 5])
async def test_a_request_id_that_is_not_sensible_is_replaced(client: httpx2.AsyncClient, sent: str) -> None:
    answer = await client.get("/whoami", headers={"X-Request-Id": sent})

    assert answer.headers["x-request-id"] != sent
    assert len(answer.headers["x-request-id"]) == 32


async def test_what_is_known_already_is_not_sent_again(client: httpx2.AsyncClient) -> None:
    known = await client.get(f"/departments/{ID}", headers={"If-None-Match": 'W/"6", "7"'})
    newer = await client.get(f"/departments/{ID}", headers={"If-None-Match": '"6"'})

    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", '"7"')
    assert newer.status_code == 200


async def test_nothing_is_answered_for_what_is_deleted(client: httpx2.AsyncClient) -> None:
    answer = await client.delete(f"/departments/{ID}")

    assert (answer.status_code, answer.content) == (204, b"")
