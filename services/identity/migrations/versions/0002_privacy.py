"""Requests about people's data: exports and erasures.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.deliveries import create_delivery_tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE escalated_people ADD COLUMN erased_at timestamptz",
    """
    CREATE TABLE escalated_privacy_requests (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        email text NOT NULL,
        state text NOT NULL,
        asked_by_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz
    )
    """,
    "CREATE INDEX escalated_privacy_requests_person_idx ON escalated_privacy_requests (person_id, created_at)",
    """
    CREATE INDEX escalated_privacy_requests_expires_idx ON escalated_privacy_requests (expires_at)
        WHERE expires_at IS NOT NULL
    """,
    """
    CREATE TABLE escalated_privacy_pieces (
        request_id uuid NOT NULL REFERENCES escalated_privacy_requests (id) ON DELETE CASCADE,
        service text NOT NULL,
        number integer NOT NULL,
        name text NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (request_id, service, number)
    )
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    create_delivery_tables(
        op,
        "escalated_privacy_parts",
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("findings", JSONB),
    )
    op.create_index("escalated_privacy_parts_request_idx", "escalated_privacy_parts", ["request_id"])


def downgrade() -> None:
    for table in ("parts", "parts_pauses", "pieces", "requests"):
        op.execute(f"DROP TABLE escalated_privacy_{table}")
    op.execute("ALTER TABLE escalated_people DROP COLUMN erased_at")
