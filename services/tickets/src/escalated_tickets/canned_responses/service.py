"""Making, changing and using canned responses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete, func, insert, select, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_tickets.canned_responses.files import copies_of, drop_files, set_files
from escalated_tickets.canned_responses.models import canned_responses as responses
from escalated_tickets.canned_responses.queries import SHARE, files_of, find_response
from escalated_tickets.canned_responses.variables import Facts, check_variables, render
from escalated_tickets.desk import Desk
from escalated_tickets.sharing.rules import require_change, require_sharing
from escalated_tickets.tickets.queries import SeenTicket
from escalated_tickets.tickets.service import check_department
from escalated_tickets.tickets.state import PersonRef
from escalated_tickets.tickets.visibility import Viewer

MOST_OWNED: Final = 1_000

_ID = responses.c.id == bindparam("response", type_=Uuid)
_COUNT = select(func.count()).select_from(responses).where(responses.c.owner_id == bindparam("owner", type_=Uuid))
_INSERT = insert(responses).returning(responses)
_DELETE = delete(responses).where(_ID)
_USED = update(responses).where(_ID).values(usage_count=responses.c.usage_count + 1)


@dataclass(frozen=True)
class Rendered:
    """A response for one ticket: its text, and copies of its files as uploads."""

    body: str
    attachments: list[Any]


async def create_response(uow: UnitOfWork, desk: Desk, viewer: Viewer, values: Mapping[str, Any]) -> Any:
    """Makes a response of the viewer's.

    Raises Invalid for a variable that there is not and for files that are no uploads of theirs, Forbidden where it is
    to be shared by somebody who may not.
    """
    require_sharing(viewer, values["shared"], SHARE)
    await check_department(uow, values["department_id"])
    check_variables(values["body"])
    if (await uow.execute(_COUNT, {"owner": viewer.id})).scalar_one() >= MOST_OWNED:
        raise Conflict(f"You have {MOST_OWNED} canned responses already.", code="too_many_canned_responses")
    plain = {name: value for name, value in values.items() if name != "attachments"}
    row = {**plain, "id": uuid7(), "owner_id": viewer.id, "created_at": uow.now, "updated_at": uow.now}
    made = (await uow.execute(_INSERT, row)).one()
    await set_files(uow, desk.files, made.id, values["attachments"], desk.settings.max_attachments)
    _audit(uow, "created", made)
    return made


async def change_response(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, response_id: UUID, values: Mapping[str, Any], if_match: int | None
) -> Any:
    """Changes what `values` names. Raises as `create_response`, and PreconditionFailed, NotFound."""
    before = await _to_change(uow, viewer, response_id, if_match)
    require_sharing(viewer, values.get("shared", "own"), SHARE)
    await check_department(uow, values.get("department_id"))
    check_variables(values.get("body", ""))
    changes = [
        (name, getattr(before, name), value)
        for name, value in values.items()
        if name != "attachments" and value != getattr(before, name)
    ]
    if "attachments" in values:
        changes += await _change_files(uow, desk, response_id, values["attachments"])
    if not changes:
        return before
    changed = {name: value for name, _before, value in changes if name != "attachments"}
    statement = update(responses).where(_ID).values(**changed, version=responses.c.version + 1, updated_at=uow.now)
    after = (await uow.execute(statement.returning(responses), {"response": response_id})).one()
    _audit(uow, "updated", after, changes)
    return after


async def _change_files(uow: UnitOfWork, desk: Desk, response_id: UUID, ids: list[UUID]) -> list[tuple[str, Any, Any]]:
    before = [row.id for row in (await files_of(uow.connection, [response_id])).get(response_id, [])]
    await set_files(uow, desk.files, response_id, ids, desk.settings.max_attachments)
    after = list(dict.fromkeys(ids))
    return [] if after == before else [("attachments", [str(each) for each in before], [str(each) for each in after])]


async def delete_response(uow: UnitOfWork, desk: Desk, viewer: Viewer, response_id: UUID, if_match: int | None) -> None:
    """Deletes a response with its files; copies that replies have are their own."""
    before = await _to_change(uow, viewer, response_id, if_match)
    kept = (await files_of(uow.connection, [response_id])).get(response_id, [])
    await drop_files(uow, desk.files, [row.id for row in kept])
    await uow.execute(_DELETE, {"response": response_id})
    _audit(uow, "deleted", before)


async def _to_change(uow: UnitOfWork, viewer: Viewer, response_id: UUID, if_match: int | None) -> Any:
    before = await find_response(uow.connection, viewer, response_id, lock=True)
    require_change(viewer, before, SHARE)
    if if_match is not None and if_match != before.version:
        raise PreconditionFailed(
            f"The canned response is at version {before.version}; you have seen {if_match}.",
            code="version_mismatch",
            extra={"version": before.version},
        )
    return before


async def render_for(
    uow: UnitOfWork, desk: Desk, viewer: Viewer, seen: SeenTicket, response_id: UUID, *, preview: bool
) -> Rendered:
    """The response for this ticket, written by the viewer. A preview copies no file and is not counted as a use.

    Raises NotFound for a response that the viewer does not see, Forbidden to whoever is no agent of the ticket.
    """
    if not seen.as_staff:
        raise Forbidden("Canned responses are for agents.")
    response = await find_response(uow.connection, viewer, response_id)
    book = await desk.statuses.book(uow.connection)
    agent = PersonRef(viewer.id, viewer.name, viewer.email)
    body = render(response.body, Facts(seen.state, seen.names, book.label(seen.state.status), agent))
    if preview:
        return Rendered(body, [])
    kept = (await files_of(uow.connection, [response_id])).get(response_id, [])
    copies = await copies_of(uow, desk.files, kept)
    await uow.execute(_USED, {"response": response_id})
    return Rendered(body, copies)


async def file_of(connection: Any, viewer: Viewer, response_id: UUID, file_id: UUID) -> Any:
    """One file of a response. Raises NotFound."""
    await find_response(connection, viewer, response_id)
    for row in (await files_of(connection, [response_id])).get(response_id, []):
        if row.id == file_id:
            return row
    raise NotFound("There is no such file.", code="attachment_not_found")


def _audit(uow: UnitOfWork, what: str, row: Any, changes: list[tuple[str, Any, Any]] | None = None) -> None:
    uow.audit(
        f"canned_response.{what}",
        object_type="canned_response",
        object_id=row.id,
        object_name=row.name,
        changes=changes or [],
    )
