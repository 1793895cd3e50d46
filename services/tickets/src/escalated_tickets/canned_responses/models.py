"""Canned responses as rows. Their files are theirs alone: a reply gets copies, so that none is used up."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from escalated_tickets.metadata import metadata

canned_responses = Table(
    "escalated_canned_responses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False, comment="Markdown with variables"),
    Column("owner_id", Uuid, nullable=False),
    Column("shared", Text, nullable=False, comment="own, department or all"),
    Column("department_id", Uuid),
    Column("usage_count", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("origin", Text),
    CheckConstraint("shared IN ('own', 'department', 'all')", name="escalated_canned_responses_shared_check"),
    CheckConstraint(
        "(shared = 'department') = (department_id IS NOT NULL)", name="escalated_canned_responses_department_check"
    ),
)
Index("escalated_canned_responses_owner_idx", canned_responses.c.owner_id)

canned_response_files = Table(
    "escalated_canned_response_files",
    metadata,
    Column("id", Uuid, primary_key=True, comment="of the bytes in the store"),
    Column(
        "canned_response_id",
        Uuid,
        ForeignKey("escalated_canned_responses.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("position", Integer, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
)
Index(
    "escalated_canned_response_files_owner_idx",
    canned_response_files.c.canned_response_id,
    canned_response_files.c.position,
)
