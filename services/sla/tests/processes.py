"""sla in a process of its own, for what only a process can do: be killed, and be an operator's command.

As a module it is that process: `python -m services.sla.tests.processes fire|run`, with its settings and the instant by
its clock as JSON on the standard input.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalated_chassis.clock import ManualClock
from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.settings import PREFIX
from escalated_chassis.testing.waiting import eventually
from escalated_sla.neighbours import RpcTickets
from escalated_sla.parts import make_context, make_executor, open_database
from escalated_sla.settings import SlaSettings
from escalated_sla.timers.worker import Timers

if TYPE_CHECKING:
    from services.sla.tests.conftest import Desk

BATCH = 4
_CHECKOUT = Path(__file__).parents[3]


def _values(desk: "Desk") -> dict[str, Any]:
    settings = desk.settings
    return desk.deployment.values("sla", database_url=settings.database_url, tickets_grpc=settings.tickets_grpc)


@asynccontextmanager
async def at_work(desk: "Desk", what: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that fires timers, four at a time, or runs rules, by the desk's clock; killed with -9 at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, what, cwd=_CHECKOUT, stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    given = {"now": desk.clock.now().isoformat(), "settings": _values(desk)}
    process.stdin.write(json.dumps(given, default=str).encode())
    process.stdin.close()
    try:
        yield process
    finally:
        assert process.returncode is None, "it ended before it was killed"
        process.kill()
        await process.wait()


async def command(desk: "Desk", *words: str) -> tuple[int | None, str]:
    """An operator's command: its exit code, and what it said; where it failed, what it said of that."""
    values = {f"{PREFIX}{name.upper()}": str(value) for name, value in _values(desk).items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalated_sla", *words, env={**os.environ, **values},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, failed = await process.communicate()
    return process.returncode, (failed if process.returncode else told).decode()


async def nobody_at_work(desk: "Desk") -> None:
    """Returns when the database has noticed that whoever was killed is gone."""
    others = "select 1 from pg_stat_activity where datname = current_database() and state <> 'idle'"

    async def gone() -> bool:
        return len(await desk.rows(others)) == 1

    await eventually(gone)


async def _main(what: str, now: str, settings: dict[str, Any]) -> None:
    configured, clock = SlaSettings(**settings), ManualClock(datetime.fromisoformat(now))
    database = open_database(configured, clock)
    tickets = RpcTickets(RpcClient(configured.tickets_grpc, "tickets", configured))
    context = make_context(configured, clock, tickets)
    if what == "fire":
        await Timers(database, context.clocks, tickets, clock, batch=BATCH).fire_due()
    else:
        await make_executor(context, database).run_until_idle()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], **json.load(sys.stdin)))
