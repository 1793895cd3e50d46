"""/custom-fields."""

from typing import Any
from uuid import UUID

from fastapi import Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_tickets.custom_fields import service
from escalated_tickets.custom_fields.rules import Definition
from escalated_tickets.custom_fields.schemas import FieldEdit, FieldList, NewField, OneField
from escalated_tickets.desk import TheDesk

routes = app.router(prefix=app.API_PREFIX, tags=["custom fields"])


def view(definition: Definition) -> dict[str, Any]:
    return {
        "id": definition.id,
        "key": definition.key,
        "label": definition.label,
        "type": definition.type,
        "options": [{"value": value, "label": label} for value, label in definition.options],
        "position": definition.position,
        "active": definition.active,
        "visible_to_customers": definition.visible_to_customers,
        "editable_by_customers": definition.editable_by_customers,
        "department_ids": sorted(definition.department_ids),
        "ticket_types": sorted(definition.ticket_types),
        "required_at": sorted(definition.required_at),
    }


@routes.get("/custom-fields", response_model=FieldList)
async def list_custom_fields(caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """Every field in the desk's order; customers are told of the active ones that they may see."""
    caller.require("tickets:read")
    book = (await desk.statuses.book(reader)).fields
    shown = [
        each for each in book.definitions.values() if caller.is_staff or (each.active and each.visible_to_customers)
    ]
    return many([view(each) for each in shown], next_cursor=None)


@routes.post("/custom-fields", response_model=OneField, status_code=201)
async def create_custom_field(body: NewField, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Defines a field; its key and type stay."""
    caller.require("custom_fields:manage")
    definition = service.new_definition(body.model_dump())
    return one(view(await service.define(uow, desk, definition)), status=201)


@routes.patch("/custom-fields/{field_id}", response_model=OneField)
async def change_custom_field(field_id: UUID, body: FieldEdit, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Changes a field; values that tickets have stay as they are."""
    caller.require("custom_fields:manage")
    return one(view(await service.change(uow, desk, field_id, body.model_dump(exclude_unset=True))))


@routes.delete("/custom-fields/{field_id}", status_code=204)
async def delete_custom_field(field_id: UUID, caller: Caller, uow: Uow, desk: TheDesk) -> Response:
    """Deletes a field without values; 409 with the number of tickets that have one."""
    caller.require("custom_fields:manage")
    await service.remove(uow, desk, field_id)
    return no_content()
