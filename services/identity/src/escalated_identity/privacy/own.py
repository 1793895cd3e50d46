"""Identity's own part: what it holds of a person, handed out and erased."""

from collections.abc import AsyncIterator
from typing import Any, Final

import orjson
from escalated.identity.v1 import events_pb2 as identity_events
from sqlalchemy import Text, Uuid, bindparam, text

from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_identity.announcements import announce_access
from escalated_identity.audit.service import record
from escalated_identity.context import Context
from escalated_identity.people.models import Person
from escalated_identity.people.service import keep_an_admin, lock_person, publish_updated
from escalated_identity.privacy.holders import Part
from escalated_identity.privacy.rules import ERASED, Finding, tombstone
from escalated_identity.sessions import families

_PERSON = bindparam("person", type_=Uuid)
_TEXT_ID = bindparam("text_id", type_=Text)
_KINDS: Final = (
    ("person", "SELECT 1", ""),
    ("passwords", "SELECT count(*) FROM escalated_credentials WHERE person_id = :person", ""),
    (
        "sessions",
        "SELECT count(*) FROM escalated_sessions WHERE person_id = :person",
        "ended, without the browser's name, until they age out after 30 days",
    ),
    ("API tokens", "SELECT count(*) FROM escalated_api_tokens WHERE person_id = :person", ""),
    ("links to other sign-ins", "SELECT count(*) FROM escalated_sso_links WHERE person_id = :person", ""),
    (
        "entries of the audit trail",
        "SELECT count(*) FROM escalated_audit_entries WHERE object_id = :text_id OR actor_id = :text_id",
        "the trail is append-only: it proves who changed what",
    ),
    (
        "accounts that only claim the address",
        """
        SELECT count(*) FROM escalated_people AS claim JOIN escalated_people AS owner ON owner.id = :person
        WHERE claim.address = owner.address AND owner.owns_address AND NOT claim.owns_address AND claim.active
        """,
        "nobody knows whose they are: each is erased by its own id",
    ),
)
_COUNT = text("SELECT " + ", ".join(f"({sql})" for _, sql, _ in _KINDS)).bindparams(_PERSON, _TEXT_ID)
_FORGET = tuple(
    text(f"DELETE FROM {table} WHERE person_id = :person").bindparams(_PERSON)  # noqa: S608 (constants)
    for table in (
        "escalated_credentials",
        "escalated_person_roles",
        "escalated_department_members",
        "escalated_api_tokens",
        "escalated_mailed_links",
        "escalated_sso_links",
    )
)
_SESSIONS = text("UPDATE escalated_sessions SET user_agent = '' WHERE person_id = :person").bindparams(_PERSON)
# With those accounts that were merged into this one, when it proved the address that they had claimed.
_ROW = text(
    """
    UPDATE escalated_people AS p SET
        email = 'erased-' || p.id || '@invalid', address = 'erased-' || p.id || '@invalid', name = :erased,
        kind = 'guest', active = false, locale = '', email_verified = false, erased_at = :now,
        access_version = p.access_version + 1, access_changed_at = :now, version = p.version + 1, updated_at = :now
    FROM escalated_people AS owner
    WHERE owner.id = :person AND (p.id = owner.id
        OR (owner.owns_address AND p.address = owner.address AND NOT p.owns_address AND NOT p.active))
    """
).bindparams(_PERSON, bindparam("erased", type_=Text))
_KEPT_ANSWERS = text("DELETE FROM escalated_idempotency_keys WHERE caller = :caller")
_FILES: Final = (
    (
        "person.jsonl",
        "SELECT email, name, kind, locale, email_verified, created_at FROM escalated_people WHERE id = :person",
    ),
    (
        "sessions.jsonl",
        "SELECT method, user_agent, created_at, refreshed_at, ended_at FROM escalated_sessions"
        " WHERE person_id = :person",
    ),
    (
        "api-tokens.jsonl",
        "SELECT name, scopes, created_at, expires_at, last_used_at FROM escalated_api_tokens WHERE person_id = :person",
    ),
    (
        "audit.jsonl",
        "SELECT at, service, action, object_type, object_id FROM escalated_audit_entries"
        " WHERE actor_id = CAST(:person AS text) ORDER BY at LIMIT 100000",
    ),
)


async def export_own(database: Database, person_id: Any) -> AsyncIterator[Part]:
    """The files that identity has on a person."""
    for name, sql in _FILES:
        yield name, b""
        async with database.reading() as reader:
            rows = list(await reader.execute(text(sql).bindparams(_PERSON), {"person": person_id}))
        for row in rows:
            yield "", orjson.dumps(dict(row._mapping), default=str) + b"\n"


async def erase_own(uow: UnitOfWork, context: Context, person: Person) -> list[Finding]:
    """Makes a tombstone of the person, who is signed out everywhere; the others hear `person.erased`.

    Raises Conflict where no administrator would be left.
    """
    await keep_an_admin(uow, person)
    found = await _findings(uow, person)
    await families.end_all(uow, context.announcer, person.id, because="erased")
    for statement in (*_FORGET, _SESSIONS):
        await uow.execute(statement, {"person": person.id})
    await uow.execute(_KEPT_ANSWERS, {"caller": f"person:{person.id}"})
    await uow.execute(_ROW, {"person": person.id, "erased": ERASED, "now": uow.now})
    erased = await lock_person(uow, person.id)
    assert erased.address == tombstone(person)
    announce_access(uow, context.announcer, person.id, erased.access_version)
    publish_updated(uow, erased, [])
    uow.publish(identity_events.PersonErased(person_id=str(person.id)), entity_id=person.id, version=erased.version)
    # Neither name nor address: the trail is kept.
    await record(uow, "person.erased", object_type="person", object_id=person.id)
    return found


async def _findings(uow: UnitOfWork, person: Person) -> list[Finding]:
    counts = (await uow.execute(_COUNT, {"person": person.id, "text_id": str(person.id)})).one()
    return [
        Finding(what, count, 0 if why else count, count if why else 0, why)
        for (what, _, why), count in zip(_KINDS, counts, strict=True)
        if count
    ]
