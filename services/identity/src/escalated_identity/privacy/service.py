"""Asking for a person's data, or for its end: a request, with a part for every service."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import NewDelivery, intake, retry
from escalated_chassis.errors import Conflict, NotFound
from escalated_chassis.ids import uuid7
from escalated_identity.audit.service import record
from escalated_identity.context import Context
from escalated_identity.people.models import Person
from escalated_identity.people.service import lock_person
from escalated_identity.privacy import rules
from escalated_identity.privacy.models import PARTS, pieces, requests
from escalated_identity.privacy.own import erase_own
from escalated_identity.privacy.queries import find_request, parts_of
from escalated_identity.privacy.rules import Finding, Kind

_OPEN: Final = (
    select(requests.c.id)
    .where(
        requests.c.person_id == bindparam("person"),
        requests.c.kind == bindparam("what"),
        requests.c.state == "running",
    )
    .limit(1)
)
_ADD = insert(requests)
_LOCK = select(requests).where(requests.c.id == bindparam("request")).with_for_update()
_NOTE_FINDINGS = (
    update(PARTS.deliveries).where(PARTS.deliveries.c.id == bindparam("part")).values(findings=bindparam("said"))
)
_SETTLE = (
    update(requests)
    .where(requests.c.id == bindparam("request"))
    .values(
        state=bindparam("new_state"),
        email=bindparam("new_email"),
        finished_at=bindparam("at"),
        expires_at=bindparam("until"),
    )
)
_DUE = (
    select(requests.c.id)
    .where(requests.c.expires_at <= bindparam("now"))
    .order_by(requests.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_EXPIRE = (
    update(requests).where(requests.c.id.in_(bindparam("ids", expanding=True))).values(state="expired", expires_at=None)
)
_FORGET_PIECES = delete(pieces).where(pieces.c.request_id.in_(bindparam("ids", expanding=True)))
_CALL_OFF_EXPORTS = (
    update(requests)
    .where(requests.c.person_id == bindparam("person"), requests.c.kind == "export", requests.c.state != "expired")
    .values(state="expired", email="", expires_at=None)
    .returning(requests.c.id)
)
_NEXT = select(func.min(requests.c.expires_at))


async def ask_for_export(uow: UnitOfWork, person_id: UUID) -> UUID:
    """Has everything gathered that the suite holds of a person. Raises NotFound, Conflict (one is under way)."""
    person = await lock_person(uow, person_id)
    if person.erased_at is not None:
        raise NotFound("There is no such person.")
    request_id = await _open(uow, person, "export")
    await _queue(uow, request_id, "export", rules.SERVICES)
    await record(uow, "person.export_requested", object_type="person", object_id=person_id)
    return request_id


async def erase(uow: UnitOfWork, context: Context, person: Person, confirm: str) -> UUID:
    """Erases a person here and now, and has every other service do the same. `person` is locked.

    Raises Conflict (erased already; an administrator would be missing; an erasure is under way), Invalid.
    """
    rules.check_erasable(person, confirm)
    request_id = await _open(uow, person, "erasure")
    await _call_off_exports(uow, person.id)
    found = await erase_own(uow, context, person)
    await _queue(uow, request_id, "erasure", rules.OTHERS)
    await _queue_done(uow, request_id, found)
    return request_id


async def _call_off_exports(uow: UnitOfWork, person_id: UUID) -> None:
    """What was gathered of the person goes too; a part that is still gathering is cleared away when it ends."""
    ids = list((await uow.execute(_CALL_OFF_EXPORTS, {"person": person_id})).scalars())
    if ids:
        await uow.execute(_FORGET_PIECES, {"ids": ids})


async def _open(uow: UnitOfWork, person: Person, kind: Kind) -> UUID:
    under_way = (await uow.execute(_OPEN, {"person": person.id, "what": kind})).scalar_one_or_none()
    if under_way is not None:
        raise Conflict("One is under way already.", code="under_way", extra={"request_id": str(under_way)})
    request_id = uuid7()
    row = {
        "id": request_id,
        "person_id": person.id,
        "kind": kind,
        "email": rules.address_of(person),
        "state": "running",
        "asked_by_id": UUID(uow.acting.id),
        "created_at": uow.now,
    }
    await uow.execute(_ADD, row)
    return request_id


async def _queue(uow: UnitOfWork, request_id: UUID, kind: Kind, services: tuple[str, ...]) -> None:
    await intake(uow, PARTS.deliveries, [_part(uow, request_id, kind, service) for service in services])


async def _queue_done(uow: UnitOfWork, request_id: UUID, found: list[Finding]) -> None:
    """Identity's own part of an erasure, which is done with the request itself."""
    part = _part(uow, request_id, "erasure", "identity")
    more = {**part.more, "findings": [each.view() for each in found]}
    done = NewDelivery(part.target, part.ordering_key, part.source_id, uow.now, {}, state="sent", more=more)
    await intake(uow, PARTS.deliveries, [done])


def _part(uow: UnitOfWork, request_id: UUID, kind: Kind, service: str) -> NewDelivery:
    more: dict[str, Any] = {"request_id": request_id, "kind": kind}
    return NewDelivery(service, str(request_id), str(request_id), uow.now, {}, more=more)


async def retry_request(uow: UnitOfWork, request_id: UUID) -> None:
    """Has the parts that failed tried again. Raises Conflict where none has, or where nobody waits for it."""
    if (await uow.execute(_LOCK, {"request": request_id})).one().state == "expired":
        raise Conflict("The request is over.", code="request_over")
    failed = [part for part in await parts_of(uow.connection, request_id) if part.state == "failed"]
    if not failed:
        raise Conflict("Nothing of it has failed.", code="nothing_failed")
    for part in failed:
        await retry(uow, PARTS.deliveries, part.id)
    await uow.execute(update(requests).where(requests.c.id == request_id).values(state="running"))


async def settle(uow: UnitOfWork, request_id: UUID, part_id: UUID, found: list[dict[str, Any]] | None) -> None:
    """Writes down what a part found; the last part settles the request, and an erasure forgets the address.

    Of an export that was called off meanwhile, nothing is kept.
    """
    request = (await uow.execute(_LOCK, {"request": request_id})).one()
    if request.state == "expired":
        await uow.execute(_FORGET_PIECES, {"ids": [request_id]})
        return
    if found is not None:
        await uow.execute(_NOTE_FINDINGS, {"part": part_id, "said": found})
    state = rules.state_after([part.state for part in await parts_of(uow.connection, request_id)])
    if state == "running":
        return
    done = state == "done"
    settled = {
        "request": request_id,
        "new_state": state,
        "new_email": "" if done else request.email,
        "at": uow.now,
        "until": uow.now + rules.KEPT if done and request.kind == "export" else None,
    }
    await uow.execute(_SETTLE, settled)


async def expire(uow: UnitOfWork, limit: int) -> int:
    """Throws away the files of exports that waited long enough; the report stays."""
    ids = list((await uow.execute(_DUE, {"now": uow.now, "limit": limit})).scalars())
    if ids:
        await uow.execute(_FORGET_PIECES, {"ids": ids})
        await uow.execute(_EXPIRE, {"ids": ids})
    return len(ids)


async def next_expiry(reader: AsyncConnection) -> Any:
    return (await reader.execute(_NEXT)).scalar_one()


async def request_about(reader: AsyncConnection, person_id: UUID, request_id: UUID) -> Any:
    """Raises NotFound for a request about somebody else."""
    found = await find_request(reader, request_id)
    if found is None or found.person_id != person_id:
        raise NotFound("There is no such request.", code="request_not_found")
    return found
