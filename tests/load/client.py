"""A load generator that costs little itself: HTTP/1.1 over kept connections, answers only as far as they are needed."""

import asyncio
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from tests.load.processes import cpu_seconds

_ANSWER_SECONDS = 30.0
_LIMIT = 1_048_576


class UnexpectedAnswer(Exception):
    """The server answered something else than what is measured."""


@dataclass(frozen=True)
class Request:
    """One request ready to be sent, and what its answer must be."""

    data: bytes
    status: int
    check: Callable[[bytes], bool]

    @classmethod
    def make(
        cls, method: str, path: str, token: str, *, status: int = 200, body: bytes = b"", check: Callable[[bytes], bool]
    ) -> "Request":
        length = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer {token}\r\n{length}\r\n"
        return cls(head.encode() + body, status, check)


@dataclass
class Sample:
    """What was seen of some requests: seconds each, the seconds of the clock, and of CPU by process."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)

    def add(self, other: "Sample") -> None:
        self.latencies += other.latencies
        self.seconds += other.seconds
        for name, seconds in other.cpu.items():
            self.cpu[name] = self.cpu.get(name, 0.0) + seconds

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Of the latencies, in milliseconds: the smallest that `share` of them do not exceed."""
        ordered = sorted(self.latencies)
        return 1_000 * ordered[max(0, math.ceil(share * len(ordered)) - 1)]

    def cpu_ms(self, process: str) -> float:
        """Of one process for one request."""
        return 1_000 * self.cpu[process] / len(self.latencies)


async def drive(
    port: int, requests: Sequence[Request], *, connections: int, seconds: float, pids: Mapping[str, int]
) -> Sample:
    """Sends the requests in turn over some connections, one at a time on each, for some seconds.

    Raises:
        UnexpectedAnswer: one of them was not answered as it should be.
    """
    sample = Sample()
    turns = cycle(requests)
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_ask(port, turns, began + seconds, sample.latencies))
    sample.seconds = time.perf_counter() - began
    sample.cpu = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
    return sample


async def once_each(port: int, requests: Sequence[Request]) -> None:
    """Sends each request once, one after the other. Raises as `drive`."""
    reader, writer = await _connect(port)
    try:
        for request in requests:
            await _exchange(reader, writer, request)
    finally:
        writer.close()


async def poll(port: int, requests: Sequence[Request], *, every: float, rounds: int) -> Sample:
    """Sends each request once in `every` seconds, on a connection of its own, evenly spread. Raises as `drive`."""
    sample = Sample()
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for place, request in enumerate(requests):
            turns = [began + every * (number + place / len(requests)) for number in range(rounds)]
            group.create_task(_ask_at(port, request, turns, sample.latencies))
    await asyncio.sleep(began + every * rounds - time.perf_counter())
    sample.seconds = time.perf_counter() - began
    return sample


async def _ask_at(port: int, request: Request, turns: Sequence[float], latencies: list[float]) -> None:
    reader, writer = await _connect(port)
    try:
        for turn in turns:
            await asyncio.sleep(turn - time.perf_counter())
            sent = time.perf_counter()
            await _exchange(reader, writer, request)
            latencies.append(time.perf_counter() - sent)
    finally:
        writer.close()


async def _ask(port: int, turns: Iterator[Request], end: float, latencies: list[float]) -> None:
    reader, writer = await _connect(port)
    try:
        while (sent := time.perf_counter()) < end:
            await _exchange(reader, writer, next(turns))
            latencies.append(time.perf_counter() - sent)
    finally:
        writer.close()


async def _connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, limit=_LIMIT)


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request) -> None:
    writer.write(request.data)
    async with asyncio.timeout(_ANSWER_SECONDS):
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
    if int(head[9:12]) != request.status or not request.check(body):
        raise UnexpectedAnswer(f"{request.data[:120]!r} was answered {head[:12]!r} {body[:400]!r}")


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise UnexpectedAnswer(f"an answer without a length: {head!r}")
    return int(rest.partition(b"\r\n")[0])
