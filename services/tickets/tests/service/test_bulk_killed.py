"""A bulk worker in a process of its own, killed in the middle of a job."""

import asyncio
import json
import signal
import sys
from typing import Any

from escalated_chassis.testing.waiting import eventually
from escalated_tickets.bulk.worker import BulkWorker

# Small batches, so that it is killed between two and in one.
WORKER = """
import asyncio, json, sys
from escalated_tickets.bulk.worker import BulkWorker
from escalated_tickets.parts import opened
from escalated_tickets.settings import TicketsSettings

async def main():
    async with opened(TicketsSettings(**json.load(sys.stdin))) as (desk, database):
        await BulkWorker(desk, database, batch=4).run_once()

asyncio.run(main())
"""


async def test_killed_in_the_middle_of_a_job_every_ticket_is_done_once(desk: Any, deployment: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    made = [(await desk.opened(customer))["id"] for _ in range(120)]
    body = {"ids": made, "action": {"type": "escalate"}}
    job = (await desk.ask("POST", "/tickets/bulk", agent, json=body)).json()["data"]["id"]

    async def done() -> int:
        query = "SELECT count(*) AS n FROM escalated_bulk_items WHERE job_id = CAST(:id AS uuid) AND outcome = 'done'"
        return int((await desk.rows(query, id=job))[0].n)

    values = deployment.values("tickets", database_url=desk.settings.database_url)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, stdin=asyncio.subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps(values, default=str).encode())
    process.stdin.close()
    await eventually(done, 60)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    half = await done()
    await BulkWorker(desk.desk, desk.database).run_once()

    shown = (await desk.ask("GET", f"/bulk-jobs/{job}", agent)).json()["data"]
    levels = await desk.rows("SELECT escalation_level, count(*) AS n FROM escalated_tickets GROUP BY 1")
    told = await desk.rows("SELECT count(*) AS n FROM escalated_outbox WHERE type = 'ticket.escalated'")
    assert 0 < half < 120
    assert (shown["state"], shown["done"]) == ("finished", 120)
    assert [(row.escalation_level, row.n) for row in levels] == [(1, 120)]
    assert told[0].n == 120
