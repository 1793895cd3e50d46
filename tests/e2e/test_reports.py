"""Reports over the gateway: what a small desk did, in numbers, as JSON and as CSV, and to whom."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, wait_for


async def done(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json()["data"])


async def rows(client: httpx2.AsyncClient, name: str, tag: str, **asked: str) -> dict[str, dict[str, Any]]:
    answer = await client.get(f"/api/v1/reports/{name}", params={"tag": tag, **asked})
    return {row["label"]: row for row in (await done(answer))["rows"]}


async def a_small_desk(suite: Suite, tag: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """One ticket answered, resolved, reopened, resolved again and rated; one that stays open."""
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        body = {"subject": "Which day is it?", "description": "I lost count."}
        first = await done(await customer.post("/api/v1/tickets", json=body))
        second = await done(await customer.post("/api/v1/tickets", json=body))
        me = await done(await admin.get("/api/v1/auth/me"))
        for ticket in (first, second):
            await done(await admin.post(f"/api/v1/tickets/{ticket['id']}/tags", json={"tags": [tag]}))
        path = f"/api/v1/tickets/{first['id']}"
        await done(await admin.post(f"{path}/assign", json={"assignee_id": me["id"]}))
        await done(await admin.post(f"{path}/replies", json={"body": "Monday."}))
        await done(await admin.post(f"{path}/resolve"))
        await done(await customer.post(f"{path}/reopen"))
        await done(await admin.post(f"{path}/resolve"))
        await done(await customer.post(f"{path}/rate", json={"score": 5}))
        return first, me


async def test_a_small_desk_in_numbers(suite: Suite) -> None:
    tag = f"=reports-{uuid4().hex[:8]}"
    _, me = await a_small_desk(suite, tag)
    async with suite.signed_in(ADMIN) as admin:

        async def has_come() -> bool:
            return (await rows(admin, "csat", tag))["All"]["ratings"] == 1

        await wait_for(has_come)
        summary = (await rows(admin, "summary", tag))["All"]
        assert {name: summary[name] for name in ("created", "resolved", "reopened", "backlog", "answered")} == {
            "created": 2,
            "resolved": 2,
            "reopened": 1,
            "backlog": 1,
            "answered": 1,
        }
        assert (summary["reopen_rate"], summary["csat_average"]) == (0.5, 5.0)
        assert 0 < summary["first_response_p50_seconds"] < 600
        by_agent = await rows(admin, "resolution", tag, group="agent")
        assert {row["key"]: row["resolved"] for row in by_agent.values()} == {me["id"]: 2}
        now = datetime.now(UTC)
        for zone in ("Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin"):
            hours = await rows(admin, "volume", tag, group="hour_of_week", zone=zone)
            assert (len(hours), sum(row["created"] for row in hours.values())) == (168, 2)
            days = await rows(
                admin, "backlog", tag, group="day", zone=zone, to=(now + timedelta(days=1)).isoformat()[:10]
            )
            assert 1 in [row["backlog"] for row in days.values()]

        answer = await admin.get("/api/v1/reports/volume.csv", params={"tag": tag, "group": "tag"})
        assert answer.headers["content-type"].startswith("text/csv")
        (row,) = csv.DictReader(io.StringIO(answer.text, newline=""))
        assert (row["label"], row["created"], row["reopened"]) == (f"'{tag}", "2", "1")


async def test_what_is_refused(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        assert (await customer.get("/api/v1/reports/volume")).status_code == 403
        assert (await agent.get("/api/v1/reports/horoscope")).status_code == 404
        for parameter in ("zone=Mars", "group=moon", "from=2026-02-02&to=2026-02-01", "colour=red"):
            answer = await agent.get(f"/api/v1/reports/volume?{parameter}")
            assert answer.status_code == 422, parameter
            assert answer.json()["errors"][0]["pointer"].strip("/") == parameter.partition("=")[0]
        assert (await agent.get("/api/v1/reports/volume")).status_code == 200
