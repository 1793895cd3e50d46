"""What routes ask for. These aliases are the only names a route uses: a dependency with two scopes is two of it."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import UploadFile

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.principal import Principal
from escalated_chassis.acting import Acting
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Forbidden, Malformed, Unauthenticated
from escalated_chassis.http.forms import files_of
from escalated_chassis.http.transaction import exchange_of

DEFAULT_LIMIT = 25
MAX_LIMIT = 100
GUEST = Acting(kind="guest")

_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list: at most `limit` rows after `cursor`."""

    limit: int
    cursor: str | None


async def _maybe_caller(request: Request) -> Principal | None:
    authenticator: Authenticator = request.app.state.authenticator
    return await authenticator.authenticate(request)


async def _caller(principal: "MaybeCaller") -> Principal:
    if principal is None:
        raise Unauthenticated("Sign in, or send a token.")
    return principal


async def _acting_principal(request: Request) -> Principal | None:
    """Who a command is done by. Stale credentials make a guest of them here: signing in again must stay possible.

    Routes that need to know who is calling ask for `Caller` too, and that refuses.
    """
    try:
        return await _maybe_caller(request)
    except (Unauthenticated, Forbidden):
        return None


async def _unit_of_work(
    request: Request, principal: Annotated[Principal | None, Depends(_acting_principal)]
) -> UnitOfWork:
    acting = principal.acting() if principal else GUEST
    caller = f"person:{principal.id}" if principal else ""
    return await exchange_of(request).begin(request, acting, caller)


async def _reader(request: Request) -> AsyncConnection:
    return await exchange_of(request).read()


async def _if_match(
    value: Annotated[str | None, Header(alias="If-Match", description="The version last seen")] = None,
) -> int | None:
    if value is None or value.strip() == "*":
        return None
    found = _ETAG.fullmatch(value.strip())
    if found is None:
        raise Malformed('If-Match takes one ETag as it was answered, such as "7".', code="bad_if_match")
    return int(found.group(1))


async def _page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=1_000)] = None,
) -> PageRequest:
    return PageRequest(limit, cursor)


async def _files(request: Request) -> list[UploadFile]:
    return files_of(request)


MaybeCaller = Annotated[Principal | None, Depends(_maybe_caller)]
"""Whoever calls; none without credentials. Bad credentials are 401."""

Caller = Annotated[Principal, Depends(_caller)]
"""Whoever calls; 401 for nobody."""

Uow = Annotated[UnitOfWork, Depends(_unit_of_work)]
"""The command's transaction, by the caller or by a guest."""

Reader = Annotated[AsyncConnection, Depends(_reader)]
"""A connection for queries."""

Files = Annotated[list[UploadFile], Depends(_files)]
"""The files of a form, at a route that takes forms beside JSON."""

IfMatch = Annotated[int | None, Depends(_if_match)]
"""The version the caller saw; none where any will do."""

Page = Annotated[PageRequest, Depends(_page)]
