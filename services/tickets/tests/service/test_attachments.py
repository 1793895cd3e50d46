"""Files: upload first, attach by id, fetch by a link that dies with session and sight."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2

from escalated_chassis.access.directory import Access
from escalated_chassis.errors import NotFound, UnsupportedMedia
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.attachments.service import next_unused, remove_unused

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
HTML = b"<script>alert(1)</script>"


async def uploaded(desk: Any, who: Any, name: str = "shot.png", content: bytes = PNG) -> Any:
    return await desk.ask("POST", "/uploads", who, files={"file": (name, content, "image/png")})


async def upload_id(desk: Any, who: Any, name: str = "shot.png", content: bytes = PNG) -> str:
    answer = await uploaded(desk, who, name, content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def stored(desk: Any) -> set[Path]:
    """The files whose bytes lie in the store."""
    return {each for each in Path(desk.settings.storage).rglob("*") if each.is_file()}


async def first_file(desk: Any, who: Any, ticket: dict[str, Any]) -> dict[str, Any]:
    shown = await desk.shown(who, ticket, "messages")
    return dict(shown["messages"][0]["attachments"][0])


async def test_a_file_goes_along_with_a_new_ticket_and_comes_back_as_it_was(desk: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer, attachments=[await upload_id(desk, customer)])
    file = await first_file(desk, customer, ticket)

    got = await desk.http.get(file["url"], headers=customer.headers)

    assert (file["filename"], file["content_type"], file["size"], file["inline"]) == ("shot.png", "image/png", 72, True)
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PNG, "image/png")
    assert got.headers["content-disposition"] == "inline; filename*=UTF-8''shot.png"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox")
    event = (await desk.events(ticket))[0]
    assert [each["filename"] for each in event["message"]["attachments"]] == ["shot.png"]


async def test_a_file_that_the_store_has_lost_is_said_before_anything_is_sent(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer, attachments=[await upload_id(desk, customer)])
    file = await first_file(desk, customer, ticket)
    await desk.desk.files.remove(UUID(file["id"]))

    assert problem(await desk.http.get(file["url"], headers=customer.headers)) == (404, "file_lost")


async def test_a_light_agent_uploads_for_notes_and_for_nothing_else(desk: Any) -> None:
    customer, light = await desk.person(), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    file = await upload_id(desk, light)
    aside = {"subject": "x", "channel": "email", "recipients": [{"email": "v@vendor.example"}], "body": "x"}

    for path, body in (
        (f"/tickets/{ticket['id']}/replies", {"body": "x"}),
        ("/tickets", {"subject": "x", "description": "y"}),
        (f"/tickets/{ticket['id']}/side-conversations", aside),
    ):
        refused = await desk.ask("POST", path, light, json={**body, "attachments": [file]})
        assert refused.status_code == 403, refused.text
    note = await desk.does(
        light, f"/tickets/{ticket['id']}/replies", {"body": "See", "internal": True, "attachments": [file]}
    )

    assert note["note_count"] == 1
    shown = (await desk.shown(light, ticket, "messages"))["messages"][-1]
    assert [each["id"] for each in shown["attachments"]] == [file]
    assert (await desk.ask("GET", f"/attachments/{file}", light)).content == PNG
    assert (await desk.ask("GET", f"/attachments/{file}", customer)).status_code == 404


async def test_markup_is_only_ever_a_download(desk: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer, attachments=[await upload_id(desk, customer, "page.html", HTML)])
    file = await first_file(desk, customer, ticket)
    got = await desk.http.get(file["url"], headers=customer.headers)
    assert (got.headers["content-type"], got.headers["content-disposition"].split(";")[0]) == (
        "application/octet-stream",
        "attachment",
    )


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("shot.pdf", PNG, (415, "content_mismatch")),
        ("notes.txt", PNG, (415, "content_mismatch")),
        ("empty.txt", b"", (422, "invalid")),
        ("big.bin", b"\x01" * (2 * 1024 * 1024), (413, "file_too_large")),
    ],
)
async def test_a_file_that_cannot_be_kept_is_refused_and_nothing_stays(
    desk: Any, problem: Any, name: str, content: bytes, expected: tuple[int, str]
) -> None:
    customer, before = await desk.person(), stored(desk)
    small = replace(desk.desk, settings=desk.settings.model_copy(update={"max_attachment_size_kb": 1024}))
    desk.http._transport.app.state.desk = small
    try:
        answer = await uploaded(desk, customer, name, content)
    finally:
        desk.http._transport.app.state.desk = desk.desk
    assert problem(answer) == expected
    assert stored(desk) == before
    statement = "SELECT 1 FROM escalated_attachments WHERE uploader = :who"
    assert await desk.rows(statement, who=f"person:{customer.id}") == []


async def test_nobody_attaches_what_another_uploaded_nor_the_same_twice(desk: Any, problem: Any) -> None:
    customer, other = await desk.person(), await desk.person()
    file = await upload_id(desk, customer)
    body = {"subject": "Mine", "description": "now", "attachments": [file]}

    foreign = await desk.ask("POST", "/tickets", other, json=body)
    first = await desk.ask("POST", "/tickets", customer, json=body)
    second = await desk.ask("POST", "/tickets", customer, json=body)

    assert [answer.status_code for answer in (foreign, first, second)] == [422, 201, 422]
    assert foreign.json()["errors"][0] == {
        "pointer": "/attachments/0",
        "code": "unknown_upload",
        "detail": "There is no such upload of yours that waits to be attached",
    }
    assert await desk.rows("SELECT 1 FROM escalated_tickets WHERE requester_id = :id", id=other.id) == []


async def test_more_files_than_a_message_may_have_are_refused(desk: Any) -> None:
    customer = await desk.person()
    files = [await upload_id(desk, customer) for _ in range(6)]
    body = {"subject": "Many", "description": "files", "attachments": files}
    answer = await desk.ask("POST", "/tickets", customer, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "too_many")


async def test_a_notes_file_is_no_customers(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(customer)
    note = {"body": "see", "internal": True, "attachments": [await upload_id(desk, agent)]}
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", note)
    shown = await desk.shown(agent, ticket, "messages")
    path = shown["messages"][-1]["attachments"][0]["url"].split("?")[0]

    assert (await desk.http.get(path, headers=agent.headers)).status_code == 200
    assert (await desk.http.get(path, headers=customer.headers)).status_code == 404


async def test_who_may_fetch_a_file(desk: Any) -> None:
    customer, other, agent = await desk.person(), await desk.person(), await desk.person("agent")
    department = await desk.department()
    admin = await desk.person("admin")
    ticket = await desk.opened(customer, attachments=[await upload_id(desk, customer)])
    await desk.does(admin, f"/tickets/{ticket['id']}/department", {"department_id": str(department)})
    path = (await first_file(desk, customer, ticket))["url"].split("?")[0]

    async def status(headers: dict[str, str]) -> int:
        return int((await desk.http.get(path, headers=headers)).status_code)

    assert await status({}) == 401
    assert await status(customer.headers) == 200
    assert await status(other.headers) == 404
    assert await status(agent.headers) == 404
    assert await status(admin.headers) == 200
    assert await status(desk.api_token(admin, "people:read")) == 403
    assert await status(desk.api_token(admin, "tickets:read", "tickets:view_all")) == 200


@pytest.mark.parametrize("kind", ["customer", "agent", "light_agent"])
async def test_who_may_upload(desk: Any, kind: str, problem: Any) -> None:
    somebody = await desk.person(kind)
    assert (await uploaded(desk, somebody)).status_code == 201
    assert (await uploaded(desk, None)).status_code == 401
    before, reads = stored(desk), desk.api_token(somebody, "tickets:read", "tickets:follow")
    refused = await desk.ask("POST", "/uploads", None, files={"file": ("a.txt", b"a")}, headers=reads)
    assert problem(refused) == (403, "permission_missing")
    assert stored(desk) == before


async def test_a_link_dies_with_its_time_its_session_and_its_owners_sight(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer, attachments=[await upload_id(desk, customer)])
    link = (await first_file(desk, customer, ticket))["url"]
    permissions = BUILT_IN_ROLES["customer"]
    desk.directory.access[customer.id] = Access(
        customer.id, "customer", customer.name, customer.email, True, permissions, frozenset(), ("customer",), 1
    )
    authenticator = desk.http._transport.app.state.authenticator

    alone = await desk.http.get(link)
    forged = await desk.http.get(link[:-4] + "0000")
    authenticator.revocations.ended(link.split("token=")[1].split(".")[1])
    ended = await desk.http.get(link)
    desk.clock.move(timedelta(minutes=11))
    late = await desk.http.get(link)
    desk.clock.move(timedelta(minutes=-11))

    assert (alone.status_code, alone.content) == (200, PNG)
    assert problem(forged) == (401, "link_expired")
    assert problem(ended) == (401, "session_ended")
    assert problem(late) == (401, "link_expired")


async def test_an_upload_that_nobody_attached_is_removed_after_a_day(desk: Any) -> None:
    customer = await desk.person()
    kept = await upload_id(desk, customer)
    await desk.opened(customer, attachments=[kept])
    unused = await upload_id(desk, customer)

    async def sweep() -> int:
        async with desk.database.transaction() as uow:
            return await remove_unused(uow, desk.desk.files, 100)

    assert await sweep() == 0
    desk.clock.move(timedelta(days=1, seconds=1))
    try:
        async with desk.database.reading() as reader:
            assert await next_unused(reader) is not None
        assert await sweep() >= 1
    finally:
        desk.clock.move(-timedelta(days=1, seconds=1))
    assert [
        str(row.id) for row in await desk.rows("SELECT id FROM escalated_attachments WHERE id = :id", id=UUID(kept))
    ]
    assert await desk.rows("SELECT id FROM escalated_attachments WHERE id = :id", id=UUID(unused)) == []
    with pytest.raises(NotFound, match="no longer in the store"):
        await desk.desk.files.read(UUID(unused))


def parts(name: str, content: bytes) -> AsyncIterator[pb.UploadRequest]:
    async def each() -> AsyncIterator[pb.UploadRequest]:
        yield pb.UploadRequest(header=pb.UploadHeader(filename=name))
        for start in range(0, len(content), 10):
            yield pb.UploadRequest(chunk=content[start : start + 10])

    return each()


async def test_a_service_brings_files_along_and_fetches_them(desk: Any, rpc: Any) -> None:
    notifications = rpc.as_service("notifications")
    stored = (await notifications.Upload(parts("shot.png", PNG), timeout=10)).attachment
    answer = await notifications.CreateTicket(
        pb.CreateTicketRequest(
            key=uuid4().hex,
            requester=types_pb2.PersonRef(name="Eve", email="eve@elsewhere.example"),
            subject="With a file",
            body="see there",
            format="text",
            channel="email",
            upload_ids=[stored.id],
        ),
        timeout=10,
    )
    chunks = [
        part.chunk async for part in notifications.Download(pb.DownloadRequest(attachment_id=stored.id), timeout=10)
    ]

    assert (stored.content_type, stored.size_bytes) == ("image/png", 72)
    assert [each.id for each in answer.message.attachments] == [stored.id]
    assert b"".join(chunks) == PNG
    with pytest.raises(UnsupportedMedia):
        await notifications.Upload(parts("shot.pdf", PNG), timeout=10)


async def test_a_form_brings_its_files_along(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    shared = {"visible_to_customers": True, "editable_by_customers": True}
    await desk.does(admin, "/custom-fields", {"key": "order", "label": "Order", "type": "number", **shared})
    form = {"subject": "By form", "description": "see the file", "custom_fields": '{"order": 7}'}
    files = [("files", ("shot.png", PNG, "image/png")), ("files", ("words.txt", b"words", "text/plain"))]
    key = {"idempotency-key": uuid4().hex}

    first = await desk.ask("POST", "/tickets", customer, data=form, files=files, headers=key)
    again = await desk.ask("POST", "/tickets", customer, data=form, files=files, headers=key)
    other = await desk.ask("POST", "/tickets", customer, data=form, files=files[:1], headers=key)

    assert first.status_code == 201, first.text
    ticket = first.json()["data"]
    assert (ticket["subject"], ticket["custom_fields"]) == ("By form", {"order": 7})
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    shown = await desk.shown(customer, ticket, "messages")
    assert [each["filename"] for each in shown["messages"][0]["attachments"]] == ["shot.png", "words.txt"]


async def test_of_a_form_that_is_refused_no_bytes_stay(desk: Any, problem: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("admin"), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    file, before = {"files": ("words.txt", b"words", "text/plain")}, stored(desk)

    for who, path, data, expected in (
        (customer, f"/tickets/{uuid4()}/replies", {"body": "x"}, (404, "ticket_not_found")),
        (light, f"/tickets/{ticket['id']}/replies", {"body": "x"}, (403, "forbidden")),
        (
            agent,
            f"/tickets/{ticket['id']}/replies",
            {"body": "x", "status": "escalated"},
            (409, "transition_not_allowed"),
        ),
        (customer, "/tickets", {"subject": "s", "description": "d", "department_id": str(uuid4())}, (422, "invalid")),
    ):
        assert problem(await desk.ask("POST", path, who, data=data, files=file)) == expected

    assert stored(desk) == before
    kept = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, data={"body": "x"}, files=file)
    assert (kept.status_code, len(stored(desk) - before)) == (201, 1)


async def test_a_form_is_held_to_the_same_shape(desk: Any) -> None:
    agent = await desk.person("admin")
    ticket = await desk.opened(agent)
    path = f"/tickets/{ticket['id']}/replies"
    file = {"files": ("words.txt", b"words", "text/plain")}

    note = await desk.ask("POST", path, agent, data={"body": "{not json}", "internal": "true"}, files=file)
    unknown = await desk.ask("POST", path, agent, data={"body": "x", "version": "7"}, files=file)
    many = await desk.ask("POST", path, agent, data={"body": "x"}, files=[("files", ("a.txt", b"a"))] * 6)

    assert (note.status_code, note.json()["message"]["kind"], note.json()["message"]["body_text"]) == (
        201,
        "note",
        "{not json}",
    )
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/version")
    assert (many.status_code, many.json()["errors"][0]["code"]) == (422, "too_many")
