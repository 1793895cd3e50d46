"""Saved views, and the five that come with every desk.

Revision ID: 0004
"""

from datetime import UTC, datetime
from uuid import UUID

from alembic import op
from sqlalchemy import ARRAY, Text, bindparam, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPEN = '{"field": "status_category", "operator": "not_in", "value": ["solved", "closed"]}'
# Number, slug, name, conditions, sort: as `views.rules.SEEDED`, which a test compares.
_SEEDED = (
    (1, "mine_open", "My open", '{"field": "assignee", "operator": "is", "value": "me"}, ' + _OPEN, "-updated_at"),
    (2, "unassigned", "Unassigned", '{"field": "assignee", "operator": "is_empty"}, ' + _OPEN, "-updated_at"),
    (3, "all_open", "All open", _OPEN, "-updated_at"),
    (
        4,
        "sla_at_risk",
        "SLA at risk",
        '{"field": "sla_state", "operator": "in", "value": ["at_risk", "breached"]}, ' + _OPEN,
        "sla_due",
    ),
    (
        5,
        "recently_solved",
        "Recently solved",
        '{"field": "hours_since_resolved", "operator": "<", "value": 168}',
        "-updated_at",
    ),
)
_INSERT = text(
    "INSERT INTO escalated_views (id, slug, name, sharing, conditions, columns, sort, position, version, created_at, "
    "updated_at) VALUES (CAST(:id AS uuid), :slug, :name, 'all', CAST(:conditions AS jsonb), CAST(:columns AS text[]), "
    ":sort, :position, 1, :now, :now)"
).bindparams(bindparam("columns", type_=ARRAY(Text)))
_COLUMNS = ["reference", "subject", "requester", "status", "priority", "assignee", "department", "updated_at"]

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_views (
        id uuid NOT NULL,
        slug text,
        name text NOT NULL,
        sharing text NOT NULL,
        owner_id uuid,
        department_id uuid,
        conditions jsonb NOT NULL,
        columns text[] NOT NULL,
        sort text NOT NULL,
        position integer NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id),
        FOREIGN KEY (department_id) REFERENCES escalated_departments (id)
    )
    """,
    "CREATE UNIQUE INDEX escalated_views_slug_key ON escalated_views (slug) WHERE slug IS NOT NULL",
    "CREATE INDEX escalated_views_owner_idx ON escalated_views (owner_id) WHERE sharing = 'personal'",
    "CREATE INDEX escalated_views_shared_idx ON escalated_views (position) WHERE sharing <> 'personal'",
    """
    CREATE INDEX escalated_tickets_open_unassigned_idx ON escalated_tickets (updated_at, id)
    WHERE deleted_at IS NULL AND NOT done AND assignee_id IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_open_department_unassigned_idx ON escalated_tickets (department_id, updated_at, id)
    WHERE deleted_at IS NULL AND NOT done AND assignee_id IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_resolved_updated_idx ON escalated_tickets (updated_at, id)
    WHERE deleted_at IS NULL AND resolved_at IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    now = datetime.now(UTC)
    for number, slug, name, conditions, sort in _SEEDED:
        row = {
            "id": UUID(f"01900000-0000-7000-8000-{number:012x}"),
            "slug": slug,
            "name": name,
            "conditions": f'{{"all": [{conditions}]}}',
            "columns": _COLUMNS,
            "sort": sort,
            "position": number * 10,
            "now": now,
        }
        op.execute(_INSERT.bindparams(**row))


def downgrade() -> None:
    op.execute("DROP INDEX escalated_tickets_open_unassigned_idx")
    op.execute("DROP INDEX escalated_tickets_open_department_unassigned_idx")
    op.execute("DROP INDEX escalated_tickets_resolved_updated_idx")
    op.execute("DROP TABLE escalated_views")
