"""Brings the whole suite up under the supervisor, and down again."""

from __future__ import annotations

import asyncio
import hashlib
import signal
import time
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from escalated_contracts.streams import STREAMS
from escalated_local import programs
from escalated_local.databases import ensure_databases
from escalated_local.environment import Setup, write_environment_files
from escalated_local.layout import SERVICES, WEB
from escalated_local.log_files import last_lines
from escalated_local.observe import ensure_mirrors
from escalated_local.postgres import PostgresError
from escalated_local.prepared import Prepared, fingerprint_of
from escalated_local.readiness import NotReadyError, accepts, http_status, until
from escalated_local.state import own_state, write_state
from escalated_local.supervisor import Child, Program, Supervisor, say

_READY_SECONDS = 90.0


class SuiteError(RuntimeError):
    """The suite does not come up; the message names the process and its last words."""


class Suite:
    """One run of the suite: `run` returns after `stop` was set and everything is down."""

    def __init__(self, setup: Setup, on_step: Callable[[str], None] = say) -> None:
        self._setup = setup
        self._on_step = on_step
        self._began = time.monotonic()
        self._state = own_state()
        self._supervisor = Supervisor(setup.layout.logs, self._write_state)
        self._postgres = programs.postgres_of(setup)
        self._nats = programs.nats_of(setup)

    async def run(self, stop: asyncio.Event) -> int:
        """0 after an orderly end, 1 when the suite did not come up."""
        layout = self._setup.layout
        layout.pid_file.write_text(f"{self._state.pid}\n")
        self._write_state()
        rotation = asyncio.create_task(self._supervisor.rotate_logs())
        try:
            return await self._bring_up_and_wait(stop)
        finally:
            rotation.cancel()
            await self._take_down()
            layout.pid_file.unlink(missing_ok=True)

    async def _bring_up_and_wait(self, stop: asyncio.Event) -> int:
        coming_up = asyncio.create_task(self._bring_up())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({coming_up, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not coming_up.done():
            coming_up.cancel()
            await asyncio.gather(coming_up, return_exceptions=True)
            return 0
        if not self._came_up(coming_up):
            stopping.cancel()
            return 1
        self._state.phase = "ready"
        self._step("ready")
        await stopping
        return 0

    def _came_up(self, coming_up: asyncio.Task[None]) -> bool:
        error = coming_up.exception()
        if error is None:
            return True
        if not isinstance(error, SuiteError | PostgresError):
            traceback.print_exception(error)  # not foreseen: the log keeps where it happened
        self._state.phase, self._state.message = "failed", str(error) or repr(error)
        say(f"failed: {self._state.message}")
        return False

    async def _bring_up(self) -> None:
        """What does not wait for another starts at once; each service follows its own migration and seed."""
        write_environment_files(self._setup)
        early = [self._start_gateway(), self._start_web(), self._start_servers_and_services()]
        if self._setup.catches_mail:
            early.append(self._start_mail_catcher())
        await _all(early)

    async def _start_servers_and_services(self) -> None:
        await asyncio.gather(self._start_postgres(), self._start_nats())
        self._step("PostgreSQL and NATS are up")
        prepared = Prepared(self._setup.layout.run / "prepared.json", self._cluster_id())
        if not self._streams_are_there():
            prepared.forget()
        await _all([self._prepare_and_start(name, prepared) for name in SERVICES])
        await ensure_mirrors(self._nats.url, self._setup.credentials.nats)

    async def _start_postgres(self) -> None:
        await asyncio.to_thread(self._postgres.prepare)
        child = self._supervisor.start(programs.postgres_program(self._postgres, self._setup))
        await self._ready(child, lambda: _now(self._postgres.is_ready()))
        await asyncio.to_thread(ensure_databases, self._postgres, self._setup.credentials.database)

    async def _start_nats(self) -> None:
        self._nats.prepare()
        child = self._supervisor.start(programs.nats_program(self._nats, self._setup))
        await self._ready(child, lambda: asyncio.to_thread(self._nats.is_ready))

    async def _prepare_and_start(self, name: str, prepared: Prepared) -> None:
        fingerprint = self._fingerprint(name)
        await self._once(programs.migration_program(name, self._setup), prepared, fingerprint)
        await self._once(programs.seed_program(name, self._setup), prepared, fingerprint)
        if name in self._setup.without:
            return
        child = self._supervisor.start(programs.service_program(name, self._setup))
        await self._ready(child, lambda: _is_ok(self._setup.ports.http[name], "/readyz"))
        self._step(f"{name} is ready")

    async def _start_web(self) -> None:
        child = self._supervisor.start(programs.service_program(WEB, self._setup))
        await self._ready(child, lambda: _is_ok(self._setup.ports.http[WEB], "/readyz"))

    async def _start_gateway(self) -> None:
        child = self._supervisor.start(programs.gateway_program(self._setup))
        await self._ready(child, self._gateway_leads_to_web)
        self._step("gateway is ready")

    async def _gateway_leads_to_web(self) -> bool:
        """Its own health is not enough: it says yes before the routes are read."""
        status, kind = await http_status(self._setup.ports.gateway, "/api/hidden")
        return status == 404 and kind.startswith("application/problem+json")

    async def _start_mail_catcher(self) -> None:
        child = self._supervisor.start(programs.mail_catcher_program(self._setup))
        await self._ready(child, lambda: accepts(self._setup.ports.mail_catcher))

    async def _once(self, program: Program, prepared: Prepared, fingerprint: str) -> None:
        if prepared.is_done(program.name, fingerprint):
            return
        status = await self._supervisor.run_once(program)
        if status != 0:
            raise SuiteError(f"{program.name} ended with {status}{self._last_words(program.name)}")
        prepared.note(program.name, fingerprint)
        self._step(f"{program.name} done")

    async def _ready(self, child: Child, ready: Callable[[], Awaitable[bool]]) -> None:
        name = child.program.name
        try:
            await until(ready, name, seconds=_READY_SECONDS, deaths=lambda: child.restarts)
        except NotReadyError as error:
            raise SuiteError(f"{error}{self._last_words(name)}") from None

    async def _take_down(self) -> None:
        if self._state.phase != "failed":
            self._state.phase = "stopping"
        self._write_state()
        await self._supervisor.stop()
        await asyncio.to_thread(self._postgres.stop)  # it is down already: this gives the directory free
        if self._state.phase != "failed":
            self._state.phase = "stopped"
        self._write_state()

    def _fingerprint(self, name: str) -> str:
        checkout = self._setup.layout.checkout
        service = checkout / "services" / name
        return fingerprint_of(service / "src", service / "migrations", checkout / "libs")

    def _cluster_id(self) -> str:
        """Another one when the cluster was made anew."""
        return hashlib.sha256(self._postgres.password.encode()).hexdigest()[:16]

    def _streams_are_there(self) -> bool:
        streams = self._nats.store_dir / "jetstream" / "SUITE" / "streams"
        return all((streams / stream.name).exists() for stream in STREAMS)

    def _last_words(self, name: str) -> str:
        path = self._supervisor.log_of(name)
        return "\n".join([f"; the end of {path}:", *(f"  {line}" for line in last_lines(path))])

    def _step(self, words: str) -> None:
        text = f"{time.monotonic() - self._began:5.1f} s  {words}"
        self._state.steps.append(text)
        self._on_step(text)
        self._write_state()

    def _write_state(self) -> None:
        self._state.programs = {name: child.as_record() for name, child in self._supervisor.children.items()}
        write_state(self._setup.layout.state_file, self._state)


async def supervise(setup: Setup, on_step: Callable[[str], None] = say) -> int:
    """Runs the suite until SIGTERM or SIGINT; the exit status of the process."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return await Suite(setup, on_step).run(stop)


async def _is_ok(port: int, path: str) -> bool:
    status, _ = await http_status(port, path)
    return status == 200


async def _now(value: bool) -> bool:
    return value


async def _all(work: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Runs all at once; the first that fails ends the others."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
