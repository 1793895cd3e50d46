"""Policies over HTTP. What asks `tickets` does so before its transaction begins."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Path, Request
from starlette.responses import Response

from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_sla.context import TheContext
from escalated_sla.fields.catalogue import shown_fields
from escalated_sla.policies import impact, queries, service
from escalated_sla.policies.checking import Draft, check_policy
from escalated_sla.policies.schemas import (
    EditPreview,
    ManyPolicies,
    ManyVersions,
    OneImpact,
    OnePolicy,
    OnePolicyVocabulary,
    OneVersion,
    Order,
    PolicyBody,
    Rollback,
)

NEWEST: Final = 2**31 - 1
_VERSIONS = "versions"

Number = Annotated[int, Path(ge=1, le=NEWEST)]

routes = router(prefix=f"{API_PREFIX}/sla-policies", tags=["sla-policies"])


async def _checked(caller: Caller, context: TheContext, body: PolicyBody) -> Draft:
    caller.require("sla:manage")
    return await check_policy(context.fields, body)


async def _previewed(caller: Caller, context: TheContext, body: EditPreview) -> Draft | None:
    caller.require("sla:manage")
    return None if body.policy is None else await check_policy(context.fields, body.policy, base="/policy")


async def _brought_back(
    caller: Caller, context: TheContext, request: Request, policy_id: UUID, body: Rollback
) -> Draft:
    """An earlier version, checked against what there is now."""
    caller.require("sla:manage")
    async with request.app.state.database.reading() as reader:
        await queries.find_policy(reader, policy_id)
        version = await queries.find_version(reader, policy_id, body.version)
    contents = {name: getattr(version, name) for name in PolicyBody.model_fields if name != "active"}
    return await check_policy(context.fields, PolicyBody.model_validate(contents))


@routes.get("", response_model=ManyPolicies)
async def list_policies(caller: Caller, reader: Reader) -> Response:
    """Policies in the order in which they are tried. Needs sla:read."""
    caller.require("sla:read")
    return many([queries.present(row) for row in await queries.all_policies(reader)], next_cursor=None)


@routes.get("/vocabulary", response_model=OnePolicyVocabulary)
async def show_policy_vocabulary(caller: Caller, context: TheContext) -> Response:
    """The fields that conditions of policies may name, with their operators and options. Needs sla:read."""
    caller.require("sla:read")
    words = await context.fields.known()
    return one({"fields": shown_fields(words.for_policies())})


@routes.post("", status_code=201, response_model=OnePolicy)
async def create_policy(draft: Annotated[Draft, Depends(_checked)], uow: Uow) -> Response:
    """Adds a policy; open clocks that it applies to follow it, in the background. Needs sla:manage."""
    return _answer(await service.create_policy(uow, draft), status=201)


@routes.post("/preview", response_model=OneImpact)
async def preview_policy(
    draft: Annotated[Draft | None, Depends(_previewed)], context: TheContext, reader: Reader, body: EditPreview
) -> Response:
    """How many open tickets an edit would move, before it is saved; nothing is changed. Needs sla:manage.

    Exact up to 20,000 open tickets, beyond that a lower bound.
    """
    if body.order is not None:
        after = await impact.with_order(reader, context.book, body.order)
    else:
        after = await impact.with_policy(reader, context.book, body.policy_id, draft, context.clock.now())
    return one(await impact.impact_of(reader, context.book, after, context.clock.now(), anew=context.switches.anew))


@routes.put("/order", response_model=ManyPolicies)
async def order_policies(caller: Caller, uow: Uow, body: Order) -> Response:
    """Arranges all policies; the default is tried last wherever it stands. Needs sla:manage."""
    caller.require("sla:manage")
    rows, recomputation = await service.order_policies(uow, body.ids)
    return many([queries.present(row) | {"recomputation_id": recomputation} for row in rows], next_cursor=None)


@routes.get("/{policy_id}", response_model=OnePolicy)
async def get_policy(caller: Caller, reader: Reader, policy_id: UUID, request: Request) -> Response:
    """A policy, with its ETag. Needs sla:read."""
    caller.require("sla:read")
    row = await queries.find_policy(reader, policy_id)
    return one(queries.present(row), version=row.version, request=request)


@routes.put("/{policy_id}", response_model=OnePolicy)
async def change_policy(
    draft: Annotated[Draft, Depends(_checked)], uow: Uow, policy_id: UUID, if_match: IfMatch
) -> Response:
    """Replaces a policy; open clocks follow in the background, met and breached ones stay. Needs sla:manage."""
    return _answer(await service.change_policy(uow, policy_id, draft, if_match=if_match))


@routes.delete("/{policy_id}", status_code=204)
async def delete_policy(caller: Caller, uow: Uow, policy_id: UUID, if_match: IfMatch) -> Response:
    """Removes a policy that no rule gives to tickets; open clocks fall to the next that applies. Needs sla:manage."""
    caller.require("sla:manage")
    await service.delete_policy(uow, policy_id, if_match=if_match)
    return no_content()


@routes.get("/{policy_id}/versions", response_model=ManyVersions)
async def list_policy_versions(caller: Caller, reader: Reader, policy_id: UUID, page: Page) -> Response:
    """What the policy was, the newest version first; a calendar's edit makes one too. Needs sla:read."""
    caller.require("sla:read")
    await queries.find_policy(reader, policy_id)
    before = min(decode_cursor(page.cursor, _VERSIONS, (int,))[0], NEWEST) if page.cursor else NEWEST
    found = await queries.versions_of(reader, policy_id, before, page.limit + 1)
    shown = found[: page.limit]
    further = encode_cursor([shown[-1]["version"]], _VERSIONS) if len(found) > page.limit else None
    return many(shown, next_cursor=further)


@routes.get("/{policy_id}/versions/{version}", response_model=OneVersion)
async def get_policy_version(caller: Caller, reader: Reader, policy_id: UUID, version: Number) -> Response:
    """One version of a policy; also of one that is gone. Needs sla:read."""
    caller.require("sla:read")
    return one(queries.present_version(await queries.find_version(reader, policy_id, version)))


@routes.post("/{policy_id}/rollback", response_model=OnePolicy)
async def roll_back_policy(
    draft: Annotated[Draft, Depends(_brought_back)], uow: Uow, policy_id: UUID, if_match: IfMatch
) -> Response:
    """Brings an earlier version back, checked against what there is now, as a new one. Needs sla:manage.

    The calendar is the one it followed, as that is today. Position, default and activity stay.
    """
    return _answer(await service.roll_back(uow, policy_id, draft, if_match=if_match))


def _answer(saved: service.Saved, *, status: int = 200) -> Response:
    data: dict[str, Any] = queries.present(saved.row) | {"recomputation_id": saved.recomputation_id}
    return one(data, status=status, version=saved.row.version)
