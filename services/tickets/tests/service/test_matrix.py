"""The authorization matrix: every endpoint by everybody, and what a refusal must not have done."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from escalated_tickets.participants.suggesting import suggest
from escalated_tickets.tables import metadata
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.writing import lock

WHO = ("anonymous", "customer", "other customer", "agent", "other agent", "light agent", "admin", "narrow token")

SIDE = {"subject": "s", "channel": "email", "recipients": [{"email": "v@vendor.example"}], "body": "b"}

ONE_MESSAGE = {"message_ids": ["00000000-0000-4000-8000-000000000000"]}
DELETING = {"ids": ["00000000-0000-4000-8000-000000000000"], "action": {"type": "delete"}}
PRODUCTS_DELETING = {"ticket_ids": DELETING["ids"], "action": "delete"}
# Stands for a form with a file.
FILE: dict[str, Any] = {"file": ("a.txt", b"a")}

# Path, body, and the status for each of WHO in order. The ticket is the customer's, in the agent's department.
MATRIX: list[tuple[str, str, dict[str, Any] | None, str]] = [
    ("GET", "/tickets", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tickets/counts", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tickets/{t}", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/tickets/{t}/messages", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/tickets/{t}/timeline", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/search?q=printer", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/statuses", None, "401 200 200 200 200 200 200 403"),
    ("GET", "/tags", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/agents", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/reports/volume", None, "401 403 403 200 200 403 200 403"),
    ("POST", "/tickets", {"subject": "x", "description": "y"}, "401 201 201 201 201 403 201 403"),
    ("PATCH", "/tickets/{t}", {"subject": "z"}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}", None, "401 403 404 403 404 403 204 404"),
    ("POST", "/tickets/{t}/restore", {}, "401 403 404 403 404 403 200 404"),
    ("POST", "/tickets/{t}/replies", {"body": "hello"}, "401 201 404 201 404 403 201 404"),
    ("POST", "/tickets/{t}/replies", {"body": "psst", "internal": True}, "401 422 422 201 404 201 201 404"),
    ("POST", "/tickets/{t}/status", {"status": "in_progress"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/priority", {"priority": "high"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/department", {"department_id": None}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/assign", {"assignee_id": "{agent}"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/unassign", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/tags", {"tags": ["new"]}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}/tags", {"tags": ["new"]}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/resolve", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/close", {}, "401 200 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/reopen", {}, "401 409 404 409 404 403 409 404"),
    ("POST", "/tickets/{t}/escalate", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/follow", {}, "401 403 404 200 404 200 200 404"),
    ("DELETE", "/tickets/{t}/follow", None, "401 403 404 200 404 200 200 404"),
    ("POST", "/uploads", FILE, "401 201 201 201 201 201 201 403"),
    ("GET", "/attachments/{attachment_id}", None, "401 200 404 200 404 200 200 403"),
    ("GET", "/attachments/{note_file_id}", None, "401 404 404 200 404 200 200 403"),
    ("POST", "/tags", {"name": "{new}"}, "401 403 403 403 403 403 201 403"),
    ("PATCH", "/tags/{tag_id}", {"color": "#000000"}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/tags/{tag_id}", None, "401 403 403 403 403 403 204 403"),
    ("GET", "/tickets/{t}/participants", None, "401 200 404 200 404 200 200 403"),
    ("POST", "/tickets/{t}/participants", {"email": "{email}"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/participants/{participant_id}/approve", {}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}/participants/{participant_id}", None, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/followers", {"person_id": "{agent}"}, "401 403 404 200 404 403 200 404"),
    ("DELETE", "/tickets/{t}/followers/{follower_id}", None, "401 403 404 200 404 403 200 404"),
    ("GET", "/assignment/departments/{department_id}", None, "401 403 403 200 200 200 200 403"),
    ("PUT", "/assignment/departments/{department_id}", {"strategy": "none"}, "401 403 403 403 403 403 200 403"),
    ("GET", "/assignment/agents", None, "401 403 403 403 403 403 200 403"),
    ("GET", "/assignment/agents/{agent_id}", None, "401 403 403 200 403 403 200 403"),
    ("PUT", "/assignment/agents/{agent_id}", {"capacity": 50}, "401 403 403 403 403 403 200 403"),
    ("PUT", "/assignment/agents/{agent_id}/availability", {"available": True}, "401 403 403 200 403 403 200 403"),
    ("GET", "/assignment/skills", None, "401 403 403 200 200 200 200 403"),
    ("PUT", "/assignment/skills", {"skills": [{"name": "{new}"}]}, "401 403 403 403 403 403 200 403"),
    ("GET", "/activity", None, "401 403 403 403 403 403 200 403"),
    ("GET", "/settings/tickets", None, "401 403 403 403 403 403 200 403"),
    ("PATCH", "/settings/tickets", {"max_attachments": 7}, "401 403 403 403 403 403 200 403"),
    ("GET", "/custom-fields", None, "401 200 200 200 200 200 200 403"),
    ("POST", "/custom-fields", {"key": "{new}", "label": "x", "type": "text"}, "401 403 403 403 403 403 201 403"),
    ("PATCH", "/custom-fields/{field_id}", {"label": "y"}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/custom-fields/{field_id}", None, "401 403 403 403 403 403 204 403"),
    ("POST", "/tickets/{t}/rate", {"score": 5}, "401 409 404 403 404 403 403 404"),
    ("GET", "/tickets/{t}/ratings", None, "401 403 404 200 404 200 200 403"),
    ("POST", "/guest/ratings", {"grant": "x", "score": 5}, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/verification", {"email": "{email}"}, "204 204 204 204 204 204 204 204"),
    (
        "POST",
        "/guest/verification/confirm",
        {"email": "{email}", "code": "12345678"},
        "401 401 401 401 401 401 401 401",
    ),
    ("GET", "/guest/tickets", None, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/tickets/lookup", {"reference": "ESC-00001"}, "401 401 401 401 401 401 401 401"),
    ("GET", "/guest/tickets/{t}", None, "401 401 401 401 401 401 401 401"),
    ("GET", "/guest/tickets/{t}/messages", None, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/tickets/{t}/replies", {"body": "x"}, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/tickets/{t}/close", {}, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/tickets/{t}/reopen", {}, "401 401 401 401 401 401 401 401"),
    ("POST", "/guest/tickets/{t}/rate", {"score": 5}, "401 401 401 401 401 401 401 401"),
    ("GET", "/tickets/{t}/subjects", None, "401 200 404 200 404 200 200 403"),
    (
        "POST",
        "/tickets/{t}/subjects",
        {"type": "order", "subject_id": "{new}", "title": "x"},
        "401 403 404 201 404 403 201 404",
    ),
    ("DELETE", "/tickets/{t}/subjects/{subject_id}", None, "401 403 404 200 404 403 200 404"),
    ("GET", "/subjects?type=order&id=1", None, "401 200 200 200 200 200 200 403"),
    ("POST", "/tickets/{t}/snooze", {"preset": "1h"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/unsnooze", {}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/macro", {"macro_id": "{macro_id}"}, "401 403 404 200 404 403 200 404"),
    ("GET", "/fields", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/views", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/views/counts", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/views/all_open", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/tickets?view=all_open", None, "401 422 422 200 200 200 200 403"),
    ("POST", "/views", {"name": "v", "conditions": {"all": []}}, "401 403 403 201 201 201 201 403"),
    (
        "POST",
        "/views",
        {"name": "v", "conditions": {"all": []}, "sharing": "all"},
        "401 403 403 403 403 403 201 403",
    ),
    ("GET", "/views/{view}", None, "401 403 403 200 404 200 200 403"),
    ("PATCH", "/views/{view}", {"name": "w"}, "401 403 403 403 404 403 200 403"),
    ("DELETE", "/views/{view}", None, "401 403 403 403 404 403 204 403"),
    ("GET", "/tickets/export.csv", None, "401 403 403 200 200 403 200 403"),
    ("GET", "/macros", None, "401 403 403 200 200 200 200 403"),
    ("POST", "/macros", {"name": "m", "actions": [{"type": "unassign"}]}, "401 403 403 201 201 201 201 403"),
    ("GET", "/macros/{macro_id}", None, "401 403 403 200 200 200 200 403"),
    ("PATCH", "/macros/{macro_id}", {"name": "n"}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/macros/{macro_id}", None, "401 403 403 403 403 403 204 403"),
    ("GET", "/canned-responses", None, "401 403 403 200 200 200 200 403"),
    ("POST", "/canned-responses", {"name": "r", "body": "b"}, "401 403 403 201 201 201 201 403"),
    ("GET", "/canned-responses/{response_id}", None, "401 403 403 200 200 200 200 403"),
    ("GET", "/canned-responses/{response_id}/files/{file_id}", None, "401 403 403 200 200 200 200 403"),
    ("PATCH", "/canned-responses/{response_id}", {"name": "n"}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/canned-responses/{response_id}", None, "401 403 403 403 403 403 204 403"),
    ("POST", "/tickets/{t}/canned-responses/{response_id}/render", {}, "401 403 404 200 404 200 200 403"),
    ("POST", "/statuses", {"label": "{new}", "category": "open"}, "401 403 403 403 403 403 201 403"),
    ("PATCH", "/statuses/{slug}", {"label": "x"}, "401 403 403 403 403 403 200 403"),
    ("PUT", "/statuses/{slug}/transitions", {"transitions": ["open"]}, "401 403 403 403 403 403 200 403"),
    ("DELETE", "/statuses/{slug}", None, "401 403 403 403 403 403 204 403"),
    ("POST", "/tickets/{t}/replies", {"body": "later", "send_after": 60}, "401 422 422 202 404 403 202 404"),
    ("GET", "/tickets/{t}/outgoing", None, "401 404 404 200 404 200 200 403"),
    ("DELETE", "/tickets/{t}/outgoing/{outgoing_id}", None, "401 404 404 200 404 403 200 404"),
    ("GET", "/tickets/{t}/draft", None, "401 404 404 404 404 404 404 403"),
    ("PUT", "/tickets/{t}/draft", {"body": "x", "kind": "note"}, "401 404 404 200 404 200 200 403"),
    ("DELETE", "/tickets/{t}/draft", None, "401 404 404 204 404 204 204 403"),
    ("POST", "/tickets/{t}/messages/{message_id}/pin", {}, "401 404 404 200 404 200 200 404"),
    ("DELETE", "/tickets/{t}/messages/{message_id}/pin", None, "401 404 404 200 404 200 200 404"),
    ("PATCH", "/tickets/{t}/messages/{message_id}", {"body": "y"}, "401 404 404 200 404 403 403 404"),
    ("DELETE", "/tickets/{t}/messages/{message_id}", None, "401 404 404 200 404 403 403 404"),
    ("GET", "/tickets/{t}/side-conversations", None, "401 404 404 200 404 200 200 403"),
    ("POST", "/tickets/{t}/side-conversations", SIDE, "401 404 404 201 404 403 201 404"),
    ("GET", "/tickets/{t}/side-conversations/{conversation_id}", None, "401 404 404 200 404 200 200 403"),
    (
        "POST",
        "/tickets/{t}/side-conversations/{conversation_id}/messages",
        {"body": "x"},
        "401 404 404 201 404 403 201 404",
    ),
    ("POST", "/tickets/{t}/side-conversations/{conversation_id}/close", {}, "401 404 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/side-conversations/{conversation_id}/reopen", {}, "401 404 404 200 404 403 200 404"),
    ("GET", "/tickets/{t}/links", None, "401 200 404 200 404 200 200 403"),
    ("POST", "/tickets/{t}/links", {"kind": "parent", "ticket": "{other}"}, "401 403 404 201 404 403 201 404"),
    ("DELETE", "/tickets/{t}/links/{other}", None, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/merge", {"into": "{other}"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/tickets/{t}/unmerge", {}, "401 403 404 409 404 403 409 404"),
    ("POST", "/tickets/{t}/split", ONE_MESSAGE, "401 403 404 422 404 403 422 404"),
    ("POST", "/tickets/{t}/undo", {}, "401 403 404 409 404 409 409 404"),
    ("POST", "/support/agent/tickets/bulk/", PRODUCTS_DELETING, "401 403 403 202 202 202 202 403"),
    ("POST", "/support/agent/tickets/{t}/follow/", {}, "401 403 404 200 404 200 200 403"),
    ("POST", "/support/agent/tickets/{t}/macro/", {"macro_id": "{macro_id}"}, "401 403 404 200 404 403 200 404"),
    ("POST", "/support/agent/tickets/{t}/pin/{message_id}/", {}, "401 404 404 200 404 200 200 404"),
    ("POST", "/support/tickets/{t}/rate/", {"rating": 5}, "401 409 404 403 404 403 403 404"),
    ("POST", "/tickets/bulk", DELETING, "401 403 403 202 202 202 202 403"),
    ("GET", "/bulk-jobs/{job_id}", None, "401 404 404 200 404 404 404 403"),
    ("POST", "/bulk-jobs/{job_id}/undo", {}, "401 404 404 409 404 404 404 403"),
    (
        "POST",
        "/guest/tickets",
        {"name": "G", "email": "g@example.com", "subject": "s", "description": "d"},
        "201 201 201 201 201 201 201 201",
    ),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(desk: Any) -> tuple[dict[str, Any], str]:
    """Everybody of WHO, and the agent's department."""
    mine, theirs = await desk.department("Mine"), await desk.department("Theirs")
    customer = await desk.person()
    agent = await desk.person("agent", mine)
    token = await desk.person("agent", mine)
    narrow = type(token)(token.id, token.name, token.email, token.kind, desk.api_token(token, "sla:read"))
    people = {
        "anonymous": None,
        "customer": customer,
        "other customer": await desk.person(),
        "agent": agent,
        "other agent": await desk.person("agent", theirs),
        "light agent": await desk.person("light_agent", mine),
        "admin": await desk.person("admin"),
        "narrow token": narrow,
    }
    return people, str(mine)


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, names) for key, each in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


