"""Signing in and out. Functions that must keep something of a failure open their own transactions: a counted
attempt and an ended family have to stand although the request is refused."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from escalated_chassis.access.tokens import LIFETIME, sign_user_token
from escalated_chassis.acting import Acting
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Forbidden, Unauthenticated
from escalated_chassis.ids import normalise_email
from escalated_identity.audit.service import record
from escalated_identity.context import Context
from escalated_identity.people import queries as people_queries
from escalated_identity.people import rules as people_rules
from escalated_identity.people import service as people
from escalated_identity.people.models import Person
from escalated_identity.sessions import families, throttle
from escalated_identity.sessions.models import Session
from escalated_identity.sessions.rules import WINDOW


@dataclass(frozen=True)
class Client:
    """Where a request came from."""

    address: str
    user_agent: str


@dataclass(frozen=True)
class SignedIn:
    """What a browser or program needs to act as somebody."""

    access_token: str
    refresh_token: str
    expires_in: int
    person: Person

    @classmethod
    async def issued(cls, context: Context, person: Person, session: Session, refresh: str) -> "SignedIn":
        """Signs an access token for an open session."""
        return cls(await access_token(context, person, session.id), refresh, int(LIFETIME.total_seconds()), person)


async def access_token(context: Context, person: Person, session_id: UUID) -> str:
    """A signed token of ten minutes that says who she is and what she is in."""
    return sign_user_token(
        await context.keys.signing_jwk(),
        issuer=context.settings.public_url,
        now=context.database.clock.now(),
        person_id=person.id,
        session_id=str(session_id),
        kind=person.kind,
        name=person.name,
        email=person.email,
        role_ids=people_rules.role_ids(person.kind, person.custom_roles),
        department_ids=person.departments,
        access_version=person.access_version,
    )


async def sign_in(context: Context, email: str, password: str, client: Client) -> SignedIn:
    """A session for an address and its password.

    Raises `TooMany` after too many failures for the account or from the network address, and otherwise one and
    the same `Unauthenticated`, after the same work, for a wrong password and for an address nobody has.
    """
    meters = account_meter, address_meter = sign_in_meters(context, email, client)
    async with context.database.transaction() as uow:
        await throttle.count(uow, *meters)
    async with context.database.reading() as connection:
        found = await people_queries.find_signing_in(connection, email)
    if not await context.passwords.verify(password, found[1] if found else None) or found is None:
        raise wrong_credentials()
    person = found[0]
    async with context.database.transaction(acting_as(person)) as uow:
        await throttle.forget(uow, account_meter)
        await throttle.give_back(uow, address_meter)
        person = await _still_the_same(uow, person.id, found[1])
        session, refresh = await open_for(uow, context, person, client, method="password")
    return await SignedIn.issued(context, person, session, refresh)


async def open_for(
    uow: UnitOfWork, context: Context, person: Person, client: Client, *, method: str
) -> tuple[Session, str]:
    """Opens a session for somebody who has proved who she is."""
    return await families.open_session(
        uow, person.id, method=method, user_agent=client.user_agent, lives=session_life(context)
    )


async def refresh(context: Context, refresh_token: str) -> SignedIn:
    """The next pair of tokens. Raises `Unauthenticated`; for a token used before, after ending its session."""
    async with context.database.transaction() as uow:
        rotated = await families.rotate(uow, context.announcer, refresh_token, session_life(context))
        person = await people_queries.find(uow.connection, rotated[0].person_id) if rotated else None
    if rotated is None or person is None:
        raise Unauthenticated("The session is over: sign in again.", code="session_over")
    return await SignedIn.issued(context, person, *rotated)


async def sign_out(
    uow: UnitOfWork, context: Context, *, session_id: UUID | None = None, refresh_token: str | None = None
) -> None:
    """Ends the session that a token belongs to; without one there is nothing to end."""
    if session_id is None and refresh_token:
        session_id = await families.session_of(uow, refresh_token)
    if session_id is not None:
        await families.end(uow, context.announcer, session_id, because="signed_out")


async def change_password(
    context: Context, person_id: UUID, session_id: UUID, *, current: str, new: str, client: Client
) -> None:
    """Sets another password and ends all sessions but the one that asked.

    Raises `Forbidden` where the current password is wrong; failures are throttled like sign-ins.
    """
    async with context.database.reading() as connection:
        person = await people_queries.find(connection, person_id)
        password_hash = await people_queries.password_hash_of(connection, person_id)
    if person is None:
        raise Unauthenticated("Sign in first.")
    people_rules.check_password(new, email=person.email, pointer="/new_password")
    meters = account_meter, address_meter = sign_in_meters(context, person.email, client)
    async with context.database.transaction() as uow:
        await throttle.count(uow, *meters)
    if not await context.passwords.verify(current, password_hash):
        raise Forbidden("The current password is wrong.", code="wrong_password")
    new_hash = await context.passwords.hash(new)
    async with context.database.transaction(acting_as(person)) as uow:
        await throttle.forget(uow, account_meter)
        await throttle.give_back(uow, address_meter)
        await set_password(uow, context, person, new_hash, keep=session_id)


async def set_password(
    uow: UnitOfWork, context: Context, person: Person, password_hash: str, *, keep: UUID | None = None
) -> None:
    """Sets a password and ends the person's sessions but `keep`: whoever knew the old one is out."""
    await people.lock_person(uow, person.id)
    await people.set_password_hash(uow, person.id, password_hash)
    await families.end_all(uow, context.announcer, person.id, because="password_changed", keep=keep)
    await record(uow, "person.password_changed", object_type="person", object_id=person.id, object_name=person.email)


def wrong_credentials() -> Unauthenticated:
    """One answer whatever was wrong."""
    return Unauthenticated("Address or password is wrong.", code="wrong_credentials")


def acting_as(person: Person) -> Acting:
    """The person herself, as the one who acts."""
    return Acting(kind="person", id=str(person.id), name=person.name)


def session_life(context: Context) -> timedelta:
    """How long a session goes on without being refreshed."""
    return timedelta(days=context.settings.session_days)


def sign_in_meters(context: Context, email: str, client: Client) -> tuple[throttle.Meter, throttle.Meter]:
    """What a sign-in is counted on: the account, whether there is one or not, and the network address."""
    settings = context.settings
    return (
        throttle.Meter("account", normalise_email(email), settings.throttle_account, WINDOW),
        throttle.Meter("address", client.address, settings.throttle_address, WINDOW),
    )


async def _still_the_same(uow: UnitOfWork, person_id: UUID, password_hash: str) -> Person:
    """The person locked; refuses where she was deactivated or her password changed while it was being checked."""
    person = await people.lock_person(uow, person_id)
    if not person.active or await people_queries.password_hash_of(uow.connection, person_id) != password_hash:
        raise wrong_credentials()
    return person
