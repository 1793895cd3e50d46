"""Mails that a request asks for and does not wait for: codes and links that prove an address.

They wait in the process until they are sent: a mail that is lost with the process is asked for again by whoever
waits for it, and the answer to a request never depends on, or takes as long as, whether there was somebody to mail.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

import structlog

from escalated_chassis.errors import Problem

_WAITING = 200

log = structlog.get_logger(__name__)


class Mail(Protocol):
    """Something to be mailed; its template is what the log tells of it."""

    @property
    def template(self) -> str: ...


MailT = TypeVar("MailT", bound=Mail)


class Mailer(Generic[MailT]):
    """A component that sends one mail after the other, beside the requests that asked for them."""

    name = "mailer"

    def __init__(self, send: Callable[[MailT], Awaitable[None]] | None) -> None:
        self._send = send
        self._waiting: asyncio.Queue[MailT] = asyncio.Queue(_WAITING)
        self._task: asyncio.Task[None] | None = None

    @property
    def can_send(self) -> bool:
        """Whether this deployment has anybody who sends mail."""
        return self._send is not None

    def post(self, mail: MailT) -> None:
        """Has a mail sent soon; a full queue drops it and says so."""
        try:
            self._waiting.put_nowait(mail)
        except asyncio.QueueFull:
            log.warning("mail_dropped", template=mail.template)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    def trouble(self) -> str | None:
        return "the mailer has died" if self._task and self._task.done() else None

    async def _run(self) -> None:
        while True:
            mail = await self._waiting.get()
            if self._send is None:
                log.info("mail_not_sent", template=mail.template, reason="no notifications configured")
                continue
            try:
                await self._send(mail)
            except Problem as problem:
                log.warning("mail_failed", template=mail.template, reason=problem.code)
