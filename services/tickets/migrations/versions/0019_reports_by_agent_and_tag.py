"""Reports by agent and by tag look at no rows: what they group by stands in the index of moments. So does who sees
what is open now.

While the indexes are made, reports are read on and only what writes moments waits: the consumer of reports. A row of
an index holds 2,704 bytes. A ticket with more than 50 tags, which the version before allowed, keeps them and is
counted for 50 of them.

Revision ID: 0019
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_CUT = "UPDATE {table} SET tag_ids = tag_ids[1:50] WHERE cardinality(tag_ids) > 50"


def upgrade() -> None:
    op.execute(_CUT.format(table="escalated_report_tickets"))
    op.execute(_CUT.format(table="escalated_report_moments"))
    op.execute(
        """
        CREATE INDEX escalated_report_moments_counted_idx ON escalated_report_moments (kind, at)
            INCLUDE (seconds, reopened, score, department_id, assignee_id, agent_id, tag_ids, follower_ids)
        """
    )
    op.execute(
        """
        CREATE INDEX escalated_report_moments_backlog_idx ON escalated_report_moments (department_id)
            INCLUDE (assignee_id, follower_ids) WHERE open
        """
    )
    op.execute("DROP INDEX escalated_report_moments_at_idx")
    op.execute("DROP INDEX escalated_report_moments_open_idx")


def downgrade() -> None:
    op.execute(
        """
        CREATE INDEX escalated_report_moments_at_idx ON escalated_report_moments (kind, at)
            INCLUDE (seconds, reopened, score, department_id, assignee_id, follower_ids)
        """
    )
    op.execute("CREATE INDEX escalated_report_moments_open_idx ON escalated_report_moments (department_id) WHERE open")
    op.execute("DROP INDEX escalated_report_moments_counted_idx")
    op.execute("DROP INDEX escalated_report_moments_backlog_idx")
