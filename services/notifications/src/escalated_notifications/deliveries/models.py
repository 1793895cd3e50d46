"""One row for each mail and each webhook call, beside the columns that ordered deliveries have."""

from typing import Any

from sqlalchemy import Column, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.deliveries import delivery_tables
from escalated_notifications.metadata import metadata


def own_columns() -> list[Column[Any]]:
    """`content` is the mail as it was composed at its first try; every later try sends the same."""
    return [
        Column("channel", Text, nullable=False),
        Column("recipient", Text, nullable=False),
        Column("subject", Text, nullable=False, server_default=text("''")),
        Column("ticket_id", Text, nullable=False, server_default=text("''")),
        Column("event_type", Text, nullable=False, server_default=text("''")),
        Column("message_id", Text, nullable=False, server_default=text("''")),
        Column("content", JSONB),
    ]


TABLES = delivery_tables(metadata, "escalated_deliveries", *own_columns())
DELIVERIES = TABLES.deliveries

Index("escalated_deliveries_newest", DELIVERIES.c.created_at, DELIVERIES.c.id)
Index("escalated_deliveries_of_ticket", DELIVERIES.c.ticket_id, DELIVERIES.c.created_at, DELIVERIES.c.id)
Index("escalated_deliveries_of_target", DELIVERIES.c.target, DELIVERIES.c.created_at, DELIVERIES.c.id)
