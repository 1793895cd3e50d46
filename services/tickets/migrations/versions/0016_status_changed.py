"""When a ticket came into the status it is in. For those that are there it counts from the upgrade on: no row is
written anew, and the version before goes on adding rows.

It has no index: whoever asks for it asks for a status too, and few tickets are in one that is not done.

Revision ID: 0016
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE escalated_tickets ADD COLUMN status_changed_at timestamptz NOT NULL DEFAULT now()")


def downgrade() -> None:
    op.execute("ALTER TABLE escalated_tickets DROP COLUMN status_changed_at")
