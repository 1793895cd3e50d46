"""Message-IDs: how mail programs, and we, know what belongs together."""

import re
from dataclasses import dataclass
from typing import Literal

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LOCAL_PART = re.compile(rf"^ticket-(?P<ticket>{_UUID})(?:-(?P<kind>reply-)?(?P<rest>{_UUID}))?$")
_SIDE_PART = re.compile(rf"^side-(?P<side>{_UUID})(?:-(?P<rest>{_UUID}))?$")
_BRACKETED = re.compile(r"<([^<>\s\x00-\x1f]{3,250})>")

Kind = Literal["root", "reply", "event"]


@dataclass(frozen=True)
class OurMessageId:
    """A Message-ID of ours, taken apart."""

    ticket_id: str
    kind: Kind
    part_id: str = ""


def root_id(ticket_id: str, domain: str) -> str:
    """Of the first mail to the customer; everything later leads here."""
    return f"<ticket-{ticket_id}@{domain}>"


def reply_id(ticket_id: str, message_id: str, domain: str) -> str:
    """Of a mail that carries a message of the conversation."""
    return f"<ticket-{ticket_id}-reply-{message_id}@{domain}>"


def event_id(ticket_id: str, event: str, domain: str) -> str:
    """Of every other mail about a ticket."""
    return f"<ticket-{ticket_id}-{event}@{domain}>"


def side_root_id(side_conversation_id: str, domain: str) -> str:
    """Of the first mail of a side conversation: a thread of its own, apart from the ticket's."""
    return f"<side-{side_conversation_id}@{domain}>"


def side_line_id(side_conversation_id: str, message_id: str, domain: str) -> str:
    """Of a mail that carries a later line of a side conversation."""
    return f"<side-{side_conversation_id}-{message_id}@{domain}>"


def is_ours(message_id: str, domain: str) -> bool:
    """Whether this desk gave it out, on a ticket or beside one."""
    local, _, right = message_id.strip().strip("<>").rpartition("@")
    beside = right.lower() == domain.lower() and _SIDE_PART.match(local.lower()) is not None
    return beside or parse_ours(message_id, domain) is not None


def parse_ours(message_id: str, domain: str) -> OurMessageId | None:
    """What a Message-ID of this desk says; None for anybody else's."""
    local, _, right = message_id.strip().strip("<>").rpartition("@")
    if right.lower() != domain.lower():
        return None
    found = _LOCAL_PART.match(local.lower())
    if not found:
        return None
    kind: Kind = "root" if not found["rest"] else "reply" if found["kind"] else "event"
    return OurMessageId(found["ticket"], kind, found["rest"] or "")


def ids_in(header: str, limit: int = 50) -> list[str]:
    """The Message-IDs of an In-Reply-To or References header, in order; of very many only the first and last."""
    found = [f"<{inner}>" for inner in _BRACKETED.findall(header[:20_000])]
    return found if len(found) <= limit else [found[0], *found[-limit + 1 :]]
