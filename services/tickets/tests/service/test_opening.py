"""Opening tickets and looking at them."""

import re
from typing import Any

import pytest

from escalated_chassis.ids import id_for_email

UNKNOWN = "00000000-0000-4000-8000-00000000dead"


async def test_a_customer_opens_a_ticket_and_sees_it(desk: Any) -> None:
    customer = await desk.person()

    answer = await desk.ask(
        "POST", "/tickets", customer, json={"subject": "Printer on fire", "description": "It **burns**."}
    )

    assert answer.status_code == 201
    ticket = answer.json()["data"]
    assert answer.headers["etag"] == '"1"'
    assert re.fullmatch(r"ESC-\d{5}", ticket["reference"])
    assert (ticket["status"], ticket["status_label"], ticket["status_category"]) == ("open", "Open", "new")
    assert (ticket["priority"], ticket["type"], ticket["channel"], ticket["version"]) == (
        "medium",
        "question",
        "web",
        1,
    )
    assert ticket["requester"] == {"id": str(customer.id), "name": customer.name, "email": customer.email}
    assert ticket["snippet"] == "It burns."
    assert ticket["created_at"] == "2026-01-05T09:00:00Z"
    shown = await desk.shown(customer, ticket, "messages")
    assert [each["body_html"] for each in shown["messages"]] == ["<p>It <strong>burns</strong>.</p>"]
    assert shown["messages"][0]["author"] == {"id": str(customer.id), "name": customer.name, "kind": "customer"}
    assert shown["can"] == ["reply", "close"]
    assert shown["allowed_statuses"] == ["closed"]
    by_reference = await desk.ask("GET", f"/tickets/{ticket['reference'].lower()}", customer)
    assert by_reference.json()["data"]["id"] == ticket["id"]


async def test_creation_publishes_the_ticket_with_its_message_and_audience(desk: Any) -> None:
    customer, department = await desk.person(), await desk.department("Billing")

    ticket = await desk.opened(customer, department_id=str(department))

    (event,) = await desk.events(ticket)
    assert event["meta"]["type"] == "ticket.created"
    assert (event["meta"]["version"], event["meta"]["sequence"]) == (1, 1)
    assert event["meta"]["audience"] == {
        "person_ids": [str(customer.id)],
        "department_ids": [str(department)],
        "staff_only": False,
        "all_staff": False,
        "customer_ids": [str(customer.id)],
        "staff_ids": [],
    }
    assert event["meta"]["actor"]["id"] == str(customer.id)
    assert event["ticket"]["reference"] == ticket["reference"]
    assert event["ticket"]["department_name"] == "Billing"
    assert event["ticket"]["sequence"] == 1
    assert (event["message"]["body_text"], event["message"]["body_html"]) == ("It burns.", "")
    assert event["message"]["opening"] is True


async def test_an_agent_opens_a_ticket_for_an_unknown_address(desk: Any) -> None:
    agent = await desk.person("agent")
    address = "New.Person@Example.com"

    ticket = await desk.opened(agent, requester={"email": address, "name": "New Person"})

    expected = id_for_email(desk.settings.deployment_id, address)
    assert ticket["requester"] == {"id": str(expected), "name": "New Person", "email": "new.person@example.com"}
    seen = await desk.rows(
        "SELECT body FROM escalated_outbox WHERE type = 'person.seen' AND body LIKE :id", id=f"%{expected}%"
    )
    assert len(seen) == 1
    message = (await desk.shown(agent, ticket, "messages"))["messages"][0]
    assert message["author"]["kind"] == "agent"
    again = await desk.opened(agent, requester={"email": address, "name": "Other Name"})
    assert again["requester"]["name"] == "New Person"


async def test_an_agent_says_by_what_way_a_ticket_came_and_a_customer_only_by_which_page(
    desk: Any, problem: Any
) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    said = {"requester": {"email": customer.email}}
    by_token = {"headers": desk.api_token(agent, "tickets:create", "tickets:create_for", "tickets:read")}
    told = {"subject": "s", "description": "d"}

    for channel in ("phone", "email", "import", "widget", "web", "api"):
        assert (await desk.opened(agent, channel=channel, **said))["channel"] == channel
    assert (await desk.opened(agent, **said))["channel"] == "web"
    imported = await desk.ask("POST", "/tickets", None, json={**told, **said, "channel": "import"}, **by_token)
    assert imported.json()["data"]["channel"] == "import"
    assert (await desk.opened(customer, channel="widget"))["channel"] == "widget"
    before = await desk.rows("SELECT count(*) FROM escalated_tickets")
    for channel in ("phone", "email", "import", "api"):
        refused = await desk.ask("POST", "/tickets", customer, json={**told, "channel": channel})
        assert (*problem(refused), refused.json()["errors"][0]["pointer"]) == (422, "invalid", "/channel")
    unknown = await desk.ask("POST", "/tickets", agent, json={**told, "channel": "pigeon"})
    assert unknown.json()["errors"][0]["pointer"] == "/channel"
    guest = {**told, "name": "G", "email": "widget@example.com"}
    by_widget = await desk.ask("POST", "/guest/tickets", None, json={**guest, "channel": "widget"})
    by_phone = await desk.ask("POST", "/guest/tickets", None, json={**guest, "channel": "phone"})

    assert (by_widget.status_code, by_phone.status_code) == (201, 422)
    assert (await desk.rows("SELECT count(*) FROM escalated_tickets"))[0][0] == before[0][0] + 1
    reference = by_widget.json()["data"]["reference"]
    (row,) = await desk.rows("SELECT channel FROM escalated_tickets WHERE reference = :r", r=reference)
    assert row.channel == "widget"


