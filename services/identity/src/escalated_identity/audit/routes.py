"""The audit trail over HTTP: read only, for there is nothing else."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from escalated_chassis.http.answers import many
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, Page, Reader
from escalated_identity.audit import queries
from escalated_identity.audit.schemas import ManyAuditEntries, audit_answer

routes = router(prefix=API_PREFIX, tags=["audit"])
_SORT = "-at"
_Filter = Annotated[str | None, Query(max_length=120)]


@routes.get("/audit", response_model=ManyAuditEntries)
async def list_entries(
    caller: Caller,
    reader: Reader,
    page: Page,
    actor_id: _Filter = None,
    action: _Filter = None,
    object_type: _Filter = None,
    object_id: _Filter = None,
    service: _Filter = None,
) -> Response:
    """What was changed, the newest first. Needs audit:read."""
    caller.require("audit:read")
    filters = {
        "actor_id": actor_id,
        "action": action,
        "object_type": object_type,
        "object_id": object_id,
        "service": service,
    }
    after = decode_cursor(page.cursor, _SORT) if page.cursor else None
    before = (after[0], after[1]) if after else None
    found = await queries.page(reader, filters=filters, before=before, limit=page.limit + 1)
    shown = found[: page.limit]
    more = len(found) > page.limit
    cursor = encode_cursor([shown[-1]["at"], shown[-1]["id"]], _SORT) if more else None
    return many([audit_answer(entry) for entry in shown], next_cursor=cursor)
