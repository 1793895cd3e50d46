"""What was merged, and what of it moved: enough to take it back."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from escalated_tickets.metadata import metadata

TIME = DateTime(timezone=True)

merges = Table(
    "escalated_ticket_merges",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("source_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), nullable=False),
    Column("target_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), nullable=False),
    Column("before", JSONB, nullable=False, comment="of the source status, stamps and sleep; of the target its status"),
    Column("merged_at", TIME, nullable=False),
    Column("undone_at", TIME),
)
Index("escalated_ticket_merges_source_key", merges.c.source_id, unique=True, postgresql_where=text("undone_at IS NULL"))
Index("escalated_ticket_merges_target_idx", merges.c.target_id)

# One row for each thing that the target has by the merge alone. `kind`: message, side_conversation, subject, tag,
# follower, participant.
merged_items = Table(
    "escalated_merged_items",
    metadata,
    Column("merge_id", Uuid, ForeignKey("escalated_ticket_merges.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("item_id", Uuid, primary_key=True),
)
