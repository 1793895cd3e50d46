"""Reads a raw mail in bounded memory and time: what is built to break readers is refused before it is read.

The old, lazy header policy is used on purpose: the new one parses structured headers by a grammar whose time grows
with the square of a hostile header.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.feedparser import BytesFeedParser
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from escalated_chassis.errors import Malformed
from escalated_notifications.mail_out.threading import ids_in

MAX_PARTS = 200
MAX_DEPTH = 20
MAX_HEADER_BYTES = 131_072
MAX_TEXT = 1_000_000
MAX_ADDRESSES = 20_000
MAX_COMMENTS = 20
_CHUNK = 65_536


@dataclass(frozen=True)
class Attached:
    """A file of a mail. `content_id` names it where the HTML shows it inline."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class IncomingMail:
    """What matters of a mail; every text is decoded and bounded."""

    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sent_at: datetime | None
    text: str
    html: str
    attachments: tuple[Attached, ...]
    auto_submitted: str
    precedence: str
    looped: bool
    authentication: tuple[str, ...]
    # Names and addresses of those who got a copy.
    copied: tuple[tuple[str, str], ...] = ()


def parse(raw: bytes) -> IncomingMail:
    """Reads a mail. Raises `Malformed` for what is too big, too deep or of too many parts."""
    message = _bounded(raw)
    text, html, attachments = _content(message)
    name, sender = _address(message.get("From", ""))
    return IncomingMail(
        message_id=next(iter(ids_in(str(message.get("Message-ID", "")))), ""),
        sender=sender,
        sender_name=name,
        recipients=_recipients(message),
        subject=decoded(message.get("Subject", ""))[:500],
        in_reply_to=tuple(ids_in(str(message.get("In-Reply-To", "")))),
        references=tuple(ids_in(str(message.get("References", "")))),
        sent_at=_date(message),
        text=text,
        html=html,
        attachments=attachments,
        auto_submitted=str(message.get("Auto-Submitted", "")).strip().lower(),
        precedence=str(message.get("Precedence", "")).strip().lower(),
        looped="X-Loop" in message or "X-Escalated-Ticket" in message,
        authentication=tuple(str(value)[:2000] for value in message.get_all("Authentication-Results", [])[:10]),
        copied=_copied(message),
    )


def _bounded(raw: bytes) -> Message:
    head = min((end for end in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if end >= 0), default=len(raw))
    if head > MAX_HEADER_BYTES:
        raise Malformed("The headers of this mail are too long.", code="headers_too_long")
    parser = BytesFeedParser(_factory=_counting())
    for start in range(0, len(raw), _CHUNK):
        parser.feed(raw[start : start + _CHUNK])
    message = parser.close()
    if _depth(message) > MAX_DEPTH:
        raise Malformed(f"This mail is nested deeper than {MAX_DEPTH} levels.", code="too_deep")
    return message


def _counting() -> Callable[..., Message]:
    """Makes parts until there are too many, while the mail is being read and not after it was built."""
    made = 0

    def make(**options: object) -> Message:
        nonlocal made
        made += 1
        if made > MAX_PARTS:
            raise Malformed(f"This mail has more than {MAX_PARTS} parts.", code="too_many_parts")
        return Message(**options)  # type: ignore[arg-type]

    return make


def _depth(message: Message) -> int:
    deepest, waiting = 1, [(message, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        if part.is_multipart():
            waiting += [(inner, depth + 1) for inner in part.get_payload() if isinstance(inner, Message)]
    return deepest


def _content(message: Message) -> tuple[str, str, tuple[Attached, ...]]:
    texts: list[str] = []
    htmls: list[str] = []
    files: list[Attached] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if kind in ("text/plain", "text/html") and not is_file:
            (texts if kind == "text/plain" else htmls).append(_text_of(part))
        else:
            files.append(_file_of(part, len(files) + 1))
    return "\n\n".join(texts)[:MAX_TEXT].strip(), "\n".join(htmls)[:MAX_TEXT].strip(), tuple(files)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that carry something. A forwarded mail stays whole, as a file."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _leaves(part)


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = _in_charset(payload[: MAX_TEXT * 4], part.get_content_charset() or "utf-8")
    # PostgreSQL stores no NUL.
    return text.replace("\x00", "").replace("\r\n", "\n")


def _in_charset(payload: bytes, charset: str) -> str:
    try:
        text = payload.decode(charset, errors="replace")
    except (LookupError, UnicodeError):
        return payload.decode("utf-8", errors="replace")
    # UTF-7 and its like make lone surrogates, which nobody further on can write.
    return text.encode("utf-8", "replace").decode()


def _file_of(part: Message, number: int) -> Attached:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return Attached(f"message-{number}.eml", kind, _embedded(part))
    payload = part.get_payload(decode=True)
    name = decoded(part.get_filename() or "") or f"part-{number}"
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")[:250]
    clean = name.replace("\\", "/").rsplit("/", 1)[-1][:200] or f"part-{number}"
    return Attached(clean, kind, payload if isinstance(payload, bytes) else b"", content_id)


def _embedded(part: Message) -> bytes:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else part
    return inner.as_bytes() if isinstance(inner, Message) else b""


def decoded(value: object) -> str:
    """A header as text, on one line; what cannot be decoded is replaced."""
    pieces = []
    try:
        for content, charset in decode_header(str(value)[:MAX_HEADER_BYTES]):
            pieces.append(content if isinstance(content, str) else _in_charset(content, charset or "utf-8"))
    except (ValueError, LookupError):
        pieces = [str(value)]
    return " ".join("".join(pieces).replace("\x00", "").split())


def _recipients(message: Message) -> tuple[str, ...]:
    headers = [
        str(value) for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in message.get_all(name, [])
    ]
    found = [address.strip().lower() for _, address in getaddresses(map(_parsable, headers)) if "@" in address]
    return tuple(dict.fromkeys(found))[:100]


def _copied(message: Message) -> tuple[tuple[str, str], ...]:
    # Split before names are decoded: a decoded one may hold a comma.
    found = getaddresses([_parsable(str(value)) for value in message.get_all("Cc", [])])
    named: dict[str, tuple[str, str]] = {}
    for name, address in found:
        cleaned = address.strip().lower()[:320]
        if "@" in cleaned:
            named.setdefault(cleaned, (decoded(name).strip()[:200], cleaned))
    return tuple(named.values())[:100]


def _address(header: object) -> tuple[str, str]:
    """Name and address of a From header; both empty where there is none."""
    name, address = parseaddr(_parsable(decoded(header)))
    return name.strip()[:200], address.strip().lower()[:320]


def _parsable(header: str) -> str:
    """The standard library reads nested comments by recursion, a level for each parenthesis."""
    short = header[:MAX_ADDRESSES]
    return short.replace("(", "") if short.count("(") > MAX_COMMENTS else short


def _date(message: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return sent.astimezone(UTC) if sent.tzinfo else sent.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Headers:
    """The little that is shown of a mail before it was read."""

    message_id: str
    sender: str
    subject: str


def peek(raw: bytes) -> Headers:
    """Reads the first headers alone: cheap, and never refuses."""
    head = raw[:_CHUNK].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    parser = BytesFeedParser()
    parser.feed(head + b"\n\n")
    message = parser.close()
    return Headers(
        next(iter(ids_in(str(message.get("Message-ID", "")))), ""),
        _address(message.get("From", ""))[1],
        decoded(message.get("Subject", ""))[:500],
    )
