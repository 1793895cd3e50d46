"""Macros, canned responses, snooze and statuses of the desk's own, through the gateway."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for


async def data(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["data"]


async def opened(customer: httpx2.AsyncClient, admin: httpx2.AsyncClient, agent: httpx2.AsyncClient) -> str:
    """A ticket of the customer's that the agent has; its path."""
    body = {"subject": "Printer on fire", "description": "It burns."}
    ticket = await data(await customer.post("/api/v1/tickets", json=body))
    path = f"/api/v1/tickets/{ticket['reference']}"
    me = await data(await agent.get("/api/v1/auth/me"))
    await data(await admin.post(f"{path}/assign", json={"assignee_id": me["id"]}))
    return path


async def test_a_macro_answers_tags_and_resolves_or_does_nothing_at_all(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        path = await opened(customer, admin, agent)
        tag = await data(await admin.post("/api/v1/tags", json={"name": f"macro-{uuid4().hex[:8]}"}))
        macro = await data(
            await admin.post(
                "/api/v1/macros",
                json={
                    "name": "Done and dusted",
                    "shared": "all",
                    "actions": [
                        {"type": "add_tag", "tag": tag["name"]},
                        {"type": "reply", "body": "Dear {{ requester.first_name }}, {{ ticket.reference }} is solved."},
                        {"type": "set_status", "status": "resolved"},
                    ],
                },
            )
        )
        assert macro["id"] in [each["id"] for each in await data(await agent.get("/api/v1/macros"))]

        answer = await agent.post(f"{path}/macro", json={"macro_id": macro["id"]})

        after = await data(answer)
        assert [each["outcome"] for each in answer.json()["outcomes"]] == ["done"] * 3
        assert (after["status"], [each["name"] for each in after["tags"]]) == ("resolved", [tag["name"]])
        seen = await data(await customer.get(f"{path}/messages"))
        assert path.rpartition("/")[2] in seen[-1]["body_text"]

        other = await opened(customer, admin, agent)
        assert (await admin.delete(f"/api/v1/tags/{tag['id']}")).status_code == 204
        refused = await agent.post(f"{other}/macro", json={"macro_id": macro["id"]})
        assert (refused.status_code, refused.json()["action"]) == (422, 0)
        assert (await data(await agent.get(other)))["reply_count"] == 0
        assert (await admin.delete(f"/api/v1/macros/{macro['id']}")).status_code == 204


async def test_a_canned_response_goes_out_with_its_file_and_keeps_it(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        path = await opened(customer, admin, agent)
        upload = await data(await agent.post("/api/v1/uploads", files={"file": ("guide.txt", b"Pull the plug.")}))
        word = uuid4().hex[:8]
        body = {"name": f"Guide {word}", "body": "See the guide, {{ requester.name }}.", "attachments": [upload["id"]]}
        made = await data(await agent.post("/api/v1/canned-responses", json=body))
        unknown = await agent.post("/api/v1/canned-responses", json={"name": "x", "body": "{{ ticket.secret }}"})
        assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unknown_variable")

        found = await data(await agent.get("/api/v1/canned-responses", params={"q": word}))
        rendered = await data(await agent.post(f"{path}/canned-responses/{made['id']}/render", json={}))
        files = [each["id"] for each in rendered["attachments"]]
        reply = await agent.post(f"{path}/replies", json={"body": rendered["body"], "attachments": files})

        assert [each["id"] for each in found] == [made["id"]]
        assert reply.status_code == 201, reply.text
        sent = (await data(await customer.get(f"{path}/messages")))[-1]
        assert (await customer.get(sent["attachments"][0]["url"])).content == b"Pull the plug."
        assert (await agent.get(made["attachments"][0]["url"])).content == b"Pull the plug."
        assert (await agent.delete(f"/api/v1/canned-responses/{made['id']}")).status_code == 204


async def test_a_snoozed_ticket_wakes_by_itself_and_by_an_answer(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        path = await opened(customer, admin, agent)
        past = await agent.post(f"{path}/snooze", json={"until": "2020-01-01T00:00:00Z"})
        assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/until")
        until = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()

        asleep = await data(await agent.post(f"{path}/snooze", json={"until": until}))

        assert (asleep["snoozed_until"] is not None, asleep["status"]) == (True, "in_progress")

        async def awake() -> bool:
            return (await data(await agent.get(path)))["snoozed_until"] is None

        await wait_for(awake, 20)
        await data(await agent.post(f"{path}/snooze", json={"preset": "next_week", "zone": "Europe/Berlin"}))
        await customer.post(f"{path}/replies", json={"body": "Are you there?"})
        activity = (await data(await agent.get(path, params={"include": "activity"})))["activity"]
        woken = [each["after"]["reason"] for each in activity if each["kind"] == "ticket.woken"]
        assert (await awake(), woken) == (True, ["time", "reply"])


async def test_a_status_of_the_desks_own_pauses_the_clocks_and_goes_when_nothing_is_in_it(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        path = await opened(customer, admin, agent)
        slug = f"post_{uuid4().hex[:8]}"
        status = {"label": "With the post", "slug": slug, "category": "on_hold", "transitions": ["resolved"]}
        made = await data(await admin.post("/api/v1/statuses", json=status | {"reachable_from": ["in_progress"]}))
        assert (made["category"], made["built_in"]) == ("on_hold", False)

        # every process has heard of it within half a minute
        async def moved() -> bool:
            return (await agent.post(f"{path}/status", json={"status": slug})).status_code == 200

        await wait_for(moved, 40)

        async def paused() -> bool:
            clocks = (await data(await agent.get(path, params={"include": "clocks"})))["clocks"]
            return bool(clocks) and all(each["paused"] or each["state"] == "met" for each in clocks)

        await wait_for(paused, 20)
        in_use = await admin.delete(f"/api/v1/statuses/{slug}")
        assert (in_use.status_code, in_use.json()["code"], in_use.json()["count"]) == (409, "status_in_use", 1)
        assert (await admin.delete("/api/v1/statuses/open")).json()["code"] == "built_in"
        gone = await admin.delete(f"/api/v1/statuses/{slug}", params={"replace_with": "in_progress"})
        assert gone.status_code == 204, gone.text
        assert (await data(await agent.get(path)))["status"] == "in_progress"
