"""EdDSA over Ed25519, and nothing else: the one way in which tokens of this suite are signed and read."""

import base64
import copy
from collections.abc import Mapping
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

ALGORITHM = "EdDSA"


class BadToken(Exception):
    """No token, or not one signed by a key we trust."""


class _OnlyEdDSA(JWSRegistry):
    """Knows a single algorithm, so that a token's own header decides nothing.

    joserfc warns at the name "EdDSA" since RFC 9864 splits it by curve; keys of other curves are refused at import.
    """

    algorithms = {ALGORITHM: copy.copy(JWSRegistry.algorithms[ALGORITHM])}


_OnlyEdDSA.algorithms[ALGORITHM].security_warning = None
_registry = _OnlyEdDSA(algorithms=[ALGORITHM])


def import_key(jwk: Mapping[str, Any] | str) -> OKPKey:
    """A JWK, private or public. Raises ValueError for anything but an Ed25519 key with a `kid`."""
    content = orjson.loads(jwk) if isinstance(jwk, str) else dict(jwk)
    if content.get("kty") != "OKP" or content.get("crv") != "Ed25519":
        raise ValueError("keys of this suite are Ed25519 JWKs")
    if not content.get("kid"):
        raise ValueError("a key of this suite has a kid")
    try:
        return OKPKey.import_key(content)
    except JoseError as error:
        raise ValueError(f"not a usable JWK: {error}") from error


def generate_jwk(kid: str) -> dict[str, Any]:
    """A fresh private JWK."""
    return OKPKey.generate_key("Ed25519", {"kid": kid, "use": "sig", "alg": ALGORITHM}).as_dict(private=True)


def public_jwk(private: Mapping[str, Any]) -> dict[str, Any]:
    """The half of a private JWK that may be published."""
    return {name: value for name, value in private.items() if name != "d"}


def sign(claims: Mapping[str, Any], key: OKPKey) -> str:
    """A compact JWT; the key's `kid` stands in its header."""
    header = {"alg": ALGORITHM, "kid": key.kid}
    return jwt.encode(header, dict(claims), key, registry=_registry)


def kid_of(token: str) -> str:
    """The key that a token says it was signed with; nothing is verified yet. Raises BadToken."""
    head = token.partition(".")[0]
    try:
        header = orjson.loads(_decoded(head))
        return str(header["kid"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadToken("unreadable header") from error


def read(token: str, key: OKPKey) -> dict[str, Any]:
    """The claims of a token that this key signed. Raises BadToken."""
    try:
        return dict(jwt.decode(token, key, registry=_registry).claims)
    except (JoseError, ValueError) as error:
        raise BadToken(str(error)) from error


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
