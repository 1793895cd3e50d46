"""The copy of the directory: what mail needs to know of people and departments."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_notifications.metadata import metadata

PEOPLE = Table(
    "escalated_people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("locale", Text, nullable=False, server_default=text("''")),
    Column("department_ids", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("version", Integer, nullable=False),
    Index("escalated_people_departments", "department_ids", postgresql_using="gin"),
)
Index("escalated_people_email", func.lower(PEOPLE.c.email))
