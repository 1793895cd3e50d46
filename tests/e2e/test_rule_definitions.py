"""Rules as they are made, through the gateway, checked by the real `tickets`: refused with a pointer, tried, kept."""

from typing import Any

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for

NOBODYS = "00000000-0000-0000-0000-000000000001"


async def test_what_tickets_does_not_know_is_refused_where_it_stands(suite: Suite) -> None:
    rule = {
        "name": "Wrong",
        "triggers": ["ticket.created"],
        "conditions": {"all": [{"field": "status", "operator": "is", "value": "asleep"}]},
        "actions": [
            {"type": "delay", "minutes": 1},
            {"type": "set_status", "status": "asleep"},
            {"type": "assign", "assignee_id": NOBODYS},
            {"type": "add_note", "body": "{{ nothing.known }}"},
            {"type": "dance"},
        ],
    }
    async with suite.signed_in(ADMIN) as admin:
        answer = await admin.post("/api/v1/workflows", json=rule)
        vocabulary = (await admin.get("/api/v1/workflows/vocabulary")).json()["data"]

    assert answer.status_code == 422, answer.text
    assert {each["pointer"] for each in answer.json()["errors"]} >= {
        "/conditions/all/0/value",
        "/actions/1/status",
        "/actions/2/assignee_id",
        "/actions/4/type",
    }
    assert len(vocabulary["actions"]) == 20
    assert {"hours_since_customer_reply", "business_hours_since_created", "message_text"} <= {
        each["name"] for each in vocabulary["fields"]
    }


async def test_a_dry_run_tells_what_would_be_done_and_changes_nothing(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        body = {"subject": "Try me", "description": "Nothing happens"}
        ticket = (await customer.post("/api/v1/tickets", json=body)).json()["data"]
        rule = {
            "name": "Tried",
            "triggers": ["ticket.updated"],
            "conditions": {"all": [{"field": "subject", "operator": "is", "value": "try me"}]},
            "actions": [
                {"type": "set_priority", "priority": "critical"},
                {"type": "set_priority", "priority": "critical"},
                {"type": "escalate"},
            ],
        }
        tried: dict[str, Any] = {}

        async def known() -> bool:
            answer = await admin.post("/api/v1/workflows/dry-run", json={"rule": rule, "ticket_id": ticket["id"]})
            tried.update(answer.json().get("data", {}))
            return answer.status_code == 200

        await wait_for(known)
        after = (await admin.get(f"/api/v1/tickets/{ticket['id']}")).json()["data"]
        sample = await admin.post("/api/v1/workflows/dry-run", json={"rule": rule, "sample": 1000})

    assert tried["tickets"][0]["conditions"][0]["found"] == "Try me"
    assert [(each["action"]["type"], each["outcome"]) for each in tried["actions"]] == [
        ("set_priority", "done"),
        ("set_priority", "unchanged"),
        ("escalate", "done"),
    ]
    assert (after["priority"], after["escalation_level"], after["version"]) == ("medium", 0, ticket["version"])
    assert ticket["id"] in [each["id"] for each in sample.json()["data"]["tickets"] if each["matched"]]


async def test_only_who_manages_changes_rules_and_settings(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        for path in ("/workflows", "/automations", "/escalation-rules"):
            assert (await agent.get(f"/api/v1{path}")).status_code == 200
            assert (await agent.post(f"/api/v1{path}", json={"name": "x", "actions": [{}]})).status_code == 403
        assert (await agent.get("/api/v1/settings/sla")).status_code == 403
        shown = (await admin.get("/api/v1/settings/sla")).json()["data"]
    assert [each["name"] for each in shown] == ["sla__enabled", "sla__reopened"]
