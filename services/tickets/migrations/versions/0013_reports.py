"""Reports.

Revision ID: 0013
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_report_tickets (
        ticket_id uuid NOT NULL,
        base_sequence integer NOT NULL,
        state_sequence integer NOT NULL,
        created_at timestamptz NOT NULL,
        department_id uuid,
        assignee_id uuid,
        channel text NOT NULL,
        priority smallint NOT NULL,
        type text NOT NULL,
        tag_ids uuid[] NOT NULL,
        follower_ids uuid[] NOT NULL,
        deleted boolean NOT NULL,
        PRIMARY KEY (ticket_id),
        FOREIGN KEY(ticket_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE escalated_report_facts (
        ticket_id uuid NOT NULL,
        sequence integer NOT NULL,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        person_id uuid,
        score smallint,
        PRIMARY KEY (ticket_id, sequence),
        FOREIGN KEY(ticket_id) REFERENCES escalated_report_tickets (ticket_id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE escalated_report_moments (
        ticket_id uuid NOT NULL,
        number smallint NOT NULL,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        seconds double precision,
        score smallint,
        reopened boolean NOT NULL,
        open boolean NOT NULL,
        agent_id uuid,
        assignee_id uuid,
        department_id uuid,
        channel text NOT NULL,
        priority smallint NOT NULL,
        type text NOT NULL,
        tag_ids uuid[] NOT NULL,
        follower_ids uuid[] NOT NULL,
        PRIMARY KEY (ticket_id, number),
        FOREIGN KEY(ticket_id) REFERENCES escalated_report_tickets (ticket_id) ON DELETE CASCADE
    )
    """,
    """
    CREATE INDEX escalated_report_moments_at_idx ON escalated_report_moments (kind, at)
        INCLUDE (seconds, reopened, score, department_id, assignee_id, follower_ids)
    """,
    "CREATE INDEX escalated_report_moments_open_idx ON escalated_report_moments (department_id) WHERE open",
    """
    CREATE TABLE escalated_report_builds (
        id smallint NOT NULL,
        after_id uuid NOT NULL,
        done integer NOT NULL,
        total integer NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        PRIMARY KEY (id)
    )
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("builds", "moments", "facts", "tickets"):
        op.execute(f"DROP TABLE escalated_report_{table}")
