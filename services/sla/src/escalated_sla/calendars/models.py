"""Calendars as administrators edit them."""

from sqlalchemy import Column, DateTime, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from escalated_sla.metadata import metadata

calendars = Table(
    "escalated_calendars",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("definition", JSONB, nullable=False, comment="the canonical JSON form of calendars/hours.py"),
    Column("holiday_names", JSONB, nullable=False, server_default=text("'{}'"), comment="by date, where there is one"),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
