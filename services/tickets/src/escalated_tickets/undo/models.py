"""Changes that whoever made them may take back: what the ticket's row said before, and after.

One that came with a message says nothing of either: it is not taken back, and nor is what was done before it.
Kept for a day; what can be taken back is decided by `undo/rules.py`.
"""

from sqlalchemy import Column, DateTime, Index, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_tickets.metadata import metadata

undoable = Table(
    "escalated_undoable_changes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("job_id", Uuid),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
)
_c = undoable.c
Index("escalated_undoable_changes_ticket_idx", _c.ticket_id, _c.person_id, _c.created_at, _c.id)
Index("escalated_undoable_changes_age_idx", _c.created_at)
