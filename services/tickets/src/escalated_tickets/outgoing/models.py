"""Replies that wait, as rows. The id is that of the message to come: it cannot be written twice.

Their files belong to the message to come already (`attachments.message_id`), but to no ticket: nobody else can attach
them, the sweep leaves them, and no link opens them.
"""

from sqlalchemy import ARRAY, Column, DateTime, Index, Table, Text, Uuid

from escalated_tickets.metadata import metadata

outgoing = Table(
    "escalated_outgoing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_email", Text, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False, comment="what their token allowed: never more at sending"),
    Column("body", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("status", Text),
    Column("channel", Text, nullable=False),
    Column("uploader", Text, nullable=False),
    Column("upload_ids", ARRAY(Uuid), nullable=False),
    Column("state", Text, nullable=False, comment="waiting, sent or failed"),
    Column("failure", Text, nullable=False),
    Column("send_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("origin", Text),
)
Index("escalated_outgoing_due_idx", outgoing.c.send_at, postgresql_where=outgoing.c.state == "waiting")
Index(
    "escalated_outgoing_done_idx",
    outgoing.c.finished_at,
    postgresql_where=outgoing.c.state.in_(("sent", "taken_back")),
)
Index("escalated_outgoing_ticket_idx", outgoing.c.ticket_id, outgoing.c.send_at, outgoing.c.id)
Index("escalated_outgoing_author_idx", outgoing.c.author_id)
