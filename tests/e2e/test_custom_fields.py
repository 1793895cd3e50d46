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


async def test_every_type_of_field_takes_its_values_and_no_others(suite: Suite) -> None:
    types: dict[str, tuple[Any, Any]] = {
        "text": ("one line", 7),
        "textarea": ("two\nlines", ["x"]),
        "number": (4.5, "four"),
        "date": ("2026-02-28", "2026-02-30"),
        "checkbox": (True, "yes"),
        "select": ("a", "z"),
        "multiselect": (["a", "b"], ["a", "z"]),
    }
    word = uuid4().hex[:6]
    async with suite.signed_in(ADMIN) as admin:
        options = [{"value": each, "label": each.upper()} for each in "ab"]
        fields = []
        for kind in types:
            new = {"key": f"{kind}_{word}", "label": kind, "type": kind}
            if "select" in kind:
                new["options"] = options
            fields.append(await data(await admin.post("/api/v1/custom-fields", json=new)))
        ticket = await data(await admin.post("/api/v1/tickets", json={"subject": "s", "description": "d"}))
        path = f"/api/v1/tickets/{ticket['id']}"

        async def known() -> bool:
            there = [each["key"] for each in (await admin.get("/api/v1/custom-fields")).json()["data"]]
            return {each["key"] for each in fields} <= set(there)

        await wait_for(known, 40)
        for kind, (good, bad) in types.items():
            key = f"{kind}_{word}"
            refused = await admin.patch(path, json={"custom_fields": {key: bad}})
            assert (refused.status_code, refused.json()["errors"][0]["pointer"][: len(key) + 15]) == (
                422,
                f"/custom_fields/{key}",
            ), kind
            filled = await data(await admin.patch(path, json={"custom_fields": {key: good}}))
            assert filled["custom_fields"][key] == good, kind
        assert len((await data(await admin.get(path)))["custom_fields"]) == len(types)
        for each in fields:
            await data(await admin.patch(f"/api/v1/custom-fields/{each['id']}", json={"active": False}))


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
