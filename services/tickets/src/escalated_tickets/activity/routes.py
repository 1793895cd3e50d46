"""GET /activity: what happened at the whole desk, newest first, for who sees every ticket."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import AwareDatetime, BaseModel, StringConstraints

from escalated_chassis.http import app
from escalated_chassis.http.answers import many
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_tickets.activity.queries import activity_view, desk_activity
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tickets.schemas import ActivityOut

SORT = "activity"
Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f]*$")]

routes = app.router(prefix=app.API_PREFIX, tags=["activity"])


class ActivityParameters(BaseModel, extra="forbid"):
    """`actor` is a person's id, or the id of a rule, plugin or operator as activity names it."""

    ticket: UUID | None = None
    actor: Word | None = None
    kind: Word | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    limit: Annotated[int, Query(ge=1, le=100)] = 25
    cursor: Annotated[str | None, Query(max_length=1_000)] = None

    def conditions(self) -> dict[str, Any]:
        return self.model_dump(exclude={"limit", "cursor"}, exclude_none=True)


class DeskActivityOut(ActivityOut):
    ticket_id: UUID


class DeskActivity(BaseModel):
    data: list[DeskActivityOut]
    meta: ListMeta


@routes.get("/activity", response_model=DeskActivity)
async def list_activity(parameters: Annotated[ActivityParameters, Query()], caller: Caller, reader: Reader) -> Response:
    """Who did what to which ticket: by ticket, actor, kind and time."""
    caller.require("tickets:view_all")
    before = decode_cursor(parameters.cursor, SORT, (datetime, UUID)) if parameters.cursor else None
    rows = await desk_activity(reader, parameters.conditions(), before=before, limit=parameters.limit + 1)
    shown = rows[: parameters.limit]
    more = len(rows) > parameters.limit
    return many(
        [{**activity_view(row, as_staff=True), "ticket_id": row.ticket_id} for row in shown],
        next_cursor=encode_cursor((shown[-1].created_at, shown[-1].id), SORT) if more else None,
    )
