"""Undo and bulk changes through the gateway."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for


async def opened(client: httpx2.AsyncClient, number: int) -> str:
    body = {"subject": f"Printer {number}", "description": "It burns."}
    answer = await client.post("/api/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def finished(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A job, once it is done."""
    started = await client.post(f"/api/v1{path}", json=body)
    assert started.status_code == 202, started.text
    job: dict[str, Any] = started.json()["data"]

    async def done() -> bool:
        job.update((await client.get(f"/api/v1/bulk-jobs/{job['id']}")).json()["data"])
        return job["state"] == "finished"

    await wait_for(done)
    return job


async def test_many_are_changed_at_once_heard_of_and_changed_back(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent:
        made = [await opened(customer, number) for number in range(12)]
        async with suite.listening("escalated.tickets.ticket.priority_changed.>") as heard:
            action = {"type": "set_priority", "priority": "urgent"}
            job = await finished(admin, "/tickets/bulk", {"ids": made, "action": action})
            await wait_for(lambda: len({each["ticket"]["id"] for each in heard} & set(made)) == 12)
        foreign = await agent.get(f"/api/v1/bulk-jobs/{job['id']}")
        undone = await finished(admin, f"/bulk-jobs/{job['id']}/undo", {})
        after = [(await admin.get(f"/api/v1/tickets/{each}")).json()["data"]["priority"] for each in made]

        assert (job["done"], undone["done"], set(after)) == (12, 12, {"medium"})
        assert foreign.status_code == 404


async def test_a_change_is_undone_and_nobody_deletes_in_bulk_who_may_not_singly(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent:
        ticket = await opened(customer, 1)
        await admin.post(f"/api/v1/tickets/{ticket}/resolve", json={})
        undone = await admin.post(f"/api/v1/tickets/{ticket}/undo", json={})
        again = await admin.post(f"/api/v1/tickets/{ticket}/undo", json={})
        job = await finished(agent, "/tickets/bulk", {"ids": [ticket], "action": {"type": "delete"}})
        refused = await customer.post("/api/v1/tickets/bulk", json={"ids": [ticket], "action": {"type": "delete"}})

        assert (undone.status_code, undone.json()["data"]["status"]) == (200, "open")
        assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
        assert (job["refused"], refused.status_code) == (1, 403)
        assert (await admin.get(f"/api/v1/tickets/{ticket}")).json()["data"]["deleted_at"] is None


async def test_a_whole_view_is_changed_and_more_than_a_thousand_are_refused(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        word = f"bulk{uuid4().hex[:8]}"
        made = [await opened(customer, number) for number in range(3)]
        for each in made:
            await admin.post(f"/api/v1/tickets/{each}/tags", json={"tags": [word]})
        conditions = {"all": [{"field": "tags", "operator": "contains_any", "value": [word]}]}
        view = await admin.post("/api/v1/views", json={"name": word, "conditions": conditions})
        assert view.status_code == 201, view.text

        body = {"view": view.json()["data"]["id"], "action": {"type": "set_status", "status": "escalated"}}
        job = await finished(admin, "/tickets/bulk", body)
        again = await finished(admin, "/tickets/bulk", body)
        too_many = [str(uuid4()) for _ in range(1_001)]
        refused = await admin.post("/api/v1/tickets/bulk", json={"ids": too_many, "action": {"type": "escalate"}})

        assert (job["total"], job["done"], again["unchanged"]) == (3, 3, 3)
        assert {each["ticket_id"] for each in job["outcomes"]} <= set(made)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/ids")
        await admin.delete(f"/api/v1/views/{view.json()['data']['id']}")
