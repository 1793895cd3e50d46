"""Bulk jobs and undo.

Revision ID: 0007
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_undoable_changes (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        person_id uuid NOT NULL,
        job_id uuid,
        before jsonb NOT NULL,
        after jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        undone_at timestamptz,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_undoable_changes_ticket_idx
        ON escalated_undoable_changes (ticket_id, person_id, created_at, id)
    """,
    "CREATE INDEX escalated_undoable_changes_age_idx ON escalated_undoable_changes (created_at)",
    """
    CREATE TABLE escalated_bulk_jobs (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        person_name text NOT NULL,
        permissions text[] NOT NULL,
        channel text NOT NULL,
        action jsonb NOT NULL,
        total integer NOT NULL,
        undo_of uuid,
        undone_by uuid,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_bulk_jobs_open_idx ON escalated_bulk_jobs (created_at) WHERE finished_at IS NULL",
    "CREATE INDEX escalated_bulk_jobs_age_idx ON escalated_bulk_jobs (created_at)",
    """
    CREATE TABLE escalated_bulk_items (
        job_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        outcome text,
        code text NOT NULL DEFAULT '',
        detail text NOT NULL DEFAULT '',
        PRIMARY KEY (job_id, ticket_id),
        FOREIGN KEY(job_id) REFERENCES escalated_bulk_jobs (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_bulk_items_open_idx ON escalated_bulk_items (job_id, ticket_id) WHERE outcome IS NULL",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE escalated_bulk_items, escalated_bulk_jobs, escalated_undoable_changes")
