"""The posts of the product's pages through the gateway: by a browser's form with its cookie, and as JSON."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, PASSWORD, Suite

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@asynccontextmanager
async def browser(suite: Suite, address: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody signed in by cookie, whose forms come from the desk's own pages."""
    async with httpx2.AsyncClient(base_url=suite.url, timeout=20) as client:
        body = {"email": address, "password": PASSWORD}
        assert (await client.post("/api/v1/auth/login", json=body)).status_code == 200
        client.headers.update({"origin": suite.url, **PAGE})
        yield client


async def opened(client: httpx2.AsyncClient) -> dict[str, Any]:
    body = {"subject": f"Posted {uuid4().hex[:8]}", "description": "It burns."}
    answer = await client.post("/api/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["data"])


async def test_forms_of_pages_do_what_the_api_does_and_lead_back_to_a_page(suite: Suite) -> None:
    async with (
        suite.signed_in(CUSTOMER) as customer,
        suite.signed_in(ADMIN) as admin,
        browser(suite, AGENT) as agent,
        browser(suite, CUSTOMER) as asker,
    ):
        ticket = await opened(customer)
        reference, api = ticket["reference"], f"/api/v1/tickets/{ticket['id']}"
        place = f"/support/agent/tickets/{reference}"
        note = {"body": "psst", "internal": True}
        written = (await admin.post(f"{api}/replies", json=note)).json()["message"]
        macro = (
            await admin.post("/api/v1/macros", json={"name": "Up", "shared": "all", "actions": [{"type": "escalate"}]})
        ).json()["data"]

        for path, form in (
            (f"{place}/follow/", {"csrfmiddlewaretoken": "x"}),
            (f"{place}/macro/", {"macro_id": macro["id"]}),
            (f"{place}/presence/", {"state": "writing"}),
            (f"{place}/pin/{written['id']}/", {"csrfmiddlewaretoken": "x"}),
        ):
            answer = await agent.post(path, data=form)
            assert (answer.status_code, answer.headers["location"]) == (303, f"{place}/"), f"{path}: {answer.text}"

        shown = (await admin.get(api, params={"include": "messages"})).json()["data"]
        me = (await agent.get("/api/v1/auth/me")).json()["data"]["id"]
        assert (shown["follower_ids"], shown["escalation_level"]) == ([me], 1)
        assert [each["pinned"] for each in shown["messages"]] == [False, True]
        there = (await admin.post(f"{api}/presence", json={"state": "viewing"})).json()["data"]["people"]
        assert (me, "writing") in [(each["id"], each["state"]) for each in there]

        await admin.post(f"{api}/resolve", json={})
        rated = await asker.post(f"/support/tickets/{reference}/rate/", data={"rating": "4", "comment": "fine"})
        assert (rated.status_code, rated.headers["location"]) == (303, f"/support/tickets/{reference}/")
        ratings = (await admin.get(f"{api}/ratings")).json()["data"]
        assert [(each["score"], each["comment"]) for each in ratings] == [(4, "fine")]

        form = {"ticket_ids": [ticket["id"]], "action": "close"}
        bulk = await agent.post("/support/agent/tickets/bulk/", data=form)
        by_json = await admin.post("/support/agent/tickets/bulk/", json={**form, "action": "priority", "value": "low"})
        assert (bulk.status_code, bulk.headers["location"]) == (303, "/support/agent/tickets/")
        assert (by_json.status_code, by_json.json()["data"]["total"]) == (202, 1)


async def test_a_form_of_a_foreign_page_is_refused_and_a_get_is_a_page(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, browser(suite, AGENT) as agent:
        ticket = await opened(customer)
        path = f"/support/agent/tickets/{ticket['reference']}/follow/"

        forged = await agent.post(path, data={"a": "b"}, headers={"origin": "https://evil.example"})
        unknown = await agent.post("/support/agent/tickets/ESC-99999999/follow/", data={})
        page = await agent.get(path)

        assert (forged.status_code, forged.json()["code"]) == (403, "origin_mismatch")
        assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")
        assert page.headers["content-type"].startswith("text/html")
        assert (await agent.get(f"/api/v1/tickets/{ticket['id']}")).json()["data"]["follower_ids"] == []
