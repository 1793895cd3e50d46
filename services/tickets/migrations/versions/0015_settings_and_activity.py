"""Settings of run time, and activity by who did it.

Revision ID: 0015
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_settings (
        name text NOT NULL,
        value jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (name)
    )
    """,
    "CREATE INDEX escalated_activities_actor_idx ON escalated_activities (actor_id, created_at, id)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX escalated_activities_actor_idx")
    op.execute("DROP TABLE escalated_settings")
