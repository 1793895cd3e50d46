"""Codes that were mailed to prove an address, and the counters that bound guessing them."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Uuid

from escalated_chassis.metering import attempts_table
from escalated_tickets.metadata import metadata

# One row per person: a new code ends the one before. There is a row for an unknown address too, whose code nobody got.
codes = Table(
    "escalated_guest_codes",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("code_hash", LargeBinary, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("escalated_guest_codes_expires_idx", codes.c.expires_at)

attempts = attempts_table(metadata, "escalated_guest_attempts")
