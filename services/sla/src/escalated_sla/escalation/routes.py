"""Escalation rules over HTTP."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_sla.escalation import queries, service
from escalated_sla.escalation.schemas import ManyRules, ManyRuns, OneRule, RuleBody

routes = router(prefix=API_PREFIX, tags=["escalation-rules"])

NEWEST = UUID(int=2**128 - 1)
RUNS_SORT = "runs"


@routes.get("/escalation-rules", response_model=ManyRules)
async def list_rules(caller: Caller, reader: Reader) -> Response:
    """Rules in the order in which they run. Needs sla:read."""
    caller.require("sla:read")
    return many([queries.present(row) for row in await queries.all_rules(reader)], next_cursor=None)


@routes.post("/escalation-rules", status_code=201, response_model=OneRule)
async def create_rule(caller: Caller, uow: Uow, body: RuleBody) -> Response:
    """Adds a rule; it runs for what happens from now on. Needs sla:manage."""
    caller.require("sla:manage")
    row = await service.create_rule(uow, body)
    return one(queries.present(row), status=201, version=row.version)


@routes.get("/escalation-rules/{rule_id}", response_model=OneRule)
async def get_rule(caller: Caller, reader: Reader, rule_id: UUID, request: Request) -> Response:
    """A rule. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.rule(reader, rule_id)
    if row is None:
        raise NotFound("There is no such rule.")
    return one(queries.present(row), version=row.version, request=request)


@routes.put("/escalation-rules/{rule_id}", response_model=OneRule)
async def change_rule(caller: Caller, uow: Uow, rule_id: UUID, body: RuleBody, if_match: IfMatch) -> Response:
    """Replaces a rule. Needs sla:manage."""
    caller.require("sla:manage")
    row = await service.change_rule(uow, rule_id, body, if_match=if_match)
    return one(queries.present(row), version=row.version)


@routes.delete("/escalation-rules/{rule_id}", status_code=204)
async def delete_rule(caller: Caller, uow: Uow, rule_id: UUID) -> Response:
    """Removes a rule; its runs stay. Needs sla:manage."""
    caller.require("sla:manage")
    await service.delete_rule(uow, rule_id)
    return no_content()


@routes.get("/escalation-rules/{rule_id}/runs", response_model=ManyRuns)
async def list_runs(caller: Caller, reader: Reader, rule_id: UUID, page: Page) -> Response:
    """When a rule ran, the newest first, with what it did or why not. Needs sla:manage: it names tickets."""
    caller.require("sla:manage")
    before = UUID(decode_cursor(page.cursor, RUNS_SORT)[0]) if page.cursor else NEWEST
    found = await queries.runs_of(reader, rule_id, before, page.limit + 1)
    shown = found[: page.limit]
    more = encode_cursor([str(shown[-1]["id"])], RUNS_SORT) if len(found) > page.limit else None
    return many(shown, next_cursor=more)