async def _tag(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    tagged = await desk.does(people["admin"], f"/tickets/{ticket['id']}/tags", {"tags": [f"t{ticket['id'][-12:]}"]})
    return str(tagged["tags"][0]["id"])


async def _custom_field(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    made = await desk.does(
        people["admin"], "/custom-fields", {"key": f"k{ticket['id'][-12:]}", "label": "K", "type": "text"}
    )
    return str(made["id"])


async def _suggested(desk: Any, _people: dict[str, Any], ticket: dict[str, Any]) -> str:
    person = PersonRef(uuid4(), "Cc", "cc@example.com")
    async with desk.database.transaction() as uow:
        state = await lock(uow, ticket["id"])
        assert state is not None
        await suggest(uow, state, [person], state.requester_id)
    return str(person.id)


async def _follower(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    body = {"person_id": str(people["agent"].id)}
    followed = await desk.does(people["admin"], f"/tickets/{ticket['id']}/followers", body)
    return str(followed["follower_ids"][0])


async def _agent(_desk: Any, people: dict[str, Any], _ticket: dict[str, Any]) -> str:
    return str(people["agent"].id)


async def _department(_desk: Any, _people: dict[str, Any], ticket: dict[str, Any]) -> str:
    return str(ticket["department"]["id"])


async def _macro(desk: Any, people: dict[str, Any], _ticket: dict[str, Any]) -> str:
    actions = [{"type": "set_priority", "priority": "high"}]
    made = await desk.does(people["admin"], "/macros", {"name": "M", "actions": actions, "shared": "all"})
    return str(made["id"])


async def _canned(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    return (await _canned_file(desk, people, ticket)).partition("/")[0]


async def _canned_file(desk: Any, people: dict[str, Any], _ticket: dict[str, Any]) -> str:
    upload = await desk.ask("POST", "/uploads", people["admin"], files={"file": ("a.txt", b"a")})
    body = {"name": "R", "body": "b", "shared": "all", "attachments": [upload.json()["data"]["id"]]}
    made = await desk.does(people["admin"], "/canned-responses", body)
    return str(made["attachments"][0]["url"]).removeprefix("/api/v1/canned-responses/")


async def _status(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    body = {"label": "S", "slug": f"s{ticket['id'][-12:]}", "category": "open"}
    return str((await desk.does(people["admin"], "/statuses", body))["slug"])


async def _subject(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    body = {"type": "order", "subject_id": "1", "title": "x"}
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/subjects", people["admin"], json=body)
    return str(answer.json()["subject"]["id"])


async def _note(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    body = {"body": "psst", "internal": True}
    written = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", people["agent"], json=body)
    return str(written.json()["message"]["id"])


async def _attachment(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    return await _file(desk, people["agent"], ticket, {"body": "With a file"})


async def _note_file(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    return await _file(desk, people["agent"], ticket, {"body": "psst", "internal": "true"})


async def _file(desk: Any, who: Any, ticket: dict[str, Any], body: dict[str, str]) -> str:
    written = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", who, data=body, files=FILE)
    return str(written.json()["message"]["attachments"][0]["id"])


async def _outgoing(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    body = {"body": "later", "send_after": 60}
    waiting = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", people["agent"], json=body)
    return str(waiting.json()["outgoing"]["id"])


async def _side(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    return str((await desk.does(people["agent"], f"/tickets/{ticket['id']}/side-conversations", SIDE))["id"])


async def _view(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    """Shared with the agent's department."""
    body = {"name": "v", "conditions": {"all": []}, "sharing": "department"}
    made = await desk.does(people["admin"], "/views", {**body, "department_id": ticket["department"]["id"]})
    return str(made["id"])


async def _other(desk: Any, people: dict[str, Any], ticket: dict[str, Any]) -> str:
    """Beside the ticket, and linked with it."""
    made = await desk.opened(people["customer"], department_id=ticket["department"]["id"])
    body = {"kind": "related", "ticket": made["id"]}
    await desk.does(people["admin"], f"/tickets/{ticket['id']}/links", body)
    return str(made["id"])


async def _job(desk: Any, people: dict[str, Any], _ticket: dict[str, Any]) -> str:
    answer = await desk.ask("POST", "/tickets/bulk", people["agent"], json=DELETING)
    return str(answer.json()["data"]["id"])


# What a path names beside the ticket, made anew for each call: the path's own name of it and who makes it.
MADE: dict[str, Callable[[Any, dict[str, Any], dict[str, Any]], Awaitable[str]]] = {
    "{tag_id}": _tag,
    "{attachment_id}": _attachment,
    "{note_file_id}": _note_file,
    "{subject_id}": _subject,
    "{participant_id}": _suggested,
    "{follower_id}": _follower,
    "{agent_id}": _agent,
    "{department_id}": _department,
    "{field_id}": _custom_field,
    "{macro_id}": _macro,
    "{view}": _view,
    "{response_id}/files/{file_id}": _canned_file,
    "{response_id}": _canned,
    "{slug}": _status,
    "{message_id}": _note,
    "{outgoing_id}": _outgoing,
    "{conversation_id}": _side,
    "{other}": _other,
    "{job_id}": _job,
}


# Tries are counted also where they are refused: that is what stops who guesses.
_COUNTERS = frozenset({"escalated_guest_attempts"})
_EVERYTHING = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}"
    for name in sorted(metadata.tables.keys() - _COUNTERS)
)


async def _everything(desk: Any) -> list[tuple[Any, ...]]:
    """How many rows each table has, and which transaction wrote the newest: what a refusal leaves as it is."""
    return [tuple(row) for row in await desk.rows(_EVERYTHING)]


@pytest.mark.parametrize(("method", "path", "body", "expected"), MATRIX, ids=lambda each: str(each)[:60])
async def test_matrix(desk: Any, cast: Any, method: str, path: str, body: dict[str, Any] | None, expected: str) -> None:
    people, department = cast
    answered = []
    for who in WHO:
        ticket = await desk.opened(people["customer"], department_id=department)
        names = {"{agent}": str(people["agent"].id), "{new}": f"n{ticket['id'][-12:]}"}
        names["{email}"] = f"{names['{new}']}@example.com"
        target = path.replace("{t}", ticket["id"])
        for name, make in MADE.items():
            if name in target:
                target = target.replace(name, await make(desk, people, ticket))
            elif name in str(body):
                names[name] = await make(desk, people, ticket)
        before = await _everything(desk)
        more = {"files": body} if body is FILE else {} if body is None else {"json": _filled(body, names)}

        answer = await desk.ask(method, target, people[who], **more)

        answered.append(str(answer.status_code))
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert await _everything(desk) == before, f"{who} was refused, and it had an effect"
    assert " ".join(answered) == expected


def test_the_matrix_has_a_row_for_every_route(desk: Any) -> None:
    from escalated_tickets.app import openapi

    served = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in openapi()["paths"].items()
        for method in methods
    }
    rows = {
        (
            method,
            path.partition("?")[0]
            .replace("{t}", "{ticket}")
            .replace("{note_file_id}", "{attachment_id}")
            .replace("/reports/volume", "/reports/{name}")
            .replace("/views/all_open", "/views/{view}"),
        )
        for method, path, _, _ in MATRIX
    }
    assert rows == served
