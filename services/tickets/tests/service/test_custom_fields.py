"""Custom fields: defining them, setting them, what customers see, what a status requires."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text


@pytest_asyncio.fixture(loop_scope="session")
async def admin(desk: Any) -> AsyncIterator[Any]:
    """An administrator; the fields that a test defined are gone after it."""
    yield await desk.person("admin")
    async with desk.database.transaction() as uow:
        await uow.execute(text("DELETE FROM escalated_custom_fields"))
    await desk.desk.statuses.forget()


async def defined(desk: Any, admin: Any, key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    body = {"key": key, "label": key.title(), "type": kind, **more}
    data: dict[str, Any] = await desk.does(admin, "/custom-fields", body)
    return data


async def test_a_field_is_defined_changed_listed_and_deleted_with_an_audit(desk: Any, admin: Any) -> None:
    agent = await desk.person("agent")
    made = await defined(desk, admin, "size", "select", options=[{"value": "s", "label": "Small"}], position=5)
    changed = await desk.ask("PATCH", f"/custom-fields/{made['id']}", admin, json={"label": "Size", "active": False})
    listed = (await desk.ask("GET", "/custom-fields", agent)).json()["data"]
    gone = await desk.ask("DELETE", f"/custom-fields/{made['id']}", admin)

    assert (made["key"], made["type"], made["options"]) == ("size", "select", [{"value": "s", "label": "Small"}])
    assert changed.json()["data"] == made | {"label": "Size", "active": False}
    assert listed == [changed.json()["data"]]
    assert gone.status_code == 204
    assert (await desk.ask("GET", "/custom-fields", agent)).json()["data"] == []
    audits = await desk.rows("SELECT body FROM escalated_outbox WHERE subject LIKE '%.audit.%' ORDER BY id")
    told = [
        action for row in audits for action in ("created", "updated", "deleted") if f"custom_field.{action}" in row.body
    ]
    assert told == ["created", "updated", "deleted"]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"type": "select"}, "/options", "missing"),
        ({"type": "text", "options": [{"value": "a", "label": "A"}]}, "/options", "not_applicable"),
        ({"type": "select", "options": [{"value": "a", "label": "A"}] * 2}, "/options", "doubled"),
        ({"type": "text", "editable_by_customers": True}, "/editable_by_customers", "not_visible"),
        ({"type": "text", "required_at": ["nowhere"]}, "/required_at", "unknown"),
        ({"type": "text", "department_ids": ["0190a000-0000-7000-8000-000000000001"]}, "/department_ids", "unknown"),
    ],
)
async def test_a_bad_definition_is_refused_and_nothing_kept(
    desk: Any, admin: Any, body: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await desk.ask("POST", "/custom-fields", admin, json={"key": "k", "label": "K", **body})
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.rows("SELECT 1 FROM escalated_custom_fields") == []


async def test_a_key_is_taken_once(desk: Any, admin: Any, problem: Any) -> None:
    await defined(desk, admin, "order")
    answer = await desk.ask("POST", "/custom-fields", admin, json={"key": "order", "label": "X", "type": "date"})
    assert problem(answer) == (409, "field_exists")


async def test_agents_set_values_which_others_keep_and_events_tell(desk: Any, admin: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    await defined(desk, admin, "order")
    await defined(desk, admin, "floor", "number", visible_to_customers=True)
    ticket = await desk.opened(customer)

    first = await desk.ask("PATCH", f"/tickets/{ticket['id']}", agent, json={"custom_fields": {"order": "A-7"}})
    both = await desk.ask("PATCH", f"/tickets/{ticket['id']}", agent, json={"custom_fields": {"floor": 3}})

    assert first.json()["data"]["custom_fields"] == {"order": "A-7"}
    assert both.json()["data"]["custom_fields"] == {"order": "A-7", "floor": 3}
    seen = await desk.shown(customer, ticket)
    # the hidden one counts in no version that the customer sees
    assert (seen["custom_fields"], seen["version"]) == ({"floor": 3}, 2)
    events = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.updated"]
    assert [each["meta"]["audience"]["staff_only"] for each in events] == [True, False]


async def test_customers_fill_in_their_own_fields_only(desk: Any, admin: Any, problem: Any) -> None:
    customer, other = await desk.person(), await desk.person()
    await defined(desk, admin, "margin", "number")
    await defined(desk, admin, "order", visible_to_customers=True, editable_by_customers=True)
    ticket = await desk.opened(customer, custom_fields={"order": "A-7"})
    path = f"/tickets/{ticket['id']}"

    changed = await desk.ask("PATCH", path, customer, json={"custom_fields": {"order": "A-8"}})
    hidden = await desk.ask("PATCH", path, customer, json={"custom_fields": {"margin": 3}})
    subject = await desk.ask("PATCH", path, customer, json={"subject": "Mine", "custom_fields": {"order": "B"}})
    foreign = await desk.ask("PATCH", path, other, json={"custom_fields": {"order": "C"}})

    assert (changed.status_code, changed.json()["data"]["custom_fields"]) == (200, {"order": "A-8"})
    assert (hidden.status_code, hidden.json()["errors"][0]["code"]) == (422, "unknown")
    assert problem(subject) == (403, "forbidden")
    assert problem(foreign) == (404, "ticket_not_found")
    assert (await desk.shown(customer, ticket))["custom_fields"] == {"order": "A-8"}
    fields = (await desk.ask("GET", "/custom-fields", customer)).json()["data"]
    assert [each["key"] for each in fields] == ["order"]


async def test_a_status_is_entered_with_what_it_requires(desk: Any, admin: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    await defined(desk, admin, "cause", required_at=["resolved"])
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"

    refused = await desk.ask("POST", f"{path}/resolve", agent, json={})
    with_reply = await desk.ask("POST", f"{path}/replies", agent, json={"body": "Done.", "status": "resolved"})
    assert problem(refused) == problem(with_reply) == (409, "fields_required")
    assert refused.json()["fields"] == ["cause"]
    assert [(await desk.shown(agent, ticket))[name] for name in ("status", "version")] == ["open", 1]

    await desk.ask("PATCH", path, agent, json={"custom_fields": {"cause": "Dust"}})
    resolved = await desk.does(agent, f"{path}/resolve")
    emptied = await desk.ask("PATCH", path, agent, json={"custom_fields": {"cause": None}})
    assert resolved["status"] == "resolved"
    assert problem(emptied) == (409, "fields_required")


async def test_customers_are_held_up_only_by_fields_that_they_may_fill_in(desk: Any, admin: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    await desk.does(agent, f"{path}/resolve")
    await defined(desk, admin, "margin", required_at=["reopened", "closed"])

    reopened = await desk.ask("POST", f"{path}/reopen", customer, json={})
    by_agent = await desk.ask("POST", f"{path}/close", agent, json={})
    await defined(desk, admin, "grade", required_at=["closed"], visible_to_customers=True, editable_by_customers=True)
    closed = await desk.ask("POST", f"{path}/close", customer, json={})

    assert (reopened.status_code, reopened.json()["data"]["status"]) == (200, "reopened")
    assert (problem(by_agent), by_agent.json()["fields"]) == ((409, "fields_required"), ["margin"])
    assert (problem(closed), closed.json()["fields"]) == ((409, "fields_required"), ["grade"])
    assert "margin" not in closed.text
    assert (await desk.shown(agent, ticket))["status"] == "reopened"


async def test_who_opens_a_ticket_fills_in_what_its_first_status_requires(desk: Any, admin: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    await defined(desk, admin, "order", visible_to_customers=True, editable_by_customers=True, required_at=["open"])
    await defined(desk, admin, "internal", required_at=["open"])
    body = {"subject": "s", "description": "d"}

    by_customer = await desk.ask("POST", "/tickets", customer, json=body)
    by_agent = await desk.ask("POST", "/tickets", agent, json=body)
    opened = await desk.ask("POST", "/tickets", customer, json=body | {"custom_fields": {"order": "7"}})

    assert [each["pointer"] for each in by_customer.json()["errors"]] == ["/custom_fields/order"]
    assert [each["pointer"] for each in by_agent.json()["errors"]] == [
        "/custom_fields/internal",
        "/custom_fields/order",
    ]
    assert opened.status_code == 201


async def test_a_field_in_use_is_deactivated_not_deleted(desk: Any, admin: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = await defined(desk, admin, "order", visible_to_customers=True)
    ticket = await desk.opened(customer)
    await desk.ask("PATCH", f"/tickets/{ticket['id']}", agent, json={"custom_fields": {"order": "7"}})

    refused = await desk.ask("DELETE", f"/custom-fields/{made['id']}", admin)
    await desk.ask("PATCH", f"/custom-fields/{made['id']}", admin, json={"active": False})

    assert problem(refused) == (409, "field_in_use")
    assert (await desk.shown(agent, ticket))["custom_fields"] == {"order": "7"}
    assert (await desk.shown(customer, ticket))["custom_fields"] == {}


@pytest.mark.parametrize(
    ("kind", "value", "place", "code"),
    [
        ("text", 7, "", "bad_type"),
        ("text", "x" * 501, "", "too_long"),
        ("textarea", ["a"], "", "bad_type"),
        ("number", "seven", "", "bad_type"),
        ("date", "31.01.2026", "", "bad_type"),
        ("checkbox", "yes", "", "bad_type"),
        ("select", "xl", "", "bad_option"),
        ("multiselect", ["s", "xl"], "/1", "bad_option"),
        ("multiselect", "s", "", "bad_type"),
    ],
)
async def test_a_bad_value_is_refused_by_every_way_and_nothing_changes(
    desk: Any, admin: Any, kind: str, value: Any, place: str, code: str
) -> None:
    ticket = await desk.opened(await desk.person())
    await defined(desk, admin, "size", kind, options=[{"value": "s", "label": "S"}] if "select" in kind else [])
    tables = "tickets", "macros", "bulk_jobs"
    before = [await desk.rows(f"SELECT count(*) FROM escalated_{table}") for table in tables]
    values, step = {"size": value}, {"type": "set_custom_field", "field": "size", "value": value}

    for method, path, body, pointer in (
        ("PATCH", f"/tickets/{ticket['id']}", {"custom_fields": values}, "/custom_fields/size"),
        ("POST", "/tickets", {"subject": "s", "description": "d", "custom_fields": values}, "/custom_fields/size"),
        ("POST", "/macros", {"name": "m", "actions": [step]}, "/actions/0/value"),
        ("POST", "/tickets/bulk", {"ids": [ticket["id"]], "action": step}, "/action/value"),
    ):
        answer = await desk.ask(method, path, admin, json=body)
        assert answer.status_code == 422, answer.text
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer + place, code)]

    shown = await desk.shown(admin, ticket)
    assert (shown["version"], shown["custom_fields"]) == (1, {})
    assert [await desk.rows(f"SELECT count(*) FROM escalated_{table}") for table in tables] == before


async def test_all_values_of_a_ticket_together_fit_into_its_events(desk: Any, admin: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    keys = [f"part_{number}" for number in range(4)]
    for key in keys:
        await defined(desk, admin, key, "textarea")
    path = f"/tickets/{ticket['id']}"
    for key in keys[:3]:
        taken = await desk.ask("PATCH", path, agent, json={"custom_fields": {key: "x" * 10_000}})
        assert taken.status_code == 200, taken.text

    refused = await desk.ask("PATCH", path, agent, json={"custom_fields": {keys[3]: "ü" * 1_500}})
    small = await desk.ask("PATCH", path, agent, json={"custom_fields": {keys[3]: "x" * 1_500}})

    assert problem(refused) == (422, "invalid")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [("/custom_fields", "too_large")]
    assert (small.status_code, small.json()["data"]["version"]) == (200, 5)
    assert max(len(str(each)) for each in await desk.events(ticket)) < 256 * 1024
