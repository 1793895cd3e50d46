"""Links, merging and splitting through the gateway: what leads where, what mail does, and what clocks say."""

from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, CUSTOMER, MAIL_DOMAIN, Suite, wait_for


async def show(client: httpx2.AsyncClient, ticket: str, include: str = "messages") -> dict[str, Any]:
    answer = await client.get(f"/api/v1/tickets/{ticket}", params={"include": include})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


async def does(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


async def opened(client: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
    body = {"subject": "Printer on fire", "description": "It **burns**."} | more
    return dict((await does(client, "/tickets", body))["data"])


async def clocks(client: httpx2.AsyncClient, ticket: dict[str, Any]) -> dict[str, Any]:
    """Those that its id leads to; nothing while sla has not heard of it."""
    answer = await client.get(f"/api/v1/clocks/{ticket['id']}")
    return {} if answer.status_code == 404 else dict(answer.json()["data"])


def states(explained: dict[str, Any]) -> dict[str, str]:
    return {each["metric"]: each["state"] for each in explained.get("clocks", [])}


async def test_merged_a_ticket_leads_on_so_do_its_clocks_and_it_comes_back(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        source, target = await opened(customer, description="Second call"), await opened(customer)

        async def runs(ticket: dict[str, Any]) -> bool:
            explained = await clocks(admin, source)
            return explained.get("ticket_id") == ticket["id"] and set(states(explained).values()) == {"running"}

        await wait_for(lambda: runs(source))
        merged = await does(admin, f"/tickets/{source['reference']}/merge", {"into": target["reference"]})
        await wait_for(lambda: runs(target))
        leading = await clocks(admin, source)
        led = await show(customer, source["reference"])
        written = await does(customer, f"/tickets/{source['id']}/replies", {"body": "Still burning"})
        back = await does(admin, f"/tickets/{source['id']}/unmerge", {})
        await wait_for(lambda: runs(source))

        assert (leading["reference"], leading["merged_from"]) == (target["reference"], source["reference"])
        assert (merged["data"]["id"], merged["warnings"]) == (target["id"], [])
        assert (led["id"], led["merged_from"], led["reply_count"]) == (target["id"], source["reference"], 1)
        assert written["data"]["id"] == target["id"]
        assert (back["data"]["id"], back["data"]["status"]) == (source["id"], "open")
        assert [each["body_text"] for each in (await show(customer, source["id"]))["messages"]] == ["Second call"]
        assert (await show(customer, target["id"]))["messages"][-1]["body_text"] == "Still burning"


async def test_an_answer_by_mail_to_a_merged_ticket_is_on_its_target(suite: Suite) -> None:
    stranger = f"merged-{uuid4().hex[:8]}@elsewhere.example"
    question = EmailMessage()
    question["From"], question["To"] = stranger, f"support@{MAIL_DOMAIN}"
    question["Subject"], question["Message-ID"] = "Where is it?", make_msgid(domain="elsewhere.example")
    question.set_content("It should be here.")
    suite.send_mail(question)
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        target = await opened(customer)

        async def mine() -> list[dict[str, Any]]:
            found = (await admin.get("/api/v1/tickets", params={"channel": "email"})).json()["data"]
            return [each for each in found if each["requester"]["email"] == stranger]

        await wait_for(mine)
        source = (await mine())[0]
        await does(admin, f"/tickets/{source['id']}/replies", {"body": "We look for it."})
        await wait_for(lambda: [mail for mail in suite.mails(stranger) if "look for it" in mail.as_string()])
        reply = next(mail for mail in suite.mails(stranger) if "look for it" in mail.as_string())
        merged = await does(admin, f"/tickets/{source['id']}/merge", {"into": target["id"]})
        answer = EmailMessage()
        answer["From"], answer["To"] = stranger, str(reply["Reply-To"])
        answer["Subject"], answer["Message-ID"] = f"Re: {reply['Subject']}", make_msgid(domain="elsewhere.example")
        answer["In-Reply-To"] = reply["Message-ID"]
        answer.set_content("Found it myself.")
        suite.send_mail(answer)

        async def has_come() -> bool:
            said = (await show(admin, target["id"]))["messages"]
            return any("Found it myself" in each["body_text"] for each in said)

        await wait_for(has_come)
        assert [each["code"] for each in merged["warnings"]] == ["shown_to_others"]
        assert len(await mine()) == 1


async def test_a_split_message_has_clocks_of_its_own_and_a_problem_takes_its_incidents_along(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        await does(customer, f"/tickets/{ticket['id']}/replies", {"body": "And the wifi"})
        message = (await show(admin, ticket["id"]))["messages"][-1]
        answer = await does(
            admin, f"/tickets/{ticket['id']}/split", {"message_ids": [message["id"]], "subject": "Wifi"}
        )
        new = answer["data"]

        async def running() -> bool:
            answer = await admin.get(f"/api/v1/clocks/{new['id']}")
            return (
                answer.status_code == 200
                and {"first_response", "resolution"} <= states(await clocks(admin, new)).keys()
            )

        await wait_for(running)
        everything = await admin.post(f"/api/v1/tickets/{new['id']}/split", json={"message_ids": [message["id"]]})
        assert (everything.status_code, everything.json()["errors"][0]["code"]) == (422, "everything")
        assert [each["id"] for each in (await show(admin, ticket["id"], "links"))["links"]] == [new["id"]]

        await does(admin, f"/tickets/{new['id']}/links", {"kind": "problem", "ticket": ticket["reference"]})
        circle = await admin.post(
            f"/api/v1/tickets/{new['id']}/links", json={"kind": "problem", "ticket": ticket["reference"]}
        )
        resolved = await does(admin, f"/tickets/{ticket['id']}/resolve", {"with_incidents": True})
        assert circle.status_code == 201
        assert [each["id"] for each in resolved["incidents"]] == [new["id"]]
        assert (await show(customer, new["id"]))["status"] == "resolved"


async def test_tickets_are_linked_in_every_way_and_never_in_a_circle(suite: Suite) -> None:
    inverse = {
        "related": "related",
        "duplicate": "duplicate",
        "follow_up": "follow_up",
        "parent": "child",
        "problem": "incident",
    }
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}/links"
        for kind, back in inverse.items():
            other = await opened(customer)
            await does(admin, f"/tickets/{ticket['id']}/links", {"kind": kind, "ticket": other["reference"]})
            here = {each["id"]: each["kind"] for each in (await show(admin, ticket["id"], "links"))["links"]}
            there = (await show(admin, other["id"], "links"))["links"]
            assert (here[other["id"]], [each["kind"] for each in there]) == (kind, [back])
            if kind == "parent":
                circle = await admin.post(
                    f"/api/v1/tickets/{other['id']}/links", json={"kind": "parent", "ticket": ticket["id"]}
                )
                assert circle.status_code == 409, circle.text
            assert (await admin.delete(f"{path}/{other['id']}")).status_code == 200
        itself = await admin.post(path, json={"kind": "related", "ticket": ticket["reference"]})
        assert (itself.status_code, itself.json()["errors"][0]["code"]) == (422, "same_ticket")
        assert (await show(admin, ticket["id"], "links"))["links"] == []
