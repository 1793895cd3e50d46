"""Talk beside a ticket: staff's alone, by mail for third parties, and never a customer's."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2

from escalated_chassis.errors import Forbidden, Invalid
from escalated_tickets.side_conversations import rules as side_rules

VENDOR = "vera@vendor.example"


async def begun(desk: Any, who: Any, ticket: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {
        "subject": "Spare part", "channel": "email", "recipients": [{"email": VENDOR, "name": "Vera Vendor"}],
        "body": "Have you *two*?", **more,
    }  # fmt: skip
    side: dict[str, Any] = await desk.does(who, f"/tickets/{ticket['id']}/side-conversations", body)
    return side


def answer_of(side: dict[str, Any], email: str = VENDOR, **more: Any) -> pb.AddSideMessageRequest:
    request = {"key": str(uuid4()), "body": "Yes, two.", "format": "text", **more}
    return pb.AddSideMessageRequest(
        side_conversation_id=side["id"], author=types_pb2.PersonRef(email=email, name="Whoever"), **request
    )


async def rows_of(desk: Any, ticket: dict[str, Any], table: str) -> int:
    found = await desk.rows(f"SELECT 1 FROM escalated_side_{table} WHERE ticket_id = :id", id=UUID(ticket["id"]))
    return len(found)


async def test_one_by_mail_is_told_with_its_recipients_and_to_nobody_else(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Alex Agent")
    ticket = await desk.opened(customer)

    side = await begun(desk, agent, ticket)
    more = await desk.does(agent, f"/tickets/{ticket['id']}/side-conversations/{side['id']}/messages", {"body": "Pls"})

    assert (side["state"], side["message_count"], side["people"][0]["email"]) == ("open", 1, VENDOR)
    assert [line["body_text"] for line in more["messages"]] == ["Have you two?", "Pls"]
    assert more["messages"][0]["author"]["kind"] == "agent"
    first, second = (await desk.events(ticket))[1:]
    assert first["meta"]["type"] == second["meta"]["type"] == "ticket.side_conversation_message"
    assert (first["side_conversation_id"], first["subject"], first["channel"]) == (side["id"], "Spare part", "email")
    assert [each["email"] for each in first["recipients"]] == [VENDOR]
    assert (first["told_ids"], first["meta"]["audience"]["staff_only"]) == ([], True)
    assert (first["message"]["opening"], second["message"]["opening"]) == (True, False)
    shown = await desk.shown(customer, ticket, "messages,activity")
    assert (shown["version"], len(shown["messages"]), shown["updated_at"]) == (1, 1, ticket["updated_at"])
    assert "side" not in str(shown["activity"])
    assert (await desk.shown(agent, ticket))["version"] == 3
    listed = await desk.ask("GET", f"/tickets/{ticket['id']}/side-conversations", agent)
    assert [(each["id"], each["message_count"]) for each in listed.json()["data"]] == [(side["id"], 2)]


async def uploaded(desk: Any, who: Any, name: str = "offer.txt", content: bytes = b"two of them") -> str:
    answer = await desk.ask("POST", "/uploads", who, files={"file": (name, content, "text/plain")})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def test_files_go_with_a_line_and_never_to_a_customer(desk: Any, rpc: Any, problem: Any) -> None:
    customer, agent, mate = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    first, second = await uploaded(desk, agent), await uploaded(desk, agent, "more.txt")

    side = await begun(desk, agent, ticket, attachments=[first])
    path = f"/tickets/{ticket['id']}/side-conversations/{side['id']}"
    whole = await desk.does(agent, f"{path}/messages", {"body": "And more", "attachments": [second]})
    internal = await begun(
        desk, agent, ticket, channel="internal", recipients=[], participants=[str(mate.id)],
        attachments=[await uploaded(desk, agent, "inside.txt")],
    )  # fmt: skip

    lines = [*whole["messages"], *internal["messages"]]
    names = [[each["filename"] for each in line["attachments"]] for line in lines]
    assert names == [["offer.txt"], ["more.txt"], ["inside.txt"]]
    events = [each for each in await desk.events(ticket) if "side_conversation_id" in each]
    assert [[each["filename"] for each in event["message"]["attachments"]] for event in events] == names
    fetched = await rpc.as_service("notifications").GetMessages(
        pb.GetMessagesRequest(ticket_id=ticket["id"], message_ids=[whole["messages"][0]["id"]])
    )
    assert [each.id for each in fetched.messages[0].attachments] == [first]
    for file in (each for line in lines for each in line["attachments"]):
        link = file["url"].removeprefix("/api/v1")
        assert (await desk.ask("GET", link, agent)).content == b"two of them"
        assert problem(await desk.ask("GET", f"/attachments/{file['id']}", customer)) == (404, "attachment_not_found")
    for who, found in ((agent, [ticket["id"]]), (customer, [])):
        answer = await desk.ask("GET", "/search", who, params={"q": f"has:attachment requester:{customer.email}"})
        assert [each["id"] for each in answer.json()["data"]] == found
    assert (await desk.shown(customer, ticket))["version"] == 1


async def test_files_that_are_not_ones_own_too_many_or_too_large_are_refused(
    desk: Any, problem: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent, mate = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    internal = await begun(desk, agent, ticket, channel="internal", recipients=[], participants=[str(mate.id)])
    mine, theirs = await uploaded(desk, agent), await uploaded(desk, mate)
    path = f"/tickets/{ticket['id']}/side-conversations"
    monkeypatch.setattr(side_rules, "MOST_MAILED_BYTES", 10)

    for files, refusal in (
        ([theirs], ("/attachments/0", "unknown_upload")),
        ([mine, str(uuid4())], ("/attachments/1", "unknown_upload")),
        ([mine] * 6, ("/attachments", "too_many")),
        ([mine], ("/attachments", "too_large_for_mail")),
    ):
        for place, more in (
            (path, {"subject": "x", "channel": "email", "recipients": [{"email": VENDOR}]}),
            (f"{path}/{side['id']}/messages", {}),
        ):
            answer = await desk.ask("POST", place, agent, json={"body": "x", "attachments": files, **more})
            assert answer.status_code == 422, answer.text
            assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [refusal]

    assert (await rows_of(desk, ticket, "conversations"), await rows_of(desk, ticket, "messages")) == (2, 2)
    assert (await desk.shown(agent, ticket))["version"] == 3
    # What goes to nobody by mail may be larger, and what was refused waits to be attached still.
    await desk.does(agent, f"{path}/{internal['id']}/messages", {"body": "x", "attachments": [mine]})
    again = await desk.ask(
        "POST", f"{path}/{internal['id']}/messages", agent, json={"body": "x", "attachments": [mine]}
    )
    assert again.json()["errors"][0]["code"] == "unknown_upload"


async def test_its_words_are_found_by_nobody(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await begun(desk, agent, ticket, subject="Xylophone", body="Zeppelin")
    for who in (customer, agent):
        for word in ("xylophone", "zeppelin"):
            assert (await desk.ask("GET", "/search", who, params={"q": word})).json()["data"] == []


async def test_named_colleagues_follow_and_are_told(desk: Any, problem: Any) -> None:
    mine, theirs = await desk.department(), await desk.department()
    customer, agent, admin = await desk.person(), await desk.person("agent", mine), await desk.person("admin")
    near, far = await desk.person("light_agent", mine), await desk.person("agent", theirs, name="Fay Far")
    ticket = await desk.opened(customer, department_id=str(mine))
    internal = {"channel": "internal", "recipients": []}
    path = f"/tickets/{ticket['id']}/side-conversations"

    side = await begun(desk, agent, ticket, **internal, participants=[str(near.id), str(agent.id)])
    refused = await desk.ask(
        "POST", path, agent, json={"subject": "x", "channel": "internal", "participants": [str(far.id)], "body": "x"}
    )
    answered = await desk.does(near, f"{path}/{side['id']}/messages", {"body": "I know"})
    shared = await begun(desk, admin, ticket, **internal, participants=[str(far.id)])

    assert problem(refused) == (422, "cannot_see_ticket")
    assert "Fay Far" in refused.json()["detail"]
    assert [each["id"] for each in side["people"]] == [str(near.id)]
    assert [line["author"]["name"] for line in answered["messages"]] == [agent.name, near.name]
    events = [each for each in await desk.events(ticket) if "side_conversation_id" in each]
    assert [each["told_ids"] for each in events] == [[str(near.id)], [str(agent.id)], [str(far.id)]]
    assert [each["recipients"] for each in events] == [[], [], []]
    seen = await desk.ask("GET", f"{path}/{shared['id']}", far)
    assert seen.status_code == 200


async def test_to_customers_there_is_none(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket, other = await desk.opened(customer), await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    path = f"/tickets/{ticket['id']}/side-conversations"
    opening = {"subject": "x", "channel": "email", "recipients": [{"email": VENDOR}], "body": "x"}
    for method, end, body in (
        ("GET", "", None), ("POST", "", opening), ("GET", f"/{side['id']}", None),
        ("POST", f"/{side['id']}/messages", {"body": "x"}), ("POST", f"/{side['id']}/close", {}),
        ("POST", f"/{side['id']}/reopen", {}),
    ):  # fmt: skip
        answer = await desk.ask(method, path + end, customer, **({} if body is None else {"json": body}))
        assert problem(answer) == (404, "side_conversation_not_found")
    elsewhere = await desk.ask("GET", f"/tickets/{other['id']}/side-conversations/{side['id']}", agent)
    assert problem(elsewhere) == (404, "side_conversation_not_found")
    assert (await desk.shown(agent, ticket))["version"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"recipients": [{"email": "{customer}"}]}, "/recipients/0/email"),
        ({"recipients": [{"email": "nobody"}]}, "/recipients/0/email"),
        ({"recipients": []}, ""),
        ({"channel": "internal"}, ""),
        ({"channel": "pigeon"}, "/channel"),
        ({"subject": "two\nlines"}, "/subject"),
        ({"body": "<!-- -->", "format": "html"}, "/body"),
        ({"channel": "internal", "recipients": [], "participants": ["{customer_id}"]}, "/participants/0"),
        ({"channel": "internal", "recipients": [], "participants": ["{me}"]}, "/participants"),
    ],
)
async def test_bad_ones_are_refused(desk: Any, body: dict[str, Any], pointer: str) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    good = {"subject": "x", "channel": "email", "recipients": [{"email": VENDOR}], "body": "x"}
    filled = {**good, **body}
    if pointer == "/recipients/0/email" and "{customer}" in str(body):
        filled["recipients"] = [{"email": customer.email.upper()}]
    if "participants" in body:
        filled["participants"] = [str(agent.id if "{me}" in body["participants"] else customer.id)]
    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/side-conversations", agent, json=filled)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (
        await desk.rows("SELECT 1 FROM escalated_side_conversations WHERE ticket_id = :id", id=UUID(ticket["id"])) == []
    )
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_light_agents_write_in_internal_ones_only(desk: Any, problem: Any) -> None:
    customer, agent, light = await desk.person(), await desk.person("agent"), await desk.person("light_agent")
    ticket = await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    path = f"/tickets/{ticket['id']}/side-conversations"
    for end, body in (
        ("", {"subject": "x", "channel": "email", "recipients": [{"email": VENDOR}], "body": "x"}),
        (f"/{side['id']}/messages", {"body": "x"}),
        (f"/{side['id']}/close", {}),
    ):
        assert problem(await desk.ask("POST", path + end, light, json=body)) == (403, "forbidden")


async def test_closed_is_closed_until_somebody_opens_it(desk: Any, problem: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    path = f"/tickets/{ticket['id']}/side-conversations/{side['id']}"

    closed = await desk.does(agent, f"{path}/close")
    refused = await desk.ask("POST", f"{path}/messages", agent, json={"body": "x"})

    assert (closed["state"], closed["closed_at"] is not None) == ("closed", True)
    assert problem(refused) == (409, "side_conversation_closed")
    await rpc.as_service("notifications").AddSideMessage(answer_of(side))
    reopened = (await desk.ask("GET", path, agent)).json()["data"]
    assert (reopened["state"], reopened["closed_at"], reopened["message_count"]) == ("open", None, 2)
    activity = (await desk.shown(agent, ticket, "activity"))["activity"]
    assert [each["kind"] for each in activity[1:]] == [
        "ticket.side_conversation_message", "ticket.updated", "ticket.side_conversation_message",
    ]  # fmt: skip
    shown = await desk.shown(customer, ticket, "activity")
    assert ([each["kind"] for each in shown["activity"]], shown["version"]) == (["ticket.created"], 1)


async def test_an_answer_by_mail_is_added_once_and_never_to_the_ticket(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    mail = rpc.as_service("notifications")

    async def parts() -> Any:
        yield pb.UploadRequest(header=pb.UploadHeader(filename="a.txt"))
        yield pb.UploadRequest(chunk=b"some text")

    upload = (await mail.Upload(parts())).attachment.id
    request = answer_of(side, email=VENDOR.upper(), upload_ids=[upload])

    first = await mail.AddSideMessage(request)
    second = await mail.AddSideMessage(request)

    assert first.message.id == second.message.id
    assert (first.message.author.name, first.message.author_kind) == ("Vera Vendor", "third_party")
    whole = (await desk.ask("GET", f"/tickets/{ticket['id']}/side-conversations/{side['id']}", agent)).json()["data"]
    assert [line["body_text"] for line in whole["messages"]] == ["Have you two?", "Yes, two."]
    (file,) = whole["messages"][1]["attachments"]
    assert (await desk.ask("GET", file["url"].removeprefix("/api/v1"), agent)).content == b"some text"
    assert (await desk.ask("GET", f"/attachments/{file['id']}", customer)).status_code == 404
    event = (await desk.events(ticket))[-1]
    assert (event["recipients"], event["told_ids"]) == ([], [str(agent.id)])
    assert [each["filename"] for each in event["message"]["attachments"]] == ["a.txt"]
    assert len((await desk.ask("GET", f"/tickets/{ticket['id']}/messages", agent)).json()["data"]) == 1
    assert (await desk.shown(customer, ticket))["version"] == 1
    fetched = await mail.GetMessages(pb.GetMessagesRequest(ticket_id=ticket["id"], message_ids=[first.message.id]))
    assert [each.body_text for each in fetched.messages] == ["Yes, two."]
    everything = await mail.GetMessages(pb.GetMessagesRequest(ticket_id=ticket["id"]))
    assert [each.kind for each in everything.messages] == ["reply"]


async def test_strangers_open_nothing_inside(desk: Any, rpc: Any) -> None:
    customer, agent, near = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    by_mail = await begun(desk, agent, ticket)
    internal = await begun(
        desk, agent, ticket, channel="internal", recipients=[], participants=[str(near.id)], subject="y"
    )
    mail = rpc.as_service("notifications")
    for side, email in ((by_mail, "eve@evil.example"), (by_mail, customer.email), (internal, near.email)):
        with pytest.raises(Forbidden):
            await mail.AddSideMessage(answer_of(side, email=email))
    with pytest.raises(Forbidden):
        await mail.AddSideMessage(answer_of({"id": str(uuid4())}))
    with pytest.raises(Invalid):
        await mail.AddSideMessage(answer_of(by_mail, key=""))
    assert (
        len(await desk.rows("SELECT 1 FROM escalated_side_messages WHERE ticket_id = :id", id=UUID(ticket["id"]))) == 2
    )


async def test_nobody_but_notifications_brings_answers(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    side = await begun(desk, agent, await desk.opened(customer))
    with pytest.raises(Forbidden):
        await rpc.as_service("sla").AddSideMessage(answer_of(side))


async def test_staff_who_take_part_answer_by_mail_as_themselves(desk: Any, rpc: Any) -> None:
    """given a side conversation by mail, when its agent answers by mail, then it goes on to the recipients"""
    customer, agent, other = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    side = await begun(desk, agent, ticket)
    mail = rpc.as_service("notifications")

    def by(person: Any) -> pb.AddSideMessageRequest:
        request = answer_of(side, email=person.email, body="And three?")
        request.author.id = str(person.id)
        return request

    added = await mail.AddSideMessage(by(agent))
    with pytest.raises(Forbidden):
        await mail.AddSideMessage(by(other))
    with pytest.raises(Forbidden):
        await mail.AddSideMessage(by(customer))

    assert (added.message.author_kind, added.message.author.id) == ("agent", str(agent.id))
    event = (await desk.events(ticket))[-1]
    assert ([each["email"] for each in event["recipients"]], event["told_ids"]) == ([VENDOR], [])
    assert await rows_of(desk, ticket, "messages") == 2
