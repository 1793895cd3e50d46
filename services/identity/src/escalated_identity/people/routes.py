"""People over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.cursors import decode_cursor, encode_cursor
from escalated_chassis.http.dependencies import Caller, IfMatch, Page, Reader, Uow
from escalated_identity.context import TheContext
from escalated_identity.people import queries, rules, service
from escalated_identity.people.schemas import ManyPeople, NewPerson, OnePerson, PersonPatch, person_answer
from escalated_identity.roles import queries as role_queries

routes = router(prefix=API_PREFIX, tags=["people"])
_SORT = "name"
_OWN_FIELDS = {"name", "locale"}


@routes.get("/people", response_model=ManyPeople)
async def list_people(
    caller: Caller,
    reader: Reader,
    page: Page,
    q: Annotated[str | None, Query(max_length=200, description="Words in the name or address")] = None,
    kind: Annotated[Literal["staff", "customer"] | None, Query(description="customer includes guests")] = None,
) -> Response:
    """People by name. Needs people:read."""
    caller.require("people:read")
    after = decode_cursor(page.cursor, _SORT) if page.cursor else None
    staff = None if kind is None else kind == "staff"
    found = await queries.page_by_name(
        reader, words=q or None, staff=staff, after=(after[0], after[1]) if after else None, limit=page.limit + 1
    )
    shown = found[: page.limit]
    more = len(found) > page.limit
    cursor = encode_cursor([shown[-1][1], shown[-1][0].id], _SORT) if more else None
    return many([person_answer(person) for person, _ in shown], next_cursor=cursor)


@routes.get("/people/{person_id}", response_model=OnePerson)
async def get_person(caller: Caller, reader: Reader, person_id: UUID, request: Request) -> Response:
    """A person: oneself, or anybody with people:read."""
    person = await queries.find(reader, person_id) if _may_see(caller, person_id) else None
    if person is None:
        raise NotFound("There is no such person.")
    return one(person_answer(person), version=person.version, request=request)


@routes.post("/people", status_code=201, response_model=OnePerson, openapi_extra={"x-secret": True})
async def create_person(caller: Caller, uow: Uow, context: TheContext, body: NewPerson) -> Response:
    """Adds a person; a guest of the address becomes her. Needs people:manage and what the roles allow."""
    caller.require("people:manage")
    email = rules.check_address(body.email)
    if body.password is not None:
        rules.check_password(body.password, email=email)
    roles = await _roles(uow, caller, body.roles)
    password_hash = await context.passwords.hash(body.password) if body.password is not None else None
    new = service.NewPerson(
        email, body.name, roles, tuple(body.departments), password_hash=password_hash, locale=body.locale
    )
    person = await service.create_person(uow, context, new)
    return one(person_answer(person), status=201, version=person.version)


@routes.patch("/people/{person_id}", response_model=OnePerson)
async def change_person(
    caller: Caller, uow: Uow, context: TheContext, person_id: UUID, body: PersonPatch, if_match: IfMatch
) -> Response:
    """Changes a person: name and locale of oneself, everything of others with people:manage."""
    if not _may_see(caller, person_id):
        raise NotFound("There is no such person.")
    given = {name for name in PersonPatch.model_fields if getattr(body, name) is not None}
    if not _is_own_profile(caller, person_id) or not given <= _OWN_FIELDS:
        caller.require("people:manage")
        await _check_may_change(uow, caller, person_id)
    change = await _change(uow, caller, body)
    person = await service.change_person(uow, context, person_id, change, if_match=if_match)
    return one(person_answer(person), version=person.version)


async def _change(uow: UnitOfWork, caller: Principal, body: PersonPatch) -> service.PersonChange:
    return service.PersonChange(
        name=body.name,
        locale=body.locale,
        active=body.active,
        roles=await _roles(uow, caller, body.roles) if body.roles is not None else None,
        departments=tuple(body.departments) if body.departments is not None else None,
    )


async def _roles(uow: UnitOfWork, caller: Principal, slugs: list[str]) -> rules.Roles:
    roles = rules.choose_roles(slugs, await role_queries.ids_by_name(uow.connection))
    rules.check_may_grant(caller.permissions, await _permissions(uow, roles.kind, roles.custom))
    return roles


async def _check_may_change(uow: UnitOfWork, caller: Principal, person_id: UUID) -> None:
    person = await queries.find(uow.connection, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    rules.check_may_grant(caller.permissions, await _permissions(uow, person.kind, person.custom_roles))


async def _permissions(uow: UnitOfWork, kind: str, custom: tuple[UUID, ...]) -> frozenset[str]:
    return rules.permissions_of(rules.role_ids(kind, custom), await role_queries.permissions_by_id(uow.connection))


def _is_own_profile(caller: Principal, person_id: UUID) -> bool:
    """An API token speaks for its scopes, not for the person: only a session changes the person's own things."""
    return caller.id == person_id and bool(caller.session_id)


def _may_see(caller: Principal, person_id: UUID) -> bool:
    return caller.may("people:read") or caller.id == person_id
