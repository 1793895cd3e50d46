"""People in Cc: who may add them, what they see, and that those of a mail wait for an agent."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb

from escalated_chassis.ids import id_for_email

MAIL = {"actor": {"kind": "mail"}}


async def people_of(desk: Any, who: Any, ticket: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/participants", who)
    assert answer.status_code == 200, answer.text
    return [(each["email"], each["state"]) for each in answer.json()["data"]]


async def test_a_participant_reads_the_public_conversation_and_replies(desk: Any) -> None:
    customer, agent, guest = await desk.person(), await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "psst", "internal": True})

    after = await desk.does(agent, f"/tickets/{ticket['id']}/participants", {"email": guest.email.upper()})

    assert [each["id"] for each in after["participants"]] == [str(guest.id)]
    shown = await desk.shown(guest, ticket, "messages")
    assert [each["body_text"] for each in shown["messages"]] == ["It burns."]
    await desk.does(guest, f"/tickets/{ticket['id']}/replies", {"body": "Me too."})
    updated = (await desk.events(ticket))[2]
    assert updated["meta"]["type"] == "ticket.updated"
    assert updated["changes"] == [{"field": "participants", "before": "[]", "after": f'["{guest.id}"]'}]
    assert updated["meta"]["audience"]["staff_only"] is False
    assert set(updated["meta"]["audience"]["person_ids"]) == {str(customer.id), str(guest.id)}
    assert (after["version"], (await desk.shown(customer, ticket))["version"]) == (3, 3)


async def test_who_is_taken_out_is_told_and_sees_no_more(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    after = await desk.does(
        agent, f"/tickets/{ticket['id']}/participants", {"email": "new@guest.example", "name": "New Guest"}
    )
    guest = after["participants"][0]
    assert (guest["name"], guest["id"]) == (
        "New Guest",
        str(id_for_email(desk.settings.deployment_id, "new@guest.example")),
    )

    out = await desk.ask("DELETE", f"/tickets/{ticket['id']}/participants/{guest['id']}", agent)

    assert (out.status_code, out.json()["data"]["participants"]) == (200, [])
    assert out.headers["etag"] == '"3"'
    last = (await desk.events(ticket))[-1]
    assert guest["id"] in last["meta"]["former_audience"]["person_ids"]
    assert guest["id"] not in last["meta"]["audience"]["person_ids"]
    again = await desk.ask("DELETE", f"/tickets/{ticket['id']}/participants/{guest['id']}", agent)
    assert problem(again) == (404, "participant_not_found")


async def test_adding_again_changes_nothing(desk: Any) -> None:
    customer, agent, guest = await desk.person(), await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)

    one = await desk.does(agent, f"/tickets/{ticket['id']}/participants", {"person_id": str(guest.id)})
    two = await desk.does(agent, f"/tickets/{ticket['id']}/participants", {"person_id": str(guest.id)})

    assert (one["version"], two["version"]) == (2, 2)


async def test_who_cannot_be_a_participant(desk: Any) -> None:
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    for body, pointer, code in (
        ({"email": customer.email}, "/email", "is_requester"),
        ({"person_id": str(customer.id)}, "/person_id", "is_requester"),
        ({"person_id": str(other.id)}, "/person_id", "is_staff"),
        ({"person_id": str(uuid4())}, "/person_id", "unknown"),
        ({"email": "nobody"}, "/email", "value_error"),
        ({"person_id": "x"}, "/person_id", "uuid_parsing"),
        ({}, "", "value_error"),
        ({"email": "a@example.com", "person_id": str(other.id)}, "", "value_error"),
        ({"email": "a@example.com", "role": "boss"}, "/role", "unknown_field"),
        ({"email": "a@example.com", "name": "x" * 201}, "/name", "string_too_long"),
    ):
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/participants", agent, json=body)
        assert answer.status_code == 422, answer.text
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert await people_of(desk, agent, ticket) == []


async def test_fifty_are_enough(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for number in range(50):
        await desk.does(agent, f"/tickets/{ticket['id']}/participants", {"email": f"cc{number}@many.example"})

    one_more = await desk.ask("POST", f"/tickets/{ticket['id']}/participants", agent, json={"email": "x@many.example"})

    assert (one_more.status_code, one_more.json()["errors"][0]["code"]) == (422, "too_many")
    assert len(await people_of(desk, agent, ticket)) == 50


async def test_an_older_version_adds_nobody(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "high"})

    answer = await desk.ask(
        "POST",
        f"/tickets/{ticket['id']}/participants",
        agent,
        json={"email": "late@example.com"},
        headers={"If-Match": '"1"'},
    )

    assert problem(answer) == (412, "version_mismatch")
    assert await people_of(desk, agent, ticket) == []


async def _mailed(desk: Any, rpc: Any, sender: str, *copied: str) -> dict[str, Any]:
    request = pb.CreateTicketRequest(
        acting=MAIL,
        key=str(uuid4()),
        requester={"email": sender},
        subject="Hello",
        body="x",
        channel="email",
        participants=[{"email": each, "name": each.partition("@")[0]} for each in copied],
    )
    opened = await rpc.as_service("notifications").CreateTicket(request)
    return {"id": opened.ticket.id}


async def test_cc_of_a_mail_waits_for_approval(desk: Any, rpc: Any, problem: Any) -> None:
    agent, admin = await desk.person("agent"), await desk.person("admin")
    known = await desk.person(name="Known Cc")
    sender = await desk.person()
    ticket = await _mailed(
        desk,
        rpc,
        sender.email,
        known.email,
        "stranger@cc.example",
        agent.email,
        sender.email,
        known.email,
        "no address",
    )

    waiting = [(known.email, "suggested"), ("stranger@cc.example", "suggested")]
    assert sorted(await people_of(desk, agent, ticket)) == waiting
    assert await people_of(desk, sender, ticket) == []
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", known)).status_code == 404
    assert (await desk.events(ticket))[0]["meta"]["audience"]["person_ids"] == [str(sender.id)]
    stranger = id_for_email(desk.settings.deployment_id, "stranger@cc.example")
    heard = await desk.rows("SELECT 1 FROM escalated_people WHERE id = CAST(:id AS uuid)", id=str(stranger))
    assert heard == []

    path = f"/tickets/{ticket['id']}/participants"
    approved = await desk.does(agent, f"{path}/{known.id}/approve")
    declined = await desk.ask("DELETE", f"{path}/{stranger}", agent)

    assert [each["name"] for each in approved["participants"]] == ["Known Cc"]
    assert (declined.status_code, declined.json()["data"]["version"]) == (200, approved["version"])
    assert await people_of(desk, agent, ticket) == [(known.email, "participant")]
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", known)).status_code == 200
    for gone in (known.id, stranger, uuid4()):
        answer = await desk.ask("POST", f"{path}/{gone}/approve", admin, json={})
        assert problem(answer) == (404, "suggestion_not_found")


async def test_cc_of_a_reply_by_mail_waits_too(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)

    added = await rpc.as_service("notifications").AddMessage(
        pb.AddMessageRequest(
            acting=MAIL,
            key=str(uuid4()),
            ticket_id=ticket["id"],
            author={"email": customer.email},
            body="And my colleague",
            participants=[{"email": "colleague@cc.example", "name": "Colleague"}],
        )
    )

    assert list(added.ticket.participants) == []
    assert await people_of(desk, agent, ticket) == [("colleague@cc.example", "suggested")]
    (row,) = (await desk.ask("GET", f"/tickets/{ticket['id']}/participants", agent)).json()["data"]
    assert (row["name"], row["suggested_by_id"]) == ("Colleague", str(customer.id))


async def test_a_mail_suggests_at_most_what_has_room(desk: Any, rpc: Any) -> None:
    agent = await desk.person("agent")
    ticket = await _mailed(desk, rpc, "flood@example.com", *(f"f{number}@flood.example" for number in range(99)))

    assert len(await people_of(desk, agent, ticket)) == 50


async def test_an_id_of_another_tickets_suggestion_is_404(desk: Any, rpc: Any, problem: Any) -> None:
    agent = await desk.person("agent")
    mailed = await _mailed(desk, rpc, "one@nested.example", "two@nested.example")
    other = await desk.opened(await desk.person())
    person = id_for_email(desk.settings.deployment_id, "two@nested.example")

    answer = await desk.ask("POST", f"/tickets/{other['id']}/participants/{person}/approve", agent, json={})

    assert problem(answer) == (404, "suggestion_not_found")
    assert await people_of(desk, agent, mailed) == [("two@nested.example", "suggested")]


@pytest.mark.parametrize("shares", [False, True])
async def test_following_somebody_in_who_cannot_see_it_needs_sharing(desk: Any, problem: Any, shares: bool) -> None:
    mine, theirs = await desk.department(), await desk.department()
    customer, other = await desk.person(), await desk.person("agent", theirs)
    agent = await desk.person("admin" if shares else "agent", mine)
    ticket = await desk.opened(customer, department_id=str(mine))

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", agent, json={"person_id": str(other.id)})

    sees = (await desk.ask("GET", f"/tickets/{ticket['id']}", other)).status_code
    if not shares:
        assert problem(answer) == (403, "share_needed")
        assert (sees, await desk.event_types(ticket)) == (404, ["ticket.created"])
        return
    assert (answer.status_code, answer.json()["data"]["follower_ids"]) == (200, [str(other.id)])
    assert sees == 200
    out = await desk.ask("DELETE", f"/tickets/{ticket['id']}/followers/{other.id}", agent)
    assert out.json()["data"]["follower_ids"] == []
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", other)).status_code == 404
    followed, left = (await desk.events(ticket))[1:]
    assert (followed["following"], left["following"]) == (True, False)
    assert str(other.id) in left["meta"]["former_audience"]["person_ids"]


async def test_who_sees_it_anyway_is_brought_in_without_sharing(desk: Any) -> None:
    department = await desk.department()
    customer = await desk.person()
    agent, mate = await desk.person("agent", department), await desk.person("light_agent", department)
    ticket = await desk.opened(customer, department_id=str(department))

    after = await desk.does(agent, f"/tickets/{ticket['id']}/followers", {"person_id": str(mate.id)})

    assert (after["follower_ids"], after["version"]) == ([str(mate.id)], 1)


async def test_who_cannot_follow(desk: Any, problem: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(customer)
    for person_id in (customer.id, uuid4()):
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", admin, json={"person_id": str(person_id)})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_staff")
    nobody = await desk.ask("DELETE", f"/tickets/{ticket['id']}/followers/{uuid4()}", admin)
    assert problem(nobody) == (404, "follower_not_found")
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_an_agent_who_is_the_requester_is_brought_in_by_sharing_only(desk: Any, problem: Any) -> None:
    department = await desk.department()
    asking, agent = await desk.person("agent"), await desk.person("agent", department)
    ticket = await desk.opened(asking, department_id=str(department))
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/followers", agent, json={"person_id": str(asking.id)})

    assert problem(answer) == (403, "share_needed")
    assert UUID(ticket["requester"]["id"]) == asking.id
