"""The desk's own SMTP listener: a mail is kept before it is acknowledged, and nothing else happens here."""

import asyncio
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import DeliveryWorker
from escalated_chassis.errors import Problem
from escalated_notifications.mail_in.service import keep

MAX_RECIPIENTS = 100
IDLE_SECONDS = 60.0

_log = structlog.get_logger(__name__)


class MailListener:
    """A component that speaks SMTP on `host:port` (port 0 takes a free one, see `port`).

    It takes mail for `domain` only, so it relays nothing. Size and number of connections are bounded: at most
    `connections` times `max_bytes` of memory.
    """

    name = "mail listener"

    def __init__(
        self,
        address: str,
        domain: str,
        database: Database,
        worker: DeliveryWorker,
        *,
        max_bytes: int,
        connections: int,
    ) -> None:
        host, _, port = address.rpartition(":")
        self._host, self.port = host or "127.0.0.1", int(port)
        self._domain, self._max_bytes = domain, max_bytes
        self._handler = _Handler(database, worker, domain.lower())
        self._places = _Places(connections)
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Raises OSError where the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, self._host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        _log.info("smtp_listening", host=self._host, port=self.port)

    async def stop(self) -> None:
        """Takes no more connections; a mail that was not acknowledged yet is the sender's still."""
        if self._server:
            self._server.close()
            self._places.close_all()

    def trouble(self) -> str | None:
        return None if self._server and self._server.is_serving() else "not listening"

    def _protocol(self) -> SMTP:
        return _Connection(
            self._handler,
            places=self._places,
            data_size_limit=self._max_bytes,
            hostname=self._domain,
            ident="Escalated",
            timeout=IDLE_SECONDS,
            command_call_limit={"RCPT": MAX_RECIPIENTS, "*": 200},
            loop=asyncio.get_running_loop(),
        )


class _Places:
    """The open connections, and how many there may be."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._open: set[asyncio.BaseTransport] = set()

    def take(self, transport: asyncio.BaseTransport) -> bool:
        if len(self._open) >= self._number:
            return False
        self._open.add(transport)
        return True

    def give_back(self, transport: asyncio.BaseTransport) -> None:
        self._open.discard(transport)

    def close_all(self) -> None:
        for transport in list(self._open):
            transport.close()


class _Connection(SMTP):
    """One connection; beyond the limit it is told to come back."""

    line_length_limit = 8_192

    def __init__(self, handler: object, *, places: _Places, **options: Any) -> None:
        super().__init__(handler, **options)
        self._places = places
        self._place: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._places.take(transport):
            self._place = transport
            super().connection_made(transport)
        elif isinstance(transport, asyncio.WriteTransport):
            transport.write(b"421 4.3.2 Too many connections, come back later\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self._place is not None:
            self._places.give_back(self._place)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._place is not None:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self._place is not None else None


class _Handler:
    """The hooks that aiosmtpd calls; their names are its own."""

    def __init__(self, database: Database, worker: DeliveryWorker, domain: str) -> None:
        self._database, self._worker, self._domain = database, worker, domain

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.rpartition("@")[2].lower() != self._domain:
            return "550 5.7.1 This desk relays nothing"
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """250 means: it is on disk. Anything else leaves the mail with the sender's server, which comes back."""
        raw = envelope.content or b""
        raw = raw.encode() if isinstance(raw, str) else raw
        try:
            async with self._database.transaction() as uow:
                kept = await keep(uow, raw, envelope_from=envelope.mail_from or "", recipients=envelope.rcpt_tos)
        except Problem as problem:
            _log.warning("mail_not_kept", error=problem.detail)
            return "451 4.3.0 Cannot keep it now, come back later"
        self._worker.wake()
        return f"250 2.0.0 Kept as {kept}" if kept else "250 2.0.0 Known already"

    async def handle_exception(self, error: Exception) -> str:
        _log.error("smtp_failed", exc_info=error)
        return "451 4.3.0 It did not work, come back later"
