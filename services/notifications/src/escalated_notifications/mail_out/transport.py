"""One mail over SMTP, and what the server said to it."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, Protocol

import aiosmtplib

Verdict = Literal["sent", "again", "refused", "in_doubt"]


@dataclass(frozen=True)
class Said:
    """The server's words, and what they mean for this mail."""

    verdict: Verdict
    words: str


class MailTransport(Protocol):
    """Hands one mail over."""

    async def send(self, mail: EmailMessage, *, sender: str, recipient: str) -> Said: ...


@dataclass(frozen=True)
class SmtpTransport:
    """Hands mails to an SMTP server; a connection for each, so that one broken line spoils one mail.

    `tls` is `auto` (STARTTLS where offered), `starttls` (demanded), `tls` (from the first byte) or `none`.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "auto"
    timeout: float = 20.0
    local_name: str = "localhost"

    async def send(self, mail: EmailMessage, *, sender: str, recipient: str) -> Said:
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.tls == "tls",
            start_tls={"auto": None, "starttls": True}.get(self.tls, False),
            local_hostname=self.local_name,
            timeout=self.timeout,
        )
        try:
            return await _hand_over(client, mail, sender, recipient)
        finally:
            client.close()


async def _hand_over(client: aiosmtplib.SMTP, mail: EmailMessage, sender: str, recipient: str) -> Said:
    try:
        await client.connect()
        await client.mail(sender)
        await client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as problem:
        return _refusal(problem)
    except (TimeoutError, aiosmtplib.SMTPException, OSError) as problem:
        return Said("again", f"{type(problem).__name__}: {problem}")
    return await _data(client, mail)


async def _data(client: aiosmtplib.SMTP, mail: EmailMessage) -> Said:
    """From DATA on, a line that breaks leaves open whether the mail arrived."""
    try:
        response = await client.data(mail.as_bytes())
    except aiosmtplib.SMTPResponseException as problem:
        return _refusal(problem)
    except (TimeoutError, aiosmtplib.SMTPException, OSError) as problem:
        return Said("in_doubt", f"the line broke during DATA: {type(problem).__name__}: {problem}")
    return Said("sent", f"{response.code} {response.message}")


def _refusal(problem: aiosmtplib.SMTPResponseException) -> Said:
    """4xx may pass, 5xx will not; a refused sign-in is ours to mend, so the mail waits for it."""
    words = f"{problem.code} {problem.message}"
    if isinstance(problem, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPConnectError):
        return Said("again", words)
    return Said("refused" if 500 <= problem.code < 600 else "again", words)
