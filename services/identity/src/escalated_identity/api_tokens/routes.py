"""API tokens over HTTP: everybody has her own."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_identity.api_tokens import queries, service
from escalated_identity.api_tokens.schemas import ManyApiTokens, NewApiToken, OneNewApiToken, token_answer

routes = router(prefix=API_PREFIX, tags=["api tokens"])


@routes.get("/api-tokens", response_model=ManyApiTokens)
async def list_tokens(caller: Caller, reader: Reader) -> Response:
    """One's own tokens. Needs api_tokens:manage."""
    caller.require("api_tokens:manage")
    found = await queries.of_person(reader, caller.id)
    return many([token_answer(token) for token in found], next_cursor=None)


@routes.post("/api-tokens", status_code=201, response_model=OneNewApiToken, openapi_extra={"x-secret": True})
async def create_token(caller: Caller, uow: Uow, body: NewApiToken) -> Response:
    """Makes a token and tells its secret this once. Needs api_tokens:manage and every scope it gets."""
    caller.require("api_tokens:manage")
    token, secret = await service.create_token(
        uow,
        person_id=caller.id,
        own=caller.permissions,
        name=body.name,
        scopes=body.scopes,
        expires_at=body.expires_at,
    )
    return one({**token_answer(token), "token": secret}, status=201)


@routes.delete("/api-tokens/{token_id}", status_code=204)
async def revoke_token(caller: Caller, uow: Uow, token_id: UUID) -> Response:
    """Revokes one's own token. Needs api_tokens:manage."""
    caller.require("api_tokens:manage")
    await service.revoke_token(uow, token_id, owner=caller.id)
    return no_content()
