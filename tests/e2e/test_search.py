"""Searching through the gateway: tokens, words, marks, tags, subjects; who may not see it does not find it."""

from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite


async def found(client: httpx2.AsyncClient, q: str) -> list[str]:
    answer = await client.get("/api/v1/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    return [ticket["reference"] for ticket in answer.json()["data"]]


async def test_the_search_box_finds_by_words_and_tokens(suite: Suite) -> None:
    mark = f"w{uuid4().hex}"
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        body = {"subject": f"Broken {mark}", "description": "The <b>parcel</b> & the box"}
        ticket = (await customer.post("/api/v1/tickets", json=body)).json()["data"]
        path, reference = f"/api/v1/tickets/{ticket['id']}", ticket["reference"]
        await admin.post(f"{path}/tags", json={"tags": [f"{mark}t"]})
        await admin.post(f"{path}/priority", json={"priority": "urgent"})
        await admin.post(f"{path}/replies", json={"body": f"secret {mark}n", "internal": True})

        for q in (
            f"status:open priority:high,urgent {mark}",
            f'{mark}t "the box"',
            f"tag:{mark}t requester:{CUSTOMER} created:<1d assignee:none",
            f"{mark}n",
            f"{reference} or nothing{mark}",
        ):
            assert await found(admin, q) == [reference], q
        for q in (f"{mark} -parcel", f"status:closed {mark}", f'{mark} "box the"', f"tag:{mark}"):
            assert await found(admin, q) == [], q
        assert await found(customer, f"{mark}n") == []
        assert await found(customer, f"{mark} requester:me") == [reference]
        marked = (await agent.get("/api/v1/search", params={"q": mark})).json()["data"][0]["marks"]["subject"]
        assert marked == f"Broken <mark>{mark}</mark>"

        refused = await agent.get("/api/v1/search", params={"q": "priority:top"})
        assert refused.status_code == 422
        assert "priority:top: 'top' is none of low, medium" in refused.json()["errors"][0]["detail"]


async def test_tickets_are_about_things_of_the_host(suite: Suite) -> None:
    order = uuid4().hex
    subject = {"type": "order", "subject_id": order, "title": "Order", "link": "https://shop.example/orders/1"}
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        ticket = (await customer.post("/api/v1/tickets", json={"subject": "x", "description": "y"})).json()["data"]
        path = f"/api/v1/tickets/{ticket['id']}/subjects"

        assert (await customer.post(path, json=subject)).status_code == 403
        named = await admin.post(path, json=subject)
        assert named.status_code == 201, named.text

        for client in (customer, admin):
            about = await client.get("/api/v1/subjects", params={"type": "order", "id": order})
            assert [each["id"] for each in about.json()["data"]] == [ticket["id"]]
        assert await found(customer, f"about:order:{order}") == [ticket["reference"]]
        assert (await customer.get(path)).json()["data"][0]["link"] == subject["link"]
        gone = await admin.delete(f"{path}/{named.json()['subject']['id']}")
        assert gone.status_code == 200
        assert await found(customer, f"about:order:{order}") == []
