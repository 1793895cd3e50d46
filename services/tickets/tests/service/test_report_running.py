"""Reports as they run: two processes share the durable, and a desk from before is counted at the first start."""

import asyncio
from typing import Any

from escalated_tickets.app import build
from escalated_tickets.settings import TicketsSettings

WAIT_SECONDS = 20
_SUMS = "SELECT kind, count(*) AS number FROM escalated_report_moments GROUP BY kind"


async def _sums(desk: Any) -> dict[str, int]:
    return {row.kind: row.number for row in await desk.rows(_SUMS)}


async def _until(desk: Any, wanted: dict[str, int]) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while await _sums(desk) != wanted:  # noqa: ASYNC110 - a row tells nobody
            await asyncio.sleep(0.05)


async def test_two_processes_count_every_ticket_once(
    desk: Any, deployment: Any, nats_url: str, tmp_path: Any, problem: Any
) -> None:
    # given a ticket from before anybody heard events; they will never come
    customer, agent, admin = await desk.person(), await desk.person("agent"), await desk.person("admin")
    old = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{old['id']}/replies", {"body": "Yes.", "status": "resolved"})
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("TRUNCATE escalated_outbox")
    before = await desk.ask("GET", "/reports/volume?from=2026-01-01&to=2026-01-31", admin)
    assert (before.json()["data"]["complete"], before.json()["data"]["rows"][0]["created"]) == (False, 0)
    # when two workers start, and the desk goes on
    urls = {"nats_url": nats_url, "identity_url": "http://127.0.0.1:9", "identity_grpc": "127.0.0.1:9"}
    settings = deployment.settings(
        TicketsSettings, database_url=desk.settings.database_url, storage=str(tmp_path), **urls
    )
    services = [build(settings, desk.clock) for _ in range(2)]
    running = [asyncio.create_task(each.run("worker")) for each in services]
    try:
        for each in services:
            await asyncio.wait_for(each.ready.wait(), WAIT_SECONDS)
        await _until(desk, {"created": 1, "answered": 1, "resolved": 1})
        for _ in range(12):
            ticket = await desk.opened(customer)
            await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "No.", "status": "resolved"})
            await desk.does(customer, f"/tickets/{ticket['id']}/reopen")
        # then all of it is counted, each once
        await _until(desk, {"created": 13, "answered": 13, "resolved": 13, "reopened": 12})
        after = await desk.ask("GET", "/reports/volume?from=2026-01-01&to=2026-01-31", admin)
    finally:
        for each in services:
            each.request_stop()
        await asyncio.wait_for(asyncio.gather(*running), WAIT_SECONDS)
    assert after.json()["data"]["complete"] is True
    assert after.json()["data"]["rows"][0] == {
        "key": None,
        "label": "All",
        "created": 13,
        "resolved": 13,
        "reopened": 12,
    }
