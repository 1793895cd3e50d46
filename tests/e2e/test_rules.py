"""Rules through the gateway: every action of the vocabulary ends in what tickets, the mail and a webhook show."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for

ACTIONS = {
    "set_status",
    "set_priority",
    "set_type",
    "assign",
    "unassign",
    "assign_round_robin",
    "set_department",
    "add_tag",
    "remove_tag",
    "add_note",
    "reply",
    "add_follower",
    "escalate",
    "notify",
    "call_webhook",
    "snooze",
    "set_custom_field",
    "set_sla_policy",
    "delay",
    "stop",
}


async def sent(client: httpx2.AsyncClient, method: str, path: str, body: Any = None) -> Any:
    answer = await client.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code in (200, 201, 204), f"{method} {path}: {answer.text}"
    return answer.json()["data"] if answer.content else None


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """Somebody else's server: its address, and what it was told."""
    told: list[dict[str, Any]] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        told.append(json.loads(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/desk", told
    finally:
        server.close()


async def runs_of(admin: httpx2.AsyncClient, path: str) -> list[dict[str, Any]]:
    """A rule's runs, the oldest first."""
    return list(reversed(await sent(admin, "GET", f"{path}/runs")))


async def a_department_that_assigns(admin: httpx2.AsyncClient, word: str) -> tuple[str, str]:
    """A department that assigns by turns, and its only agent."""
    department = (await sent(admin, "POST", "/departments", {"name": f"Rules {word}"}))["id"]
    body = {"name": "Rosa Round", "email": f"{word}@example.com", "roles": ["agent"], "departments": [department]}
    person = (await sent(admin, "POST", "/people", body))["id"]

    async def heard() -> bool:
        return bool(await sent(admin, "GET", f"/assignment/agents?department={department}"))

    await wait_for(heard)
    await sent(admin, "PUT", f"/assignment/departments/{department}", {"strategy": "round_robin"})
    return department, person


@dataclass(frozen=True)
class Names:
    """What the actions of one workflow name; `old` is a tag that the ticket has."""

    word: str
    department: str
    rosa: str
    me: str
    old: str
    new: str
    late: str
    field: str
    webhook: str
    policy: str


async def named(admin: httpx2.AsyncClient, agent: httpx2.AsyncClient, url: str) -> Names:
    """Makes all of it."""
    word = f"rules-{uuid4().hex[:8]}"
    department, rosa = await a_department_that_assigns(admin, word)
    for tag in ("old", "new", "late"):
        await sent(admin, "POST", "/tags", {"name": f"{word}-{tag}"})
    field = word.replace("-", "_")
    await sent(admin, "POST", "/custom-fields", {"key": field, "label": word, "type": "text"})
    hook = await sent(admin, "POST", "/webhooks", {"url": url, "events": ["ticket.split"]})
    # Nobody falls under it unless a rule says so.
    elsewhere = (await sent(admin, "POST", "/departments", {"name": f"Elsewhere {word}"}))["id"]
    targets = {"high": {"first_response": 300, "resolution": 600}}
    policy = await sent(admin, "POST", "/sla-policies", {"name": word, "department_id": elsewhere, "targets": targets})
    me = (await sent(agent, "GET", "/auth/me"))["id"]
    tags = (f"{word}-old", f"{word}-new", f"{word}-late")
    return Names(word, department, rosa, me, *tags, field, hook["id"], policy["id"])


def every_action(names: Names) -> list[dict[str, Any]]:
    """All but `stop`, which stands behind no delay."""
    return [
        {"type": "set_priority", "priority": "high"},
        {"type": "set_type", "ticket_type": "incident"},
        {"type": "set_department", "department_id": names.department},
        {"type": "assign", "assignee_id": names.me},
        {"type": "unassign"},
        {"type": "assign_round_robin"},
        {"type": "add_tag", "tag": names.new},
        {"type": "remove_tag", "tag": names.old},
        {"type": "set_custom_field", "field": names.field, "value": "by rule"},
        {"type": "add_note", "body": f"Noted {names.word}"},
        {"type": "reply", "body": f"Dear {{{{ requester.first_name }}}}, answered {names.word}"},
        {"type": "add_follower", "person_id": names.me},
        {"type": "escalate", "reason": names.word},
        {"type": "set_status", "status": "waiting_on_customer"},
        {"type": "snooze", "preset": "tomorrow_9"},
        {"type": "notify", "person_ids": [names.me], "message": f"Look at {names.word}"},
        {"type": "call_webhook", "webhook_id": names.webhook, "message": f"Called {names.word}"},
        {"type": "set_sla_policy", "policy_id": names.policy},
        {"type": "delay", "minutes": 0.05},
        {"type": "add_tag", "tag": names.late},
    ]


async def kept(admin: httpx2.AsyncClient, path: str, rule: dict[str, Any]) -> str:
    """The rule's path once it is taken: what it names is known in every process within half a minute."""
    answers: list[httpx2.Response] = []

    async def taken() -> bool:
        answers.append(await admin.post(f"/api/v1{path}", json=rule))
        return answers[-1].status_code == 201

    try:
        await wait_for(taken, 40)
    except AssertionError:
        raise AssertionError(answers[-1].text) from None
    return f"{path}/{answers[-1].json()['data']['id']}"


async def check_ticket(admin: httpx2.AsyncClient, ticket_id: str, names: Names) -> None:
    shown = await sent(admin, "GET", f"/tickets/{ticket_id}?include=messages,activity")
    assert (shown["priority"], shown["type"], shown["status"]) == ("high", "incident", "waiting_on_customer")
    assert (shown["department"]["id"], shown["assignee"]["id"]) == (names.department, names.rosa)
    assert {each["name"] for each in shown["tags"]} == {names.new, names.late}
    assert (shown["custom_fields"][names.field], shown["escalation_level"]) == ("by rule", 1)
    assert shown["snoozed_until"] is not None
    texts = [each["body_text"] for each in shown["messages"]]
    assert f"Noted {names.word}" in texts
    assert [text for text in texts if text.startswith("Dear ") and text.endswith(f"answered {names.word}")]
    assert shown["follower_ids"] == [names.me]
    by_rule = [each for each in shown["activity"] if each["actor"] and each["actor"]["kind"] == "rule"]
    assert {each["kind"] for each in by_rule} >= {"ticket.assigned", "ticket.unassigned", "ticket.escalated"}
    assigned = [each["after"]["assignee"]["id"] for each in by_rule if each["kind"] == "ticket.assigned"]
    assert sorted(assigned) == sorted([names.me, names.rosa])
    clocks = (await sent(admin, "GET", f"/clocks/{ticket_id}"))["clocks"]
    # The first response was met when an agent opened it: that no longer moves.
    assert [each["policy"]["name"] for each in clocks if each["metric"] == "resolution"] == [names.word]


async def test_a_workflow_with_every_action_does_all_of_it(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, listening() as (url, told):
        names = await named(admin, agent, url)
        conditions = {"all": [{"field": "subject", "operator": "contains", "value": names.word}]}
        rule = {"name": names.word, "position": 0, "triggers": ["ticket.created"], "conditions": conditions}
        stop: list[dict[str, Any]] = [{"type": "stop"}]
        first = await kept(admin, "/workflows", rule | {"actions": every_action(names)})
        second = await kept(admin, "/workflows", rule | {"position": 1, "actions": stop})
        third = await kept(admin, "/workflows", rule | {"position": 2, "actions": [{"type": "escalate"}]})
        assert {each["type"] for each in (*every_action(names), *stop)} == ACTIONS

        requester = {"email": CUSTOMER, "name": "Casey Customer"}
        new = {"subject": f"It burns {names.word}", "description": "Help", "tags": [names.old], "requester": requester}
        ticket = await sent(admin, "POST", "/tickets", new)

        async def done() -> bool:
            return [run["state"] for run in await runs_of(admin, first)] == ["sent", "sent"]

        await wait_for(done, 60)
        at_once, later = await runs_of(admin, first)
        assert [each["outcome"] for each in at_once["outcome"]] == ["done"] * 19
        assert (later["part"], [each["type"] for each in later["outcome"]]) == (2, ["add_tag"])
        await check_ticket(admin, ticket["id"], names)
        await wait_for(lambda: [mail for mail in suite.mails(CUSTOMER) if f"answered {names.word}" in str(mail)])
        await wait_for(lambda: [mail for mail in suite.mails(AGENT) if f"Look at {names.word}" in str(mail)])
        await wait_for(lambda: told)
        assert [each["text"] for each in told] == [f"Called {names.word}"]
        assert [run["state"] for run in await runs_of(admin, second)] == ["sent"]
        assert await runs_of(admin, third) == []
        for path in (first, second, third, f"/webhooks/{names.webhook}", f"/sla-policies/{names.policy}"):
            await sent(admin, "DELETE", path)


async def test_rules_that_answer_one_another_come_to_an_end_and_the_cut_is_shown(suite: Suite) -> None:
    word = f"rules-{uuid4().hex[:8]}"
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:

        def answering(priority: str, other: str) -> dict[str, Any]:
            conditions = [
                {"field": "subject", "operator": "contains", "value": word},
                {"field": "priority", "operator": "is", "value": priority},
            ]
            return {
                "name": f"{word} {priority}",
                "triggers": ["ticket.priority_changed"],
                "conditions": {"all": conditions},
                "actions": [{"type": "set_priority", "priority": other}],
            }

        lowering = f"/workflows/{(await sent(admin, 'POST', '/workflows', answering('high', 'low')))['id']}"
        raising = f"/workflows/{(await sent(admin, 'POST', '/workflows', answering('low', 'high')))['id']}"
        ticket = await sent(customer, "POST", "/tickets", {"subject": f"Round {word}", "description": "Help"})
        await sent(admin, "POST", f"/tickets/{ticket['id']}/priority", {"priority": "high"})

        async def cut() -> bool:
            return [run["state"] for run in await runs_of(admin, lowering)] == ["sent", "suppressed"]

        await wait_for(cut, 60)
        first, again = await runs_of(admin, lowering)
        (between,) = await runs_of(admin, raising)
        ids = [path.rpartition("/")[2] for path in (lowering, raising)]
        assert [(each["cause"]["depth"], each["cause"]["chain"]) for each in (first, between, again)] == [
            (0, []),
            (1, [f"rule:{ids[0]}"]),
            (2, [f"rule:{each}" for each in ids]),
        ]
        assert len({each["cause"]["root_event_id"] for each in (first, between, again)}) == 1
        shown = await sent(admin, "GET", lowering)
        assert (shown["loops"], shown["last_loop_at"] is not None, again["detail"] != "") == (1, True, True)
        assert (await sent(admin, "GET", f"/tickets/{ticket['id']}"))["priority"] == "high"
        for path in (lowering, raising):
            await sent(admin, "DELETE", path)


async def test_what_a_rule_named_and_is_gone_is_told_and_the_others_go_on(suite: Suite) -> None:
    word = f"rules-{uuid4().hex[:8]}"
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer, listening() as (url, told):
        body = {"name": "Gil Gone", "email": f"{word}@example.com", "roles": ["agent"]}
        gil = (await sent(admin, "POST", "/people", body))["id"]
        hook = (await sent(admin, "POST", "/webhooks", {"url": url, "events": ["ticket.split"]}))["id"]
        conditions = {"all": [{"field": "subject", "operator": "contains", "value": word}]}
        rule = {"name": word, "triggers": ["ticket.created"], "conditions": conditions}
        note, assign = {"type": "add_note", "body": f"Noted {word}"}, {"type": "assign", "assignee_id": gil}
        call = {"type": "call_webhook", "webhook_id": hook}
        refused = await kept(admin, "/workflows", rule | {"actions": [note, assign]})
        silent = await kept(admin, "/workflows", rule | {"actions": [call]})
        fine = await kept(admin, "/workflows", rule | {"actions": [{"type": "set_priority", "priority": "high"}]})
        await sent(admin, "PATCH", f"/people/{gil}", {"active": False})
        await sent(admin, "DELETE", f"/webhooks/{hook}")

        async def heard() -> bool:
            answer = await admin.post("/api/v1/workflows", json=rule | {"actions": [note, assign, call]})
            pointers = [each["pointer"] for each in answer.json().get("errors", ())]
            return pointers == ["/actions/1/assignee_id", "/actions/2/webhook_id"]

        await wait_for(heard)
        ticket = await sent(customer, "POST", "/tickets", {"subject": f"Vanished {word}", "description": "Help"})
        paths = (refused, silent, fine)

        async def ended() -> bool:
            return [run["state"] for path in paths for run in await runs_of(admin, path)] == ["failed", "sent", "sent"]

        await wait_for(ended, 60)
        (run,) = await runs_of(admin, refused)
        assert [each["outcome"] for each in run["outcome"]] == ["not_done", "refused"]
        assert run["outcome"][1]["detail"] == run["detail"] != ""
        shown = await sent(admin, "GET", f"/tickets/{ticket['id']}?include=messages")
        assert (shown["priority"], shown["note_count"], shown["assignee"]) == ("high", 0, None)

        async def delivery_says_so() -> bool:
            rows = await sent(admin, "GET", f"/deliveries?ticket={ticket['id']}&channel=webhook")
            return [(each["state"], each["detail"]) for each in rows] == [("suppressed", "there is no such webhook")]

        await wait_for(delivery_says_so)
        assert told == []
        for path in paths:
            await sent(admin, "DELETE", path)


async def test_a_breach_escalates_and_an_automation_comes_by_itself(suite: Suite) -> None:
    word = f"rules-{uuid4().hex[:8]}"
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        conditions = [{"field": "subject", "operator": "contains", "value": word}]
        hours = {"field": "hours_since_created", "operator": ">", "value": 3 / 3600}
        body = {
            "name": word,
            "conditions": {"all": [*conditions, hours]},
            "actions": [{"type": "set_priority", "priority": "urgent"}],
        }
        automation = await sent(admin, "POST", "/automations", body)
        answering = body | {
            "triggers": ["ticket.priority_changed"],
            "conditions": {"all": [*conditions, {"field": "priority", "operator": "is", "value": "urgent"}]},
            "actions": [{"type": "escalate"}],
        }
        escalation = await sent(admin, "POST", "/escalation-rules", answering)

        ticket = await sent(customer, "POST", "/tickets", {"subject": f"Slow {word}", "description": "Help"})

        async def escalated() -> bool:
            shown = await sent(admin, "GET", f"/tickets/{ticket['id']}")
            return (shown["priority"], shown["escalation_level"]) == ("urgent", 1)

        await wait_for(escalated, 30)
        (run,) = await runs_of(admin, f"/automations/{automation['id']}")
        (following,) = await runs_of(admin, f"/escalation-rules/{escalation['id']}")
        assert (run["matched"]["trigger"], following["matched"]["trigger"]) == ("time", "ticket.priority_changed")
        await sent(admin, "DELETE", f"/automations/{automation['id']}")
        await sent(admin, "DELETE", f"/escalation-rules/{escalation['id']}")
