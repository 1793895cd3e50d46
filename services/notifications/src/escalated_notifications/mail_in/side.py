"""Answers to mails of side conversations: led by a reply address of their own, and by nothing else."""

from collections.abc import Iterable
from datetime import datetime

from escalated_notifications.mail_in import rules
from escalated_notifications.mail_in.parse import IncomingMail
from escalated_notifications.mail_out.reply_tokens import ReplyTokens


def side_conversation_of(
    mail: IncomingMail, addresses: Iterable[str], tokens: ReplyTokens, *, trusted: str, now: datetime
) -> str:
    """The side conversation that a mail answers; empty where it proves none.

    The address must have been given to this very sender, and still be good. A Message-ID, which whoever was ever in
    Cc knows, proves nothing; neither does a sender whose authentication failed.
    """
    if rules.authentication_failed(mail, trusted):
        return ""
    for address in addresses:
        claim = tokens.parse_side(address)
        if claim is not None and tokens.accepts_side(claim, sender=mail.sender, now=now):
            return claim.side_conversation_id
    return ""
