"""What becomes of a mail that came in: pure decisions over what it says and what the desk knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from escalated_notifications.mail_in.parse import IncomingMail
from escalated_notifications.mail_out.reply_tokens import ReplyAddress
from escalated_notifications.mail_out.threading import is_ours, parse_ours

_REFERENCE = re.compile(r"\[?\b([A-Z][A-Z0-9]{0,9}-\d{1,12})\b\]?")
_FAILED = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(fail|softfail|permerror)\b", re.IGNORECASE)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})

How = Literal["message_id", "reply_address", "subject"]


@dataclass(frozen=True)
class Lead:
    """A trace from a mail to a ticket: by id, or by reference."""

    how: How
    ticket_id: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Sender:
    """Who wrote, as the ticket and the directory know them."""

    is_staff: bool
    may_see_ticket: bool
    has_token: bool
    authentication_failed: bool


def leads(mail: IncomingMail, claims: Sequence[ReplyAddress], domain: str) -> Iterator[Lead]:
    """The traces in the order in which they count; `claims` are the reply addresses that it was sent to."""
    for message_id in (*mail.in_reply_to, *reversed(mail.references)):
        ours = parse_ours(message_id, domain)
        if ours:
            yield Lead("message_id", ticket_id=ours.ticket_id)
    for claim in claims:
        yield Lead("reply_address", reference=claim.reference)
    found = _REFERENCE.search(mail.subject.upper())
    if found:
        yield Lead("subject", reference=found[1])


def gets_in(sender: Sender, lead: Lead) -> bool:
    """Whether the mail is added to the ticket it leads to.

    A reply address counts only where its token is good: a forged, foreign or expired one opens a new ticket.

    Staff get in by their own reply address alone: Message-IDs and references are known to every customer of the
    ticket, and the sender's address of a mail is only a claim.
    """
    if not sender.may_see_ticket or (lead.how == "reply_address" and not sender.has_token):
        return False
    if sender.is_staff:
        return sender.has_token and not sender.authentication_failed
    return True


def ignored(mail: IncomingMail, *, null_sender: bool, domain: str) -> str:
    """Why a mail is kept but acted upon by nobody; empty for a mail of a person."""
    if null_sender:
        return "bounce: it has no sender"
    if not mail.sender:
        return "it does not say who wrote it"
    if mail.auto_submitted and mail.auto_submitted.split(";")[0].strip() != "no":
        return f"Auto-Submitted: {mail.auto_submitted[:80]}"
    if mail.precedence in _BULK:
        return f"Precedence: {mail.precedence}"
    if is_ours(mail.message_id, domain) or mail.looped:
        return "it is a mail of this desk that came back"
    return ""


def copied_strangers(mail: IncomingMail, received_at: Sequence[str], domain: str) -> list[tuple[str, str]]:
    """Names and addresses in Cc, without the sender and without the desk's own: by these a mail would come back."""
    own = {mail.sender, *(address.strip().lower() for address in received_at)}
    return [
        (name, address)
        for name, address in mail.copied
        if address not in own and address.rpartition("@")[2] != domain.lower()
    ]


def authentication_failed(mail: IncomingMail, trusted: str) -> bool:
    """Whether the trusted receiver found SPF, DKIM or DMARC failing. Results of anybody else say nothing."""
    if not trusted:
        return False
    believed = (text for text in mail.authentication if text.strip().lower().startswith(trusted.lower()))
    return any(_FAILED.search(text) for text in believed)
