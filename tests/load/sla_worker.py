"""One process that fires timers, as `escalated-sla worker` does, by a clock that is set to the bench's noon."""

import asyncio
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import Any

import uvloop

from escalated_chassis.rpc.client import RpcClient
from escalated_chassis.telemetry.logging import quiet_logging
from escalated_chassis.testing.deployment import Deployment
from escalated_sla.neighbours import RpcTickets
from escalated_sla.parts import make_context, open_database
from escalated_sla.recomputation.worker import Recomputation
from escalated_sla.settings import SlaSettings
from escalated_sla.timers.worker import Timers
from tests.load import desk


@dataclass(frozen=True)
class ShiftedClock:
    """The machine's clock, set forward or back."""

    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@dataclass(frozen=True)
class Post:
    """Where a worker works: everything it needs, so that it can be started as a process of its own."""

    dsn: str
    deployment: Deployment
    tickets_grpc: str
    clock: ShiftedClock
    recomputes: bool = False


@contextmanager
def workers(post: Post, number: int) -> Iterator[list[BaseProcess]]:
    """That many processes at the same post."""
    context = multiprocessing.get_context("spawn")
    running: list[BaseProcess] = [context.Process(target=_work, args=(post,)) for _ in range(number)]
    for each in running:
        each.start()
    try:
        yield running
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.join(10)


def _work(post: Post) -> None:
    quiet_logging()
    uvloop.run(_until_told(post))


async def _until_told(post: Post) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    more: dict[str, Any] = {"database_url": desk.as_sqlalchemy(post.dsn), "tickets_grpc": post.tickets_grpc}
    settings = post.deployment.settings(SlaSettings, **more)
    client = RpcClient(settings.tickets_grpc, "tickets", settings)
    tickets = RpcTickets(client)
    database = open_database(settings, post.clock)
    context = make_context(settings, post.clock, tickets)
    parts = [Timers(database, context.clocks, tickets, post.clock).component]
    if post.recomputes:
        parts.append(Recomputation(database, context.clocks, post.clock).component)
    for part in parts:
        await part.start()
    await stopping.wait()
    for part in parts:
        await part.stop()
    await client.stop()
    await database.stop()
