"""Proving an address: a code goes out by mail, whoever brings it back holds a grant."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import id_for_email, normalise_email
from escalated_chassis.metering import Meter, Meters
from escalated_tickets.desk import Desk
from escalated_tickets.guests.grants import proven_person, secret_of
from escalated_tickets.guests.mails import GuestMail
from escalated_tickets.guests.models import attempts, codes
from escalated_tickets.guests.rules import (
    CODE_LIVES,
    CODES_PER_ADDRESS,
    MOST_TRIES,
    WINDOW,
    hash_of,
    is_code,
    new_code,
)

_c = codes.c
_ID = bindparam("person", type_=Uuid)
_new = insert(codes)
_KEEP = _new.on_conflict_do_update(
    index_elements=["person_id"],
    set_={name: _new.excluded[name] for name in ("code_hash", "tries", "expires_at")},
)
# Counted before it is judged: of two guesses at the same moment each is one of the five.
_TRY = update(codes).where(_c.person_id == _ID).values(tries=_c.tries + 1).returning(codes)
_USED = delete(codes).where(_c.person_id == _ID)
_BEFORE = bindparam("before", type_=DateTime(timezone=True))
_OLD_CODES = delete(codes).where(
    _c.person_id.in_(select(_c.person_id).where(_c.expires_at <= _BEFORE).limit(bindparam("most")))
)
_OLD_ATTEMPTS = delete(attempts).where(
    attempts.c.key.in_(select(attempts.c.key).where(attempts.c.ends_at <= _BEFORE).limit(bindparam("most")))
)
_NEXT = select(
    func.least(
        select(func.min(_c.expires_at)).scalar_subquery(), select(func.min(attempts.c.ends_at)).scalar_subquery()
    )
)
_meters = Meters(attempts)


class Proof(Enum):
    """How a code was judged; a caller learns no more than right or wrong."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True)
class Asked:
    """Whose code, and from which network address."""

    email: str
    client: str


async def send_code(uow: UnitOfWork, desk: Desk, asked: Asked) -> None:
    """Mails a code to a known address. For an unknown one all is done alike, and nothing is sent.

    Raises TooMany for an address or a client that asks too often, known or not.
    """
    await _meters.count(uow, _per_address("code", asked.email), _per_client("code", asked.client, desk))
    person_id, code = id_for_email(desk.deployment, asked.email), new_code()
    row = {"person_id": person_id, "code_hash": hash_of(code, person_id, secret_of(desk)), "tries": 0}
    await uow.execute(_KEEP, row | {"expires_at": uow.now + CODE_LIVES})
    person = await proven_person(uow.connection, person_id)
    if person is None:
        return

    async def post() -> None:
        desk.mailer.post(GuestMail(f"guest-code:{uow.id}", "guest_code", person.email, {"code": code}))

    uow.after_commit(post)


async def try_code(uow: UnitOfWork, desk: Desk, asked: Asked, code: str) -> tuple[Proof, UUID]:
    """Judges a code. The try is counted in this transaction, so it has to commit whatever the answer is.

    Raises TooMany for a client that guesses too much.
    """
    await _meters.count(uow, _per_client("confirm", asked.client, desk))
    person_id = id_for_email(desk.deployment, asked.email)
    row = (await uow.execute(_TRY, {"person": person_id})).one_or_none()
    # A hash is compared in any case: an unknown address takes as long as a wrong code.
    matches = is_code(code, row.code_hash if row else bytes(32), person_id, secret_of(desk))
    if row is None or not matches or row.tries > MOST_TRIES or row.expires_at <= uow.now:
        return Proof.WRONG, person_id
    await uow.execute(_USED, {"person": person_id})
    known = await proven_person(uow.connection, person_id)
    return (Proof.RIGHT if known else Proof.WRONG), person_id


def invite_to_sign_up(uow: UnitOfWork, desk: Desk, person_id: UUID, email: str) -> None:
    """Mails an invitation to make an account: once per person, however many tickets they open."""
    url = f"{desk.settings.public_url.rstrip('/')}/signup"

    async def post() -> None:
        desk.mailer.post(GuestMail(f"guest-sign-up:{person_id}", "guest_sign_up", email, {"url": url}))

    uow.after_commit(post)


async def forget_old(uow: UnitOfWork, limit: int) -> int:
    """Throws away at most `limit` codes and counters each that have ended; answers the larger number."""
    bound = {"before": uow.now, "most": limit}
    gone = [(await uow.execute(each, bound)).rowcount for each in (_OLD_CODES, _OLD_ATTEMPTS)]
    return max(gone)


async def next_old(reader: AsyncConnection) -> datetime | None:
    due: datetime | None = (await reader.execute(_NEXT)).scalar_one()
    return due


def _per_address(purpose: str, email: str) -> Meter:
    return Meter(f"guest {purpose} mailbox", normalise_email(email), CODES_PER_ADDRESS, WINDOW)


def _per_client(purpose: str, client: str, desk: Desk) -> Meter:
    return Meter(f"guest {purpose} client", client, desk.settings.throttle_guests, WINDOW)
