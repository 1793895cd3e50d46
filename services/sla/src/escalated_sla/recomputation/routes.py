"""Recomputations over HTTP: how far an edit has taken effect."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_sla.recomputation import queries
from escalated_sla.recomputation.schemas import ManyRecomputations, OneRecomputation

routes = router(prefix=API_PREFIX, tags=["sla-recomputations"])


@routes.get("/sla-recomputations", response_model=ManyRecomputations)
async def list_recomputations(
    caller: Caller, reader: Reader, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> Response:
    """What edits left to be computed again, the newest first. Needs sla:read."""
    caller.require("sla:read")
    return many([queries.present(row) for row in await queries.latest(reader, limit)], next_cursor=None)


@routes.get("/sla-recomputations/{recomputation_id}", response_model=OneRecomputation)
async def get_recomputation(caller: Caller, reader: Reader, recomputation_id: UUID) -> Response:
    """One of them, with its progress. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.recomputation(reader, recomputation_id)
    if row is None:
        raise NotFound("There is no such recomputation.")
    return one(queries.present(row))
