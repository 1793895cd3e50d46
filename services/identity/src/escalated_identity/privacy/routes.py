"""/people/{person_id}/exports, /erasure and /privacy-requests; /me/exports for one's own data."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response, StreamingResponse

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.principal import Principal
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Forbidden, NotFound, Unauthenticated
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, MaybeCaller, Reader, Uow
from escalated_chassis.http.transaction import exchange_of
from escalated_contracts.permissions import STAFF_ROLES
from escalated_identity.context import Context, TheContext
from escalated_identity.people import queries as people
from escalated_identity.people import rules as people_rules
from escalated_identity.people.models import Person
from escalated_identity.people.service import lock_person
from escalated_identity.privacy import links, rules, service
from escalated_identity.privacy.archive import archive
from escalated_identity.privacy.queries import parts_of, pieces_of, requests_of
from escalated_identity.privacy.schemas import ErasureIn, ManyPrivacyRequests, Nothing, OnePrivacyRequest, answer
from escalated_identity.roles import queries as role_queries

routes = router(prefix=API_PREFIX, tags=["privacy"])
_ABOUT = "/people/{person_id}/privacy-requests"
_ERASE = "people:erase"


@routes.post("/people/{person_id}/exports", status_code=201, response_model=OnePrivacyRequest)
async def export_person(
    caller: Caller, uow: Uow, context: TheContext, person_id: UUID, _body: Nothing | None = None
) -> Response:
    """Gathers all that the suite holds of a person into one file. Needs people:erase."""
    caller.require(_ERASE)
    return await _export(caller, uow, context, person_id)


@routes.post("/me/exports", status_code=201, response_model=OnePrivacyRequest)
async def export_me(caller: Caller, uow: Uow, context: TheContext, _body: Nothing | None = None) -> Response:
    """The same for oneself, signed in: an API token speaks for its scopes, not for the person."""
    if not caller.session_id:
        raise Forbidden("Sign in for this; a token will not do.", code="session_needed")
    return await _export(caller, uow, context, caller.id)


async def _export(caller: Principal, uow: UnitOfWork, context: Context, person_id: UUID) -> Response:
    request_id = await service.ask_for_export(uow, person_id)
    uow.after_commit(context.wake_privacy)
    return await _shown(caller, uow, context, person_id, request_id, status=201)


@routes.post("/people/{person_id}/erasure", status_code=201, response_model=OnePrivacyRequest)
async def erase_person(
    caller: Caller, request: Request, reader: Reader, context: TheContext, person_id: UUID, body: ErasureIn
) -> Response:
    """Erases a person in every service, for good. Needs people:erase and all that the person may do oneself.

    Here it is done with the answer; the others follow, each with a report of its own.
    """
    caller.require(_ERASE)
    known = await people.find(reader, person_id)
    if known is None:
        raise NotFound("There is no such person.")
    rules.check_erasable(known, body.confirm)
    await _check_open_work(context, known, confirmed=body.open_assignments)
    uow = await exchange_of(request).begin(request, caller.acting(), f"person:{caller.id}")
    person = await lock_person(uow, person_id)
    await _check_may_erase(uow, caller, person)
    request_id = await service.erase(uow, context, person, body.confirm)
    uow.after_commit(context.wake_privacy)
    return await _shown(caller, uow, context, person_id, request_id, status=201)


async def _check_open_work(context: Context, person: Person, *, confirmed: bool) -> None:
    """Asked before the transaction begins. Raises Conflict, Unavailable while tickets is away."""
    tickets = context.holders.get("tickets")
    if person.kind in STAFF_ROLES:
        found = await tickets.count(str(person.id), rules.address_of(person)) if tickets else []
        rules.check_assignments(found, confirmed=confirmed)


async def _check_may_erase(uow: UnitOfWork, caller: Principal, person: Person) -> None:
    known = await role_queries.permissions_by_id(uow.connection)
    held = people_rules.permissions_of(people_rules.role_ids(person.kind, person.custom_roles), known)
    people_rules.check_may_grant(caller.permissions, held)


@routes.get(_ABOUT, response_model=ManyPrivacyRequests)
async def list_privacy_requests(caller: Caller, reader: Reader, person_id: UUID) -> Response:
    """What was asked about a person, newest first: of oneself, or of anybody with people:erase."""
    _require_sight(caller, person_id)
    found = [answer(each, await parts_of(reader, each.id), None) for each in await requests_of(reader, person_id)]
    return many(found, next_cursor=None)


@routes.get(_ABOUT + "/{request_id}", response_model=OnePrivacyRequest)
async def get_privacy_request(
    caller: Caller, reader: Reader, context: TheContext, person_id: UUID, request_id: UUID
) -> Response:
    """How far it is, with what each service found, erased and kept, and why."""
    _require_sight(caller, person_id)
    found = await service.request_about(reader, person_id, request_id)
    return one(answer(found, await parts_of(reader, request_id), _link(caller, context, found)))


@routes.post(_ABOUT + "/{request_id}/retry", response_model=OnePrivacyRequest)
async def retry_privacy_request(
    caller: Caller, uow: Uow, context: TheContext, person_id: UUID, request_id: UUID, _body: Nothing | None = None
) -> Response:
    """Has the services that failed for a day tried again. Needs people:erase."""
    caller.require(_ERASE)
    await service.request_about(uow.connection, person_id, request_id)
    await service.retry_request(uow, request_id)
    uow.after_commit(context.wake_privacy)
    return await _shown(caller, uow, context, person_id, request_id)


@routes.get(_ABOUT + "/{request_id}/file", responses={200: {"content": {"application/zip": {}}}})
async def download_export(
    person_id: UUID,
    request_id: UUID,
    request: Request,
    caller: MaybeCaller,
    reader: Reader,
    context: TheContext,
    token: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The file of an export, for whoever may ask for it, or by the link that the request shows."""
    who = caller or await _bearer(request, context, request_id, token)
    _require_sight(who, person_id)
    found = await service.request_about(reader, person_id, request_id)
    if found.kind != "export" or found.state != "done":
        raise NotFound("There is no file, not yet or no longer.", code="no_file")
    headers = {
        "Content-Disposition": f'attachment; filename="export-{request_id}.zip"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    content = archive(pieces_of(context.database, request_id), found.created_at)
    return StreamingResponse(content, headers=headers, media_type="application/zip")


async def _bearer(request: Request, context: Context, request_id: UUID, token: str) -> Principal:
    now = context.database.clock.now()
    link = links.read(request_id, token, now, context.settings.secret.get_secret_value()) if token else None
    if link is None:
        raise Unauthenticated("Sign in, or use a fresh link.")
    authenticator: Authenticator = request.app.state.authenticator
    return await authenticator.bearer_of_link(*link)


def _require_sight(caller: Principal, person_id: UUID) -> None:
    own = caller.id == person_id and bool(caller.session_id)
    if not own and not caller.may(_ERASE):
        raise NotFound("There is no such person.")


async def _shown(
    caller: Principal, uow: UnitOfWork, context: Context, person_id: UUID, request_id: UUID, *, status: int = 200
) -> Response:
    found = await service.request_about(uow.connection, person_id, request_id)
    parts = await parts_of(uow.connection, request_id)
    return one(answer(found, parts, _link(caller, context, found)), status=status)


def _link(caller: Principal, context: Context, found: Any) -> str | None:
    """None where there is no file, and for API tokens, which fetch it with themselves."""
    if found.kind != "export" or found.state != "done" or not caller.session_id:
        return None
    now, secret = context.database.clock.now(), context.settings.secret.get_secret_value()
    token = links.sign(found.id, caller.id, caller.session_id, now, secret)
    return f"{API_PREFIX}/people/{found.person_id}/privacy-requests/{found.id}/file?token={token}"
