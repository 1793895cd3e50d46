"""The first tables of sla.

Revision ID: 0001
"""

from alembic import op
from sqlalchemy import Column, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from escalated_chassis.database.migrations import create_chassis_tables_v1
from escalated_chassis.deliveries import create_delivery_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE escalated_calendars (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        definition JSONB NOT NULL,
        version INTEGER NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    )
    """,
    """
    CREATE TABLE escalated_escalation_rules (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        active BOOLEAN NOT NULL,
        "on" TEXT NOT NULL,
        metrics TEXT[] NOT NULL,
        priorities TEXT[] NOT NULL,
        actions JSONB NOT NULL,
        version INTEGER NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE escalated_sla_clocks (
        ticket_id UUID NOT NULL,
        metric TEXT NOT NULL,
        state TEXT NOT NULL,
        policy_version_id UUID NOT NULL,
        target_seconds FLOAT(53) NOT NULL,
        started_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE,
        met_at TIMESTAMP WITH TIME ZONE,
        breached_at TIMESTAMP WITH TIME ZONE,
        paused BOOLEAN NOT NULL,
        warned TEXT[] NOT NULL,
        PRIMARY KEY (ticket_id, metric)
    )
    """,
    "CREATE INDEX escalated_sla_clocks_open ON escalated_sla_clocks (policy_version_id, ticket_id) WHERE state IN ('running', 'paused')",
    """
    CREATE TABLE escalated_sla_facts (
        ticket_id UUID NOT NULL,
        sequence INTEGER NOT NULL,
        snapshot BOOLEAN DEFAULT 'false' NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        category TEXT NOT NULL,
        priority TEXT NOT NULL,
        department_id UUID,
        deleted BOOLEAN NOT NULL,
        answers BOOLEAN NOT NULL,
        PRIMARY KEY (ticket_id, sequence, snapshot)
    )
    """,
    """
    CREATE TABLE escalated_sla_policy_versions (
        id UUID NOT NULL,
        policy_id UUID NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        is_default BOOLEAN NOT NULL,
        department_id UUID,
        calendar JSONB,
        targets JSONB NOT NULL,
        warnings JSONB NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_sla_policy_versions_policy ON escalated_sla_policy_versions (policy_id)",
    """
    CREATE TABLE escalated_sla_tickets (
        id UUID NOT NULL,
        reference TEXT NOT NULL,
        origin TEXT DEFAULT '' NOT NULL,
        sequence INTEGER NOT NULL,
        ahead INTEGER[] DEFAULT '{}' NOT NULL,
        known_until TIMESTAMP WITH TIME ZONE NOT NULL,
        clocks_version INTEGER DEFAULT '0' NOT NULL,
        audience JSONB DEFAULT '{}' NOT NULL,
        stale BOOLEAN DEFAULT 'false' NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_sla_tickets_stale ON escalated_sla_tickets (id) WHERE stale",
    """
    CREATE TABLE escalated_sla_timers (
        ticket_id UUID NOT NULL,
        metric TEXT NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        generation INTEGER NOT NULL,
        PRIMARY KEY (ticket_id, metric)
    )
    """,
    "CREATE INDEX escalated_sla_timers_due ON escalated_sla_timers (due_at)",
    """
    CREATE TABLE escalated_sla_policies (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        is_default BOOLEAN NOT NULL,
        active BOOLEAN NOT NULL,
        department_id UUID,
        calendar_id UUID,
        targets JSONB NOT NULL,
        warnings JSONB NOT NULL,
        version INTEGER NOT NULL,
        current_version_id UUID NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(calendar_id) REFERENCES escalated_calendars (id) ON DELETE RESTRICT
    )
    """,
    "CREATE UNIQUE INDEX escalated_sla_policies_one_default ON escalated_sla_policies (is_default) WHERE is_default",
)


def upgrade() -> None:
    create_chassis_tables_v1(op)
    for statement in _TABLES:
        op.execute(statement)
    create_delivery_tables(
        op,
        "escalated_rule_runs",
        Column("rule_id", Uuid, nullable=False),
        Column("rule_version", Integer, nullable=False),
        Column("ticket_id", Uuid, nullable=False),
        Column("matched", JSONB, nullable=False),
        Column("outcome", JSONB),
    )
    op.execute("CREATE INDEX escalated_rule_runs_rule ON escalated_rule_runs (rule_id, created_at DESC)")
    op.execute("CREATE INDEX escalated_rule_runs_ticket ON escalated_rule_runs (ticket_id)")


def downgrade() -> None:
    raise NotImplementedError("the first version has nothing before it")
