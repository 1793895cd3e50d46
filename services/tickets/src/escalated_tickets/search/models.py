"""What is searched, apart from the ticket's row so that this stays narrow; for staff and for customers each its own.

Staff's words hold notes too. Weight A marks words of subject, reference and requester: they can be replaced without
reading the conversation again. The configuration `escalated_words` (simple + unaccent) is made by the first migration.
"""

from sqlalchemy import Column, Index, Table, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR

from escalated_tickets.metadata import metadata

staff_documents = Table(
    "escalated_staff_documents",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    # The ticket's, so that the newest of a department are walked here and not looked up one by one.
    Column("department_id", Uuid),
    Column("words", TSVECTOR, nullable=False),
)
Index("escalated_staff_documents_words_idx", staff_documents.c.words, postgresql_using="gin")
Index(
    "escalated_staff_documents_department_idx",
    staff_documents.c.department_id,
    staff_documents.c.ticket_id,
)

# Without an index of words: who may search these has few tickets, which are looked at one by one.
public_documents = Table(
    "escalated_public_documents",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("words", TSVECTOR, nullable=False),
)
