"""Custom fields.

Revision ID: 0012
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_custom_fields (
        id uuid NOT NULL,
        key text NOT NULL,
        label text NOT NULL,
        type text NOT NULL,
        options jsonb NOT NULL,
        position integer NOT NULL,
        active boolean NOT NULL,
        visible_to_customers boolean NOT NULL,
        editable_by_customers boolean NOT NULL,
        department_ids uuid[] NOT NULL,
        ticket_types text[] NOT NULL,
        required_at text[] NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX escalated_custom_fields_key ON escalated_custom_fields (key)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE escalated_custom_fields")
