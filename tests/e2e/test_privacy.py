"""A person's data, from outside: fetched whole, erased in every service, and each service says what it did."""

import io
import zipfile
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, Suite, wait_for


async def asked_by_a_guest(suite: Suite, words: str) -> tuple[str, str]:
    """A guest's ticket that was answered; address and reference."""
    email = f"zoe-{uuid4().hex[:8]}@erase.example"
    async with httpx2.AsyncClient(base_url=suite.url, timeout=20) as guest, suite.signed_in(ADMIN) as admin:
        body = {"name": "Zoe Quux", "email": email, "subject": f"About {words}", "description": f"It is {words}."}
        reference = str((await guest.post("/api/v1/guest/tickets", json=body)).json()["data"]["reference"])
        await admin.post(f"/api/v1/tickets/{reference}/replies", json={"body": "We see."})
    await wait_for(lambda: [mail for mail in suite.mails(email) if "We see." in mail.as_string()])
    return email, reference


async def person_of(admin: httpx2.AsyncClient, email: str) -> dict[str, Any]:
    async def is_known() -> bool:
        return bool((await admin.get("/api/v1/people", params={"q": email})).json()["data"])

    await wait_for(is_known)
    return dict((await admin.get("/api/v1/people", params={"q": email})).json()["data"][0])


async def settled(admin: httpx2.AsyncClient, person_id: str, request_id: str) -> dict[str, Any]:
    path = f"/api/v1/people/{person_id}/privacy-requests/{request_id}"

    async def is_done() -> bool:
        return bool((await admin.get(path)).json()["data"]["state"] == "done")

    await wait_for(is_done)
    return dict((await admin.get(path)).json()["data"])


async def test_an_export_and_then_an_erasure_reach_every_service(suite: Suite) -> None:
    words = f"flurb{uuid4().hex[:6]}"
    email, reference = await asked_by_a_guest(suite, words)
    async with suite.signed_in(ADMIN) as admin:
        person = await person_of(admin, email)
        path = f"/api/v1/people/{person['id']}"

        asked = await admin.post(f"{path}/exports", json={})
        assert asked.status_code == 201, asked.text
        export = await settled(admin, person["id"], asked.json()["data"]["id"])
        async with httpx2.AsyncClient(base_url=suite.url, timeout=20) as nobody:
            file = await nobody.get(export["download_url"])
        assert file.status_code == 200
        with zipfile.ZipFile(io.BytesIO(file.content)) as made:
            assert made.testzip() is None
            assert words in made.read("tickets/messages.jsonl").decode()
            assert "We see." in made.read("notifications/mails-sent.jsonl").decode()
            assert email in made.read("identity/person.jsonl").decode()

        refused = await admin.post(f"{path}/erasure", json={"confirm": "other@erase.example"})
        assert refused.status_code == 422
        erasure = await admin.post(f"{path}/erasure", json={"confirm": email})
        assert erasure.status_code == 201, erasure.text
        report = await settled(admin, person["id"], erasure.json()["data"]["id"])

        found = {each["service"]: {one["what"]: one for one in each["findings"]} for each in report["services"]}
        assert set(found) == {"identity", "tickets", "sla", "notifications"}
        assert (found["tickets"]["tickets"]["erased"], found["tickets"]["messages"]["erased"]) == (1, 1)
        assert found["notifications"]["mails to them"]["erased"] >= 2
        shown = (await admin.get(f"/api/v1/tickets/{reference}", params={"include": "messages"})).json()["data"]
        assert (shown["subject"], shown["requester"]["name"]) == ("[erased]", "[erased]")
        assert [each["body_text"] for each in shown["messages"]] == ["[erased]", "We see."]
        assert (await admin.get("/api/v1/search", params={"q": words})).json()["data"] == []
        assert (await admin.get("/api/v1/people", params={"q": email})).json()["data"] == []
        deliveries = (await admin.get("/api/v1/deliveries", params={"ticket": shown["id"]})).json()["data"]
        assert [each for each in deliveries if each["recipient"] == email or words in each["subject"]] == []


async def test_deleted_tickets_are_purged_by_the_operators_command(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin:
        body = {"subject": f"Purge me {uuid4().hex[:8]}", "description": "Please."}
        ticket = (await admin.post("/api/v1/tickets", json=body)).json()["data"]
        path = f"/api/v1/tickets/{ticket['id']}"
        assert (await admin.delete(path)).status_code == 204
        assert "would purge" in suite.escalated("tickets", "purge-deleted", "--days", "0", "--dry-run")
        assert (await admin.get(path)).status_code == 200
        async with suite.listening("escalated.tickets.ticket.purged.>") as heard:
            assert "purged" in suite.escalated("tickets", "purge-deleted", "--days", "0")
            await wait_for(lambda: ticket["id"] in [event["ticket_id"] for event in heard])
        assert (await admin.get(path)).status_code == 404
