"""The key set that every service verifies tokens with."""

from starlette.responses import Response

from escalated_chassis.http.answers import encode
from escalated_chassis.http.app import router
from escalated_identity.context import TheContext

routes = router(tags=["keys"])


@routes.get("/.well-known/jwks.json")
async def key_set(context: TheContext) -> Response:
    """The public keys (RFC 7517) under which access tokens may be signed."""
    body = encode({"keys": await context.keys.public_jwks()})
    return Response(body, media_type="application/jwk-set+json", headers={"Cache-Control": "public, max-age=30"})
