"""The main job, through gateway, mail and NATS: somebody asks, the right agent sees it with a deadline, answers by mail
and in the browser, and when nobody answers in time the desk escalates by itself."""

from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, MAIL_DOMAIN, Suite, wait_for

PRIORITIES = ("low", "medium", "high", "urgent", "critical")


async def show(client: httpx2.AsyncClient, ticket: str, include: str = "messages") -> dict[str, Any]:
    answer = await client.get(f"/api/v1/tickets/{ticket}", params={"include": include})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


async def opened(client: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
    body = {"subject": "Printer on fire", "description": "It **burns**."} | more
    answer = await client.post("/api/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["data"])


async def test_a_ticket_made_through_the_gateway_is_heard_and_gets_a_deadline(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent:
        async with suite.listening("escalated.tickets.>") as heard:
            ticket = await opened(customer)
            mine = lambda: [event for event in heard if event.get("ticket", {}).get("id") == ticket["id"]]  # noqa: E731
            await wait_for(lambda: len(mine()) == 1)
            await agent.post(f"/api/v1/tickets/{ticket['id']}/assign", json={"assignee_id": (await me(agent))["id"]})
            await agent.post(f"/api/v1/tickets/{ticket['reference']}/replies", json={"body": "Use water."})
            await wait_for(lambda: "reply.created" in [event["meta"]["type"] for event in mine()])
            await wait_for(lambda: len(mine()) >= 5)

        assert [event["meta"]["sequence"] for event in mine()] == list(range(1, len(mine()) + 1))
        assert mine()[0]["meta"]["type"] == "ticket.created"

        async def has_clocks() -> bool:
            clocks = (await show(agent, ticket["id"], "clocks"))["clocks"]
            return [clock["state"] for clock in clocks if clock["metric"] == "first_response"] == ["met"]

        await wait_for(has_clocks)
        resolution = next(
            clock for clock in (await show(agent, ticket["id"], "clocks"))["clocks"] if clock["metric"] == "resolution"
        )
        assert (resolution["state"], resolution["paused"], resolution["due_at"]) == ("paused", True, None)
        assert "clocks" not in await show(customer, ticket["id"], "") and "sla" not in await show(
            customer, ticket["id"]
        )


async def me(client: httpx2.AsyncClient) -> dict[str, Any]:
    return dict((await client.get("/api/v1/auth/me")).json()["data"])


async def test_a_conversation_by_mail(suite: Suite) -> None:
    stranger = f"eve-{uuid4().hex[:8]}@elsewhere.example"
    question = EmailMessage()
    question["From"], question["To"] = f"Eve Elsewhere <{stranger}>", f"support@{MAIL_DOMAIN}"
    question["Subject"], question["Message-ID"] = "Where is my parcel?", make_msgid(domain="elsewhere.example")
    question.set_content("It should have come on Monday.")
    suite.send_mail(question)
    suite.send_mail(question)  # delivered twice

    await wait_for(lambda: suite.mails(stranger))
    confirmation = suite.mails(stranger)[0]
    assert confirmation["In-Reply-To"] == question["Message-ID"] or confirmation["Auto-Submitted"]

    async with suite.signed_in(ADMIN) as admin:
        found = (await admin.get("/api/v1/tickets", params={"q": "parcel", "channel": "email"})).json()["data"]
        mine = [ticket for ticket in found if ticket["requester"]["email"] == stranger]
        assert len(mine) == 1
        ticket = mine[0]
        await admin.post(f"/api/v1/tickets/{ticket['id']}/replies", json={"body": "It comes tomorrow."})
        await admin.post(f"/api/v1/tickets/{ticket['id']}/replies", json={"body": "She is angry.", "internal": True})
        await wait_for(lambda: [mail for mail in suite.mails(stranger) if "tomorrow" in text_of(mail)])
        reply = next(mail for mail in suite.mails(stranger) if "tomorrow" in text_of(mail))

        answer = EmailMessage()
        answer["From"], answer["To"] = stranger, str(reply["Reply-To"])
        answer["Subject"], answer["Message-ID"] = f"Re: {reply['Subject']}", make_msgid(domain="elsewhere.example")
        answer["In-Reply-To"], answer["References"] = reply["Message-ID"], reply["Message-ID"]
        answer.set_content("Thank you!\n\nOn Monday, Support wrote:\n> It comes tomorrow.\n")
        suite.send_mail(answer)

        async def has_come() -> bool:
            return any(
                "Thank you!" in message["body_text"] for message in (await show(admin, ticket["id"]))["messages"]
            )

        await wait_for(has_come)
        after = await show(admin, ticket["id"])
        assert after["status"] == "waiting_on_agent"
        assert [message["kind"] for message in after["messages"]] == ["reply", "reply", "note", "reply"]
        assert not [mail for mail in suite.mails(stranger) if "angry" in mail.as_string()]


async def test_a_strangers_mail_with_a_forged_reply_address_opens_its_own_ticket(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        mallory = f"mallory-{uuid4().hex[:8]}@evil.example"
        mail = EmailMessage()
        mail["From"], mail["To"] = mallory, f"reply+{ticket['reference'].lower()}.0000000000@{MAIL_DOMAIN}"
        mail["Subject"], mail["Message-ID"] = f"Re: [{ticket['reference']}]", make_msgid(domain="evil.example")
        mail.set_content("Let me in.")
        suite.send_mail(mail)

        async def has_come() -> bool:
            found = (await admin.get("/api/v1/tickets", params={"channel": "email"})).json()["data"]
            return any(each["requester"]["email"] == mallory for each in found)

        await wait_for(has_come)
        assert len((await show(admin, ticket["id"]))["messages"]) == 1


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return part.get_content() if part is not None else ""


async def test_nobody_answers_in_time_and_the_desk_escalates_by_itself(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent:
        department = next(
            each for each in (await admin.get("/api/v1/departments")).json()["data"] if each["slug"] == "support"
        )
        policy = {
            "name": "Seconds",
            "department_id": department["id"],
            "targets": {priority: {"first_response": 3, "resolution": 3600} for priority in PRIORITIES},
            "warnings": [{"percent": 50}],
        }
        made = await admin.post("/api/v1/sla-policies", json=policy)
        assert made.status_code == 201, made.text
        try:
            async with suite.listening("escalated.sla.>") as heard:
                ticket = await opened(customer)
                body = {"department_id": department["id"]}
                await admin.post(f"/api/v1/tickets/{ticket['id']}/department", json=body)

                async def is_escalated() -> bool:
                    return (await show(agent, ticket["id"]))["status"] == "escalated"

                await wait_for(is_escalated, 40)
                said = [event["meta"]["type"] for event in heard if event.get("ticket_id") == ticket["id"]]
            after = await show(agent, ticket["id"], "clocks,activity")
        finally:
            await admin.delete(f"/api/v1/sla-policies/{made.json()['data']['id']}")

    assert said.count("sla.warning") == 1
    assert said.count("sla.breached") == 1
    assert after["priority"] == "urgent"
    assert {clock["metric"]: clock["state"] for clock in after["clocks"]}["first_response"] == "breached"
    assert "rule" in {entry["actor"]["kind"] for entry in after["activity"] if entry["actor"]}
    await wait_for(lambda: [mail for mail in suite.mails(AGENT) if ticket["reference"] in str(mail["Subject"])])
