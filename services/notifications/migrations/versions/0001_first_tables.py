"""The first tables: deliveries, mail that came in, webhooks, the copy of the directory."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_chassis.database.migrations import create_chassis_tables_v1
from escalated_chassis.deliveries import create_delivery_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables_v1(op)
    _deliveries()
    _mail_in()
    _webhooks()
    _people()


def downgrade() -> None:
    raise NotImplementedError("migrations go forward only")


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


def _deliveries() -> None:
    create_delivery_tables(
        op,
        "escalated_deliveries",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        _text("subject"),
        _text("ticket_id"),
        _text("event_type"),
        _text("message_id"),
        sa.Column("content", JSONB),
    )
    op.create_index("escalated_deliveries_newest", "escalated_deliveries", ["created_at", "id"])
    op.create_index("escalated_deliveries_of_ticket", "escalated_deliveries", ["ticket_id", "created_at", "id"])
    op.create_index("escalated_deliveries_of_target", "escalated_deliveries", ["target", "created_at", "id"])


def _mail_in() -> None:
    create_delivery_tables(
        op,
        "escalated_inbound_mails",
        _text("message_id"),
        _text("sender"),
        _text("subject"),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        _text("ticket_id"),
        sa.Column("upload_ids", JSONB),
        sa.Column("forced", sa.Boolean, nullable=False, server_default=sa.text("false")),
    )
    op.create_table(
        "escalated_inbound_raw",
        sa.Column(
            "mail_id", sa.Uuid, sa.ForeignKey("escalated_inbound_mails.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("escalated_inbound_newest", "escalated_inbound_mails", ["created_at", "id"])
    op.create_index("escalated_inbound_by_sender", "escalated_inbound_mails", ["sender", "created_at"])
    op.create_index(
        "escalated_inbound_of_ticket",
        "escalated_inbound_mails",
        ["ticket_id"],
        postgresql_where=sa.text("ticket_id <> ''"),
    )


def _webhooks() -> None:
    op.create_table(
        "escalated_webhooks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", ARRAY(sa.Text), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.text("true")),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("owner_email", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _people() -> None:
    op.create_table(
        "escalated_people",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        _text("locale"),
        sa.Column("department_ids", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("escalated_people_departments", "escalated_people", ["department_ids"], postgresql_using="gin")
    op.create_index("escalated_people_email", "escalated_people", [sa.text("lower(email)")])
