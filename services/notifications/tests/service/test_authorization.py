"""Who may call what: every route, every kind of caller, with the absence of the effect of what was refused."""

import hashlib
from typing import Any

import pytest
import pytest_asyncio
from escalated.identity.v1 import types_pb2 as identity_types

from escalated_chassis.http.cursors import encode_cursor
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_notifications.app import ROUTERS
from escalated_notifications.live.routes import posts_below

NOBODY = "00000000-0000-7000-8000-000000000000"
CALLERS = ("anonymous", "customer", "other customer", "agent", "agent elsewhere", "admin", "token without scope")

# route → status for each caller, in the order of CALLERS
MATRIX: dict[tuple[str, str], tuple[int, int, int, int, int, int, int]] = {
    ("GET", "/deliveries"): (401, 403, 403, 403, 403, 200, 403),
    ("GET", "/deliveries?ticket={ticket}"): (401, 403, 403, 200, 404, 200, 403),
    ("GET", "/deliveries/{delivery}"): (401, 403, 403, 200, 404, 200, 403),
    ("POST", "/deliveries/{delivery}/retry"): (401, 403, 403, 403, 403, 200, 403),
    ("GET", "/webhooks"): (401, 403, 403, 403, 403, 200, 403),
    ("POST", "/webhooks"): (401, 403, 403, 403, 403, 201, 403),
    ("GET", "/webhooks/{webhook}"): (401, 403, 403, 403, 403, 200, 403),
    ("PATCH", "/webhooks/{webhook}"): (401, 403, 403, 403, 403, 200, 403),
    ("POST", "/webhooks/{webhook}/test"): (401, 403, 403, 403, 403, 200, 403),
    ("GET", "/webhooks/{webhook}/deliveries"): (401, 403, 403, 403, 403, 200, 403),
    ("DELETE", f"/webhooks/{NOBODY}"): (401, 403, 403, 403, 403, 404, 403),
    ("GET", "/inbound"): (401, 403, 403, 403, 403, 200, 403),
    ("GET", "/inbound/{mail}/raw"): (401, 403, 403, 403, 403, 200, 403),
    ("POST", f"/inbound/{NOBODY}/retry"): (401, 403, 403, 403, 403, 404, 403),
    ("GET", "/settings/notifications"): (401, 403, 403, 403, 403, 200, 403),
    ("PATCH", "/settings/notifications"): (401, 403, 403, 403, 403, 200, 403),
    ("GET", "/changes"): (401, 200, 200, 200, 200, 200, 403),
    ("POST", "/tickets/{ticket}/presence"): (401, 200, 404, 200, 404, 200, 403),
    ("POST", "/support/agent/tickets/{ticket}/presence/"): (401, 200, 404, 200, 404, 200, 403),
}
BODIES = {
    ("PATCH", "/settings/notifications"): {"brand_footer": ""},
    ("POST", "/webhooks"): {"url": "http://127.0.0.1:9/x", "active": False},
    ("PATCH", "/webhooks/{webhook}"): {"events": ["ticket.*"]},
    ("POST", "/tickets/{ticket}/presence"): {"state": "viewing"},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def things(desk: Any) -> dict[str, Any]:
    """One of each thing that a path may name, and everybody who may ask for it."""
    person = desk.neighbours.person
    people = {
        "customer": person("Ann", "customer"),
        "other customer": person("Bob", "customer"),
        "agent": person("Ada", "agent"),
        "agent elsewhere": person("Ben", "agent"),
        "admin": person("Root", "admin"),
    }
    headers = {name: desk.as_person(each) for name, each in people.items()}
    headers["anonymous"] = {}
    headers["token without scope"] = _token(desk, people["admin"])
    ticket = desk.neighbours.ticket(people["customer"])
    desk.neighbours.tickets.may_see[ticket.id] |= {people["agent"].id, people["admin"].id}
    await _mail_about(desk, ticket, people)
    words = await desk.receive(b"From: x@example.com\r\nSubject: s\r\n\r\nhello", sender="x@example.com")
    hook = await desk.http.post(
        "/api/v1/webhooks", json={"url": "http://127.0.0.1:9/x", "active": False}, headers=headers["admin"]
    )
    (delivery,) = await desk.settled(ticket.id, 1)
    ids = {"ticket": ticket.id, "delivery": delivery.id, "mail": words.rsplit(" ", 1)[1]}
    return {"headers": headers, "webhook": hook.json()["data"]["id"], **ids}


async def _mail_about(desk: Any, ticket: Any, people: Any) -> None:
    from escalated.events.v1 import events_pb2
    from escalated.tickets.v1 import events_pb2 as ticket_events

    message = desk.neighbours.message(ticket, people["agent"], "Hello")
    await desk.publish(
        ticket_events.ReplyCreated(ticket=ticket, message=message),
        entity_id=ticket.id,
        audience=events_pb2.Audience(person_ids=[people["customer"].id]),
    )
    await eventually(lambda: desk.postbox.to("ann@example.com"))


def _token(desk: Any, person: Any) -> dict[str, str]:
    """An API token of an administrator that was given one unrelated scope."""
    token = "esc_test_token_without_scope"
    desk.neighbours.directory.access[hashlib.sha256(token.encode()).hexdigest()] = identity_types.Access(
        person_id=person.id, kind="admin", name="Root", active=True, permissions=["sla:read"], access_version=1
    )
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("route", list(MATRIX), ids=" ".join)
@pytest.mark.parametrize("caller", CALLERS)
async def test_matrix(desk: Any, things: Any, route: tuple[str, str], caller: str) -> None:
    method, path = route
    before = await _state(desk)
    place = path if path.startswith("/support/") else f"/api/v1{path}"
    answer = await desk.http.request(
        method, place.format(**things), headers=things["headers"][caller], json=BODIES.get(route)
    )
    assert answer.status_code == MATRIX[route][CALLERS.index(caller)], answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert await _state(desk) == before


async def _state(desk: Any) -> tuple[Any, ...]:
    """What a refused call must leave as it was."""
    hooks = await desk.rows("select id, version from escalated_webhooks order by id")
    sent = await desk.rows("select count(*) from escalated_deliveries")
    audits = await desk.rows("select count(*) from escalated_outbox where type = 'audit.recorded'")
    return [tuple(row) for row in hooks], sent[0][0], audits[0][0]


def test_every_route_has_a_row() -> None:
    routes = {
        (method, route.path.removeprefix("/api/v1"))  # type: ignore[attr-defined]
        for router in (*ROUTERS, posts_below())
        for route in router.routes
        if route.include_in_schema  # type: ignore[attr-defined]
        for method in route.methods  # type: ignore[attr-defined]
    }
    names = {"{delivery}": "{delivery_id}", "{webhook}": "{webhook_id}", "{mail}": "{mail_id}"}
    covered = set()
    for method, path in MATRIX:
        plain = path.partition("?")[0].replace(f"/webhooks/{NOBODY}", "/webhooks/{webhook}")
        plain = plain.replace(f"/inbound/{NOBODY}", "/inbound/{mail}")
        for short, long in names.items():
            plain = plain.replace(short, long)
        covered.add((method, plain))
    # The stream has tests of its own (test_live): it does not end.
    assert routes - covered == {("GET", "/stream")}


async def test_the_stream_is_for_people_who_read_tickets(desk: Any, things: Any) -> None:
    for caller, status in (("anonymous", 401), ("token without scope", 403)):
        assert (await desk.http.get("/api/v1/stream", headers=things["headers"][caller])).status_code == status


def test_the_built_in_roles_are_what_the_matrix_was_written_for() -> None:
    assert "deliveries:manage" in BUILT_IN_ROLES["admin"]
    assert "deliveries:manage" not in BUILT_IN_ROLES["agent"]
    assert "webhooks:manage" not in BUILT_IN_ROLES["agent"]


@pytest.mark.parametrize("path", ["/deliveries", "/inbound"])
async def test_lists_are_paged_and_a_forged_cursor_is_refused(desk: Any, things: Any, path: str) -> None:
    """given cursors of other shapes, which anybody can make, then 422 and no error of ours"""
    for number in range(2):
        sender = f"page{number}@example.com"
        await desk.receive(f"From: {sender}\r\nSubject: {path}\r\n\r\nhello".encode(), sender=sender)
    headers, seen, cursor = things["headers"]["admin"], [], None
    while True:
        parameters = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        page = (await desk.http.get(f"/api/v1{path}", params=parameters, headers=headers)).json()
        seen += [each["id"] for each in page["data"]]
        cursor = page["meta"]["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) >= 1
    for values in ([1, 2], ["x"], [], [None, None]):
        forged = encode_cursor(values, "-created_at")
        answer = await desk.http.get(f"/api/v1{path}?cursor={forged}", headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "cursor")
