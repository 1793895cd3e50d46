"""Outside effects in order: mail, webhooks and whatever else leaves the house, one at a time per target and key."""

from escalated_chassis.deliveries.schedule import OVER_A_DAY, Schedule
from escalated_chassis.deliveries.store import (
    cancel_target,
    intake,
    pause,
    resume,
    retry,
    retry_failed,
)
from escalated_chassis.deliveries.tables import (
    Delivery,
    DeliveryTables,
    NewDelivery,
    State,
    create_delivery_tables,
    delivery_tables,
)
from escalated_chassis.deliveries.worker import DeliveryWorker, Outcome, Result

__all__ = [
    "OVER_A_DAY",
    "Delivery",
    "DeliveryTables",
    "DeliveryWorker",
    "NewDelivery",
    "Outcome",
    "Result",
    "Schedule",
    "State",
    "cancel_target",
    "create_delivery_tables",
    "delivery_tables",
    "intake",
    "pause",
    "resume",
    "retry",
    "retry_failed",
]
