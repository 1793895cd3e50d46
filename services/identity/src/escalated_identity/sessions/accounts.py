"""Making an account, and proving that its address is one's own.

Whoever signs up gets an account of its own at once (`people.models`: `owns_address` false) and with it nothing of
what the address has had here before: a guest's tickets belong to the address, and an address is proved by mail.
Verifying asks for both, the mailed link and a session of the account: without the session, somebody could sign up
with another's address and wait until its owner clicks. Who has only the mailbox sets a new password instead.
Either way the one row of the address takes the sign-in, and the account made before is merged into it.

A sign-up says when an address has an account: it is told apart anyway, as a sign-up answers with a session. It is
throttled per network address.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Conflict, Forbidden
from escalated_chassis.ids import normalise_email, uuid7
from escalated_identity.context import Context
from escalated_identity.people import queries as people_queries
from escalated_identity.people import rules as people_rules
from escalated_identity.people import service as people
from escalated_identity.people.models import Person, credentials
from escalated_identity.people.models import people as people_table
from escalated_identity.sessions import throttle
from escalated_identity.sessions.mails import LinkMail
from escalated_identity.sessions.models import mailed_links
from escalated_identity.sessions.rules import LINK_LIVES, SIGN_UP_WINDOW, hash_of, new_secret
from escalated_identity.sessions.service import (
    Client,
    SignedIn,
    acting_as,
    open_for,
    set_password,
    sign_in_meters,
)
from escalated_identity.sso.models import sso_links

# Names of templates of notifications.
VERIFY, RESET = "verify_email", "password_reset"
_MAILS_PER_ADDRESS = 5

_LOCK_ADDRESS = text("select pg_advisory_xact_lock(hashtext(:address))")
_HAS_ACCOUNT = select(func.count()).where(
    people_table.c.address == bindparam("address"), people_table.c.kind != people_rules.GUEST, people_table.c.active
)
_CLAIM = (
    people_queries.PERSON.where(
        people_table.c.address == bindparam("address"), ~people_table.c.owns_address, people_table.c.active
    )
    .order_by(people_table.c.created_at.desc())
    .limit(1)
)
_ADD_LINK = insert(mailed_links)
_TAKE_LINK = (
    delete(mailed_links)
    .where(
        mailed_links.c.token_hash == bindparam("this_hash"),
        mailed_links.c.purpose == bindparam("for_purpose"),
        mailed_links.c.expires_at > bindparam("now"),
    )
    .returning(mailed_links.c.person_id)
)
_DROP_LINKS = delete(mailed_links).where(mailed_links.c.person_id == bindparam("of_person"))
_DROP_PASSWORD = delete(credentials).where(credentials.c.person_id == bindparam("of_person"))
_MOVE_LINKS = update(sso_links).where(sso_links.c.person_id == bindparam("of_person")).values(person_id=bindparam("to"))


@dataclass(frozen=True)
class SignUp:
    """What somebody says of herself."""

    email: str
    password: str
    name: str


async def sign_up(context: Context, wanted: SignUp, client: Client) -> SignedIn:
    """An account for a customer, signed in; the address has to be verified before it counts.

    Raises `Forbidden` (sign-up is closed), `Conflict` (the address has an account), `TooMany`.
    """
    if not context.settings.sign_up_open:
        raise Forbidden("Accounts are made by administrators here.", code="sign_up_closed")
    people_rules.check_address(wanted.email)
    people_rules.check_password(wanted.password, email=wanted.email)
    await _count(context, client)
    password_hash = await context.passwords.hash(wanted.password)
    person_id = uuid7()
    customer = people_rules.Roles(people_rules.CUSTOMER)
    new = people.NewPerson(wanted.email, wanted.name, customer, password_hash=password_hash, verified=False)
    async with context.database.transaction() as uow:
        await uow.execute(_LOCK_ADDRESS, {"address": normalise_email(wanted.email)})
        if (await uow.execute(_HAS_ACCOUNT, {"address": normalise_email(wanted.email)})).scalar_one():
            raise Conflict("This address has an account: sign in, or set a new password.", code="address_taken")
        person = await people.create_claim(uow, person_id, new)
        await _mail_link(uow, context, person, VERIFY)
        session, refresh = await open_for(uow, context, person, client, method="password")
    return await SignedIn.issued(context, person, session, refresh)


async def mail_verification(context: Context, person_id: UUID, client: Client) -> None:
    """Mails the link once more; nothing where the address is verified."""
    async with context.database.reading() as connection:
        known = await people_queries.find(connection, person_id)
    await _count(context, client, *([_per_mailbox(known.email)] if known else []))
    async with context.database.transaction() as uow:
        person = await people.lock_person(uow, person_id)
        if not person.email_verified:
            await _mail_link(uow, context, person, VERIFY)


async def verify_address(context: Context, person_id: UUID, token: str, client: Client) -> SignedIn:
    """Takes the mailed link of whoever is signed in; from now on she is whom the address stands for.

    Raises `Conflict` for a link that is unknown, used, expired, or another's.
    """
    async with context.database.transaction() as uow:
        linked = await _take_link(uow, token, VERIFY)
        if linked != person_id:
            raise _dead_link()
        person = await _become_owner(uow, context, linked)
        session, refresh = await open_for(uow, context, person, client, method="mail")
    return await SignedIn.issued(context, person, session, refresh)


async def mail_password_reset(context: Context, email: str, client: Client) -> None:
    """Mails a link to an address that has an account or a guest here; says nothing about whether it does."""
    await _count(context, client, _per_mailbox(email))
    async with context.database.transaction() as uow:
        person = await people_queries.find_owner(uow.connection, email)
        if person is None:
            row = (await uow.execute(_CLAIM, {"address": normalise_email(email)})).mappings().one_or_none()
            person = people_queries.to_person(row) if row else None
        if person is not None and person.active:
            await _mail_link(uow, context, person, RESET)


async def reset_password(context: Context, token: str, password: str, client: Client) -> None:
    """Sets a password for whoever got the mail, and ends every session there was.

    Raises `Conflict` for a link that is unknown, used or expired.
    """
    people_rules.check_password(password)
    await _count(context, client)
    password_hash = await context.passwords.hash(password)
    async with context.database.transaction() as uow:
        person = await _become_owner(uow, context, await _take_link(uow, token, RESET))
        uow.acting = acting_as(person)
        await set_password(uow, context, person, password_hash)
        await throttle.forget(uow, sign_in_meters(context, person.email, client)[0])


async def _become_owner(uow: UnitOfWork, context: Context, person_id: UUID) -> Person:
    """The row that the address stands for, with the sign-in of the person who proved the address."""
    claim = await people_queries.find(uow.connection, person_id)
    assert claim is not None
    owner_id = context.owner_id(claim.email)
    for one in sorted({owner_id, claim.id} - await _missing(uow, owner_id)):
        await people.lock_person(uow, one)
    owner = await _as_account(uow, context, owner_id, claim)
    if not owner.active:
        raise _dead_link()
    if claim.id != owner.id:
        await _merge(uow, context, claim, owner)
    await uow.execute(_DROP_LINKS, {"of_person": claim.id})
    return owner


async def _missing(uow: UnitOfWork, person_id: UUID) -> set[UUID]:
    return set() if await people_queries.find(uow.connection, person_id) else {person_id}


async def _as_account(uow: UnitOfWork, context: Context, owner_id: UUID, claim: Person) -> Person:
    """The address' row as an account with a verified address; a guest becomes a customer."""
    owner = await people_queries.find(uow.connection, owner_id)
    if owner is None or owner.erased_at is not None or (owner.kind == people_rules.GUEST and owner.active):
        customer = people_rules.Roles(people_rules.CUSTOMER)
        return await people.create_person(uow, context, people.NewPerson(claim.email, claim.name, customer))
    return await people.change_person(uow, context, owner_id, people.PersonChange(email_verified=True))


