"""Signing in the users of a host application."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from escalated_chassis.acting import Acting
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.ids import uuid7
from escalated_contracts.permissions import STAFF_ROLES
from escalated_identity.audit.service import record
from escalated_identity.context import Context
from escalated_identity.people import queries as people_queries
from escalated_identity.people import rules as people_rules
from escalated_identity.people import service as people
from escalated_identity.people.models import Person
from escalated_identity.sessions.service import Client, SignedIn, open_for
from escalated_identity.settings import SsoIssuer
from escalated_identity.sso.models import sso_links, sso_used_tokens
from escalated_identity.sso.rules import HostUser, read_claims, refused

_LINKED = select(sso_links.c.person_id).where(
    sso_links.c.issuer == bindparam("issuer"), sso_links.c.subject == bindparam("subject")
)
_LINK = insert(sso_links).on_conflict_do_nothing()
_USE = insert(sso_used_tokens).on_conflict_do_nothing().returning(sso_used_tokens.c.jti)


async def sign_in(context: Context, token: str, client: Client) -> SignedIn:
    """Exchanges a host application's token for a session.

    Linked by issuer and subject. The first time by address, but only one that the host has verified; otherwise
    a new account that inherits nothing of the address. Staff is linked only where the issuer may sign in staff:
    else whoever may write the host's user table could become an administrator here.
    """
    issuer, claims = await context.issuer_keys.verified_claims(token)
    user = read_claims(
        claims, issuer=issuer.issuer, audience=context.settings.public_url, now=context.database.clock.now()
    )
    people_rules.check_address(user.email, "/token")
    async with context.database.transaction(Acting(kind="service", id="sso", name=issuer.issuer)) as uow:
        await _use_once(uow, user)
        person = await _linked(uow, user) or await _link(uow, context, issuer, user)
        if not person.active:
            raise refused("the account is not active")
        session, refresh = await open_for(uow, context, person, client, method="sso")
    return await SignedIn.issued(context, person, session, refresh)


async def _use_once(uow: UnitOfWork, user: HostUser) -> None:
    row = {"issuer": user.issuer, "jti": user.jti, "expires_at": user.expires_at}
    if (await uow.execute(_USE, row)).one_or_none() is None:
        raise refused("it was used before")


async def _linked(uow: UnitOfWork, user: HostUser) -> Person | None:
    found = await uow.execute(_LINKED, {"issuer": user.issuer, "subject": user.subject})
    person_id = found.scalar_one_or_none()
    return await people_queries.find(uow.connection, person_id) if person_id else None


async def _link(uow: UnitOfWork, context: Context, issuer: SsoIssuer, user: HostUser) -> Person:
    person = await (_by_address(uow, context, issuer, user) if user.email_verified else _beside(uow, user))
    row = {"issuer": user.issuer, "subject": user.subject, "person_id": person.id, "linked_at": uow.now}
    await uow.execute(_LINK, row)
    changes = [("issuer", "", user.issuer), ("subject", "", user.subject)]
    await record(
        uow, "person.linked", object_type="person", object_id=person.id, object_name=person.email, changes=changes
    )
    return person


async def _by_address(uow: UnitOfWork, context: Context, issuer: SsoIssuer, user: HostUser) -> Person:
    owner = await people_queries.find_owner(uow.connection, user.email)
    if owner is None or owner.kind == people_rules.GUEST:
        return await people.create_person(uow, context, _customer(user, verified=True))
    if owner.kind in STAFF_ROLES and not issuer.may_sign_in_staff:
        raise refused("this issuer may not sign in staff")
    return owner


async def _beside(uow: UnitOfWork, user: HostUser) -> Person:
    return await people.create_claim(uow, uuid7(), _customer(user, verified=False))


def _customer(user: HostUser, *, verified: bool) -> people.NewPerson:
    name = user.name or user.email.split("@")[0]
    return people.NewPerson(user.email, name, people_rules.Roles(people_rules.CUSTOMER), verified=verified)
