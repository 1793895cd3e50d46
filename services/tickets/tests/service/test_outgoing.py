"""Replies that wait: nobody hears of them, they can be taken back, and they are sent once, by what holds then."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.identity.v1 import types_pb2

from escalated_chassis.due import DueWorker
from escalated_tickets.outgoing import service as outgoing
from escalated_tickets.outgoing.queries import next_send
from escalated_tickets.people.service import keep_person


async def delayed(desk: Any, who: Any, ticket: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A reply that waits, as it was answered."""
    body = {"body": "Here *you* are", "send_after": 60, **more}
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", who, json=body)
    assert answer.status_code == 202, answer.text
    assert answer.json()["data"]["id"] == ticket["id"]
    waiting: dict[str, Any] = answer.json()["outgoing"]
    return waiting


def worker(desk: Any) -> DueWorker:
    return DueWorker(
        "delayed", desk.database, lambda uow, limit: outgoing.send_due(uow, desk.desk, desk.database, limit), next_send,
        batch=outgoing.BATCH, clock=desk.clock,
    )  # fmt: skip


async def later(desk: Any, *workers: DueWorker, **by: float) -> None:
    desk.clock.move(timedelta(**(by or {"minutes": 1})))
    await asyncio.gather(*(each.run_once() for each in workers or (worker(desk),)))


async def again(desk: Any, who: Any) -> Any:
    """The same person with a fresh token."""
    return await desk.person(who.kind, name=who.name, email=who.email)


async def messages(desk: Any, who: Any, ticket: dict[str, Any]) -> list[str]:
    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/messages", who)
    return [each["body_text"] for each in answer.json()["data"]]


async def state(desk: Any, reply: dict[str, Any]) -> tuple[str, str]:
    statement = "SELECT state, failure FROM escalated_outgoing WHERE id = CAST(:id AS uuid)"
    row = (await desk.rows(statement, id=reply["id"]))[0]
    return row.state, row.failure


