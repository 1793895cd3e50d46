"""The first tables of tickets.

Revision ID: 0001
"""

from alembic import op

from escalated_chassis.database.migrations import create_chassis_tables_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WORDS = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH CONFIGURATION escalated_words (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION escalated_words
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple
    """,
)

_TABLES = (
    "CREATE SEQUENCE escalated_ticket_numbers",
    """
    CREATE TABLE escalated_activities (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        kind text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        actor_name text NOT NULL,
        before jsonb,
        after jsonb,
        cause jsonb,
        staff_only boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_activities_age_idx ON escalated_activities (created_at)",
    "CREATE INDEX escalated_activities_ticket_idx ON escalated_activities (ticket_id, created_at, id)",
    """
    CREATE TABLE escalated_command_keys (
        caller text NOT NULL,
        method text NOT NULL,
        key text NOT NULL,
        request_sha256 text NOT NULL,
        ticket_id uuid NOT NULL,
        detail jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (caller, method, key)
    )
    """,
    "CREATE INDEX escalated_command_keys_age_idx ON escalated_command_keys (created_at)",
    """
    CREATE TABLE escalated_departments (
        id uuid NOT NULL,
        name text NOT NULL,
        slug text NOT NULL,
        active boolean NOT NULL,
        version integer DEFAULT '0' NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE escalated_messages (
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        kind text NOT NULL,
        author_id uuid,
        author_name text NOT NULL,
        author_email text NOT NULL,
        author_kind text NOT NULL,
        body_html text NOT NULL,
        body_text text NOT NULL,
        channel text NOT NULL,
        automatic boolean NOT NULL,
        opening boolean NOT NULL,
        pinned boolean DEFAULT 'false' NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_messages_author_idx ON escalated_messages (author_id)",
    "CREATE INDEX escalated_messages_ticket_idx ON escalated_messages (ticket_id, created_at, id)",
    """
    CREATE TABLE escalated_people (
        id uuid NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        kind text NOT NULL,
        active boolean NOT NULL,
        role_ids text[] DEFAULT '{}' NOT NULL,
        department_ids uuid[] DEFAULT '{}' NOT NULL,
        version integer DEFAULT '0' NOT NULL,
        merged_into_id uuid,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_people_staff_idx ON escalated_people (name, id) WHERE kind IN ('admin',
        'agent', 'light_agent') AND active
    """,
    """
    CREATE TABLE escalated_search_documents (
        ticket_id uuid NOT NULL,
        public_words tsvector NOT NULL,
        all_words tsvector NOT NULL,
        origin text,
        PRIMARY KEY (ticket_id)
    )
    """,
    "CREATE INDEX escalated_search_all_idx ON escalated_search_documents USING gin (all_words)",
    "CREATE INDEX escalated_search_public_idx ON escalated_search_documents USING gin (public_words)",
    """
    CREATE TABLE escalated_statuses (
        slug text NOT NULL,
        label text NOT NULL,
        category text NOT NULL,
        color text NOT NULL,
        position integer NOT NULL,
        default_of_category boolean NOT NULL,
        built_in boolean NOT NULL,
        PRIMARY KEY (slug)
    )
    """,
    """
    CREATE UNIQUE INDEX escalated_statuses_default_key ON escalated_statuses (category) WHERE
        default_of_category
    """,
    """
    CREATE TABLE escalated_tags (
        id uuid NOT NULL,
        name text NOT NULL,
        color text NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX escalated_tags_name_key ON escalated_tags (lower(name))",
    """
    CREATE TABLE escalated_tickets (
        id uuid NOT NULL,
        reference text NOT NULL,
        subject text NOT NULL,
        status text NOT NULL,
        status_category text NOT NULL,
        done boolean NOT NULL,
        priority smallint NOT NULL,
        type text NOT NULL,
        channel text NOT NULL,
        requester_id uuid NOT NULL,
        requester_name text NOT NULL,
        requester_email text NOT NULL,
        assignee_id uuid,
        assignee_name text DEFAULT '' NOT NULL,
        assignee_email text DEFAULT '' NOT NULL,
        department_id uuid,
        tag_ids uuid[] NOT NULL,
        follower_ids uuid[] NOT NULL,
        participant_ids uuid[] NOT NULL,
        custom_fields jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        public_updated_at timestamptz NOT NULL,
        resolved_at timestamptz,
        closed_at timestamptz,
        deleted_at timestamptz,
        snoozed_until timestamptz,
        auto_close_at timestamptz,
        escalation_level integer NOT NULL,
        reply_count integer NOT NULL,
        note_count integer NOT NULL,
        last_message_at timestamptz NOT NULL,
        last_customer_message_at timestamptz,
        last_agent_message_at timestamptz,
        snippet text NOT NULL,
        sla_state text DEFAULT 'none' NOT NULL,
        sla_metric text DEFAULT '' NOT NULL,
        sla_next_due_at timestamptz,
        sla_clocks jsonb DEFAULT '[]' NOT NULL,
        sla_version integer DEFAULT '0' NOT NULL,
        version integer NOT NULL,
        public_version integer NOT NULL,
        sequence integer NOT NULL,
        origin text,
        sla_sort_at timestamptz NOT NULL
            GENERATED ALWAYS AS (coalesce(sla_next_due_at, timestamptz '9999-01-01 00:00:00+00')) STORED,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX escalated_tickets_assignee_idx ON escalated_tickets (assignee_id, updated_at, id) WHERE
        deleted_at IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_auto_close_idx ON escalated_tickets (auto_close_at) WHERE
        auto_close_at IS NOT NULL
    """,
    """
    CREATE INDEX escalated_tickets_created_idx ON escalated_tickets (created_at, id) WHERE deleted_at IS
        NULL
    """,
    """
    CREATE INDEX escalated_tickets_department_idx ON escalated_tickets (department_id, updated_at, id)
        WHERE deleted_at IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_late_idx ON escalated_tickets (sla_sort_at, id) WHERE deleted_at IS
        NULL AND NOT done AND sla_state IN ('at_risk', 'breached')
    """,
    """
    CREATE INDEX escalated_tickets_nobodys_idx ON escalated_tickets (updated_at, id) WHERE deleted_at IS
        NULL AND assignee_id IS NULL AND department_id IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_open_assignee_idx ON escalated_tickets (assignee_id, updated_at, id)
        WHERE deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_department_due_idx ON escalated_tickets (department_id,
        sla_sort_at, id) WHERE deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_department_idx ON escalated_tickets (department_id, updated_at,
        id) WHERE deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_department_priority_idx ON escalated_tickets (department_id,
        priority, id) WHERE deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_due_idx ON escalated_tickets (sla_sort_at, id) WHERE deleted_at
        IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_nobodys_idx ON escalated_tickets (updated_at, id)
        WHERE deleted_at IS NULL AND assignee_id IS NULL AND department_id IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_priority_idx ON escalated_tickets (priority, id) WHERE
        deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_updated_idx ON escalated_tickets (updated_at, id) WHERE
        deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_open_people_idx ON escalated_tickets USING gin (follower_ids,
        participant_ids) WHERE deleted_at IS NULL AND NOT done
    """,
    """
    CREATE INDEX escalated_tickets_people_and_tags_idx ON escalated_tickets USING gin (follower_ids,
        participant_ids, tag_ids)
    """,
    "CREATE UNIQUE INDEX escalated_tickets_reference_key ON escalated_tickets (reference)",
    """
    CREATE INDEX escalated_tickets_requester_idx ON escalated_tickets (requester_id, public_updated_at,
        id) WHERE deleted_at IS NULL
    """,
    """
    CREATE INDEX escalated_tickets_resolved_idx ON escalated_tickets (resolved_at) WHERE resolved_at IS
        NOT NULL
    """,
    """
    CREATE INDEX escalated_tickets_updated_idx ON escalated_tickets (updated_at, id) WHERE deleted_at IS
        NULL
    """,
    """
    CREATE TABLE escalated_status_transitions (
        before text NOT NULL,
        after text NOT NULL,
        PRIMARY KEY (before, after),
        FOREIGN KEY(before) REFERENCES escalated_statuses (slug) ON DELETE CASCADE,
        FOREIGN KEY(after) REFERENCES escalated_statuses (slug) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE escalated_ticket_links (
        ticket_id uuid NOT NULL,
        other_id uuid NOT NULL,
        kind text NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (ticket_id, other_id, kind),
        FOREIGN KEY(ticket_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE,
        FOREIGN KEY(other_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_ticket_links_other_idx ON escalated_ticket_links (other_id)",
)

_STATUSES = """
INSERT INTO escalated_statuses (slug, label, category, color, position, default_of_category, built_in) VALUES
    ('open', 'Open', 'new', '#3b82f6', 10, true, true),
    ('in_progress', 'In progress', 'open', '#8b5cf6', 20, true, true),
    ('waiting_on_customer', 'Waiting on customer', 'pending', '#f59e0b', 30, true, true),
    ('waiting_on_agent', 'Waiting on agent', 'open', '#f97316', 40, false, true),
    ('escalated', 'Escalated', 'open', '#ef4444', 50, false, true),
    ('resolved', 'Resolved', 'solved', '#10b981', 60, true, true),
    ('closed', 'Closed', 'closed', '#6b7280', 70, true, true),
    ('reopened', 'Reopened', 'open', '#6366f1', 80, false, true)
"""

_TRANSITIONS = """
INSERT INTO escalated_status_transitions (before, after)
SELECT before, after
FROM (VALUES
    ('open', '{in_progress,waiting_on_customer,waiting_on_agent,escalated,resolved,closed}'::text[]),
    ('reopened', '{in_progress,waiting_on_customer,waiting_on_agent,escalated,resolved,closed}'),
    ('in_progress', '{waiting_on_customer,waiting_on_agent,escalated,resolved,closed}'),
    ('waiting_on_customer', '{open,in_progress,waiting_on_agent,resolved,closed}'),
    ('waiting_on_agent', '{open,in_progress,waiting_on_customer,escalated,resolved,closed}'),
    ('escalated', '{in_progress,waiting_on_customer,waiting_on_agent,resolved,closed}'),
    ('resolved', '{reopened,closed}'),
    ('closed', '{reopened}')
) AS seeded (before, followers), unnest(followers) AS after
"""


# A status tells whether a ticket is done: without this the planner multiplies the two and expects next to nothing.
_STATISTICS = """
CREATE STATISTICS escalated_tickets_status_statistics (mcv) ON done, status_category, status FROM escalated_tickets
"""


def upgrade() -> None:
    create_chassis_tables_v1(op)
    for statement in (*_WORDS, *_TABLES, _STATISTICS, _STATUSES, _TRANSITIONS):
        op.execute(statement)
