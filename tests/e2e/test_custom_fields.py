"""Custom fields, settings of run time and the activity of the desk, through the gateway."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for


async def data(answer: httpx2.Response) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["data"]


async def test_a_field_from_its_definition_to_the_status_that_requires_it(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        key = f"order_{uuid4().hex[:8]}"
        field = await data(
            await admin.post(
                "/api/v1/custom-fields",
                json={
                    "key": key,
                    "label": "Order",
                    "type": "select",
                    "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
                    "visible_to_customers": True,
                    "editable_by_customers": True,
                    "ticket_types": ["incident"],
                    "required_at": ["resolved"],
                },
            )
        )

        # every process has heard of it within half a minute
        async def known() -> bool:
            return key in [each["key"] for each in (await customer.get("/api/v1/custom-fields")).json()["data"]]

        await wait_for(known, 40)
        ticket = await data(
            await customer.post("/api/v1/tickets", json={"subject": "s", "description": "d", "type": "incident"})
        )
        path = f"/api/v1/tickets/{ticket['reference']}"
        agents = await data(await agent.get("/api/v1/auth/me"))
        await data(await admin.post(f"{path}/assign", json={"assignee_id": agents["id"]}))

        early = await agent.post(f"{path}/resolve", json={})
        wrong = await customer.patch(path, json={"custom_fields": {key: "c"}})
        filled = await data(await customer.patch(path, json={"custom_fields": {key: "b"}}))
        resolved = await data(await agent.post(f"{path}/resolve", json={}))

        assert (early.status_code, early.json()["code"], early.json()["fields"]) == (409, "fields_required", [key])
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, f"/custom_fields/{key}")
        assert (filled["custom_fields"], resolved["status"]) == ({key: "b"}, "resolved")
        refused = await admin.delete(f"/api/v1/custom-fields/{field['id']}")
        assert (refused.status_code, refused.json()["code"]) == (409, "field_in_use")
        await data(await admin.patch(f"/api/v1/custom-fields/{field['id']}", json={"active": False}))


async def test_a_setting_is_changed_while_everything_runs(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        ticket = await data(await customer.post("/api/v1/tickets", json={"subject": "s", "description": "d"}))
        await data(await admin.patch("/api/v1/settings/tickets", json={"allow_customer_close": False}))
        refused = await customer.post(f"/api/v1/tickets/{ticket['id']}/close", json={})
        await data(await admin.patch("/api/v1/settings/tickets", json={"allow_customer_close": None}))
        assert refused.status_code == 403

        async def closes() -> bool:
            return (await customer.post(f"/api/v1/tickets/{ticket['id']}/close", json={})).status_code == 200

        await wait_for(closes, 15)
        done = await data(await admin.get("/api/v1/activity", params={"ticket": ticket["id"]}))
        assert [each["kind"] for each in done] == ["ticket.status_changed", "ticket.created"]
        assert (await customer.get("/api/v1/activity")).status_code == 403
