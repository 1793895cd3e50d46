"""One request, one transaction: begun when a route asks for it, committed after the answer is made, before it is sent.

So a commit that fails is answered as the failure it is, never with the success that was prepared.
"""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from fastapi import params
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.http import idempotency
from escalated_chassis.http.forms import FormKind, as_json, files_of
from escalated_chassis.http.limits import BODY_LIMIT, BoundedRequest, has_body, require_json
from escalated_chassis.http.problems import Refused

_SCOPE_KEY = "escalated.exchange"
_NO_FINGERPRINT = b""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Exchange:
    """What one request holds open. Everything is closed, and the command committed, before the answer leaves."""

    def __init__(self, database: Database, *, secret: bool) -> None:
        self._database = database
        self._secret = secret
        self._stack = AsyncExitStack()
        self._uow: UnitOfWork | None = None
        self._claim: idempotency.Claim | None = None

    async def begin(self, request: Request, acting: Acting, caller: str) -> UnitOfWork:
        """The request's unit of work, begun at the first call. `caller` owns the idempotency key; none: no key."""
        if self._uow is None:
            key = idempotency.key_of(request) if caller else None
            fingerprint = await self._fingerprint(request) if key else _NO_FINGERPRINT
            self._uow = await self._stack.enter_async_context(self._database.transaction(acting))
            if key:
                self._claim = await idempotency.claim(self._uow, caller, key, fingerprint)
        return self._uow

    async def read(self) -> AsyncConnection:
        """A connection for queries; that of the command where there is one, so that it sees its own writes."""
        if self._uow is not None:
            return self._uow.connection
        return await self._stack.enter_async_context(self._database.reading())

    async def answer(self, handler: Handler, request: Request) -> Response:
        """Runs the handler and settles what it opened: commit, or roll back on any exception."""
        try:
            async with self._stack:
                response = await handler(request)
                if self._uow is not None and self._claim is not None and not self._secret:
                    await idempotency.keep(self._uow, self._claim, response)
        except idempotency.Replay as replay:
            return replay.response
        return response

    async def _fingerprint(self, request: Request) -> bytes:
        """None for secrets: a hash of a password is something to guess from."""
        return _NO_FINGERPRINT if self._secret else await idempotency.fingerprint_of(request)


def exchange_of(request: Request) -> Exchange:
    """The exchange of a request to a `TransactionalRoute`."""
    exchange: Exchange = request.scope[_SCOPE_KEY]
    return exchange


class TransactionalRoute(APIRoute):
    """A route whose commands are transactions.

    `openapi_extra` may say `x-secret: true` (the answer holds a secret: never kept for an idempotency key),
    `x-max-body: <bytes>` (instead of 1 MB), `x-files: true` or `x-form: true` (forms beside JSON: see `forms`).
    """

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()
        extra = self.openapi_extra or {}
        secret, limit = bool(extra.get("x-secret")), int(extra.get("x-max-body", BODY_LIMIT))
        wants_json = self.body_field is not None and not isinstance(self.body_field.field_info, params.Form)
        kind = FormKind.of(extra)
        shape = _shape_of(self) if kind.media_types else None

        async def transactional(request: Request) -> Response:
            fills_form = kind.fits(request.headers)
            bounded = BoundedRequest(request, limit if fills_form or shape is None else BODY_LIMIT)
            try:
                return await answer(await as_json(bounded, shape, kind) if shape and fills_form else bounded)
            except Refused as refused:
                await bounded.drain()
                raise refused.problem from None
            finally:
                for file in files_of(bounded):
                    await file.close()

        async def answer(bounded: BoundedRequest) -> Response:
            if wants_json and has_body(bounded.headers):
                require_json(bounded.headers)
            exchange = Exchange(bounded.app.state.database, secret=secret)
            bounded.scope[_SCOPE_KEY] = exchange
            return await exchange.answer(handler, bounded)

        return transactional


def _shape_of(route: APIRoute) -> type[BaseModel]:
    """What a route that takes forms beside JSON reads. Raises TypeError where its body is no model."""
    shape = route.body_field.field_info.annotation if route.body_field else None
    if not isinstance(shape, type) or not issubclass(shape, BaseModel):
        raise TypeError(f"{route.path} takes forms but reads no model")
    return shape
