"""What can be done with deliveries, and what is told when one has ended."""

from typing import Any
from uuid import UUID

from escalated.notifications.v1 import events_pb2
from sqlalchemy import Row

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.deliveries import Delivery, Outcome, State, retry
from escalated_chassis.errors import Conflict
from escalated_notifications.deliveries.models import DELIVERIES
from escalated_notifications.deliveries.queries import find_delivery


async def retry_delivery(uow: UnitOfWork, delivery_id: UUID) -> Row[Any]:
    """Queues a delivery that has ended, or waits, for now. Raises `NotFound`, `Conflict` while it is being sent."""
    row = await find_delivery(uow.connection, delivery_id)
    if not await retry(uow, DELIVERIES, delivery_id):
        raise Conflict("It is being sent at this moment.", code="delivery_in_progress")
    changes = [("state", row.state, "queued")]
    uow.audit(
        "delivery.retried", object_type="delivery", object_id=delivery_id, object_name=row.recipient, changes=changes
    )
    return await find_delivery(uow.connection, delivery_id)


async def tell_the_end(uow: UnitOfWork, delivery: Delivery, state: State, outcome: Outcome) -> None:
    """Publishes what became of a delivery, in the transaction that writes it down."""
    row = delivery.row
    if state == "suppressed":
        return
    shared = {"delivery_id": str(delivery.id), "ticket_id": row.ticket_id, "channel": row.channel}
    if state == "failed":
        event = events_pb2.DeliveryFailed(**shared, detail=outcome.detail[:1000])
        uow.publish(event, entity_id=row.ticket_id or delivery.id)
        return
    uow.publish(events_pb2.DeliverySent(**shared, message_id=row.message_id), entity_id=row.ticket_id or delivery.id)
