"""What commands need beside their unit of work. The composition root makes it once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from escalated_chassis.database.engine import Database
from escalated_chassis.deliveries import DeliveryWorker
from escalated_chassis.ids import id_for_email
from escalated_chassis.stored_settings import InForce
from escalated_identity.announcements import Announcer
from escalated_identity.keys.service import KeyRing
from escalated_identity.privacy.holders import Holder
from escalated_identity.sessions.mails import LinkMailer
from escalated_identity.sessions.passwords import Passwords
from escalated_identity.settings import IdentitySettings
from escalated_identity.sso.keysets import IssuerKeys


@dataclass
class PrivacyAlarm:
    """Wakes the worker of this process, once it has one."""

    worker: DeliveryWorker | None = None

    def ring(self) -> None:
        if self.worker is not None:
            self.worker.wake()


@dataclass(frozen=True)
class Context:
    """The parts of a running identity."""

    in_force: InForce[IdentitySettings]
    database: Database
    announcer: Announcer
    passwords: Passwords
    keys: KeyRing
    mailer: LinkMailer
    issuer_keys: IssuerKeys
    holders: Mapping[str, Holder] = field(default_factory=dict)
    privacy: PrivacyAlarm = field(default_factory=PrivacyAlarm)

    @property
    def settings(self) -> IdentitySettings:
        return self.in_force.settings

    async def wake_privacy(self) -> None:
        """Has this process' worker look at once; those of others come by themselves within a second."""
        self.privacy.ring()

    def owner_id(self, email: str) -> UUID:
        """The id of whoever an address stands for, known or not."""
        return id_for_email(self.settings.deployment_id, email)


async def _of_request(request: Request) -> Context:
    context: Context = request.app.state.identity
    return context


TheContext = Annotated[Context, Depends(_of_request)]
"""How routes get it."""
