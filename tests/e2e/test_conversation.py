"""The conversation through the gateway: notes, mentions, second thoughts, drafts, and talk beside a ticket by mail."""

import os
import signal
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for

Client = httpx2.AsyncClient


async def did(
    client: Client, method: str, path: str, body: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A call that succeeds; its whole answer."""
    answer = await client.request(method, f"/api/v1{path}", **({} if body is None else {"json": body}), **more)
    assert answer.is_success, f"{method} {path}: {answer.text}"
    return dict(answer.json()) if answer.content else {}


async def opened(client: Client) -> dict[str, Any]:
    body = {"subject": f"Spare part {uuid4().hex[:8]}", "description": "The *old* one broke."}
    return dict((await did(client, "POST", "/tickets", body))["data"])


async def texts(client: Client, ticket: dict[str, Any]) -> list[str]:
    found = await did(client, "GET", f"/tickets/{ticket['id']}/messages")
    return [message["body_text"] for message in found["data"]]


async def test_a_note_that_calls_is_pinned_mended_and_taken_back(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent:
        ticket, word = await opened(customer), f"w{uuid4().hex}"
        path = f"/tickets/{ticket['id']}"
        before = len(suite.mails(AGENT))
        note = (await did(admin, "POST", f"{path}/replies", {"body": f"@{AGENT} {word}", "internal": True}))["message"]
        called = (await did(agent, "GET", "/auth/me"))["data"]

        def mentions() -> list[EmailMessage]:
            mails = [mail for mail in suite.mails(AGENT)[before:] if ticket["reference"] in str(mail["Subject"])]
            return [mail for mail in mails if "mentions you in an internal note" in mail.as_string()]

        await wait_for(mentions)
        assert called["id"] in (await did(admin, "GET", path))["data"]["follower_ids"]
        assert not [mail for mail in suite.mails(CUSTOMER) if word in mail.as_string()]

        await did(agent, "POST", f"{path}/messages/{note['id']}/pin", {})
        pinned = (await did(admin, "GET", f"{path}/messages?pinned=true"))["data"]
        assert [each["id"] for each in pinned] == [note["id"]]
        refused = await agent.patch(f"/api/v1{path}/messages/{note['id']}", json={"body": "mine"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_your_note")
        await did(admin, "PATCH", f"{path}/messages/{note['id']}", {"body": "something else"})
        assert (await did(admin, "GET", f"/search?q={word}"))["data"] == []
        after = await did(admin, "DELETE", f"{path}/messages/{note['id']}")
        assert after["data"]["note_count"] == 0
        assert await texts(admin, ticket) == await texts(customer, ticket) == ["The old one broke."]
        for method, end in (("POST", "/pin"), ("PATCH", ""), ("DELETE", "")):
            hidden = await customer.request(method, f"/api/v1{path}/messages/{note['id']}{end}", json={})
            assert hidden.status_code in (404, 422)
        assert len(mentions()) == 1


async def test_a_second_thought_a_draft_and_a_reply_that_outlives_a_kill(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent:
        ticket = await opened(customer)
        path = f"/tickets/{ticket['id']}"
        await did(agent, "PUT", f"{path}/draft", {"body": "First *thought*"})
        undone = (await did(agent, "POST", f"{path}/replies", {"body": "First *thought*", "send_after": 3600}))[
            "outgoing"
        ]
        assert (await agent.get(f"/api/v1{path}/draft")).status_code == 404
        back = (await did(agent, "DELETE", f"{path}/outgoing/{undone['id']}"))["data"]
        assert back["body"] == "First *thought*"

        words = f"Second thought {uuid4().hex}"
        key = {"Idempotency-Key": uuid4().hex}
        await did(agent, "POST", f"{path}/replies", {"body": words, "send_after": 2}, headers=key)
        assert len((await did(agent, "GET", f"{path}/outgoing"))["data"]) == 1
        assert await texts(customer, ticket) == ["The old one broke."]
        assert (await customer.get(f"/api/v1{path}/outgoing")).status_code == 404
        os.kill(suite.pid_of("tickets"), signal.SIGKILL)

        async def is_sent() -> bool:
            answer = await customer.get(f"/api/v1{path}/messages")
            return answer.status_code == 200 and words in answer.text

        await wait_for(is_sent, 60)
        await wait_for(lambda: [mail for mail in suite.mails(CUSTOMER) if words in mail.as_string()], 60)
        assert await texts(customer, ticket) == ["The old one broke.", words]
        assert (await did(agent, "GET", path))["data"]["status"] == "waiting_on_customer"
        assert len({mail["Message-ID"] for mail in suite.mails(CUSTOMER) if words in mail.as_string()}) == 1


async def test_a_vendor_is_asked_beside_the_ticket_and_answers_by_mail(suite: Suite) -> None:
    vendor, eve = f"vera-{uuid4().hex[:8]}@vendor.example", f"eve-{uuid4().hex[:8]}@evil.example"
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        path = f"/tickets/{ticket['id']}/side-conversations"
        body = {
            "subject": "Two spare parts",
            "channel": "email",
            "recipients": [{"email": vendor}],
            "body": "Have you?",
        }
        side = (await did(agent, "POST", path, body))["data"]
        await wait_for(lambda: suite.mails(vendor))
        question = suite.mails(vendor)[0]
        assert question["Subject"] == "Two spare parts"
        assert ticket["reference"] not in question.as_string()
        assert ticket["subject"] not in question.as_string()

        def answer(sender: str, text: str) -> EmailMessage:
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = sender, str(question["Reply-To"]), "Re: Two spare parts"
            mail["Message-ID"] = make_msgid(domain="vendor.example")
            mail["In-Reply-To"] = mail["References"] = str(question["Message-ID"])
            mail.set_content(text)
            return mail

        first = answer(vendor, "We have two.")
        suite.send_mail(first)
        suite.send_mail(first)
        suite.send_mail(answer(eve, "Let me in."))

        async def lines() -> list[str]:
            whole = (await did(agent, "GET", f"{path}/{side['id']}"))["data"]
            return [line["body_text"] for line in whole["messages"]]

        async def has_come() -> bool:
            return len(await lines()) == 2

        async def eve_has_her_own() -> bool:
            found = (await did(admin, "GET", "/tickets?channel=email&limit=50"))["data"]
            return [each["requester"]["email"] for each in found].count(eve) == 1

        await wait_for(has_come)
        await wait_for(eve_has_her_own)
        assert await lines() == ["Have you?", "We have two."]
        assert await texts(agent, ticket) == ["The old one broke."]
        assert (await customer.get(f"/api/v1{path}")).status_code == 404
        assert not [mail for mail in suite.mails(CUSTOMER) if "We have two." in mail.as_string()]
        await did(agent, "POST", f"{path}/{side['id']}/close", {})
        listed = (await did(agent, "GET", path))["data"]
        assert [(each["state"], each["message_count"]) for each in listed] == [("closed", 2)]


async def test_colleagues_talk_beside_a_ticket(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        path = f"/tickets/{ticket['id']}"
        me = (await did(agent, "GET", "/auth/me"))["data"]["id"]
        body = {"subject": "Is it ours?", "channel": "internal", "participants": [me], "body": "Look, please."}
        side = (await did(admin, "POST", f"{path}/side-conversations", body))["data"]
        await did(agent, "POST", f"{path}/side-conversations/{side['id']}/messages", {"body": "It is."})

        lines = (await did(admin, "GET", f"{path}/side-conversations/{side['id']}"))["data"]["messages"]
        assert [line["body_text"] for line in lines] == ["Look, please.", "It is."]
        assert me in (await did(admin, "GET", path))["data"]["follower_ids"]
        assert await texts(customer, ticket) == ["The old one broke."]
        assert (await customer.get(f"/api/v1{path}/side-conversations/{side['id']}")).status_code == 404
        timeline = (await did(customer, "GET", f"{path}/timeline"))["data"]
        assert sorted(each["kind"] for each in timeline) == ["activity", "message"]


async def test_who_follows_is_seen_writing(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        path = f"/tickets/{ticket['id']}"
        await did(agent, "POST", f"{path}/follow", {})
        await did(agent, "POST", f"{path}/presence", {"state": "writing"})
        me = (await did(agent, "GET", "/auth/me"))["data"]["id"]

        async def is_seen() -> bool:
            people = (await did(admin, "POST", f"{path}/presence", {"state": "viewing"}))["data"]["people"]
            return (me, "writing") in [(each["id"], each["state"]) for each in people]

        await wait_for(is_seen)
        assert (await did(customer, "POST", f"{path}/presence", {"state": "viewing"}))["data"]["people"] == []
