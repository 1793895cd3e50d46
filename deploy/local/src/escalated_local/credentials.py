"""Passwords and keys of one checkout, made once and kept in `.run/secrets.json` (mode 0600)."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey

from escalated_local.layout import SERVICES
from escalated_local.nats_accounts import USERS


@dataclass(frozen=True)
class Credentials:
    """Everything secret that the suite needs, except what people choose themselves.

    Attributes:
        secret: 32 bytes in hex; every HMAC key of the deployment is derived from it.
        database: the password of each service's role.
        nats: the password of each NATS user.
        service_keys: the private Ed25519 JWK of each service.
    """

    deployment_id: str
    secret: str
    database: Mapping[str, str]
    nats: Mapping[str, str]
    service_keys: Mapping[str, dict[str, Any]]

    @property
    def public_keys(self) -> dict[str, dict[str, Any]]:
        return {name: OKPKey.import_key(key).as_dict(private=False) for name, key in self.service_keys.items()}


def credentials_of(path: Path) -> Credentials:
    """Those of the file; what is missing in it (a new service, a first start) is made and kept."""
    known = json.loads(path.read_text()) if path.exists() else {}
    found = Credentials(
        deployment_id=known.get("deployment_id") or str(uuid.uuid4()),
        secret=known.get("secret") or secrets.token_hex(32),
        database=_passwords(known.get("database", {}), SERVICES),
        nats=_passwords(known.get("nats", {}), USERS),
        service_keys={
            name: known.get("service_keys", {}).get(name) or _signing_key(name) for name in (*SERVICES, "web")
        },
    )
    if asdict(found) != known:
        _write_private(path, json.dumps(asdict(found), indent=1))
    return found


def _passwords(known: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: known.get(name) or secrets.token_urlsafe(24) for name in names}


def _signing_key(service: str) -> dict[str, Any]:
    key = OKPKey.generate_key("Ed25519", {"kid": f"{service}-{secrets.token_hex(4)}", "use": "sig", "alg": "EdDSA"})
    return dict(key.as_dict(private=True))


def _write_private(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(text)
    draft.replace(path)
