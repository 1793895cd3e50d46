"""Who of a host application is who here, and which of its tokens were used."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid

from escalated_identity.metadata import metadata

sso_links = Table(
    "escalated_sso_links",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person_id", Uuid, ForeignKey("escalated_people.id", ondelete="CASCADE"), nullable=False),
    Column("linked_at", DateTime(timezone=True), nullable=False),
)
Index("escalated_sso_links_person_idx", sso_links.c.person_id)

sso_used_tokens = Table(
    "escalated_sso_used_tokens",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("jti", Text, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("escalated_sso_used_tokens_expires_idx", sso_used_tokens.c.expires_at)
