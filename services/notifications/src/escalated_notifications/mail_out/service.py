"""Puts mails into the queue: for an event, or because another service asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, NewDelivery, intake
from escalated_chassis.events.envelope import Event
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.mail_out.brief import brief, message_id_for, target_of
from escalated_notifications.people.queries import people_by_ids, staff_of
from escalated_notifications.recipients.occasions import Told
from escalated_notifications.recipients.rules import Directory, Hearer, hearers

_KEEP_CONTENT = (
    update(DELIVERIES)
    .where(DELIVERIES.c.id == bindparam("row_id"), DELIVERIES.c.lease == bindparam("old_lease"))
    .values(content=bindparam("new_content"), subject=bindparam("new_subject"))
)


@dataclass(frozen=True)
class MailPolicy:
    """What the settings say about mail."""

    domain: str
    tell_of_new_tickets: bool = True


async def queue_mails(uow: UnitOfWork, event: Event, what: Told, policy: MailPolicy) -> list[UUID]:
    """One mail for everybody who hears of it, never two for one cause; returns the ids of the new ones."""
    directory = await _directory(uow.connection, what)
    chosen = hearers(what.happening, directory, tell_of_new_tickets=policy.tell_of_new_tickets)
    mails = [_delivery(event, what, hearer, policy, what.cause) for hearer in chosen]
    queued = await intake(uow, DELIVERIES, mails)
    if what.message is None or len(queued) == len(mails):
        return queued
    return queued + await _queue_messages(uow, event, what, mails)


async def _queue_messages(uow: UnitOfWork, event: Event, what: Told, mails: Sequence[NewDelivery]) -> list[UUID]:
    """Somebody's words go out in any case, also to those who heard of the same cause already."""
    taken = await _message_ids(uow.connection, mails)
    heard = [mail for mail in mails if taken.get((mail.target, mail.source_id)) != mail.more["message_id"]]
    message_id = what.message.id if what.message else event.id
    again = [
        NewDelivery(mail.target, mail.ordering_key, message_id, mail.occurred_at, mail.payload, more=mail.more)
        for mail in heard
    ]
    return await intake(uow, DELIVERIES, again)


async def _message_ids(connection: AsyncConnection, mails: Sequence[NewDelivery]) -> dict[tuple[str, str], str]:
    keys = [(mail.target, mail.source_id) for mail in mails]
    statement = select(DELIVERIES.c.target, DELIVERIES.c.source_id, DELIVERIES.c.message_id)
    rows = await connection.execute(statement.where(tuple_(DELIVERIES.c.target, DELIVERIES.c.source_id).in_(keys)))
    return {(row.target, row.source_id): row.message_id for row in rows}


async def queue_single(
    uow: UnitOfWork,
    *,
    key: str,
    template: str,
    email: str,
    name: str,
    locale: str,
    variables: dict[str, str],
    domain: str,
) -> UUID:
    """A mail outside of any ticket; the same key queues it once and answers the same id."""
    payload = {
        "template": template,
        "side": "single",
        "person": {"id": "", "name": name, "email": email, "locale": locale},
        "variables": variables,
        "automatic": True,
    }
    more = {
        "channel": "email",
        "recipient": email,
        "event_type": template,
        "message_id": f"<mail-{uow.id}@{domain}>",
    }
    mail = NewDelivery(target_of(email), f"single:{key}", f"single:{key}", uow.now, payload, more=more)
    queued = await intake(uow, DELIVERIES, [mail])
    if queued:
        return queued[0]
    known = select(DELIVERIES.c.id).where(DELIVERIES.c.target == mail.target, DELIVERIES.c.source_id == mail.source_id)
    found: UUID = (await uow.execute(known)).scalar_one()
    return found


async def keep_content(uow: UnitOfWork, delivery: Delivery, content: dict[str, str], *, subject: str) -> None:
    """Keeps a mail as it was composed, for every later try and for the log; only while the delivery is still ours."""
    values = {"row_id": delivery.id, "old_lease": delivery.lease, "new_content": content, "new_subject": subject}
    await uow.execute(_KEEP_CONTENT, values)


async def _directory(connection: AsyncConnection, what: Told) -> Directory:
    parties = what.happening.parties
    ids = {
        parties.requester.id,
        parties.assignee,
        *parties.followers,
        *what.happening.named,
        *what.happening.mentioned,
        *(person.id for person in parties.participants),
    }
    members = {parties.department: await staff_of(connection, parties.department)}
    return Directory(await people_by_ids(connection, ids), members)


def _delivery(event: Event, what: Told, hearer: Hearer, policy: MailPolicy, source_id: str) -> NewDelivery:
    payload: dict[str, Any] = brief(event, what, hearer)
    return NewDelivery(
        target=target_of(hearer.person.email),
        ordering_key=what.ticket.id,
        source_id=source_id,
        occurred_at=event.meta.occurred_at.ToDatetime(tzinfo=UTC),
        payload=payload,
        more={
            "channel": "email",
            "recipient": hearer.person.email,
            "ticket_id": what.ticket.id,
            "event_type": event.type,
            "message_id": message_id_for(event, what, hearer, policy.domain),
        },
    )
