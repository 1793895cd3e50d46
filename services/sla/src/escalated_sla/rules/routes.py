"""Rules over HTTP: the same routes for workflows, automations and escalation rules."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import FieldError, Invalid
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_sla.context import Context, TheContext
from escalated_sla.fields.catalogue import OF_EVENTS
from escalated_sla.rules import queries, service
from escalated_sla.rules.checking import Checker, Draft
from escalated_sla.rules.dry_run import Trials
from escalated_sla.rules.existing import count_existing, settle_existing
from escalated_sla.rules.rules import Kind, Rule
from escalated_sla.rules.schemas import (
    Activation,
    ManyRules,
    ManyRuns,
    ManyVersions,
    OneExisting,
    OneRule,
    OneTrying,
    OneVocabulary,
    Order,
    Rollback,
    RuleBody,
    Trial,
)
from escalated_sla.rules.vocabulary import vocabulary

PATHS: Final[dict[Kind, str]] = {
    "workflow": "workflows",
    "automation": "automations",
    "escalation": "escalation-rules",
}
NEWEST: Final = UUID(int=2**128 - 1)
NEWEST_VERSION: Final = 2**31 - 1
_RUNS: Final = "runs"
_VERSIONS: Final = "versions"


async def _manager(caller: Caller) -> Principal:
    caller.require("sla:manage")
    return caller


async def _looker(caller: Caller) -> Principal:
    caller.require("sla:read")
    return caller


Manager = Annotated[Principal, Depends(_manager)]
Looker = Annotated[Principal, Depends(_looker)]


def routes_for(kind: Kind) -> APIRouter:
    """The routes of one kind. What asks `tickets` does so before its transaction begins."""
    routes = router(prefix=f"{API_PREFIX}/{PATHS[kind]}", tags=[PATHS[kind]])
    _reading(routes, kind)
    _trying(routes, kind)
    _arranging(routes, kind)
    _writing(routes, kind)
    return routes


def _checked(kind: Kind) -> Any:
    async def checked(caller: Manager, context: TheContext, request: Request, body: RuleBody) -> Draft:
        return await _checker(context, request).check(kind, body, caller)

    return Depends(checked)


def _checker(context: Context, request: Request) -> Checker:
    return Checker(context.fields, context.tickets, request.app.state.database)


def _name(verb: str, kind: Kind, noun: str = "") -> str:
    return "_".join(part for part in (verb, kind, "rule" if kind == "escalation" else "", noun) if part)


def _reading(routes: APIRouter, kind: Kind) -> None:
    @routes.get("", response_model=ManyRules, operation_id=_name("list", kind))
    async def list_rules(_: Looker, reader: Reader) -> Response:
        """Rules in the order in which they run. Needs sla:read."""
        return many([queries.present(row) for row in await queries.rules_of(reader, kind)], next_cursor=None)

    @routes.get("/vocabulary", response_model=OneVocabulary, operation_id=_name("show", kind, "vocabulary"))
    async def show_vocabulary(_: Looker, context: TheContext) -> Response:
        """The triggers, fields with their operators, and actions with their JSON schemas. Needs sla:read."""
        return one(vocabulary(await context.fields.known(), kind))

    @routes.get("/{rule_id}", response_model=OneRule, operation_id=_name("show", kind))
    async def show_rule(_: Looker, reader: Reader, rule_id: UUID, request: Request) -> Response:
        """A rule, with its ETag. Needs sla:read."""
        row = await queries.find_rule(reader, kind, rule_id)
        return one(queries.present(row), version=row.version, request=request)

    @routes.get("/{rule_id}/versions", response_model=ManyVersions, operation_id=_name("list", kind, "versions"))
    async def list_versions(_: Looker, reader: Reader, rule_id: UUID, page: Page) -> Response:
        """What the rule was, the newest version first. Needs sla:read."""
        await queries.find_rule(reader, kind, rule_id)
        before = (
            min(decode_cursor(page.cursor, _VERSIONS, (int,))[0], NEWEST_VERSION) if page.cursor else NEWEST_VERSION
        )
        found = await queries.versions_of(reader, rule_id, before, page.limit + 1)
        return _page(found, page.limit, "version", _VERSIONS)

    @routes.get("/{rule_id}/runs", response_model=ManyRuns, operation_id=_name("list", kind, "runs"))
    async def list_runs(_: Manager, reader: Reader, rule_id: UUID, page: Page) -> Response:
        """When a rule ran, the newest first, with what it did or why not. Needs sla:manage: it names tickets."""
        before = decode_cursor(page.cursor, _RUNS, (UUID,))[0] if page.cursor else NEWEST
        return _page(await queries.runs_of(reader, kind, rule_id, before, page.limit + 1), page.limit, "id", _RUNS)


def _page(found: list[dict[str, Any]], limit: int, key: str, sort: str) -> Response:
    shown = found[:limit]
    return many(shown, next_cursor=encode_cursor([shown[-1][key]], sort) if len(found) > limit else None)


def _trying(routes: APIRouter, kind: Kind) -> None:
    @routes.post("/dry-run", response_model=OneTrying, operation_id=_name("try", kind))
    async def try_rule(caller: Manager, context: TheContext, request: Request, body: Trial) -> Response:
        """What a rule would find and do, on one ticket or on many; nothing is changed. Needs sla:manage."""
        database = request.app.state.database
        rule = await _rule_to_try(kind, body, caller, context, request)
        trials = Trials(database, context.copies, context.tickets)
        return one(await trials.run(rule, body, caller.id, context.clock.now()))

    if kind == "workflow":
        return

    @routes.post("/count-existing", response_model=OneExisting, operation_id=_name("count", kind, "existing"))
    async def count_for(
        _: Manager, draft: Annotated[Draft, _checked(kind)], context: TheContext, uow: Uow, rule_id: UUID | None = None
    ) -> Response:
        """For how many tickets the rule would run at once; with `rule_id`, as a change of that rule. sla:manage."""
        if not draft.about_time:
            error = FieldError("/triggers", "not_about_time", "Events that happened do not come again.")
            raise Invalid(error.detail, errors=[error])
        counted = await count_existing(uow, context.copies, draft.rule(rule_id or NEWEST, 0, uow.now))
        return one({"count": counted.count, "exact": counted.exact, "looked_at": counted.looked_at})


async def _rule_to_try(kind: Kind, body: Trial, caller: Principal, context: Context, request: Request) -> Rule:
    """The rule that is given, checked as if it were saved, or one that was."""
    if unknown := [name for name in body.event if name not in OF_EVENTS]:
        errors = [FieldError(f"/event/{name}", "unknown_field", "No event tells this.") for name in unknown]
        raise Invalid("Some values are refused; `errors` says which.", errors=errors)
    if body.rule is not None:
        draft = await _checker(context, request).check(kind, body.rule, caller, at="/rule")
        return draft.rule(body.rule_id or NEWEST, 0, context.clock.now())
    assert body.rule_id is not None
    async with request.app.state.database.reading() as reader:
        row = await queries.find_rule(reader, kind, body.rule_id)
        return queries.read_rule(row, await queries.find_version(reader, row.id, row.version))


def _writing(routes: APIRouter, kind: Kind) -> None:
    draft_of = _checked(kind)

    @routes.post("", status_code=201, response_model=OneRule, operation_id=_name("create", kind))
    async def create_rule(draft: Annotated[Draft, draft_of], context: TheContext, uow: Uow) -> Response:
        """Adds a rule; it runs for what happens from now on. Needs sla:manage."""
        saved = await service.create_rule(uow, draft)
        await settle_existing(uow, context.copies, saved, draft.apply_to_existing)
        return one(queries.present(saved.row), status=201, version=saved.row.version)

    @routes.put("/{rule_id}", response_model=OneRule, operation_id=_name("change", kind))
    async def change_rule(
        draft: Annotated[Draft, draft_of], context: TheContext, uow: Uow, rule_id: UUID, if_match: IfMatch
    ) -> Response:
        """Replaces a rule. Needs sla:manage."""
        saved = await service.change_rule(uow, rule_id, draft, if_match=if_match)
        await settle_existing(uow, context.copies, saved, draft.apply_to_existing)
        return one(queries.present(saved.row), version=saved.row.version)

    @routes.delete("/{rule_id}", status_code=204, operation_id=_name("delete", kind))
    async def delete_rule(_: Manager, uow: Uow, rule_id: UUID, if_match: IfMatch) -> Response:
        """Removes a rule; its runs stay. Needs sla:manage."""
        await service.delete_rule(uow, kind, rule_id, if_match=if_match)
        return no_content()


def _arranging(routes: APIRouter, kind: Kind) -> None:
    async def earlier(caller: Manager, context: TheContext, request: Request, rule_id: UUID, body: Rollback) -> Draft:
        """What the rule was in that version, by what there is now."""
        async with request.app.state.database.reading() as reader:
            row = await queries.find_rule(reader, kind, rule_id)
            content = await queries.find_version(reader, rule_id, body.version)
        given = {name: getattr(content, name) for name in ("name", "triggers", "conditions", "actions")}
        again = RuleBody.model_validate(given | {"active": row.active, "position": row.position})
        return await _checker(context, request).check(kind, again, caller)

    @routes.put("/order", response_model=ManyRules, operation_id=_name("order", kind))
    async def order_rules(_: Manager, uow: Uow, body: Order) -> Response:
        """Arranges all rules of the kind; the first runs first. Needs sla:manage."""
        rows = await service.order_rules(uow, kind, body.ids)
        return many([queries.present(row) for row in rows], next_cursor=None)

    @routes.post("/{rule_id}/activate", response_model=OneRule, operation_id=_name("activate", kind))
    async def activate_rule(
        _: Manager, context: TheContext, uow: Uow, rule_id: UUID, body: Activation, if_match: IfMatch
    ) -> Response:
        """Switches a rule on, for what happens from now on, or off. Needs sla:manage."""
        saved = await service.activate_rule(uow, kind, rule_id, active=body.active, if_match=if_match)
        await settle_existing(uow, context.copies, saved, body.apply_to_existing)
        return one(queries.present(saved.row), version=saved.row.version)

    @routes.post("/{rule_id}/rollback", response_model=OneRule, operation_id=_name("roll_back", kind))
    async def roll_back(
        draft: Annotated[Draft, Depends(earlier)], context: TheContext, uow: Uow, rule_id: UUID, if_match: IfMatch
    ) -> Response:
        """Brings an earlier version back as a new one, checked by what there is now. Needs sla:manage."""
        saved = await service.roll_back(uow, rule_id, draft, if_match=if_match)
        await settle_existing(uow, context.copies, saved, None)
        return one(queries.present(saved.row), version=saved.row.version)
