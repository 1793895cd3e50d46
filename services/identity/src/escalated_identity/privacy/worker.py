"""Does the parts of requests, each service by itself, with tries over a day: one may be away, nothing is lost."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from escalated_chassis.clock import Clock
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, DeliveryWorker, Outcome, State
from escalated_chassis.errors import Problem, Unavailable
from escalated_identity.privacy.holders import Holder, Part
from escalated_identity.privacy.models import PARTS, pieces
from escalated_identity.privacy.own import export_own
from escalated_identity.privacy.queries import find_request
from escalated_identity.privacy.rules import Finding
from escalated_identity.privacy.service import settle

SECONDS_OF_A_TRY = 600.0
_AT_ONCE_BYTES = 1_048_576
_INSERT = insert(pieces)


class PrivacyWork:
    """The `send` and `finished` of the parts."""

    def __init__(self, database: Database, holders: Mapping[str, Holder]) -> None:
        self._database, self._holders = database, holders

    async def do(self, part: Delivery) -> Outcome:
        """One try of one service's part. Whatever it did may be done again."""
        request_id, service = part.row.request_id, part.target
        async with self._database.reading() as reader:
            request = await find_request(reader, request_id)
        if request is None:
            return Outcome("refused", "the request is gone")
        if request.state == "expired":
            return Outcome("refused", "the request is over")
        try:
            if part.row.kind == "export":
                found = await self._export(service, request)
            else:
                found = await self._holder(service).erase(str(request.person_id), request.email)
        except Problem as problem:
            return Outcome("again", problem.detail)
        return Outcome("sent", facts={"findings": [each.view() for each in found]})

    async def finished(self, uow: UnitOfWork, part: Delivery, _state: State, outcome: Outcome) -> None:
        """Runs with what becomes of a part, in one transaction."""
        found: list[dict[str, Any]] | None = outcome.facts.get("findings")
        await settle(uow, part.row.request_id, part.id, found)

    def _holder(self, service: str) -> Holder:
        holder = self._holders.get(service)
        if holder is None:
            raise Unavailable(f"{service} is not configured.", code="not_configured")
        return holder

    async def _export(self, service: str, request: Any) -> list[Finding]:
        person = str(request.person_id)
        parts = (
            export_own(self._database, request.person_id)
            if service == "identity"
            else self._holder(service).export(person, request.email)
        )
        return await self._keep(request.id, service, parts)

    async def _keep(self, request_id: UUID, service: str, parts: AsyncIterator[Part]) -> list[Finding]:
        """Writes an export down as it comes, a megabyte to a transaction; what an earlier try left goes first."""
        async with self._database.transaction() as uow:
            theirs = (pieces.c.request_id == request_id) & (pieces.c.service == service)
            await uow.execute(delete(pieces).where(theirs))
        counted: dict[str, int] = {}
        rows: list[dict[str, Any]] = []
        number = size = 0
        name = ""
        async for began, content in parts:
            name, number = began or name, number + 1
            _count(counted, name, began, content)
            place = {"request_id": request_id, "service": service, "number": number}
            rows.append({**place, "name": began, "content": content})
            size += len(content)
            if size >= _AT_ONCE_BYTES:
                await self._write(rows)
                rows, size = [], 0
        await self._write(rows)
        return [Finding(what, count) for what, count in counted.items()]

    async def _write(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            async with self._database.transaction() as uow:
                await uow.execute(_INSERT, rows)


def _count(counted: dict[str, int], name: str, began: str, content: bytes) -> None:
    """Lines of files of lines, and files of folders."""
    if "/" in name:
        folder = name.partition("/")[0]
        counted[folder] = counted.get(folder, 0) + bool(began)
    else:
        counted[name] = counted.get(name, 0) + content.count(b"\n")


def privacy_worker(database: Database, holders: Mapping[str, Holder], clock: Clock) -> DeliveryWorker:
    """The component."""
    work = PrivacyWork(database, holders)
    return DeliveryWorker(
        database,
        PARTS,
        work.do,
        clock=clock,
        finished=work.finished,
        repeatable=True,
        at_once=4,
        send_limit=SECONDS_OF_A_TRY,
        lease=SECONDS_OF_A_TRY + 60,
        name="privacy",
    )
