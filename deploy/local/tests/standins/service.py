"""A stand-in for a service: takes the environment a service gets, and uses every part of it for real.

`migrate` declares streams and a table, `seed --demo` writes one row, `run` serves HTTP until SIGTERM. Named
`escalated_<service>` by the test, so that the suite starts it as it starts the real one.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import asyncpg
import nats
from nats.js.api import StreamConfig

from escalated_contracts.streams import STREAMS


async def ask(sql: str) -> str:
    connection = await asyncpg.connect(os.environ["ESCALATED_DATABASE_URL"].replace("+asyncpg", ""))
    try:
        return str(await connection.fetchval(sql))
    finally:
        await connection.close()


async def migrate() -> None:
    await ask("create table if not exists runs (what text)")
    await ask("insert into runs values ('migrate')")
    user, password = os.environ["ESCALATED_NATS_PROVISIONER_USER"], os.environ["ESCALATED_NATS_PROVISIONER_PASSWORD"]
    client = await nats.connect(os.environ["ESCALATED_NATS_URL"], user=user, password=password)
    for stream in STREAMS:
        await client.jetstream().add_stream(StreamConfig(name=stream.name, subjects=list(stream.subjects)))
    await client.close()


async def publish(service: str) -> int:
    client = await nats.connect(
        os.environ["ESCALATED_NATS_URL"],
        user=os.environ["ESCALATED_NATS_USER"],
        password=os.environ["ESCALATED_NATS_PASSWORD"],
        inbox_prefix=f"_INBOX_{service}".encode(),
    )
    ack = await client.jetstream().publish(f"escalated.{service}.standin.called.1", b'{"n": 1}')
    await client.close()
    return ack.seq


def handler(service: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if urlsplit(self.path).path == "/readyz":
                self.answer(200, "application/json", {"status": "ok"})
            elif service == "web":
                self.answer(404, "application/problem+json", {"status": 404})
            elif self.path.endswith("/publish"):
                self.answer(200, "application/json", {"seq": asyncio.run(publish(service))})
            else:
                rows = asyncio.run(ask("select string_agg(what, ',' order by what) from runs"))
                self.answer(200, "application/json", {"service": service, "pid": os.getpid(), "rows": rows})

        def answer(self, status: int, kind: str, body: dict[str, object]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            del args

    return Handler


def serve(service: str) -> None:
    address = (os.environ["ESCALATED_HTTP_HOST"], int(os.environ["ESCALATED_SERVICE_HTTP_PORT"]))
    server = ThreadingHTTPServer(address, handler(service))
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.05)


def main(service: str) -> None:
    if sys.argv[1] == "migrate":
        asyncio.run(migrate())
    elif sys.argv[1] == "seed":
        asyncio.run(ask(f"insert into runs values ('{' '.join(sys.argv[1:])}')"))
    else:
        serve(service)
