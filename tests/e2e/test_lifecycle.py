"""A ticket's life through the gateway: done, brought back, followed up, closed, deleted; and who may do what."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for

PASSWORD = "escalated-demo"


async def data(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["data"]


async def opened(client: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
    body = {"subject": "Scanner eats paper", "description": "All of it."} | more
    return dict(await data(await client.post("/api/v1/tickets", json=body)))


async def test_a_done_ticket_is_brought_back_in_time_and_followed_up_after_it(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer, type="problem", priority="high")
        path = f"/api/v1/tickets/{ticket['reference'].lower()}"
        assert (ticket["type"], ticket["priority"], ticket["channel"]) == ("problem", "high", "web")

        await data(await admin.post(f"{path}/resolve", json={}))
        back = await data(await customer.post(f"{path}/replies", json={"body": "It does it again."}))
        assert (back["reference"], back["status"]) == (ticket["reference"], "reopened")

        wrong = await admin.post(f"{path}/status", json={"status": "open"})
        assert (wrong.status_code, wrong.json()["code"]) == (409, "transition_not_allowed")
        assert "resolved" in wrong.json()["allowed"]

        await data(await admin.post(f"{path}/close", json={}))
        await data(await admin.patch("/api/v1/settings/tickets", json={"reopen_window_days": 0}))
        try:

            async def is_over() -> bool:
                """Every process has taken the setting over."""
                return "reopen" not in (await data(await customer.get(path)))["can"]

            await wait_for(is_over, 15)
            first = await data(await customer.post(f"{path}/replies", json={"body": "And again."}))
            second = await data(await customer.post(f"{path}/replies", json={"body": "Hello?"}))
        finally:
            await data(await admin.patch("/api/v1/settings/tickets", json={"reopen_window_days": None}))
        assert first["reference"] != ticket["reference"]
        assert (second["reference"], second["reply_count"]) == (first["reference"], 1)
        links = (await data(await admin.get(path, params={"include": "links"})))["links"]
        assert [(each["kind"], each["reference"]) for each in links] == [("follow_up", first["reference"])]
        assert (await data(await admin.get(path)))["status"] == "closed"


async def test_what_is_resolved_is_closed_by_the_operators_command(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}"
        await data(await admin.post(f"{path}/resolve", json={}))
        assert "would close" in suite.escalated("tickets", "close-resolved", "--days", "0", "--dry-run")
        assert (await data(await admin.get(path)))["status"] == "resolved"
        async with suite.listening(f"escalated.tickets.ticket.closed.{ticket['id']}") as heard:
            assert "closed" in suite.escalated("tickets", "close-resolved", "--days", "0")
            await wait_for(lambda: heard)
        assert (await data(await admin.get(path)))["status"] == "closed"
        activity = await data(await admin.get("/api/v1/activity", params={"ticket": ticket["id"]}))
        assert (activity[0]["kind"], activity[0]["actor"]["name"]) == ("ticket.status_changed", "Operator")


async def test_operators_wake_what_is_due_and_purge_what_is_old(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}"
        asleep = await data(await admin.post(f"{path}/snooze", json={"preset": "1h"}))

        assert "would wake 0 tickets" in suite.escalated("tickets", "wake-snoozed", "--dry-run")
        assert "woke 0 tickets" in suite.escalated("tickets", "wake-snoozed")
        assert (await data(await admin.get(path)))["snoozed_until"] == asleep["snoozed_until"]
        assert "would purge 0 activities" in suite.escalated("activities", "purge", "--days", "3650", "--dry-run")
        assert "purged 0 activities" in suite.escalated("activities", "purge", "--days", "3650")
        told = await data(await admin.get("/api/v1/activity", params={"ticket": ticket["id"]}))
        assert [each["kind"] for each in told] == ["ticket.snoozed", "ticket.created"]
        for method in ("PATCH", "PUT", "DELETE"):
            answer = await admin.request(method, "/api/v1/activity", json={})
            assert answer.status_code == 405
        await data(await admin.post(f"{path}/unsnooze", json={}))
        assert (await data(await admin.get(path)))["snoozed_until"] is None


async def test_only_who_may_deletes_and_restores(suite: Suite) -> None:
    async with (
        suite.signed_in(ADMIN) as admin,
        suite.signed_in(AGENT) as agent,
        suite.signed_in(CUSTOMER) as customer,
    ):
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}"
        assert (await agent.delete(path)).status_code == 403
        assert (await admin.delete(path)).status_code == 204
        assert [(await each.get(path)).status_code for each in (customer, agent)] == [404, 404]
        assert ticket["id"] not in [each["id"] for each in await data(await customer.get("/api/v1/tickets"))]
        await data(await admin.post(f"{path}/restore", json={}))
        assert (await data(await customer.get(path)))["status"] == "open"


async def test_light_agents_and_custom_roles_do_what_they_hold_and_no_more(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}"
        slug = f"sorters_{uuid4().hex[:8]}"
        permissions = ["tickets:read", "tickets:edit"]
        role = await data(
            await admin.post("/api/v1/roles", json={"slug": slug, "name": "Sorters", "permissions": permissions})
        )
        light = await _hired(admin, ["light_agent"])
        sorter = await _hired(admin, ["light_agent", role["slug"]])

        async with suite.signed_in(light) as reader, suite.signed_in(sorter) as editor:
            note = await reader.post(f"{path}/replies", json={"body": "Seen.", "internal": True})
            refused = [
                await reader.post(f"{path}/replies", json={"body": "Hello"}),
                await reader.post(f"{path}/priority", json={"priority": "low"}),
                await reader.post(f"{path}/resolve", json={}),
                await editor.post(f"{path}/resolve", json={}),
            ]
            assert note.status_code == 201
            assert [each.status_code for each in refused] == [403] * 4

            async def may_edit() -> bool:
                """A process that has not heard of the role yet asks for it within thirty seconds."""
                return (await editor.post(f"{path}/priority", json={"priority": "low"})).status_code == 200

            await wait_for(may_edit, 40)
        assert (await data(await customer.get(path)))["reply_count"] == 0


async def _hired(admin: httpx2.AsyncClient, roles: list[str]) -> str:
    address = f"{uuid4().hex[:10]}@example.com"
    body = {"email": address, "name": "New Colleague", "roles": roles, "password": PASSWORD}
    await data(await admin.post("/api/v1/people", json=body))
    return address


async def test_a_file_is_judged_by_its_content_and_found_again_by_a_link(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer:
        program = {"file": ("harmless.png", b"MZ\x90\x00" + b"\x00" * 200, "image/png")}
        refused = await customer.post("/api/v1/uploads", files=program)
        assert refused.status_code in (415, 422), refused.text
        kept = await data(
            await customer.post("/api/v1/uploads", files={"file": ("note.txt", b"All of it.", "text/plain")})
        )
        ticket = await opened(customer, attachments=[kept["id"]])
        shown = await data(await customer.get(f"/api/v1/tickets/{ticket['id']}", params={"include": "messages"}))
        (attachment,) = shown["messages"][0]["attachments"]
        link = attachment["url"]
        fetched = await customer.get(link)
        assert (fetched.content, fetched.headers["x-content-type-options"]) == (b"All of it.", "nosniff")
        assert (await customer.get(link[:-2] + "xx")).status_code == 401
