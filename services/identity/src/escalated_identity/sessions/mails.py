"""Links that prove an address, mailed by notifications."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from escalated_chassis.mailer import Mailer


@dataclass(frozen=True)
class LinkMail:
    """One mail: a template of notifications and the link that stands in it."""

    key: str
    template: str
    email: str
    name: str
    locale: str
    link: str


Send = Callable[[LinkMail], Awaitable[None]]
LinkMailer = Mailer[LinkMail]
