"""The dead-letter stream: messages that a durable consumer gave up, with the reason, to look at, replay or drop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from nats.aio.msg import Msg
from nats.errors import MaxPayloadError
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from escalated_chassis.errors import NotFound
from escalated_contracts.streams import DEAD_LETTERS

PREFIX = "escalated-dead-"
_SUBJECT = "escalated.dead"
_LONGEST_ERROR = 500
_NATS_HEADERS = "nats-"


@dataclass(frozen=True)
class DeadLetter:
    """One message in the dead-letter stream.

    Attributes:
        sequence: its number there, by which it is shown, replayed and dropped.
        reason: stranger, undecodable or failed.
        deliveries: how often the consumer was given it.
        subject: where it was published; `stream` and `stream_sequence` say where it stood.
    """

    sequence: int
    consumer: str
    reason: str
    error: str
    deliveries: int
    at: datetime
    subject: str
    stream: str
    stream_sequence: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("ce-type", "")


async def bury(js: JetStreamContext, message: Msg, *, service: str, consumer: str, reason: str, error: str) -> None:
    """Stores a copy with the reason; the caller takes the message out of its stream's way afterwards."""
    place = message.metadata
    own = {
        "consumer": consumer,
        "reason": reason,
        "error": _one_line(error),
        "deliveries": str(place.num_delivered),
        "subject": message.subject,
        "stream": place.stream,
        "stream-sequence": str(place.sequence.stream),
        "at": datetime.now(UTC).isoformat(),
    }
    headers = {**_foreign_headers(message.headers), **{PREFIX + name: value for name, value in own.items()}}
    headers["Nats-Msg-Id"] = f"{consumer}:{place.stream}:{place.sequence.stream}"
    subject = f"{_SUBJECT}.{service}.{consumer}"
    try:
        await js.publish(subject, message.data, headers=headers)
    except MaxPayloadError:
        # It filled a message by itself, so that the reason does not fit beside it: the headers must do.
        await js.publish(subject, b"", headers={**headers, PREFIX + "body": "left out: too large"})


async def list_letters(
    js: JetStreamContext, service: str, *, consumer: str = "", limit: int = 50, after: int = 0
) -> list[DeadLetter]:
    """The oldest first, those after `after`; of one consumer, or of all of the service."""
    subject = f"{_SUBJECT}.{service}.{consumer or '>'}"
    letters: list[DeadLetter] = []
    while len(letters) < limit:
        try:
            raw = await js.get_msg(DEAD_LETTERS.name, seq=after + 1, subject=subject, next=True)
        except NotFoundError:
            break
        letters.append(_letter(raw))
        after = letters[-1].sequence
    return letters


async def get_letter(js: JetStreamContext, sequence: int) -> DeadLetter:
    """Raises NotFound."""
    try:
        return _letter(await js.get_msg(DEAD_LETTERS.name, seq=sequence))
    except NotFoundError:
        raise NotFound(f"There is no dead letter {sequence}.") from None


async def drop(js: JetStreamContext, sequence: int) -> None:
    """Removes one for good. Raises NotFound."""
    await get_letter(js, sequence)
    await js.delete_msg(DEAD_LETTERS.name, sequence)


def _letter(raw: RawStreamMsg) -> DeadLetter:
    headers = dict(raw.headers or {})
    own = {name.removeprefix(PREFIX): value for name, value in headers.items() if name.startswith(PREFIX)}
    return DeadLetter(
        sequence=raw.seq or 0,
        consumer=own.get("consumer", ""),
        reason=own.get("reason", ""),
        error=own.get("error", ""),
        deliveries=int(own.get("deliveries", "0")),
        at=datetime.fromisoformat(own["at"]) if "at" in own else datetime.min.replace(tzinfo=UTC),
        subject=own.get("subject", ""),
        stream=own.get("stream", ""),
        stream_sequence=int(own.get("stream-sequence", "0")),
        headers=_foreign_headers(headers),
        body=raw.data or b"",
    )


def _foreign_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    """The headers as they came, without what speaks to a NATS server and without ours."""
    return {
        name: value for name, value in (headers or {}).items() if not name.lower().startswith((_NATS_HEADERS, PREFIX))
    }


def _one_line(error: str) -> str:
    """Headers hold one line of ASCII; a line break in them would be a header of its own."""
    return " ".join(error.split()).encode("ascii", "replace").decode()[:_LONGEST_ERROR]