async def test_a_customer_opens_no_ticket_for_others(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    before = await desk.rows("SELECT count(*) AS n FROM escalated_tickets")

    answer = await desk.ask(
        "POST",
        "/tickets",
        customer,
        json={"subject": "x", "description": "y", "requester": {"email": "victim@example.com"}},
    )

    assert problem(answer) == (403, "permission_missing")
    assert await desk.rows("SELECT count(*) AS n FROM escalated_tickets") == before


async def test_unknown_and_read_only_fields_are_refused_with_pointers(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    for field, value in {
        "version": 7,
        "sla_due_at": "2026-01-01T00:00:00Z",
        "author_id": "x",
        "status": "closed",
    }.items():
        answer = await desk.ask("POST", "/tickets", customer, json={"subject": "x", "description": "y", field: value})
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json()["errors"]] == [f"/{field}"]


async def test_the_same_key_opens_one_ticket(desk: Any, problem: Any) -> None:
    customer = await desk.person()
    body = {"subject": "Once", "description": "only"}
    key = {"Idempotency-Key": "the-key-of-this-test"}

    first = await desk.ask("POST", "/tickets", customer, json=body, headers=key)
    second = await desk.ask("POST", "/tickets", customer, json=body, headers=key)
    other = await desk.ask("POST", "/tickets", customer, json={**body, "subject": "Else"}, headers=key)

    assert first.status_code == second.status_code == 201
    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert problem(other) == (422, "idempotency_key_reused")
    mine = await desk.ask("GET", "/tickets", customer)
    assert [each["subject"] for each in mine.json()["data"]] == ["Once"]


async def test_a_guest_opens_a_ticket_and_learns_its_reference_only(desk: Any) -> None:
    agent = await desk.person("agent")

    answer = await desk.ask(
        "POST",
        "/guest/tickets",
        None,
        json={"name": "Gil Guest", "email": "gil@example.com", "subject": "Help", "description": "<b>me</b>"},
    )

    assert answer.status_code == 201
    reference = answer.json()["data"]["reference"]
    assert answer.json() == {"data": {"reference": reference}}
    shown = await desk.ask("GET", f"/tickets/{reference}?include=messages", agent)
    ticket = shown.json()["data"]
    assert ticket["messages"][0]["body_html"] == "<p>&lt;b&gt;me&lt;/b&gt;</p>"
    assert ticket["requester"]["email"] == "gil@example.com"
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_html_is_kept_cleaned_with_its_text_beside_it(desk: Any) -> None:
    customer = await desk.person()
    body = '<p onclick="x()">It <b>burns</b>.</p><script>alert(1)</script>'

    ticket = await desk.opened(customer, description=body, format="html")
    reply = {"body": "<p>Still &lt;hot&gt;</p><img src=x onerror=alert(1)>", "format": "html"}
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", customer, json=reply)

    (opening, _) = (await desk.shown(customer, ticket, "messages"))["messages"]
    assert (opening["body_html"], opening["body_text"]) == ("<p>It <b>burns</b>.</p>", "It burns.")
    written = answer.json()["message"]
    assert ("onerror" in written["body_html"], written["body_text"]) == (False, "Still <hot>")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"subject": ""}, "/subject"),
        ({"subject": "x" * 301}, "/subject"),
        ({"subject": "two\nlines"}, "/subject"),
        ({"subject": 7}, "/subject"),
        ({"subject": None}, "/subject"),
        ({"description": ""}, "/description"),
        ({"description": " \n "}, "/description"),
        ({"description": "<script>x</script>", "format": "html"}, "/description"),
        ({"description": "x" * 500_001}, "/description"),
        ({"format": "rtf"}, "/format"),
        ({"priority": "top"}, "/priority"),
        ({"type": "bug"}, "/type"),
        ({"department_id": "support"}, "/department_id"),
        ({"department_id": UNKNOWN}, "/department_id"),
        ({"tags": ["x"] * 51}, "/tags"),
        ({"tags": "vip"}, "/tags"),
        ({"custom_fields": {"nothing": 1}}, "/custom_fields/nothing"),
        ({"custom_fields": []}, "/custom_fields"),
        ({"attachments": ["x"]}, "/attachments/0"),
        ({"requester_id": UNKNOWN}, "/requester_id"),
        ({"requester": {"email": "no address"}}, "/requester/email"),
    ],
    ids=lambda each: str(each)[:40],
)
async def test_what_cannot_be_a_ticket_is_refused_with_its_place(desk: Any, body: dict[str, Any], pointer: str) -> None:
    agent = await desk.person("agent")
    before = await desk.rows("SELECT count(*), max(xmin::text::bigint) FROM escalated_tickets")

    answer = await desk.ask("POST", "/tickets", agent, json={"subject": "s", "description": "d", **body})

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert await desk.rows("SELECT count(*), max(xmin::text::bigint) FROM escalated_tickets") == before
