"""What commands need beside their unit of work. The composition root makes it once."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.database.engine import Database
from escalated_chassis.ids import id_for_email
from escalated_identity.announcements import Announcer
from escalated_identity.keys.service import KeyRing
from escalated_identity.sessions.mails import LinkMailer
from escalated_identity.sessions.passwords import Passwords
from escalated_identity.settings import IdentitySettings
from escalated_identity.sso.keysets import IssuerKeys


@dataclass(frozen=True)
class Context:
    """The parts of a running identity."""

    settings: IdentitySettings
    database: Database
    announcer: Announcer
    passwords: Passwords
    keys: KeyRing
    mailer: LinkMailer
    issuer_keys: IssuerKeys

    def owner_id(self, email: str) -> UUID:
        """The id of whoever an address stands for, known or not."""
        return id_for_email(self.settings.deployment_id, email)


async def _of_request(request: Request) -> Context:
    context: Context = request.app.state.identity
    return context


TheContext = Annotated[Context, Depends(_of_request)]
"""How routes get it."""
