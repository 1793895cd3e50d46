"""Key sets of host applications, fetched over HTTP."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from typing import Any

import pytest
import pytest_asyncio
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from escalated_chassis.clock import ManualClock
from escalated_chassis.errors import Unauthenticated, Unavailable
from escalated_chassis.http.server import HttpServer
from escalated_chassis.outgoing import OutgoingHttp
from escalated_identity.settings import IdentitySettings, SsoIssuer
from escalated_identity.sso.keysets import ASK_AGAIN_AFTER, HELD_FOR, IssuerKeys

HOST = "https://published.test"


class Host:
    """A host application that publishes its keys and counts who asks for them."""

    def __init__(self) -> None:
        self.keys = [ECKey.generate_key("P-256", {"kid": "one"})]
        self.asked = 0
        self.status = 200
        self.app = Starlette(routes=[Route("/jwks", self._publish)])

    async def _publish(self, request: Request) -> JSONResponse:
        self.asked += 1
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]}, self.status)

    def token(self, key: ECKey | None = None) -> str:
        key = key or self.keys[-1]
        return jwt.encode({"alg": "ES256", "kid": key.kid}, {"iss": HOST, "sub": "1"}, key)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest_asyncio.fixture
async def issuer_keys(host: Host, deployment: Any, manual_clock: ManualClock) -> AsyncIterator[IssuerKeys]:
    settings = deployment.settings(IdentitySettings, database_url="postgresql+asyncpg://unused")
    server = HttpServer(host.app, settings)
    await server.start()
    issuer = SsoIssuer(issuer=HOST, jwks_url=f"http://127.0.0.1:{server.port}/jwks")
    outgoing = OutgoingHttp(allowed=[ip_network("127.0.0.0/8")])
    yield IssuerKeys([issuer], outgoing, manual_clock)
    await outgoing.close()
    await server.stop()


async def test_a_published_key_verifies_and_is_fetched_once(host: Host, issuer_keys: IssuerKeys) -> None:
    for _ in range(3):
        issuer, claims = await issuer_keys.verified_claims(host.token())
    assert (issuer.issuer, claims["sub"], host.asked) == (HOST, "1", 1)


async def test_a_new_key_is_asked_for_but_not_at_every_token(
    host: Host, issuer_keys: IssuerKeys, manual_clock: ManualClock
) -> None:
    # given the first key is known
    await issuer_keys.verified_claims(host.token())
    host.keys.append(ECKey.generate_key("P-256", {"kid": "two"}))
    # when
    with pytest.raises(Unauthenticated):
        await issuer_keys.verified_claims(host.token())
    assert host.asked == 1
    manual_clock.move(ASK_AGAIN_AFTER)
    await issuer_keys.verified_claims(host.token())
    # then
    assert host.asked == 2


async def test_a_withdrawn_key_is_gone_after_five_minutes(
    host: Host, issuer_keys: IssuerKeys, manual_clock: ManualClock
) -> None:
    old = host.keys[0]
    await issuer_keys.verified_claims(host.token())
    host.keys = [ECKey.generate_key("P-256", {"kid": "one"})]
    manual_clock.move(HELD_FOR)
    with pytest.raises(Unauthenticated):
        await issuer_keys.verified_claims(host.token(old))


async def test_a_public_key_is_no_shared_secret(host: Host, issuer_keys: IssuerKeys) -> None:
    pem = host.keys[0].as_pem(private=False)
    forged = jwt.encode({"alg": "HS256", "kid": "one"}, {"iss": HOST, "sub": "1"}, _as_secret(pem))
    with pytest.raises(Unauthenticated):
        await issuer_keys.verified_claims(forged)


def _as_secret(pem: bytes) -> OctKey:
    """As a forger would; the library itself warns of it."""
    return OctKey.import_key({"kty": "oct", "k": pem.hex()})


async def test_a_host_that_is_away_is_said_to_be(host: Host, issuer_keys: IssuerKeys) -> None:
    host.status = 500
    with pytest.raises(Unavailable) as refused:
        await issuer_keys.verified_claims(host.token())
    assert (refused.value.code, refused.value.retry_after) == ("issuer_away", 5)


async def test_a_private_address_is_not_asked(host: Host, manual_clock: ManualClock) -> None:
    issuer = SsoIssuer(issuer=HOST, jwks_url="http://169.254.169.254/jwks")
    with pytest.raises(Unavailable):
        await IssuerKeys([issuer], OutgoingHttp(), manual_clock).verified_claims(host.token())
