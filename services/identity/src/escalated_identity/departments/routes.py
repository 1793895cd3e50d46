"""Departments over HTTP."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from escalated_chassis.access.principal import Principal
from escalated_chassis.errors import NotFound
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, IfMatch, Reader, Uow
from escalated_identity.context import TheContext
from escalated_identity.departments import queries, service
from escalated_identity.departments.models import Department
from escalated_identity.departments.schemas import (
    DepartmentPatch,
    ManyDepartments,
    NewDepartment,
    OneDepartment,
    department_answer,
)
from escalated_identity.people.rules import check_address
from escalated_identity.people.schemas import ManyPeople, OnePerson, person_answer

routes = router(prefix=API_PREFIX, tags=["departments"])


@routes.get("/departments", response_model=ManyDepartments)
async def list_departments(caller: Caller, reader: Reader) -> Response:
    """Departments by name: all for staff, those that take tickets for customers."""
    found = await queries.all_with_counts(reader)
    shown = [
        department_answer(department, count, for_staff=caller.is_staff)
        for department, count in found
        if _may_see(caller, department)
    ]
    return many(shown, next_cursor=None)


@routes.post("/departments", status_code=201, response_model=OneDepartment)
async def create_department(caller: Caller, uow: Uow, body: NewDepartment) -> Response:
    """Adds a department. Needs departments:manage."""
    caller.require("departments:manage")
    email = check_address(body.email) if body.email else ""
    department = await service.create_department(uow, name=body.name, slug=body.slug, email=email)
    return one(department_answer(department, 0, for_staff=True), status=201, version=department.version)


@routes.get("/departments/{department_id}", response_model=OneDepartment)
async def get_department(caller: Caller, reader: Reader, department_id: UUID, request: Request) -> Response:
    """A department."""
    found = await queries.find(reader, department_id)
    if found is None or not _may_see(caller, found[0]):
        raise NotFound("There is no such department.")
    answer = department_answer(*found, for_staff=caller.is_staff)
    return one(answer, version=found[0].version, request=request)


@routes.patch("/departments/{department_id}", response_model=OneDepartment)
async def change_department(
    caller: Caller, uow: Uow, department_id: UUID, body: DepartmentPatch, if_match: IfMatch
) -> Response:
    """Changes a department. Needs departments:manage."""
    caller.require("departments:manage")
    if body.email:
        check_address(body.email)
    change = service.DepartmentChange(**body.model_dump())
    department = await service.change_department(uow, department_id, change, if_match=if_match)
    found = await queries.find(uow.connection, department_id)
    answer = department_answer(department, found[1] if found else 0, for_staff=True)
    return one(answer, version=department.version)


@routes.get("/departments/{department_id}/members", response_model=ManyPeople)
async def list_members(caller: Caller, reader: Reader, department_id: UUID) -> Response:
    """Who is in a department. Needs people:read."""
    caller.require("people:read")
    if await queries.find(reader, department_id) is None:
        raise NotFound("There is no such department.")
    members = await queries.members(reader, department_id)
    return many([person_answer(person) for person in members], next_cursor=None)


@routes.get("/departments/{department_id}/members/{person_id}", response_model=OnePerson)
async def get_member(caller: Caller, reader: Reader, department_id: UUID, person_id: UUID) -> Response:
    """Somebody who is in a department. Needs people:read."""
    caller.require("people:read")
    for person in await queries.members(reader, department_id):
        if person.id == person_id:
            return one(person_answer(person), version=person.version)
    raise NotFound("She is not in this department.")


@routes.put("/departments/{department_id}/members/{person_id}", response_model=OnePerson)
async def add_member(caller: Caller, uow: Uow, context: TheContext, department_id: UUID, person_id: UUID) -> Response:
    """Puts somebody of the staff into a department. Needs departments:manage."""
    caller.require("departments:manage")
    person = await service.add_member(uow, context, department_id, person_id)
    return one(person_answer(person), version=person.version)


@routes.delete("/departments/{department_id}/members/{person_id}", status_code=204)
async def remove_member(
    caller: Caller, uow: Uow, context: TheContext, department_id: UUID, person_id: UUID
) -> Response:
    """Takes somebody out of a department. Needs departments:manage."""
    caller.require("departments:manage")
    await service.remove_member(uow, context, department_id, person_id)
    return no_content()


def _may_see(caller: Principal, department: Department) -> bool:
    return caller.is_staff or department.active
