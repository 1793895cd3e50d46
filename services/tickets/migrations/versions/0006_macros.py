"""Macros, canned responses and what statuses need.

Revision ID: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BUILT_IN = (
    "('open', 'in_progress', 'waiting_on_customer', 'waiting_on_agent', 'escalated', 'resolved', 'closed', 'reopened')"
)
_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_macros (
        id uuid NOT NULL,
        name text NOT NULL,
        description text DEFAULT '' NOT NULL,
        actions jsonb NOT NULL,
        owner_id uuid NOT NULL,
        shared text NOT NULL,
        department_id uuid,
        position integer DEFAULT 0 NOT NULL,
        usage_count integer DEFAULT 0 NOT NULL,
        version integer DEFAULT 1 NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id),
        CONSTRAINT escalated_macros_shared_check CHECK (shared IN ('own', 'department', 'all')),
        CONSTRAINT escalated_macros_department_check CHECK ((shared = 'department') = (department_id IS NOT NULL))
    )
    """,
    "CREATE INDEX escalated_macros_owner_idx ON escalated_macros (owner_id)",
    """
    CREATE TABLE escalated_canned_responses (
        id uuid NOT NULL,
        name text NOT NULL,
        category text DEFAULT '' NOT NULL,
        body text NOT NULL,
        owner_id uuid NOT NULL,
        shared text NOT NULL,
        department_id uuid,
        usage_count integer DEFAULT 0 NOT NULL,
        version integer DEFAULT 1 NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id),
        CONSTRAINT escalated_canned_responses_shared_check CHECK (shared IN ('own', 'department', 'all')),
        CONSTRAINT escalated_canned_responses_department_check
            CHECK ((shared = 'department') = (department_id IS NOT NULL))
    )
    """,
    "CREATE INDEX escalated_canned_responses_owner_idx ON escalated_canned_responses (owner_id)",
    """
    CREATE TABLE escalated_canned_response_files (
        id uuid NOT NULL,
        canned_response_id uuid NOT NULL,
        position integer NOT NULL,
        filename text NOT NULL,
        content_type text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 text NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(canned_response_id) REFERENCES escalated_canned_responses (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX escalated_canned_response_files_owner_idx
        ON escalated_canned_response_files (canned_response_id, position)
    """,
    "CREATE INDEX escalated_tickets_snoozed_idx ON escalated_tickets (snoozed_until) WHERE snoozed_until IS NOT NULL",
    f"CREATE INDEX escalated_tickets_status_idx ON escalated_tickets (status) WHERE status NOT IN {_BUILT_IN}",
)
_DROPS = (
    "DROP INDEX escalated_tickets_status_idx",
    "DROP INDEX escalated_tickets_snoozed_idx",
    "DROP TABLE escalated_canned_response_files",
    "DROP TABLE escalated_canned_responses",
    "DROP TABLE escalated_macros",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for statement in _DROPS:
        op.execute(statement)
