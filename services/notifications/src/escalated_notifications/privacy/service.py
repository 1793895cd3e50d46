"""Erasing a person's mails and addresses, and dropping what was about a ticket that is no more.

Rows of deliveries stay, empty: that a mail went out, and when, is the desk's record.
"""

from typing import Final

from sqlalchemy import Text, bindparam, text

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import Unavailable
from escalated_notifications.privacy.findings import ERASED, Subject, tickets_of

# What waited is not sent any more; what is being sent at this moment is waited for.
_EMPTY: Final = """
    subject = '', content = NULL, payload = '{}', detail = '', attempts = '[]',
    state = CASE state WHEN 'queued' THEN 'suppressed' ELSE state END, finished_at = coalesce(finished_at, :now)
"""
_OWN = text(
    f"""
    UPDATE escalated_deliveries SET target = 'erased:' || id, recipient = :erased, {_EMPTY}
    WHERE target = :target AND state <> 'sending'
    """  # noqa: S608 (a constant)
).bindparams(bindparam("erased", type_=Text))
_ABOUT_TICKETS = text(
    f"""
    UPDATE escalated_deliveries SET {_EMPTY}
    WHERE ticket_id = ANY(CAST(:tickets AS text[])) AND payload <> '{{}}' AND state <> 'sending'
    """  # noqa: S608 (a constant)
)
_RAW = text(
    """
    DELETE FROM escalated_inbound_raw WHERE mail_id IN (
        SELECT id FROM escalated_inbound_mails WHERE sender = :address AND state <> 'sending')
    """
)
_RECEIVED = text(
    """
    UPDATE escalated_inbound_mails SET
        sender = :erased, ordering_key = 'erased:' || id, source_id = 'erased:' || id, message_id = '', subject = '',
        payload = '{}', detail = '', attempts = '[]',
        state = CASE state WHEN 'queued' THEN 'suppressed' ELSE state END, finished_at = coalesce(finished_at, :now)
    WHERE sender = :address AND state <> 'sending'
    """
).bindparams(bindparam("erased", type_=Text))
_PAUSE = text("DELETE FROM escalated_deliveries_pauses WHERE target = :target")
_OWNER = text("UPDATE escalated_webhooks SET owner_email = '' WHERE owner_id = :person")
_PERSON = text(
    """
    UPDATE escalated_people SET
        name = :erased, email = 'erased-' || id || '@invalid', active = false, locale = '', department_ids = '{}'
    WHERE id = :person
    """
).bindparams(bindparam("erased", type_=Text))
_IN_HAND = text(
    """
    SELECT EXISTS (SELECT FROM escalated_deliveries WHERE target = :target)
        OR EXISTS (SELECT FROM escalated_inbound_mails WHERE sender = :address)
    """
)
_OF_TICKET = tuple(
    text(f"DELETE FROM {table} WHERE ticket_id = :ticket")  # noqa: S608 (constants)
    for table in ("escalated_deliveries", "escalated_inbound_mails")
)


async def erase_person(uow: UnitOfWork, subject: Subject) -> None:
    """Erases their mails, both ways, the words of theirs in mails to others, and their address.

    Raises Unavailable where a mail of theirs is being sent or taken in at this moment: it will have been, soon.
    """
    known = subject.bound | {"now": uow.now, "tickets": await tickets_of(uow.connection, subject)}
    for statement in (_OWN, _ABOUT_TICKETS, _RAW, _RECEIVED, _PAUSE, _OWNER, _PERSON):
        names = statement.compile().params
        await uow.execute(statement, {name: known[name] for name in names})
    if (await uow.execute(_IN_HAND, {"target": known["target"], "address": known["address"]})).scalar_one():
        raise Unavailable("A mail of theirs is on its way.", code="mail_in_hand", retry_after=5)


async def bury(uow: UnitOfWork, person_id: str) -> None:
    """Makes a tombstone of the copy's row: for the event, which may come before identity asks for the rest."""
    await uow.execute(_PERSON, {"person": person_id, "erased": ERASED})


async def forget_ticket(uow: UnitOfWork, ticket_id: str) -> None:
    """Drops every mail and call about a ticket that was purged."""
    for statement in _OF_TICKET:
        await uow.execute(statement, {"ticket": ticket_id})
