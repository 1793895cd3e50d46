"""The service as a process of its own: migrated, started, asked, stopped."""

import asyncio
import os
import sys
from typing import Any

import httpx2
import orjson

SECONDS = 60


async def test_a_process_starts_answers_and_stops(databases: Any, deployment: Any, nats_url: str) -> None:
    # given an empty database
    url = await databases.create()
    environment = os.environ | {
        f"ESCALATED_{name.upper()}": str(value)
        for name, value in deployment.values("identity", database_url=url, nats_url=nats_url).items()
    }
    assert await _command(environment, "migrate") == 0
    assert await _command(environment, "seed", "--demo") == 0
    # when
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalated_identity", "run", env=environment, stdout=asyncio.subprocess.PIPE
    )
    port = await asyncio.wait_for(_port(process), SECONDS)
    # then
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        body = {"email": "admin@example.com", "password": "escalated-demo"}
        answer = await http.post("/api/v1/auth/login", json=body)
        assert answer.json()["data"]["user"]["name"] == "Ada Admin"
        ready = await http.get("/readyz")
        assert ready.status_code == 200, ready.text
    process.terminate()
    assert await asyncio.wait_for(_ended(process), SECONDS) == 0
    await databases.drop(url)


async def _command(environment: dict[str, str], *arguments: str) -> int | None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalated_identity", *arguments, env=environment
    )
    return await asyncio.wait_for(process.wait(), SECONDS)


async def _port(process: asyncio.subprocess.Process) -> int:
    """Read from the log, once all parts have started."""
    assert process.stdout is not None
    port = 0
    async for line in process.stdout:
        entry = orjson.loads(line)
        if entry["event"] == "http_listening":
            port = int(entry["port"])
        if entry["event"] == "service_ready":
            return port
    raise AssertionError("the process ended before it was ready")


async def _ended(process: asyncio.subprocess.Process) -> int | None:
    await process.communicate()
    return process.returncode
