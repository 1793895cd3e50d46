"""A guest, from outside: opens a ticket, proves the address by a code from the mail, reads, answers, rates."""

import re
from email.message import EmailMessage
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, Suite, wait_for


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return "" if part is None else str(part.get_content())


def mails_with(suite: Suite, to: str, words: str) -> list[EmailMessage]:
    return [mail for mail in suite.mails(to) if words in text_of(mail)]


async def granted(suite: Suite, client: httpx2.AsyncClient, email: str) -> dict[str, str]:
    """Proves an address as a guest does: the header with the grant."""
    asked = await client.post("/api/v1/guest/verification", json={"email": email})
    assert asked.status_code == 204, asked.text
    await wait_for(lambda: mails_with(suite, email, "Your code is"))
    found = re.search(r"\b(\d{8})\b", text_of(mails_with(suite, email, "Your code is")[-1]))
    assert found is not None
    body = {"email": email, "code": found.group(1)}
    confirmed = await client.post("/api/v1/guest/verification/confirm", json=body)
    assert confirmed.status_code == 200, confirmed.text
    assert (await client.post("/api/v1/guest/verification/confirm", json=body)).status_code == 401
    return {"X-Guest-Grant": str(confirmed.json()["data"]["grant"])}


async def test_a_guest_from_the_first_question_to_the_rating(suite: Suite) -> None:
    email = f"gil-{uuid4().hex[:8]}@guests.example"
    async with httpx2.AsyncClient(base_url=suite.url, timeout=20) as guest, suite.signed_in(ADMIN) as admin:
        body = {"name": "Buy pills", "email": email, "subject": "Cheap pills", "description": "pills pills"}
        reference = (await guest.post("/api/v1/guest/tickets", json=body)).json()["data"]["reference"]
        await wait_for(lambda: suite.mails(email))
        # Whoever typed the address sends no word of theirs to it.
        assert "pills" not in suite.mails(email)[0].as_string()

        path = f"/api/v1/guest/tickets/{reference}"
        assert (await guest.get(path)).status_code == 401
        headers = await granted(suite, guest, email)
        listed = await guest.get("/api/v1/guest/tickets", headers=headers)
        assert [each["reference"] for each in listed.json()["data"]] == [reference]
        looked = await guest.post("/api/v1/guest/tickets/lookup", headers=headers, json={"reference": reference})
        assert looked.json()["data"]["requester"]["email"] == email

        note = {"body": "a spammer?", "internal": True}
        await admin.post(f"/api/v1/tickets/{reference}/replies", json=note)
        await admin.post(f"/api/v1/tickets/{reference}/replies", json={"body": "Which pills?"})
        sent = await guest.post(
            f"{path}/replies",
            headers=headers,
            data={"body": "These."},
            files={"files": ("pills.txt", b"round and blue", "text/plain")},
        )
        assert sent.status_code == 201, sent.text
        messages = (await guest.get(f"{path}/messages", headers=headers)).json()["data"]
        assert [each["body_text"] for each in messages] == ["pills pills", "Which pills?", "These."]
        file = await guest.get(messages[-1]["attachments"][0]["url"])
        assert (file.status_code, file.content) == (200, b"round and blue")

        await admin.post(f"/api/v1/tickets/{reference}/resolve", json={})
        await wait_for(lambda: mails_with(suite, email, "#grant="))
        found = re.search(
            r"(\S+)/support/tickets/(\S+)/rate#grant=(\S+)", text_of(mails_with(suite, email, "#grant=")[-1])
        )
        assert found is not None
        assert found.group(1) == suite.url
        rating = {"grant": found.group(3), "score": 4, "comment": "quick"}
        rated = await guest.post("/api/v1/guest/ratings", json=rating)
        assert (rated.status_code, rated.json()["data"]) == (201, {"reference": reference, "score": 4})
        assert (await guest.post("/api/v1/guest/ratings", json=rating)).status_code == 409
        ratings = (await admin.get(f"/api/v1/tickets/{reference}/ratings")).json()["data"]
        assert [(each["score"], each["comment"]) for each in ratings] == [(4, "quick")]


async def test_codes_go_to_those_who_asked_before_and_one_grant_opens_one_persons_tickets(suite: Suite) -> None:
    mine, theirs = (f"{name}-{uuid4().hex[:8]}@guests.example" for name in ("mia", "theo"))
    async with httpx2.AsyncClient(base_url=suite.url, timeout=20) as guest:
        references = []
        for email in (mine, theirs):
            body = {"name": "G", "email": email, "subject": "Help", "description": "Help"}
            references.append((await guest.post("/api/v1/guest/tickets", json=body)).json()["data"]["reference"])
        headers = await granted(suite, guest, mine)
        assert (await guest.get(f"/api/v1/guest/tickets/{references[0]}", headers=headers)).status_code == 200
        assert (await guest.get(f"/api/v1/guest/tickets/{references[1]}", headers=headers)).status_code == 404
        nobody = f"nobody-{uuid4().hex[:8]}@guests.example"
        assert (await guest.post("/api/v1/guest/verification", json={"email": nobody})).status_code == 204
        await granted(suite, guest, theirs)
        assert suite.mails(nobody) == []


async def test_the_assignee_hears_of_a_rating(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent, suite.signed_in("customer@example.com") as customer:
        me = (await agent.get("/api/v1/auth/me")).json()["data"]["id"]
        body = {"subject": f"Rate me {uuid4().hex[:8]}", "description": "Please."}
        ticket = (await customer.post("/api/v1/tickets", json=body)).json()["data"]
        path = f"/api/v1/tickets/{ticket['id']}"
        async with suite.signed_in(ADMIN) as admin:
            await admin.post(f"{path}/assign", json={"assignee_id": me})
            await admin.post(f"{path}/resolve", json={})
        words = f"lovely-{uuid4().hex[:6]}"
        rated = await customer.post(f"{path}/rate", json={"score": 5, "comment": words})
        assert rated.status_code == 200, rated.text
        await wait_for(lambda: mails_with(suite, AGENT, f"5 of 5: {words}"))


async def test_under_another_policy_a_guests_ticket_is_on_a_configured_user(suite: Suite) -> None:
    email = f"gus-{uuid4().hex[:8]}@guests.example"
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in("customer@example.com") as desk_user,
        httpx2.AsyncClient(base_url=suite.url, timeout=20) as guest,
    ):
        user = (await desk_user.get("/api/v1/auth/me")).json()["data"]["id"]
        policy = {"guest_policy": "guest_user", "guest_user_id": user}
        refused = await admin.patch("/api/v1/settings/tickets", json={"guest_policy": "guest_user"})
        changed = await admin.patch("/api/v1/settings/tickets", json=policy)
        try:
            assert (refused.status_code, changed.status_code) == (422, 200)
            sources = {each["name"]: (each["value"], each["source"]) for each in changed.json()["data"]}
            assert sources["guest_policy"] == ("guest_user", "stored")

            async def is_theirs() -> bool:
                """Every process has taken the setting over."""
                body = {"name": "Gus", "email": email, "subject": "Help", "description": "Help"}
                made = (await guest.post("/api/v1/guest/tickets", json=body)).json()["data"]["reference"]
                shown = (await admin.get(f"/api/v1/tickets/{made}")).json()["data"]
                return bool(shown["requester"]["id"] == user)

            await wait_for(is_theirs, 20)
        finally:
            await admin.patch("/api/v1/settings/tickets", json=dict.fromkeys(policy))
