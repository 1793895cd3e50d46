"""Erasing a person: rows stay where the desk needs them, nothing of the person stays in them.

In batches, each a transaction of its own: a customer of ten years has more than one transaction should hold. Doing it
again does no harm, so a try that broke off is simply made again. Names and words are taken away by sets and not by
one command per ticket: it is no change of a ticket, and tells nobody of anything. Only who loses their agent hears of
it (`open_work.py`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_chassis.acting import Acting
from escalated_chassis.database.engine import Database
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_tickets.attachments.service import remove_bytes
from escalated_tickets.attachments.storage import FileStore
from escalated_tickets.desk import Desk
from escalated_tickets.privacy.findings import ERASED, Subject, tombstone
from escalated_tickets.privacy.open_work import let_go
from escalated_tickets.search.service import rebuild

BATCH: Final = 100
_ACTING: Final = Acting("service", "identity")
_SET: Final = {"erased": ERASED, "erased_html": f"<p>{ERASED}</p>"}

_IDS = bindparam("ids", type_=ARRAY(Uuid))
_PERSON = bindparam("person", type_=Uuid)
_BEFORE = bindparam("before", type_=DateTime(timezone=True))

_TICKETS = text(
    """
    UPDATE escalated_tickets SET
        subject = :erased, requester_name = :erased, requester_email = :address, snippet = :erased,
        custom_fields = '{}', version = version + 1, public_version = public_version + 1
    WHERE id IN (
        SELECT id FROM escalated_tickets
        WHERE requester_id = :person AND created_at <= :before
            AND (requester_name, requester_email, subject) IS DISTINCT FROM (:erased, :address, :erased)
        ORDER BY id LIMIT :limit FOR UPDATE
    ) RETURNING id
    """
).bindparams(_PERSON, _BEFORE, bindparam("erased", type_=Text), bindparam("address", type_=Text))
_CHANGES_OF_TICKETS = text(
    """
    UPDATE escalated_activities SET before = NULL, after = NULL
    WHERE ticket_id = ANY(CAST(:ids AS uuid[])) AND kind = 'ticket.updated'
    """
).bindparams(_IDS)
_BESIDE_TICKETS = tuple(
    text(f"DELETE FROM {table} WHERE ticket_id = ANY(CAST(:ids AS uuid[]))").bindparams(_IDS)  # noqa: S608
    for table in ("escalated_undoable_changes", "escalated_ticket_subjects")
)
_MESSAGES = text(
    """
    UPDATE escalated_messages SET
        author_name = :erased, author_email = '',
        body_text = CASE WHEN author_kind = 'customer' THEN :erased ELSE body_text END,
        body_html = CASE WHEN author_kind = 'customer' THEN :erased_html ELSE body_html END
    WHERE id IN (
        SELECT id FROM escalated_messages
        WHERE author_id = :person AND created_at <= :before AND author_name <> :erased
        ORDER BY id LIMIT :limit FOR UPDATE
    ) RETURNING id, ticket_id, author_kind
    """
).bindparams(_PERSON, _BEFORE, bindparam("erased", type_=Text), bindparam("erased_html", type_=Text))
_FILES = text("DELETE FROM escalated_attachments WHERE message_id = ANY(CAST(:ids AS uuid[])) RETURNING id").bindparams(
    _IDS
)
# Files of replies that wait belong to the message to come already, and to no ticket. What a third party sent along
# beside a ticket was uploaded by mail, not by them.
_UPLOADS = text(
    """
    DELETE FROM escalated_attachments WHERE
        (message_id IS NULL AND uploader IN (:as_person, :as_guest))
        OR message_id IN (SELECT id FROM escalated_outgoing WHERE author_id = :person AND state <> 'sent')
        OR message_id IN (
            SELECT id FROM escalated_side_messages WHERE author_id = :person AND author_kind = 'third_party'
        )
    RETURNING id
    """
).bindparams(_PERSON)
_CANNED_FILES = text(
    """
    DELETE FROM escalated_canned_response_files WHERE canned_response_id IN (
        SELECT id FROM escalated_canned_responses WHERE owner_id = :person AND shared = 'own'
    ) RETURNING id
    """
).bindparams(_PERSON)
# What a list shows of a ticket's last words, where those may have been taken away.
_SNIPPETS = text(
    """
    UPDATE escalated_tickets AS ticket SET snippet = :erased
    WHERE ticket.id = ANY(CAST(:ids AS uuid[])) AND :erased = (
        SELECT body_text FROM escalated_messages
        WHERE ticket_id = ticket.id AND kind = 'reply' ORDER BY created_at DESC, id DESC LIMIT 1
    )
    """
).bindparams(_IDS, bindparam("erased", type_=Text))
_ACTIVITY = text(
    """
    UPDATE escalated_activities SET actor_name = :erased WHERE id IN (
        SELECT id FROM escalated_activities WHERE actor_id = :text_id AND actor_name <> :erased LIMIT :limit
    )
    """
)
# Whose a ticket was is told with a name; an undo tells it as `assignment`.
_NAMED = "COALESCE({0} #>> '{{assignee,id}}', {0} #>> '{{assignment,id}}')"
_NAMES = "COALESCE({0} #>> '{{assignee,name}}', {0} #>> '{{assignment,name}}')"
_TELLS_WHOSE = "kind IN ('ticket.assigned', 'ticket.unassigned', 'ticket.restored')"
# A department's own choice is told with its reason, in which the name stands once more.
_WITHOUT_NAME = """
    {0} = CASE
        WHEN {0} #>> '{{assignee,id}}' = :text_id
            THEN jsonb_set({0}, '{{assignee,name}}', to_jsonb(CAST(:erased AS text))) || CASE
                WHEN {0} ->> 'reason' IS NULL THEN CAST('{{}}' AS jsonb)
                ELSE jsonb_build_object('reason', replace({0} ->> 'reason', {0} #>> '{{assignee,name}}', :erased)) END
        WHEN {0} #>> '{{assignment,id}}' = :text_id
            THEN jsonb_set({0}, '{{assignment,name}}', to_jsonb(CAST(:erased AS text)))
        ELSE {0} END
"""
_NAMED_ON_A_SIDE = f"""
    SELECT id FROM escalated_activities
    WHERE {_TELLS_WHOSE} AND {_NAMED} IS NOT NULL AND {_NAMED} = :text_id AND {_NAMES} <> :erased
"""  # noqa: S608 (constants)
_NAMED_IN_ACTIVITY = text(
    f"""
    UPDATE escalated_activities SET {_WITHOUT_NAME.format("before")}, {_WITHOUT_NAME.format("after")} WHERE id IN (
        SELECT id FROM (
            {_NAMED_ON_A_SIDE.format("before")} UNION {_NAMED_ON_A_SIDE.format("after")}
        ) AS named LIMIT :limit
    )
    """  # noqa: S608 (constants)
).bindparams(bindparam("text_id", type_=Text), bindparam("erased", type_=Text))
# What may be taken back for a day would bring the name back with it.
_UNDOABLE = text(
    """
    DELETE FROM escalated_undoable_changes
    WHERE before #>> '{assignment,assignee_id}' = :text_id OR after #>> '{assignment,assignee_id}' = :text_id
    """
).bindparams(bindparam("text_id", type_=Text))
_MAY_CHANGE_ACTIVITY = text("SELECT set_config('escalated.erasing', 'on', true)")
_ASSIGNED = text(
    """
    UPDATE escalated_tickets SET assignee_name = :erased, assignee_email = '' WHERE id IN (
        SELECT id FROM escalated_tickets WHERE assignee_id = :person AND assignee_name <> :erased
        ORDER BY id LIMIT :limit FOR UPDATE
    )
    """
).bindparams(_PERSON, bindparam("erased", type_=Text))
_SIDE_LINES = text(
    """
    UPDATE escalated_side_messages SET
        author_name = :erased, author_email = '',
        body_text = CASE WHEN author_kind = 'third_party' THEN :erased ELSE body_text END,
        body_html = CASE WHEN author_kind = 'third_party' THEN :erased_html ELSE body_html END
    WHERE author_id = :person
    """
).bindparams(_PERSON, bindparam("erased", type_=Text), bindparam("erased_html", type_=Text))
_SIDE_PEOPLE = text(
    """
    UPDATE escalated_side_conversations SET
        author_name = CASE WHEN author_id = :person THEN :erased ELSE author_name END,
        author_email = CASE WHEN author_id = :person THEN '' ELSE author_email END,
        people = (
            SELECT coalesce(jsonb_agg(CASE
                WHEN one->>'id' = :text_id OR lower(one->>'email') = :email
                THEN one || jsonb_build_object('name', CAST(:erased AS text), 'email', '') ELSE one END), '[]')
            FROM jsonb_array_elements(people) AS one
        )
    WHERE author_id = :person OR people @> jsonb_build_array(jsonb_build_object('id', CAST(:text_id AS text)))
        OR people @> jsonb_build_array(jsonb_build_object('email', CAST(:email AS text)))
    """
).bindparams(_PERSON, bindparam("erased", type_=Text), bindparam("text_id", type_=Text), bindparam("email", type_=Text))
_SMALL_THINGS = tuple(
    text(each).bindparams(_PERSON)
    for each in (
        "UPDATE escalated_ratings SET comment = '' WHERE person_id = :person",
        "UPDATE escalated_bulk_jobs SET person_name = :erased WHERE person_id = :person",
        "DELETE FROM escalated_drafts WHERE person_id = :person",
        "DELETE FROM escalated_outgoing WHERE author_id = :person",
        "DELETE FROM escalated_suggested_participants WHERE person_id = :person",
        "DELETE FROM escalated_guest_codes WHERE person_id = :person",
        "DELETE FROM escalated_views WHERE owner_id = :person AND sharing = 'personal'",
        "DELETE FROM escalated_macros WHERE owner_id = :person AND shared = 'own'",
        "DELETE FROM escalated_canned_responses WHERE owner_id = :person AND shared = 'own'",
    )
)
_KEPT_ANSWERS = text("DELETE FROM escalated_idempotency_keys WHERE caller IN (:as_person, :as_guest)")
# A tombstone: the id stays, for what refers to it; the address becomes one that nobody can have.
_ROW = text(
    """
    UPDATE escalated_people SET
        name = :erased, email = 'erased-' || id || '@invalid', kind = 'guest', active = false,
        role_ids = '{}', department_ids = '{}', erased_at = :before
    WHERE (id = :person OR merged_into_id = :person) AND erased_at IS NULL
    """
).bindparams(_PERSON, _BEFORE, bindparam("erased", type_=Text))

Batch = Callable[[UnitOfWork], Awaitable[int]]


async def erase_person(database: Database, desk: Desk, subject: Subject, before: datetime) -> None:
    """Erases what there is of a person until a time; what they write after it is theirs anew."""
    bound = {**subject.bound, **_SET, "address": tombstone(subject.id), "before": before, "limit": BATCH}

    async def tickets(uow: UnitOfWork) -> int:
        ids = list((await uow.execute(_TICKETS, bound)).scalars())
        for statement in (_CHANGES_OF_TICKETS, *_BESIDE_TICKETS):
            await uow.execute(statement, {"ids": ids})
        await rebuild(uow, ids)
        return len(ids)

    async def messages(uow: UnitOfWork) -> int:
        return await _erase_messages(uow, desk.files, bound)

    async def activity(uow: UnitOfWork) -> int:
        return (await uow.execute(_ACTIVITY, bound)).rowcount

    async def named(uow: UnitOfWork) -> int:
        return (await uow.execute(_NAMED_IN_ACTIVITY, bound)).rowcount

    async def assigned(uow: UnitOfWork) -> int:
        return (await uow.execute(_ASSIGNED, bound)).rowcount

    async def in_hand(uow: UnitOfWork) -> int:
        return await let_go(uow, desk, subject, BATCH)

    # First the row: from then on no grant of theirs is good, and nothing more comes in under their name.
    async with database.transaction(_ACTING) as uow:
        await uow.execute(_ROW, bound)
    # The name goes before the tickets do, so that what is told of those does not name them once more.
    for step in (tickets, messages, activity, assigned, in_hand, named):
        await _in_batches(database, step)
    async with database.transaction(_ACTING) as uow:
        await _forget_own(uow, desk.files, subject.id)
        for statement in (*_SMALL_THINGS, _UNDOABLE, _SIDE_LINES, _SIDE_PEOPLE):
            await uow.execute(statement, bound)


async def bury(uow: UnitOfWork, person_id: UUID) -> None:
    """Makes a tombstone of the copy's row: for the event, which may come before identity asks for the rest."""
    await uow.execute(_ROW, {"person": person_id, "erased": ERASED, "before": uow.now})


async def _in_batches(database: Database, step: Batch) -> None:
    while True:
        async with database.transaction(_ACTING) as uow:
            await uow.execute(_MAY_CHANGE_ACTIVITY)
            if await step(uow) < BATCH:
                return


async def _erase_messages(uow: UnitOfWork, files: FileStore, bound: dict[str, Any]) -> int:
    rows = (await uow.execute(_MESSAGES, bound)).all()
    own = [row.id for row in rows if row.author_kind == "customer"]
    touched = sorted({row.ticket_id for row in rows})
    gone = list((await uow.execute(_FILES, {"ids": own})).scalars())
    await uow.execute(_SNIPPETS, {"ids": touched, "erased": ERASED})
    await rebuild(uow, touched)
    remove_bytes(uow, files, gone)
    return len(rows)


async def _forget_own(uow: UnitOfWork, files: FileStore, person_id: UUID) -> None:
    """Uploads that no message took, files of side conversations and of canned responses, and answers kept for keys of
    requests.
    """
    owner = {"as_person": f"person:{person_id}", "as_guest": f"guest:{person_id}", "person": person_id}
    await uow.execute(_KEPT_ANSWERS, owner)
    for statement in (_UPLOADS, _CANNED_FILES):
        remove_bytes(uow, files, list((await uow.execute(statement, owner)).scalars()))