async def _merge(uow: UnitOfWork, context: Context, claim: Person, owner: Person) -> None:
    """Moves the sign-in of a claim, unless the owner has one, and closes the claim."""
    password_hash = await people_queries.password_hash_of(uow.connection, claim.id)
    if password_hash and await people_queries.password_hash_of(uow.connection, owner.id) is None:
        await people.set_password_hash(uow, owner.id, password_hash)
    await uow.execute(_DROP_PASSWORD, {"of_person": claim.id})
    await uow.execute(_MOVE_LINKS, {"of_person": claim.id, "to": owner.id})
    closed = await people.change_person(uow, context, claim.id, people.PersonChange(active=False))
    people.publish_merged(uow, closed, owner)


async def _mail_link(uow: UnitOfWork, context: Context, person: Person, purpose: str) -> None:
    if not context.mailer.can_send:
        return
    secret = new_secret()
    row = {
        "token_hash": hash_of(secret),
        "person_id": person.id,
        "purpose": purpose,
        "expires_at": uow.now + LINK_LIVES,
    }
    await uow.execute(_ADD_LINK, row)
    mail = LinkMail(
        key=f"identity:{purpose}:{hash_of(secret).hex()[:32]}",
        template=purpose,
        email=person.email,
        # A name that anybody could have written goes to no address that anybody could have named.
        name=person.name if person.email_verified else "",
        locale=person.locale,
        # After the hash sign: what stands there reaches no server's log and no Referer.
        link=f"{context.settings.public_url}/{purpose.replace('_', '-')}#token={secret}",
    )

    async def post() -> None:
        context.mailer.post(mail)

    uow.after_commit(post)


async def _take_link(uow: UnitOfWork, token: str, purpose: str) -> UUID:
    taken = await uow.execute(_TAKE_LINK, {"this_hash": hash_of(token), "for_purpose": purpose, "now": uow.now})
    person_id: UUID | None = taken.scalar_one_or_none()
    if person_id is None:
        raise _dead_link()
    return person_id


async def _count(context: Context, client: Client, *more: throttle.Meter) -> None:
    limit = context.settings.throttle_sign_up
    meter = throttle.Meter("sign_up", client.address, limit, SIGN_UP_WINDOW)
    async with context.database.transaction() as uow:
        await throttle.count(uow, meter, *more)


def _per_mailbox(email: str) -> throttle.Meter:
    return throttle.Meter("mailed", normalise_email(email), _MAILS_PER_ADDRESS, SIGN_UP_WINDOW)


def _dead_link() -> Conflict:
    return Conflict("This link was used, or is too old: ask for a new one.", code="link_dead")
