"""/tags."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, StringConstraints

from escalated_chassis.http import app
from escalated_chassis.http.answers import many, no_content, one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_chassis.http.schemas import Schema
from escalated_tickets.statuses.schemas import ListMeta
from escalated_tickets.tags import service
from escalated_tickets.tags.rules import NAME_LENGTH
from escalated_tickets.tickets.schemas import TagOut
from escalated_tickets.tickets.state import TagRef

routes = app.router(prefix=app.API_PREFIX, tags=["tags"])
TagName = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00-\x1f,]+$")]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class NewTag(Schema):
    name: TagName
    color: Color | None = None


class TagEdit(Schema):
    name: TagName | None = None
    color: Color | None = None


class OneTag(BaseModel):
    data: TagOut


class TagList(BaseModel):
    data: list[TagOut]
    meta: ListMeta


def view(tag: TagRef) -> dict[str, Any]:
    return {"id": tag.id, "name": tag.name, "color": tag.color}


@routes.get("/tags", response_model=TagList)
async def list_tags(
    caller: Caller,
    reader: Reader,
    q: Annotated[str | None, Query(min_length=1, max_length=NAME_LENGTH, pattern=r"^[^\x00]+$")] = None,
) -> Response:
    """Every tag by name, at most a thousand; `q` narrows them to those whose name has it in it.

    For staff: names of tags may tell of other customers.
    """
    caller.require("people:read")
    return many([view(tag) for tag in await service.list_tags(reader, words=q)], next_cursor=None)


@routes.post("/tags", response_model=OneTag, status_code=201)
async def create_tag(body: NewTag, caller: Caller, uow: Uow) -> Response:
    """Makes a tag; 409 where another has the name, in whatever case."""
    caller.require("tags:manage")
    return one(view(await service.create_tag(uow, body.name, body.color)), status=201)


@routes.patch("/tags/{tag_id}", response_model=OneTag)
async def change_tag(tag_id: UUID, body: TagEdit, caller: Caller, uow: Uow) -> Response:
    """Renames or recolours a tag on every ticket that has it."""
    caller.require("tags:manage")
    return one(view(await service.change_tag(uow, tag_id, body.name, body.color)))


@routes.delete("/tags/{tag_id}", status_code=204)
async def delete_tag(tag_id: UUID, caller: Caller, uow: Uow) -> Response:
    """Takes it off every ticket too."""
    caller.require("tags:manage")
    await service.delete_tag(uow, tag_id)
    return no_content()
