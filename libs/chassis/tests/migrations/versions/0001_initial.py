"""The chassis' tables, and departments that count their changes."""

from alembic import op

from escalated_chassis.database.migrations import create_chassis_tables_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables_v1(op)
    op.execute("CREATE TABLE escalated_departments (id uuid PRIMARY KEY, name text NOT NULL, changes int NOT NULL)")
