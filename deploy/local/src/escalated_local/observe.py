"""Following the desk from outside, as the NATS user `observer`: what `nats sub` does, for machines without it."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable, Mapping

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import ExternalStream, StreamConfig, StreamSource

from escalated_local.nats_accounts import EXTERNAL_PROVISIONER, OBSERVER, mirror_configs


async def ensure_mirrors(url: str, passwords: Mapping[str, str]) -> None:
    """Makes the streams that observers read from, in their account."""
    client = await nats.connect(url, user=EXTERNAL_PROVISIONER, password=passwords[EXTERNAL_PROVISIONER])
    try:
        for config in mirror_configs():
            source = config["mirror"]
            mirror = StreamSource(name=source["name"], external=ExternalStream(**source["external"]))
            wanted = StreamConfig(name=config["name"], mirror=mirror, max_age=config["max_age"])
            await client.jetstream().add_stream(wanted)
    finally:
        await client.close()


async def connect_observer(url: str, passwords: Mapping[str, str]) -> Client:
    return await nats.connect(url, user=OBSERVER, password=passwords[OBSERVER], max_reconnect_attempts=-1)


async def follow(client: Client, subject: str, write: Callable[[str], None], count: int | None = None) -> None:
    """Writes each event as `<subject> <JSON>`, a line each, until SIGINT or `count` events came."""
    stop, seen = asyncio.Event(), 0
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)

    async def show(message: Msg) -> None:
        nonlocal seen
        if seen == count:
            return
        write(line_of(message.subject, message.data))
        seen += 1
        if seen == count:
            stop.set()

    await client.subscribe(subject, cb=show)
    await client.flush()
    await stop.wait()
    await client.close()


def line_of(subject: str, data: bytes) -> str:
    """One line whatever the body is: JSON is made compact, anything else is shown escaped."""
    try:
        return f"{subject} {json.dumps(json.loads(data), ensure_ascii=False, separators=(',', ':'))}"
    except ValueError:
        return f"{subject} {data!r}"
