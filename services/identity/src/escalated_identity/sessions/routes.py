"""Signing in and out over HTTP."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.access.origin import origins_of, require_same_origin
from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import Forbidden, Unauthenticated
from escalated_chassis.http.answers import no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_identity.context import Context, TheContext
from escalated_identity.people import queries as people_queries
from escalated_identity.sessions import accounts, queries, service
from escalated_identity.sessions.cookies import REFRESH, clear_cookies, set_cookies
from escalated_identity.sessions.schemas import (
    LinkToken,
    LogIn,
    NewPassword,
    OneMe,
    OneSignedIn,
    PasswordChange,
    RefreshBody,
    ResetRequest,
    SignUpBody,
    SsoBody,
)
from escalated_identity.sso import service as sso

routes = router(prefix=f"{API_PREFIX}/auth", tags=["signing in"])
_SECRET = {"x-secret": True}


@routes.post("/login", response_model=OneSignedIn, openapi_extra=_SECRET)
async def log_in(request: Request, context: TheContext, body: LogIn) -> Response:
    """Signs in with address and password. 429 with Retry-After after too many failures."""
    signed_in = await service.sign_in(context, body.email, body.password, client_of(request))
    return await _answer(context, signed_in)


@routes.post("/signup", status_code=201, response_model=OneSignedIn, openapi_extra=_SECRET)
async def sign_up(request: Request, context: TheContext, body: SignUpBody) -> Response:
    """Makes a customer's account and signs in to it; the address has to be verified by mail."""
    wanted = accounts.SignUp(body.email, body.password, body.name)
    return await _answer(context, await accounts.sign_up(context, wanted, client_of(request)), status=201)


@routes.post("/sso", response_model=OneSignedIn, openapi_extra=_SECRET)
async def sign_in_by_host(request: Request, context: TheContext, body: SsoBody) -> Response:
    """Exchanges a host application's signed token for a session."""
    return await _answer(context, await sso.sign_in(context, body.token, client_of(request)))


@routes.post("/refresh", response_model=OneSignedIn, openapi_extra=_SECRET)
async def refresh(request: Request, context: TheContext, body: RefreshBody | None = None) -> Response:
    """The next pair of tokens, by the refresh token in the body or in the cookie. Each works once."""
    token = _refresh_token(request, context, body)
    if token is None:
        raise Unauthenticated("Sign in first.", code="session_over")
    return await _answer(context, await service.refresh(context, token))


@routes.post("/logout", status_code=204)
async def log_out(request: Request, uow: Uow, context: TheContext, body: RefreshBody | None = None) -> Response:
    """Ends the session of the refresh token, or else of the access token, and clears the cookies."""
    token = _refresh_token(request, context, body)
    await service.sign_out(uow, context, session_id=await _session(request) if not token else None, refresh_token=token)
    response = no_content()
    clear_cookies(response, context.settings)
    return response


@routes.get("/me", response_model=OneMe)
async def me(caller: Caller, reader: Reader) -> Response:
    """Whoever is signed in, as she is now."""
    person = await people_queries.find(reader, caller.id)
    if person is None:
        raise Unauthenticated("Sign in first.")
    return one(await queries.me(reader, person))


@routes.patch("/me/password", status_code=204, openapi_extra=_SECRET)
async def change_password(request: Request, caller: Caller, context: TheContext, body: PasswordChange) -> Response:
    """Sets another password, by the current one, and ends all other sessions."""
    session_id = _own_session(caller)
    await service.change_password(
        context,
        caller.id,
        session_id,
        current=body.current_password,
        new=body.new_password,
        client=client_of(request),
    )
    return no_content()


@routes.post("/verify-address", response_model=OneSignedIn, openapi_extra=_SECRET)
async def verify_address(request: Request, caller: Caller, context: TheContext, body: LinkToken) -> Response:
    """Proves one's address by the mailed link; the answer is a new session of the person the address stands for."""
    _own_session(caller)
    return await _answer(context, await accounts.verify_address(context, caller.id, body.token, client_of(request)))


@routes.post("/verify-address/mail", status_code=204)
async def mail_verification(request: Request, caller: Caller, context: TheContext) -> Response:
    """Mails the link once more."""
    _own_session(caller)
    await accounts.mail_verification(context, caller.id, client_of(request))
    return no_content()


@routes.post("/password-reset", status_code=204)
async def mail_password_reset(request: Request, context: TheContext, body: ResetRequest) -> Response:
    """Mails a link to set a new password; the answer is the same whether the address is known."""
    await accounts.mail_password_reset(context, body.email, client_of(request))
    return no_content()


@routes.post("/password-reset/confirm", status_code=204, openapi_extra=_SECRET)
async def reset_password(request: Request, context: TheContext, body: NewPassword) -> Response:
    """Sets a new password by the mailed link, which works once, and ends every session."""
    await accounts.reset_password(context, body.token, body.password, client_of(request))
    return no_content()


def client_of(request: Request) -> service.Client:
    """Where a request comes from, as the server (behind a trusted gateway) knows it."""
    return service.Client(request.client.host if request.client else "", request.headers.get("user-agent", ""))


async def _answer(context: Context, signed_in: service.SignedIn, *, status: int = 200) -> Response:
    async with context.database.reading() as connection:
        user = await queries.me(connection, signed_in.person)
    answer = {
        "access_token": signed_in.access_token,
        "refresh_token": signed_in.refresh_token,
        "expires_in": signed_in.expires_in,
        "user": user,
    }
    response = one(answer, status=status, headers={"Cache-Control": "no-store"})
    set_cookies(response, context.settings, access=signed_in.access_token, refresh=signed_in.refresh_token)
    return response


def _refresh_token(request: Request, context: Context, body: RefreshBody | None) -> str | None:
    """From the body, or from the cookie: then only for our own pages."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token
    cookie = request.cookies.get(REFRESH)
    if cookie:
        require_same_origin(request.method, request.headers, origins_of(context.settings.public_url))
    return cookie


async def _session(request: Request) -> UUID | None:
    """The session of the access token, if it is one that counts: signing out twice is no error."""
    try:
        principal: Principal | None = await request.app.state.authenticator.authenticate(request)
    except Unauthenticated:
        return None
    return UUID(principal.session_id) if principal and principal.session_id else None


def _own_session(caller: Principal) -> UUID:
    if not caller.session_id:
        raise Forbidden("This is not done with an API token.", code="session_needed")
    return UUID(caller.session_id)
