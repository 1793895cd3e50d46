"""A mail as it goes out: headers that keep threads together and autoresponders quiet, and both parts."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from escalated_chassis.errors import invalid
from escalated_notifications.templates.render import Rendered

# Folding at 78 would turn long Message-IDs into encoded words (seen with Python 3.11); SMTP allows 998.
POLICY = SMTP.clone(max_line_length=900, cte_type="7bit")


@dataclass(frozen=True)
class Envelope:
    """Who, whom, and where it belongs."""

    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    # Made by a machine (a confirmation, a warning), as opposed to somebody's words sent on.
    automatic: bool = True
    reference: str = ""


def compose(envelope: Envelope, rendered: Rendered, at: datetime) -> EmailMessage:
    """Builds the mail. Raises `Invalid` for an address that cannot stand in a header."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = address(envelope.sender_name, envelope.sender)
    mail["To"] = address(envelope.recipient_name, envelope.recipient)
    mail["Subject"] = one_line(rendered.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = envelope.message_id
    _thread(mail, envelope)
    if envelope.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    # Asks Exchange and its like for no out-of-office answer.
    mail["X-Auto-Response-Suppress"] = "All" if envelope.automatic else "OOF, AutoReply"
    if envelope.reference:
        mail["X-Escalated-Ticket"] = envelope.reference
    mail.set_content(rendered.text)
    mail.add_alternative(rendered.html, subtype="html")
    return mail


def _thread(mail: EmailMessage, envelope: Envelope) -> None:
    if envelope.reply_to:
        mail["Reply-To"] = address(envelope.sender_name, envelope.reply_to)
    if envelope.in_reply_to:
        mail["In-Reply-To"] = envelope.in_reply_to
    if envelope.references:
        mail["References"] = " ".join(envelope.references)


def address(name: str, email: str) -> Address:
    """An address for a header; a name loses its line breaks and what else could end a header."""
    try:
        # Non-ASCII local parts need SMTPUTF8 all the way, which nobody can count on.
        email.encode("ascii")
        return Address(display_name=one_line(name)[:120], addr_spec=email.strip())
    except (ValueError, IndexError) as problem:
        raise invalid("/email", "invalid", "This is no address that mail can be sent to.") from problem


def one_line(text: str) -> str:
    """Text without control characters and line breaks, so that it cannot begin a header of its own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
