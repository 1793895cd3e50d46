"""Statuses and their transitions as rows."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from escalated_tickets.metadata import metadata

statuses = Table(
    "escalated_statuses",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("color", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("default_of_category", Boolean, nullable=False),
    Column("built_in", Boolean, nullable=False),
)
Index(
    "escalated_statuses_default_key",
    statuses.c.category,
    unique=True,
    postgresql_where=statuses.c.default_of_category,
)

transitions = Table(
    "escalated_status_transitions",
    metadata,
    Column("before", Text, ForeignKey("escalated_statuses.slug", ondelete="CASCADE"), primary_key=True),
    Column("after", Text, ForeignKey("escalated_statuses.slug", ondelete="CASCADE"), primary_key=True),
)
