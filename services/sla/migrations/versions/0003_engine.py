"""The whole engine: four metrics in rounds, courses kept with their clocks, conditions, three kinds of rules.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPEN_CLOCK = "state IN ('running', 'paused')"
_FACTS = (
    "ALTER TABLE escalated_sla_facts ADD COLUMN asks boolean NOT NULL DEFAULT false",
    "ALTER TABLE escalated_sla_facts ADD COLUMN fields jsonb NOT NULL DEFAULT '{}'",
    "UPDATE escalated_sla_facts SET fields = jsonb_build_object('priority', priority, 'department', department_id)",
    "ALTER TABLE escalated_sla_facts DROP COLUMN priority, DROP COLUMN department_id",
)
_TICKETS = (
    "ALTER TABLE escalated_sla_tickets ADD COLUMN fields jsonb NOT NULL DEFAULT '{}'",
    "ALTER TABLE escalated_sla_tickets ADD COLUMN open boolean NOT NULL DEFAULT true",
    "ALTER TABLE escalated_sla_tickets ADD COLUMN policy_id uuid",
    "DROP INDEX escalated_sla_tickets_stale",
    "ALTER TABLE escalated_sla_tickets DROP COLUMN stale",
    "CREATE INDEX escalated_sla_tickets_reference ON escalated_sla_tickets (reference)",
    "CREATE INDEX escalated_sla_tickets_open ON escalated_sla_tickets (id) WHERE open",
    "CREATE INDEX escalated_sla_tickets_requester ON escalated_sla_tickets ((fields ->> 'requester'))",
)
_CLOCKS = (
    """
    ALTER TABLE escalated_sla_clocks
        ADD COLUMN round integer NOT NULL DEFAULT 1,
        ADD COLUMN interruptions jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN breach_at timestamptz,
        ADD COLUMN warnings jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN ended_at timestamptz,
        ADD COLUMN elapsed_seconds double precision,
        ADD COLUMN priority text NOT NULL DEFAULT '',
        ADD COLUMN department_id uuid,
        ADD COLUMN assignee_id uuid,
        DROP CONSTRAINT escalated_sla_clocks_pkey,
        ADD PRIMARY KEY (ticket_id, metric, round)
    """,
    "CREATE INDEX escalated_sla_clocks_ended ON escalated_sla_clocks (ended_at) WHERE ended_at IS NOT NULL",
    # A breach changes the state: an index that asks for it would be written, and with it that of the primary key.
    "DROP INDEX escalated_sla_clocks_open",
    "CREATE INDEX escalated_sla_clocks_open ON escalated_sla_clocks (policy_version_id, ticket_id) "
    "WHERE ended_at IS NULL",
    # Room for what is written again in its place: no index has to follow then.
    "ALTER TABLE escalated_sla_tickets SET (fillfactor = 80)",
    *(f"ALTER TABLE escalated_sla_{name} SET (fillfactor = 90)" for name in ("clocks", "timers")),
)
_TIMERS = (
    "ALTER TABLE escalated_sla_timers RENAME COLUMN metric TO key",
    "ALTER TABLE escalated_sla_timers ADD COLUMN claimed_until timestamptz",
)
_POLICIES = (
    "ALTER TABLE escalated_sla_policies ADD COLUMN conditions jsonb NOT NULL DEFAULT '{\"all\": []}'",
    """
    ALTER TABLE escalated_sla_policy_versions
        ADD COLUMN conditions jsonb NOT NULL DEFAULT '{"all": []}',
        ADD COLUMN fields jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN number integer NOT NULL DEFAULT 1,
        ADD COLUMN calendar_id uuid,
        ADD COLUMN created_by text NOT NULL DEFAULT ''
    """,
    """
    UPDATE escalated_sla_policy_versions AS version SET number = numbered.number
    FROM (SELECT id, row_number() OVER (PARTITION BY policy_id ORDER BY id) AS number
          FROM escalated_sla_policy_versions) AS numbered
    WHERE numbered.id = version.id
    """,
    """
    UPDATE escalated_sla_policy_versions AS version SET calendar_id = policy.calendar_id, number = policy.version
    FROM escalated_sla_policies AS policy WHERE policy.current_version_id = version.id
    """,
    "DROP INDEX escalated_sla_policy_versions_policy",
    "CREATE UNIQUE INDEX escalated_sla_policy_versions_number ON escalated_sla_policy_versions (policy_id, number)",
    "ALTER TABLE escalated_calendars ADD COLUMN holiday_names jsonb NOT NULL DEFAULT '{}'",
    """
    CREATE TABLE escalated_sla_recomputations (
        id uuid NOT NULL,
        reason text NOT NULL,
        object_id uuid,
        object_name text NOT NULL,
        total integer NOT NULL,
        done integer NOT NULL,
        after_id uuid,
        state text NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_sla_recomputations_running ON escalated_sla_recomputations (id) WHERE state = 'running'",
)
_RULES = (
    """
    CREATE TABLE escalated_rules (
        id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        position integer NOT NULL,
        active boolean NOT NULL,
        triggers text[] NOT NULL,
        conditions jsonb NOT NULL,
        actions jsonb NOT NULL,
        version integer NOT NULL,
        active_since timestamptz NOT NULL,
        loops integer NOT NULL DEFAULT 0,
        last_loop_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_rules_order ON escalated_rules (kind, position, id)",
    """
    CREATE TABLE escalated_rule_versions (
        rule_id uuid NOT NULL,
        version integer NOT NULL,
        name text NOT NULL,
        triggers text[] NOT NULL,
        conditions jsonb NOT NULL,
        actions jsonb NOT NULL,
        fields jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        PRIMARY KEY (rule_id, version)
    )
    """,
    """
    CREATE TABLE escalated_rule_marks (
        ticket_id uuid NOT NULL,
        rule_id uuid NOT NULL,
        condition text NOT NULL,
        anchor timestamptz NOT NULL,
        PRIMARY KEY (ticket_id, rule_id, condition, anchor)
    )
    """,
    """
    INSERT INTO escalated_rules (id, kind, name, position, active, triggers, conditions, actions, version,
                                 active_since, created_at, updated_at)
    SELECT id, 'escalation', name, position, active,
           ARRAY[CASE "on" WHEN 'breach' THEN 'sla.breached' ELSE 'sla.warning' END],
           jsonb_build_object('all',
               CASE WHEN metrics = '{}' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object(
                   'field', 'clock_metric', 'operator', 'in', 'value', to_jsonb(metrics))) END ||
               CASE WHEN priorities = '{}' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object(
                   'field', 'priority', 'operator', 'in', 'value', to_jsonb(priorities))) END),
           actions, version, updated_at, created_at, updated_at
    FROM escalated_escalation_rules
    """,
    """
    INSERT INTO escalated_rule_versions (rule_id, version, name, triggers, conditions, actions, fields,
                                         created_at, created_by)
    SELECT id, version, name, triggers, conditions, actions,
        '[{"name": "clock_metric", "type": "choice", "label": "Metric of the clock",
           "operators": ["is", "is_not", "in", "not_in"], "open": true, "options": []},
          {"name": "priority", "type": "choice", "label": "Priority",
           "operators": ["is", "is_not", "in", "not_in"], "open": true, "options": []}]'::jsonb,
        updated_at, ''
    FROM escalated_rules
    """,
    "DROP TABLE escalated_escalation_rules",
    """
    CREATE TABLE escalated_rule_walks (
        rule_id uuid NOT NULL,
        applied boolean NOT NULL,
        after_id uuid,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (rule_id)
    )
    """,
    """
    ALTER TABLE escalated_rule_runs
        ADD COLUMN kind text NOT NULL DEFAULT 'escalation',
        ADD COLUMN part integer NOT NULL DEFAULT 1,
        ADD COLUMN took_ms integer
    """,
    "CREATE INDEX escalated_rule_runs_finished ON escalated_rule_runs (finished_at) WHERE finished_at IS NOT NULL",
)
_SETTINGS = (
    """
    CREATE TABLE escalated_settings (
        name text NOT NULL,
        value jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (name)
    )
    """,
)


# Clocks from before hold no course, and tickets no fields: both are folded anew from the facts, in the background.
_REFOLD = (
    """
    UPDATE escalated_sla_tickets AS ticket
    SET fields = newest.fields, open = NOT newest.done
    FROM (
        SELECT DISTINCT ON (ticket_id) ticket_id, fields,
               deleted OR merged OR category IN ('solved', 'closed') AS done
        FROM escalated_sla_facts ORDER BY ticket_id, sequence DESC
    ) AS newest
    WHERE newest.ticket_id = ticket.id
    """,
    """
    INSERT INTO escalated_sla_recomputations (id, reason, object_name, total, done, state, created_at)
    SELECT gen_random_uuid(), 'refold', '', count(*), 0, 'running', now()
    FROM escalated_sla_tickets HAVING count(*) > 0
    """,
)


def upgrade() -> None:
    for statement in (*_FACTS, *_TICKETS, *_CLOCKS, *_TIMERS, *_POLICIES, *_RULES, *_SETTINGS, *_REFOLD):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("facts and rules of the whole engine do not fit into what was before it")
