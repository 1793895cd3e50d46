"""The key set that every service verifies tokens with."""

from starlette.responses import Response

from escalated_chassis.http.answers import encode
from escalated_chassis.http.app import router
from escalated_identity.context import TheContext

routes = router(tags=["keys"])


class JwkSet(Response):
    media_type = "application/jwk-set+json"


SCHEMA = {
    "type": "object",
    "required": ["keys"],
    "properties": {"keys": {"type": "array", "items": {"type": "object"}}},
}


@routes.get(
    "/.well-known/jwks.json",
    response_class=JwkSet,
    responses={200: {"content": {JwkSet.media_type: {"schema": SCHEMA}}}},
)
async def key_set(context: TheContext) -> Response:
    """The public keys (RFC 7517) under which access tokens may be signed."""
    body = encode({"keys": await context.keys.public_jwks()})
    return JwkSet(body, headers={"Cache-Control": "public, max-age=30"})