async def test_nobody_hears_of_it_until_it_is_sent(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Alex Agent")
    ticket = await desk.opened(customer)

    reply = await delayed(desk, agent, ticket, status="resolved")
    async with desk.database.reading() as reader:
        assert await next_send(reader) == desk.clock.now() + timedelta(seconds=60)

    assert (reply["state"], reply["body"], reply["body_text"]) == ("waiting", "Here *you* are", "Here you are")
    assert (await desk.shown(agent, ticket))["version"] == 1
    assert await messages(desk, agent, ticket) == await messages(desk, customer, ticket) == ["It burns."]
    assert await desk.event_types(ticket) == ["ticket.created"]
    listed = (await desk.ask("GET", f"/tickets/{ticket['id']}/outgoing", agent)).json()["data"]
    assert listed == [reply]
    await later(desk, seconds=59)
    assert await state(desk, reply) == ("waiting", "")

    await later(desk, seconds=1)

    customer, agent = await again(desk, customer), await again(desk, agent)
    shown = await desk.shown(customer, ticket)
    assert (shown["status"], shown["reply_count"]) == ("resolved", 1)
    assert shown["last_agent_message_at"] == desk.clock.now().isoformat().replace("+00:00", "Z")
    assert await messages(desk, customer, ticket) == ["It burns.", "Here you are"]
    events = await desk.events(ticket)
    assert [each["meta"]["type"] for each in events[1:]] == [
        "reply.created",
        "ticket.status_changed",
        "ticket.resolved",
    ]
    assert events[1]["message"]["id"] == reply["id"]
    assert (events[1]["meta"]["actor"]["id"], events[1]["meta"]["actor"]["kind"]) == (str(agent.id), "person")
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/outgoing", agent)).json()["data"] == []


async def test_a_status_that_its_writer_may_no_longer_set_stays_away(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    role = str(uuid4())
    desk.directory.roles = {role: frozenset({"tickets:reply", "tickets:status"})}
    known = types_pb2.Person(
        id=str(agent.id), name=agent.name, email=agent.email, kind="light_agent", active=True,
        role_ids=["light_agent", role], version=2,
    )  # fmt: skip
    ticket = await desk.opened(customer)
    reply = await delayed(desk, agent, ticket, status="resolved")
    desk.directory.roles = {role: frozenset({"tickets:reply"})}
    async with desk.database.transaction() as uow:
        await keep_person(uow, known)

    await later(desk)

    assert (await state(desk, reply))[0] == "sent"
    assert (await desk.shown(customer, ticket))["status"] == "waiting_on_customer"


async def test_it_is_taken_back_with_its_text_and_its_files(desk: Any, problem: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    files = {"file": ("a.txt", b"some text", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", agent, files=files)).json()["data"]
    reply = await delayed(desk, agent, ticket, attachments=[upload["id"]])
    assert [each["id"] for each in reply["attachments"]] == [upload["id"]]
    stolen = await desk.ask(
        "POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "x", "attachments": [upload["id"]]}
    )
    assert stolen.status_code == 422
    assert problem(await desk.ask("GET", f"/attachments/{upload['id']}", agent)) == (404, "attachment_not_found")

    path = f"/tickets/{ticket['id']}/outgoing/{reply['id']}"
    back = await desk.ask("DELETE", path, other)
    twice = await desk.ask("DELETE", path, agent)

    assert (back.status_code, back.json()["data"]["body"], back.json()["data"]["state"]) == (
        200, "Here *you* are", "taken_back",
    )  # fmt: skip
    assert twice.json() == back.json()
    await later(desk)
    agent = await again(desk, agent)
    assert await messages(desk, agent, ticket) == ["It burns."]
    sent = await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Better", "attachments": [upload["id"]]})
    assert sent["reply_count"] == 1


async def test_its_files_go_with_it(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    files = {"file": ("a.txt", b"some text", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", agent, files=files)).json()["data"]
    await delayed(desk, agent, ticket, attachments=[upload["id"]])

    await later(desk)

    customer = await again(desk, customer)
    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/messages", customer)
    (attached,) = answer.json()["data"][-1]["attachments"]
    assert (await desk.ask("GET", attached["url"].removeprefix("/api/v1"), customer)).content == b"some text"
    assert (await desk.events(ticket))[1]["message"]["attachments"][0]["filename"] == "a.txt"


async def test_once_it_is_out_it_is_out(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    reply = await delayed(desk, agent, ticket)
    await later(desk)
    agent = await again(desk, agent)
    answer = await desk.ask("DELETE", f"/tickets/{ticket['id']}/outgoing/{reply['id']}", agent)
    assert problem(answer) == (409, "already_sent")


async def test_many_workers_send_it_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for index in range(5):
        await delayed(desk, agent, ticket, body=f"Number {index}")

    await later(desk, *(worker(desk) for _ in range(4)))

    customer = await again(desk, customer)
    found = await messages(desk, customer, ticket)
    assert sorted(found[1:]) == [f"Number {index}" for index in range(5)]
    types = await desk.event_types(ticket)
    assert types.count("reply.created") == 5
    assert [each["meta"]["sequence"] for each in await desk.events(ticket)] == list(range(1, len(types) + 1))


async def test_taking_it_back_and_sending_it_at_once_is_one_of_both(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    for _ in range(5):
        agent = await again(desk, agent)
        ticket = await desk.opened(await again(desk, customer))
        reply = await delayed(desk, agent, ticket, send_after=1)
        desk.clock.move(timedelta(seconds=1))
        path = f"/tickets/{ticket['id']}/outgoing/{reply['id']}"
        _, back = await asyncio.gather(worker(desk).run_once(), desk.ask("DELETE", path, agent))
        sent = len(await messages(desk, agent, ticket)) == 2
        assert (back.status_code, sent) in ((200, False), (409, True))
        assert (await state(desk, reply))[0] == ("sent" if sent else "taken_back")


async def test_a_status_that_may_no_longer_follow_does_not_hold_the_words_back(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await delayed(desk, agent, ticket, status="waiting_on_customer")
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")

    await later(desk)

    agent = await again(desk, agent)
    assert await messages(desk, agent, ticket) == ["It burns.", "Here you are"]
    assert (await desk.shown(agent, ticket))["status"] == "resolved"


async def _deleted(desk: Any, ticket: dict[str, Any], _agent: Any) -> None:
    admin = await desk.person("admin")
    assert (await desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)).status_code == 204


async def _merged(desk: Any, ticket: dict[str, Any], agent: Any) -> None:
    target = await desk.opened(await desk.person())
    await desk.does(agent, f"/tickets/{ticket['id']}/merge", {"into": target["id"]})


async def _moved(desk: Any, ticket: dict[str, Any], _agent: Any) -> None:
    admin, elsewhere = await desk.person("admin"), await desk.department()
    await desk.does(admin, f"/tickets/{ticket['id']}/department", {"department_id": str(elsewhere)})


async def _demoted(desk: Any, _ticket: dict[str, Any], agent: Any) -> None:
    await _changed(desk, agent, kind="light_agent")


async def _left(desk: Any, _ticket: dict[str, Any], agent: Any) -> None:
    await _changed(desk, agent, active=False)


async def _changed(desk: Any, agent: Any, **how: Any) -> None:
    row = {"kind": "agent", "active": True, "version": 2, **how}
    async with desk.database.transaction() as uow:
        await keep_person(uow, types_pb2.Person(id=str(agent.id), name=agent.name, email=agent.email, **row))


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (_deleted, "There is no such ticket."),
        (_merged, "The ticket was merged into another one."),
        (_moved, "There is no such ticket."),
        (_demoted, "You may not do this to the ticket: reply."),
        (_left, "The writer's account is no longer active."),
    ],
)
async def test_what_is_refused_at_its_time_is_kept_and_told(desk: Any, meanwhile: Any, why: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Fay Failing")
    ticket = await desk.opened(customer)
    reply = await delayed(desk, agent, ticket)
    await meanwhile(desk, ticket, agent)

    await later(desk)
    await later(desk)

    assert await state(desk, reply) == ("failed", why)
    shown = await desk.shown(await desk.person("admin"), ticket)
    told = [each for each in await desk.events(shown) if each["meta"]["type"] == "ticket.notification_requested"]
    assert [each["person_ids"] for each in told] == [[str(agent.id)]]
    assert why in told[0]["text"]
    assert "reply.created" not in await desk.event_types(ticket)
    admin = await desk.person("admin")
    (listed,) = (await desk.ask("GET", f"/tickets/{ticket['id']}/outgoing", admin)).json()["data"]
    assert (listed["state"], listed["failure"], listed["body"]) == ("failed", why, "Here *you* are")
    back = await desk.ask("DELETE", f"/tickets/{ticket['id']}/outgoing/{reply['id']}", admin)
    assert back.json()["data"]["body"] == "Here *you* are"


@pytest.mark.parametrize(
    ("send_after", "status"),
    [
        (-1, 422), (3601, 422), (60.5, 422), (True, 422), ("soon", 422), (10**20, 422),
        ("2026-01-05T08:00:00Z", 422), ("2036-01-05T08:00:00Z", 422), ("2026-01-05T12:00:00", 422),
        (0, 201), (3600, 202), ("60", 202),
    ],
)  # fmt: skip
async def test_when_it_may_go(desk: Any, send_after: Any, status: int) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    body = {"body": "x", "send_after": send_after}
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json=body)
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["pointer"].startswith("/send_after")
        assert await desk.rows("SELECT 1 FROM escalated_outgoing WHERE ticket_id = :id", id=UUID(ticket["id"])) == []


async def test_a_time_some_days_away(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    at = desk.clock.now() + timedelta(days=3)
    reply = await delayed(desk, agent, ticket, send_after=at.isoformat())
    assert reply["send_at"] == at.isoformat().replace("+00:00", "Z")
    await later(desk, days=3)
    assert (await state(desk, reply))[0] == "sent"


async def test_a_note_is_not_delayed_and_twenty_are_enough(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    note = {"body": "x", "internal": True, "send_after": 60}
    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json=note)
    assert refused.json()["errors"][0]["code"] == "not_with_note"
    unknown = {"body": "x", "status": "nowhere", "send_after": 60}
    assert (await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json=unknown)).status_code == 422
    for _ in range(20):
        await delayed(desk, agent, ticket)
    full = await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "x", "send_after": 60})
    assert problem(full) == (409, "too_many_waiting")


async def test_customers_find_nothing_and_light_agents_take_nothing_back(desk: Any, problem: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("agent"), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    reply = await delayed(desk, agent, ticket)
    path = f"/tickets/{ticket['id']}/outgoing"
    assert problem(await desk.ask("GET", path, customer)) == (404, "outgoing_not_found")
    for outgoing_id in (reply["id"], str(uuid4())):
        assert problem(await desk.ask("DELETE", f"{path}/{outgoing_id}", customer)) == (404, "outgoing_not_found")
    assert problem(await desk.ask("DELETE", f"{path}/{reply['id']}", light)) == (403, "not_your_reply")
    assert len((await desk.ask("GET", path, light)).json()["data"]) == 1
    assert (await state(desk, reply))[0] == "waiting"


async def test_the_same_key_delays_it_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for _ in range(2):
        await desk.ask(
            "POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "x", "send_after": 60},
            headers={"Idempotency-Key": f"key-{ticket['id']}"},
        )  # fmt: skip
    assert len((await desk.ask("GET", f"/tickets/{ticket['id']}/outgoing", agent)).json()["data"]) == 1


async def test_what_was_sent_is_forgotten_after_thirty_days(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await delayed(desk, agent, ticket)
    await later(desk)
    desk.clock.move(timedelta(days=30))
    async with desk.database.transaction() as uow:
        assert await outgoing.purge_sent(uow, 1_000) > 0
    assert await desk.rows("SELECT 1 FROM escalated_outgoing WHERE ticket_id = :id", id=UUID(ticket["id"])) == []
    assert (await messages(desk, await again(desk, customer), ticket))[-1] == "Here you are"


async def test_a_worker_that_dies_right_before_the_commit_has_sent_nothing(desk: Any, monkeypatch: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    reply = await delayed(desk, agent, ticket)
    real = outgoing.write_on

    async def dying(*arguments: Any) -> Any:
        await real(*arguments)
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "write_on", dying)
        with pytest.raises(RuntimeError, match="killed"):
            await later(desk)
    assert await state(desk, reply) == ("waiting", "")
    assert await desk.event_types(ticket) == ["ticket.created"]

    await later(desk)

    assert await state(desk, reply) == ("sent", "")
    assert await messages(desk, await again(desk, customer), ticket) == ["It burns.", "Here you are"]


async def test_a_form_delays_it_with_its_files(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    answer = await desk.ask(
        "POST", f"/tickets/{ticket['id']}/replies", agent, data={"body": "See", "send_after": "60"},
        files={"files": ("a.txt", b"some text", "text/plain")},
    )  # fmt: skip
    assert answer.status_code == 202, answer.text
    waiting = answer.json()["outgoing"]
    at = (desk.clock.now() + timedelta(seconds=60)).isoformat().replace("+00:00", "Z")
    assert (waiting["send_at"], [each["filename"] for each in waiting["attachments"]]) == (at, ["a.txt"])
    await later(desk)
    assert (await state(desk, waiting))[0] == "sent"


async def test_files_of_a_reply_that_waits_go_with_their_purged_ticket(desk: Any) -> None:
    from escalated_tickets.privacy.purge import purge_deleted

    customer, agent, admin = await desk.person(), await desk.person("agent"), await desk.person("admin")
    ticket = await desk.opened(customer)
    files = {"file": ("a.txt", b"some text", "text/plain")}
    upload = (await desk.ask("POST", "/uploads", agent, files=files)).json()["data"]
    await delayed(desk, agent, ticket, attachments=[upload["id"]])
    await desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)
    desk.clock.move(timedelta(days=31))
    async with desk.database.transaction() as uow:
        assert await purge_deleted(uow, desk.desk.files, 100) >= 1
    for table, column in (("attachments", "id"), ("outgoing", "ticket_id")):
        key = upload["id"] if column == "id" else ticket["id"]
        assert await desk.rows(f"SELECT 1 FROM escalated_{table} WHERE {column} = :key", key=UUID(key)) == []


async def test_a_writer_who_turned_out_to_be_another_sends_as_them(desk: Any) -> None:
    from escalated_tickets.people import merging

    customer, one, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    await delayed(desk, one, ticket)
    async with desk.database.transaction() as uow:
        await merging.merge_people(uow, one.id, other.id)
    async with desk.database.transaction() as uow:
        await merging.follow_merges(uow, desk.desk, 50)

    await later(desk)

    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/messages", await again(desk, other))
    assert answer.json()["data"][-1]["author"]["id"] == str(other.id)
