"""Saved views, their counts and the export, through the gateway on the demo desk."""

import csv
import io
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite


async def answered(client: httpx2.AsyncClient, method: str, path: str, status: int = 200, **more: Any) -> Any:
    answer = await client.request(method, f"/api/v1{path}", **more)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def test_a_view_is_made_listed_counted_shared_and_exported(suite: Suite) -> None:
    word = f"walk{uuid4().hex[:8]}"
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent, suite.signed_in(ADMIN) as admin:
        body = {"subject": f"=Printer {word}", "description": "It burns."}
        tickets = [(await answered(customer, "POST", "/tickets", 201, json=body))["data"] for _ in range(3)]
        conditions = {"all": [{"field": "subject", "operator": "contains", "value": word.upper()}]}
        fields = (await answered(agent, "GET", "/fields"))["data"]["fields"]
        assert {"subject", "status_category", "hours_since_customer_reply"} <= {each["name"] for each in fields}

        asked = {"name": "My walk", "conditions": conditions, "columns": ["reference", "subject"]}
        view = (await answered(agent, "POST", "/views", 201, json=asked))["data"]
        listed = (await answered(agent, "GET", f"/tickets?view={view['id']}&total=true"))["data"]
        counts = (await answered(agent, "GET", f"/views/counts?ids={view['id']},all_open"))["data"]

        assert {each["id"] for each in listed} == {each["id"] for each in tickets}
        assert counts[view["id"]] == 3
        await answered(admin, "GET", f"/views/{view['id']}", 404)
        await answered(agent, "PATCH", f"/views/{view['id']}", 403, json={"sharing": "all"})
        shared = await answered(admin, "POST", "/views", 201, json={**asked, "sharing": "all"})
        assert (await answered(agent, "GET", f"/views/{shared['data']['id']}"))["data"]["can_edit"] is False
        await answered(customer, "GET", "/views", 403)

        table = await agent.get(f"/api/v1/tickets/export.csv?view={view['id']}&bom=true")
        assert table.headers["content-disposition"].startswith('attachment; filename="tickets-')
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
        assert rows == [["Reference", "Subject"], *([each["reference"], f"'=Printer {word}"] for each in tickets)]

        asked["conditions"] = {"all": [{"field": "nonsense", "operator": "is", "value": 1}]}
        refused = await answered(agent, "POST", "/views", 422, json=asked)
        assert refused["errors"][0]["pointer"] == "/conditions/all/0/field"
        await answered(agent, "DELETE", f"/views/{view['id']}", 204)
        await answered(agent, "GET", f"/tickets?view={view['id']}", 404)
        await answered(admin, "DELETE", f"/views/{shared['data']['id']}", 204)


async def test_the_rail_counts_the_desks_own_views(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        views = (await answered(agent, "GET", "/views"))["data"]
        own = [each["slug"] for each in views if each["built_in"]]

        rail = (await answered(agent, "GET", "/tickets/counts"))["data"]

        assert own == ["mine_open", "unassigned", "all_open", "sla_at_risk", "recently_solved"]
        assert rail == (await answered(agent, "GET", f"/views/counts?ids={','.join(own)}"))["data"]
        for slug in own:
            total = (await answered(agent, "GET", f"/tickets?view={slug}&total=true"))["meta"]["total"]
            assert total == rail[slug]
