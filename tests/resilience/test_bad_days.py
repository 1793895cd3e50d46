"""Bad days: what was acknowledged is there, what follows from it follows once, and meanwhile the answer says why."""

import asyncio
import os
import signal
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx2

from tests.e2e.test_main_job import me, opened, show
from tests.suite import ADMIN, AGENT, CUSTOMER, Suite, settled, wait_for

NATS_AWAY_SECONDS = float(os.environ.get("ESCALATED_TEST_NATS_AWAY", "30"))


async def tolerant_post(client: httpx2.AsyncClient, path: str, body: dict[str, Any], key: str) -> httpx2.Response:
    """As a client on a bad line does: the same request with the same key until there is an answer."""
    for _ in range(600):
        try:
            answer = await client.post(path, json=body, headers={"idempotency-key": key})
        except httpx2.HTTPError:
            await asyncio.sleep(0.1)
            continue
        if not passes(answer):
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(f"no answer to {path}")


def passes(answer: httpx2.Response) -> bool:
    """Whether another try is worth it; a gateway that has just come back says 404 until it has read its routes."""
    from_gateway = answer.status_code == 404 and not answer.headers["content-type"].startswith("application/problem")
    return from_gateway or answer.status_code in (502, 503, 504)


async def test_nats_away_while_tickets_are_made(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        made = [await opened(customer, subject="before")]
        await wait_for_clocks(admin, [made[0]["id"]])
        before = len(suite.mails(CUSTOMER))
        suite.local("hold", "nats")
        try:
            end = asyncio.get_running_loop().time() + NATS_AWAY_SECONDS
            while asyncio.get_running_loop().time() < end:
                made.append(await opened(customer, subject="while NATS is away"))
                await asyncio.sleep(NATS_AWAY_SECONDS / 20)
        finally:
            suite.local("release", "nats")

        ids = [ticket["id"] for ticket in made]
        await wait_for_clocks(admin, ids)
        references = [ticket["reference"] for ticket in made]
        await wait_for(lambda: len(told_of(suite, references)) == len(references), 60)
        await settled(lambda: len(suite.mails(CUSTOMER)))

    assert Counter(told_of(suite, references)) == Counter(references)
    assert len(suite.mails(CUSTOMER)) - before >= len(references) - 1


def told_of(suite: Suite, references: list[str]) -> list[str]:
    """The references that confirmations to the customer name, one for each mail."""
    subjects = [str(mail["Subject"]) for mail in suite.mails(CUSTOMER)]
    return [reference for reference in references for subject in subjects if reference in subject]


async def wait_for_clocks(client: httpx2.AsyncClient, ids: list[str]) -> None:
    async def have_clocks() -> bool:
        shown = [(await show(client, each, "clocks"))["clocks"] for each in ids]
        return all({"first_response", "resolution"} <= {clock["metric"] for clock in clocks} for clocks in shown)

    await wait_for(have_clocks, 60)


async def test_any_process_killed_at_any_point_loses_nothing_acknowledged(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        keys = [uuid4().hex for _ in range(60)]

        async def write(key: str) -> str:
            body = {"subject": f"kill {key}", "description": "still here"}
            answer = await tolerant_post(customer, "/api/v1/tickets", body, key)
            assert answer.status_code == 201, answer.text
            return str(answer.json()["data"]["id"])

        async def kill() -> None:
            for program in ("tickets", "notifications", "sla", "nats", "tickets", "identity", "gateway"):
                os.kill(suite.pid_of(program), signal.SIGKILL)
                await asyncio.sleep(1.5)

        killing = asyncio.create_task(kill())
        ids = []
        for key in keys:
            ids.append(await write(key))
            await asyncio.sleep(0.15)
        await killing

        async def all_answer() -> bool:
            return (await admin.get("/api/v1/tickets?limit=1")).status_code == 200

        await wait_for(all_answer, 60)
        assert len(set(ids)) == len(keys)
        await wait_for_clocks(admin, ids)
        references = [(await show(admin, each))["reference"] for each in ids]
        await wait_for(lambda: len(told_of(suite, references)) >= len(references), 120)
        await settled(lambda: len(suite.mails(CUSTOMER)))

    mails = [mail for mail in suite.mails(CUSTOMER) if any(each in str(mail["Subject"]) for each in references)]
    assert {each for each in references if any(each in str(mail["Subject"]) for mail in mails)} == set(references)
    # A mail that was in doubt may have been sent once more, but under the same id.
    assert len({str(mail["Message-ID"]) for mail in mails}) == len(references)


async def test_sla_killed_while_it_fires_warns_breaches_and_escalates_each_ticket_once(suite: Suite) -> None:
    promise = {"first_response": 15.0}
    body: dict[str, Any] = {
        "name": "Fifteen seconds",
        "targets": {"medium": promise, "urgent": promise},
        "warnings": [{"percent": 50}],
    }
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        created = await admin.post("/api/v1/departments", json={"name": f"Hasty {uuid4().hex[:6]}"})
        department = created.json()["data"]["id"]
        policy = await admin.post("/api/v1/sla-policies", json=body | {"department_id": department})
        assert policy.status_code == 201, policy.text
        async with suite.listening("escalated.sla.sla.*.*") as heard:
            ids = []
            for number in range(60):
                ids.append((await opened(customer, subject=f"hasty {number}", department_id=department))["id"])
            for _ in range(6):
                await asyncio.sleep(2.5)
                await wait_for(lambda: suite.runs("sla"), 60)
                os.kill(suite.pid_of("sla"), signal.SIGKILL)

            async def all_escalated() -> bool:
                return all([(await show(admin, each))["escalation_level"] > 0 for each in ids])

            await wait_for(all_escalated, 120)
            await settled(lambda: len(heard))
            levels = [(await show(admin, each))["escalation_level"] for each in ids]
        removed = await admin.delete(f"/api/v1/sla-policies/{policy.json()['data']['id']}")

    assert removed.status_code == 204
    assert Counter(levels) == {1: len(ids)}
    for kind in ("sla.warning", "sla.breached"):
        # What was in doubt is published once more under the same id.
        told = {event["meta"]["id"]: event["ticket_id"] for event in heard if event["meta"]["type"] == kind}
        assert Counter(each for each in told.values() if each in ids) == Counter(ids)


async def test_postgresql_restarted(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer)
        suite.local("hold", "postgres")
        try:
            away = await customer.get(f"/api/v1/tickets/{ticket['id']}")
        finally:
            suite.local("release", "postgres")
        assert (away.status_code, away.headers["content-type"]) == (503, "application/problem+json")
        assert "retry-after" in away.headers

        async def is_back() -> bool:
            return (await customer.get(f"/api/v1/tickets/{ticket['id']}")).status_code == 200

        await wait_for(is_back, 30)
        answer = await tolerant_post(
            customer, "/api/v1/tickets", {"subject": "after", "description": "on we go"}, uuid4().hex
        )
        assert answer.status_code == 201


async def test_smtp_down_is_retried_and_shown(suite: Suite) -> None:
    async with suite.signed_in(CUSTOMER) as customer, suite.signed_in(ADMIN) as admin:
        suite.local("hold", "mail-catcher")
        try:
            ticket = await opened(customer, subject="mail is down")

            async def was_tried() -> bool:
                rows = (await admin.get("/api/v1/deliveries", params={"ticket": ticket["id"]})).json()["data"]
                return any(row["state"] == "queued" and row["attempts"] for row in rows)

            await wait_for(was_tried)
        finally:
            suite.local("release", "mail-catcher")
        rows = (await admin.get("/api/v1/deliveries", params={"ticket": ticket["id"]})).json()["data"]
        for row in rows:
            if row["state"] == "queued":
                await admin.post(f"/api/v1/deliveries/{row['id']}/retry", json={})
        await wait_for(lambda: ticket["reference"] in " ".join(told_of(suite, [ticket["reference"]])))


async def test_two_agents_at_once(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        ticket = await opened(customer)
        path = f"/api/v1/tickets/{ticket['id']}"
        version = (await admin.get(path)).headers["etag"]
        first = await admin.post(f"{path}/priority", json={"priority": "high"}, headers={"if-match": version})
        second = await agent.post(f"{path}/priority", json={"priority": "low"}, headers={"if-match": version})
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["code"] == "version_mismatch"


async def test_a_hundred_tickets_assigned_and_prioritised_at_the_same_moment_keep_both(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(AGENT) as agent, suite.signed_in(CUSTOMER) as customer:
        assignee = (await me(agent))["id"]
        for _ in range(10):
            tickets = [await opened(customer, subject="both") for _ in range(10)]
            calls = [
                admin.post(f"/api/v1/tickets/{each['id']}/assign", json={"assignee_id": assignee}) for each in tickets
            ]
            calls += [
                agent.post(f"/api/v1/tickets/{each['id']}/priority", json={"priority": "high"}) for each in tickets
            ]
            assert {answer.status_code for answer in await asyncio.gather(*calls)} == {200}
            for each in tickets:
                after = await show(admin, each["id"], "")
                assert (after["assignee"]["id"], after["priority"]) == (assignee, "high")
