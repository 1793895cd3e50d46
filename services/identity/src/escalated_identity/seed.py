"""What a new desk needs, and the people of the demo desk. The second time changes nothing.

Ids are derived from the deployment (`id_for_email`, `department_id`), so that the seeds of other services can refer
to people and departments without asking.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_identity.context import Context
from escalated_identity.departments import queries as department_queries
from escalated_identity.departments import service as departments
from escalated_identity.keys.service import ensure_key
from escalated_identity.parts import Silence, make_context, open_database
from escalated_identity.people import queries as people_queries
from escalated_identity.people import rules
from escalated_identity.people import service as people
from escalated_identity.settings import IdentitySettings

DEMO_PASSWORD = "escalated-demo"  # noqa: S105 -- of the demo desk, and said in the README
_ACTING = Acting(kind="system", id="seed", name="Demo desk")


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo desk."""

    email: str
    name: str
    kind: str
    departments: tuple[str, ...] = ()


DEMO_DEPARTMENTS = (("support", "Support"), ("billing", "Billing"))
DEMO_PEOPLE = (
    DemoPerson("admin@example.com", "Ada Admin", "admin"),
    DemoPerson("agent@example.com", "Alex Agent", "agent", ("support",)),
    DemoPerson("sam@example.com", "Sam Second", "agent", ("support", "billing")),
    DemoPerson("customer@example.com", "Chris Customer", "customer"),
    DemoPerson("dana@example.com", "Dana Doe", "customer"),
)


def department_id(deployment: UUID, slug: str) -> UUID:
    """The id of a demo department, the same for every seed of a deployment."""
    return uuid5(deployment, f"department:{slug}")


async def seed(settings: IdentitySettings, demo: bool) -> None:
    """Makes the first signing key, and with `demo` the people of the demo desk."""
    database = open_database(settings, SystemClock())
    context = make_context(settings, database, announcer=Silence())
    try:
        async with database.transaction(_ACTING) as uow:
            await ensure_key(uow, context.keys.sealing_key)
        if demo:
            await _sow_demo(context)
    finally:
        context.passwords.close()
        await database.close()


async def _sow_demo(context: Context) -> None:
    async with context.database.transaction(_ACTING) as uow:
        for slug, name in DEMO_DEPARTMENTS:
            await _department(uow, context, slug, name)
    for person in DEMO_PEOPLE:
        await _person(context, person)


async def _department(uow: UnitOfWork, context: Context, slug: str, name: str) -> None:
    known = department_id(context.settings.deployment_id, slug)
    if await department_queries.find(uow.connection, known) is None:
        await departments.create_department(uow, name=name, slug=slug, department_id=known)


async def _person(context: Context, person: DemoPerson) -> None:
    async with context.database.reading() as connection:
        known = await people_queries.find_owner(connection, person.email)
    if known is not None and known.kind != rules.GUEST:
        return
    password_hash = await context.passwords.hash(DEMO_PASSWORD)
    deployment = context.settings.deployment_id
    new = people.NewPerson(
        person.email,
        person.name,
        rules.Roles(person.kind),
        tuple(department_id(deployment, slug) for slug in person.departments),
        password_hash=password_hash,
    )
    async with context.database.transaction(_ACTING) as uow:
        await people.create_person(uow, context, new)
