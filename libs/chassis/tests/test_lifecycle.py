"""Starting in order, saying what is wrong, and stopping without losing what is in hand."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from escalated_chassis.http.probes import probes_app
from escalated_chassis.http.server import HEAD_LIMIT, HttpServer
from escalated_chassis.lifecycle import BackgroundTask, Component, Service
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.deployment import Deployment


class Part:
    """Writes down what happens to it."""

    def __init__(self, name: str, diary: list[str], *, broken: bool = False, hangs: bool = False) -> None:
        self.name = name
        self.diary = diary
        self.broken = broken
        self.hangs = hangs
        self.said: str | None = None

    async def start(self) -> None:
        self.diary.append(f"+{self.name}")
        if self.broken:
            raise OSError("the port is taken")

    async def stop(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        self.diary.append(f"-{self.name}")

    def trouble(self) -> str | None:
        return self.said


@pytest.fixture
def settings(deployment: Deployment) -> ServiceSettings:
    values = deployment.values("identity", database_url="postgresql+asyncpg://unused/unused", stop_grace_seconds=2)
    return ServiceSettings(**values)


@pytest.fixture
def diary() -> list[str]:
    return []


def service(settings: ServiceSettings, diary: list[str], **parts: list[Component]) -> Service:
    made: dict[str, Any] = {
        "base": [Part("database", diary), Part("nats", diary)],
        "work": [Part("relay", diary)],
        "serve": [Part("http", diary)],
    }
    return Service("identity", settings, **(made | parts))


async def started(made: Service, mode: Any) -> "asyncio.Task[None]":
    running = asyncio.create_task(made.run(mode))
    await asyncio.wait_for(made.ready.wait(), 5)
    return running


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("run", ["+database", "+nats", "+relay", "+http", "-http", "-relay", "-nats", "-database"]),
        ("serve", ["+database", "+nats", "+http", "-http", "-nats", "-database"]),
        ("worker", ["+database", "+nats", "+relay", "-relay", "-nats", "-database"]),
    ],
)
async def test_parts_start_in_order_and_stop_in_reverse(
    settings: ServiceSettings, diary: list[str], mode: str, expected: list[str]
) -> None:
    made = service(settings, diary)
    running = await started(made, mode)

    made.request_stop()
    await asyncio.wait_for(running, 5)

    assert diary == expected


async def test_sigterm_makes_it_unready_and_ends_it(settings: ServiceSettings, diary: list[str]) -> None:
    made = service(settings, diary)
    running = await started(made, "run")
    assert made.trouble() == []

    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 5)

    assert made.trouble() == ["identity: stopping"]
    assert diary[-1] == "-database"
    assert running.exception() is None


async def test_what_did_start_is_stopped_where_a_part_cannot(settings: ServiceSettings, diary: list[str]) -> None:
    made = service(settings, diary, serve=[Part("http", diary, broken=True)])

    with pytest.raises(OSError, match="the port is taken"):
        await asyncio.wait_for(made.run("run"), 5)

    assert diary == ["+database", "+nats", "+relay", "+http", "-relay", "-nats", "-database"]
    assert not made.ready.is_set()


async def test_a_part_that_hangs_is_left_behind(settings: ServiceSettings, diary: list[str]) -> None:
    made = service(settings, diary, serve=[Part("http", diary, hangs=True)])
    running = await started(made, "run")

    made.request_stop()
    await asyncio.wait_for(running, 6)

    assert diary[-3:] == ["-relay", "-nats", "-database"]


async def test_trouble_names_the_part(settings: ServiceSettings, diary: list[str]) -> None:
    relay = Part("relay", diary)
    made = service(settings, diary, work=[relay])
    running = await started(made, "run")

    relay.said = "the durable is missing"

    assert made.trouble() == ["relay: the durable is missing"]
    made.request_stop()
    await running


async def test_a_task_that_dies_is_trouble(settings: ServiceSettings, diary: list[str]) -> None:
    died = asyncio.Event()

    async def work(_stop: asyncio.Event) -> None:
        died.set()
        raise RuntimeError("boom")

    task = BackgroundTask("timers", work)
    assert task.trouble() == "not started"
    await task.start()
    await died.wait()
    await asyncio.sleep(0)

    assert task.trouble() == "ended"
    await task.stop()


async def test_a_task_is_asked_to_end_and_waited_for() -> None:
    done: list[str] = []

    async def work(stop: asyncio.Event) -> None:
        await stop.wait()
        done.append("finished the one in hand")

    task = BackgroundTask("timers", work)
    await task.start()
    assert task.trouble() is None

    await task.stop()

    assert done == ["finished the one in hand"]


async def test_a_worker_answers_probes(settings: ServiceSettings, diary: list[str]) -> None:
    relay = Part("relay", diary)
    made = service(settings, diary, work=[relay])
    running = await started(made, "worker")
    server = made._started[-1]
    assert isinstance(server, HttpServer)

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        assert (await client.get("/readyz")).status_code == 200
        relay.said = "dead"
        assert (await client.get("/readyz")).json() == {"ready": False, "trouble": ["relay: dead"]}
        assert (await client.get("/livez")).status_code == 200
        assert "escalated_http_requests_in_flight" in (await client.get("/metrics")).text

    made.request_stop()
    await asyncio.wait_for(running, 5)


async def test_a_stop_finishes_the_request_in_flight(settings: ServiceSettings) -> None:
    entered, hold = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request) -> Response:
        entered.set()
        await hold.wait()
        return PlainTextResponse("done")

    server = HttpServer(Starlette(routes=[Route("/slow", slow)]), settings)
    made = Service("identity", settings, base=[], serve=[server], work=[])
    running = await started(made, "serve")
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        request = asyncio.create_task(client.get("/slow"))
        await asyncio.wait_for(entered.wait(), 2)

        made.request_stop()
        hold.set()

        assert (await request).text == "done"
    await asyncio.wait_for(running, 5)
    assert server.trouble() == "ended"


async def test_a_stream_without_end_is_told_to_end(settings: ServiceSettings) -> None:
    async def ticking(request: Request) -> Response:
        async def ticks() -> AsyncIterator[str]:
            yield "tick"
            await request.app.state.stopping.wait()
            yield "bye"

        return StreamingResponse(ticks())

    app = Starlette(routes=[Route("/ticks", ticking)])
    app.state.stopping = asyncio.Event()
    server = HttpServer(app, settings)
    await server.start()
    async with (
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client,
        client.stream("GET", "/ticks") as answer,
    ):
        chunks = answer.aiter_text()
        assert await anext(chunks) == "tick"

        stopping = asyncio.create_task(server.stop())

        assert "".join([chunk async for chunk in chunks]) == "bye"
    await asyncio.wait_for(stopping, 3)


async def test_a_taken_port_stops_the_start(settings: ServiceSettings) -> None:
    first = HttpServer(probes_app(list), settings)
    await first.start()

    with pytest.raises(OSError):
        await HttpServer(probes_app(list), settings, port=first.port).start()

    await first.stop()


HEAD = b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: "


async def test_a_head_of_more_than_64_kilobytes_is_refused(settings: ServiceSettings) -> None:
    server = HttpServer(probes_app(list), settings)
    await server.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)

    writer.write(HEAD.ljust(HEAD_LIMIT + 1, b"a"))
    answer = await asyncio.wait_for(reader.read(), 2)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 ")
    assert json.loads(body)["code"] == "head_too_large"
    writer.close()
    await server.stop()


async def test_a_head_without_end_is_hung_up_on(settings: ServiceSettings) -> None:
    server = HttpServer(probes_app(list), settings)
    await server.start()
    _reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(HEAD)
    sent = 0

    with pytest.raises(ConnectionError):
        while sent < 100_000_000:
            writer.write(b"a" * 65_536)
            sent += 65_536
            await writer.drain()

    # What the kernel buffers on both sides, and not a hundred megabytes
    assert sent < 20_000_000
    writer.close()
    await server.stop()
