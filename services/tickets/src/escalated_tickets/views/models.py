"""Views as rows. Conditions are kept as they were checked: ids, not names.

What they name may vanish afterwards; that is found when they are read.
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_tickets.metadata import metadata

views = Table(
    "escalated_views",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Of the views that come with the desk; they can be renamed and arranged, not changed or deleted.
    Column("slug", Text),
    Column("name", Text, nullable=False),
    # personal, department, all
    Column("sharing", Text, nullable=False),
    Column("owner_id", Uuid),
    Column("department_id", Uuid, ForeignKey("escalated_departments.id")),
    Column("conditions", JSONB, nullable=False),
    Column("columns", ARRAY(Text), nullable=False),
    Column("sort", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
)
Index("escalated_views_slug_key", views.c.slug, unique=True, postgresql_where=text("slug IS NOT NULL"))
Index("escalated_views_owner_idx", views.c.owner_id, postgresql_where=text("sharing = 'personal'"))
Index("escalated_views_shared_idx", views.c.position, postgresql_where=text("sharing <> 'personal'"))
