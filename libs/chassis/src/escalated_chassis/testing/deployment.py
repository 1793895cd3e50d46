"""One deployment as tests need it: its keys, the settings of its services, and tokens of its people."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from escalated_chassis.access.signing import generate_jwk, public_jwk
from escalated_chassis.access.tokens import sign_user_token
from escalated_chassis.ids import uuid7
from escalated_chassis.settings import ServiceSettings

SERVICES = ("identity", "tickets", "sla", "notifications", "knowledge", "sync", "plugins")
PUBLIC_URL = "http://desk.test"

SettingsType = TypeVar("SettingsType", bound=ServiceSettings)


@dataclass(frozen=True)
class Deployment:
    """Made by the fixture `deployment`.

    Attributes:
        signing_key: the private JWK with which identity signs users' tokens.
        service_keys: service → the private JWK with which it signs its calls.
    """

    id: UUID
    secret: str
    signing_key: dict[str, Any]
    service_keys: Mapping[str, dict[str, Any]]

    @classmethod
    def create(cls) -> "Deployment":
        keys = {service: generate_jwk(service) for service in SERVICES}
        return cls(uuid4(), secrets.token_urlsafe(32), generate_jwk("users-1"), keys)

    @property
    def key_set(self) -> dict[str, Any]:
        """What identity serves at /.well-known/jwks.json."""
        return {"keys": [public_jwk(self.signing_key)]}

    def values(self, service: str, **more: Any) -> dict[str, Any]:
        """The settings of one service; `more` adds and overrides (`database_url` and `nats_url`, mostly)."""
        return {
            "secret": self.secret,
            "deployment_id": self.id,
            "public_url": PUBLIC_URL,
            "service_key": json.dumps(self.service_keys[service]),
            "service_keys": json.dumps({name: public_jwk(key) for name, key in self.service_keys.items()}),
            **more,
        }

    def settings(self, settings_class: type[SettingsType], **more: Any) -> SettingsType:
        return settings_class(**self.values(settings_class.service, **more))

    def token_for(
        self,
        kind: str = "agent",
        *,
        role_ids: Sequence[str] | None = None,
        department_ids: Sequence[UUID] = (),
        person_id: UUID | None = None,
        name: str = "",
        email: str = "",
        session_id: str = "",
        access_version: int = 1,
        now: datetime | None = None,
    ) -> str:
        """An access token as identity would sign it; without `role_ids` the built-in role of the kind."""
        return sign_user_token(
            self.signing_key,
            issuer=PUBLIC_URL,
            now=now or datetime.now(UTC),
            person_id=person_id or uuid7(),
            session_id=session_id or str(uuid4()),
            kind=kind,
            name=name or kind.title(),
            email=email or f"{kind}@example.com",
            role_ids=[kind] if role_ids is None else role_ids,
            department_ids=department_ids,
            access_version=access_version,
        )
