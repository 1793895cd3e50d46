"""Guests and ratings.

Revision ID: 0011
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_guest_codes (
        person_id uuid PRIMARY KEY,
        code_hash bytea NOT NULL,
        tries integer NOT NULL,
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX escalated_guest_codes_expires_idx ON escalated_guest_codes (expires_at)",
    """
    CREATE TABLE escalated_guest_attempts (
        key bytea PRIMARY KEY,
        count integer NOT NULL,
        ends_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX escalated_guest_attempts_ends_at_idx ON escalated_guest_attempts (ends_at)",
    """
    CREATE TABLE escalated_ratings (
        id uuid PRIMARY KEY,
        ticket_id uuid NOT NULL REFERENCES escalated_tickets (id) ON DELETE CASCADE,
        person_id uuid NOT NULL,
        score smallint NOT NULL,
        comment text NOT NULL,
        resolution_at timestamptz NOT NULL,
        assignee_id uuid,
        created_at timestamptz NOT NULL,
        origin text
    )
    """,
    "CREATE UNIQUE INDEX escalated_ratings_resolution_key ON escalated_ratings (ticket_id, resolution_at)",
    "CREATE INDEX escalated_ratings_person_idx ON escalated_ratings (person_id)",
)
_TABLES = ("escalated_ratings", "escalated_guest_attempts", "escalated_guest_codes")


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
