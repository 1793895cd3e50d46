"""What is searched, apart from the ticket's row so that this stays narrow.

`public_words` hold what the requester may read, `all_words` notes too. Weight A marks words of subject,
reference and requester: they can be replaced without reading the conversation again. The configuration
`escalated_words` (simple + unaccent) is made by the first migration.
"""

from sqlalchemy import Column, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR

from escalated_tickets.metadata import metadata

documents = Table(
    "escalated_search_documents",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("public_words", TSVECTOR, nullable=False),
    Column("all_words", TSVECTOR, nullable=False),
    Column("origin", Text),
)
# Public words have none: who may search those alone has few tickets, which are looked at one by one.
Index("escalated_search_all_idx", documents.c.all_words, postgresql_using="gin")
