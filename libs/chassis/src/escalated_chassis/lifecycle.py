"""Starting and stopping a service: components in order, readiness, and SIGTERM without losing what is in hand."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Literal, Protocol

import structlog

from escalated_chassis.settings import ServiceSettings

Mode = Literal["serve", "worker", "run"]

DRAIN_SECONDS = 0.3
"""Between "not ready" and the first stop, for balancers to look elsewhere."""

LEAST_STOP_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class Component(Protocol):
    """A part of a service that runs.

    `start` returns when the part is able to work, `stop` when what it had in hand is done. `trouble` says in a few
    words why the part cannot work now; None while it can.
    """

    @property
    def name(self) -> str: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def trouble(self) -> str | None: ...


class BackgroundTask:
    """A component that is one coroutine. It is given an event that is set when it should come to an end."""

    def __init__(self, name: str, run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        self.name = name
        self._run = run
        self._stopping = asyncio.Event()
        self._task: asyncio.Future[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.ensure_future(self._run(self._stopping))
        self._task.add_done_callback(self._on_done)

    async def stop(self) -> None:
        """Waits for the coroutine; a failure of it was logged already."""
        self._stopping.set()
        if self._task is not None:
            await asyncio.wait([self._task])

    def trouble(self) -> str | None:
        if self._task is None:
            return "not started"
        return "ended" if self._task.done() and not self._stopping.is_set() else None

    def _on_done(self, task: "asyncio.Future[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task_died", task=self.name, exc_info=error)


class Service:
    """The parts of one process.

    Args:
        base: what both kinds of work stand on, such as the database and NATS; starts first, stops last.
        serve: REST and gRPC.
        work: relay, consumers, timers.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        base: Sequence[Component],
        serve: Sequence[Component],
        work: Sequence[Component],
    ) -> None:
        self.name = name
        self.settings = settings
        self._base, self._serve, self._work = tuple(base), tuple(serve), tuple(work)
        self._started: list[Component] = []
        self._expected: tuple[Component, ...] = ()
        self._stop = asyncio.Event()
        self.ready = asyncio.Event()
        """Set once every component has started."""

    async def run(self, mode: Mode) -> None:
        """Starts, runs until SIGTERM, SIGINT or `request_stop`, and stops.

        Raises what kept a component from starting, after those that had started are stopped.
        """
        self._expected = self._parts(mode)
        with _signals(self.request_stop):
            try:
                await self._start()
                _log.info("service_ready", mode=mode, parts=[part.name for part in self._expected])
                await self._stop.wait()
                self.ready.clear()
                await asyncio.sleep(DRAIN_SECONDS)
            finally:
                self.ready.clear()
                await self._stop_all()

    @property
    def parts(self) -> tuple[Component, ...]:
        """Every component, started or not."""
        return (*self._base, *self._work, *self._serve)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Only what the rest stands on, started: for an operator's command that uses a part by hand."""
        self._expected = self._base
        try:
            await self._start()
            yield
        finally:
            await self._stop_all()

    def request_stop(self) -> None:
        """Has `run` come to its end."""
        self._stop.set()

    def trouble(self) -> list[str]:
        """Why this process should get no work now; empty when it is ready."""
        if self._stop.is_set():
            return [f"{self.name}: stopping"]
        found = [f"{part.name}: {said}" for part in self._started if (said := part.trouble())]
        missing = [f"{part.name}: starting" for part in self._expected if part not in self._started]
        return found + missing

    def _parts(self, mode: Mode) -> tuple[Component, ...]:
        if mode == "serve":
            return (*self._base, *self._serve)
        if mode == "worker":
            from escalated_chassis.http.server import probe_server

            return (*self._base, *self._work, probe_server(self.settings, self.trouble))
        return (*self._base, *self._work, *self._serve)

    async def _start(self) -> None:
        for part in self._expected:
            if self._stop.is_set():
                return
            await part.start()
            self._started.append(part)
        self.ready.set()

    async def _stop_all(self) -> None:
        """In reverse, so that nothing loses what it stands on; what hangs is left behind when the grace is over."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.settings.stop_grace_seconds
        while self._started:
            part = self._started.pop()
            try:
                await asyncio.wait_for(part.stop(), max(LEAST_STOP_SECONDS, until - loop.time()))
            except TimeoutError:
                _log.error("stop_took_too_long", part=part.name)
            except Exception:
                _log.exception("stop_failed", part=part.name)
        _log.info("service_stopped")


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and SIGINT ask for the end, once; the process itself decides when."""
    loop = asyncio.get_running_loop()
    taken = (signal.SIGTERM, signal.SIGINT)
    for each in taken:
        loop.add_signal_handler(each, stop)
    try:
        yield
    finally:
        for each in taken:
            loop.remove_signal_handler(each)
