"""Assignment by departments, participants whom mails suggest, merges of people that are under way.

Revision ID: 0010
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE escalated_department_assignment (
        department_id uuid NOT NULL,
        strategy text DEFAULT 'none' NOT NULL,
        last_assignee_id uuid,
        sweep_at timestamptz,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (department_id),
        CONSTRAINT escalated_department_assignment_check
            CHECK (strategy IN ('none', 'round_robin', 'least_open', 'skill'))
    )
    """,
    """
    CREATE TABLE escalated_assignment_agents (
        person_id uuid NOT NULL,
        available boolean DEFAULT true NOT NULL,
        available_until timestamptz,
        capacity integer,
        updated_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (person_id)
    )
    """,
    """
    CREATE TABLE escalated_skills (
        id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX escalated_skills_name_key ON escalated_skills (lower(name))",
    """
    CREATE TABLE escalated_agent_skills (
        person_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        proficiency smallint NOT NULL,
        PRIMARY KEY (person_id, skill_id),
        CONSTRAINT escalated_agent_skills_proficiency_check CHECK (proficiency BETWEEN 1 AND 5),
        FOREIGN KEY(skill_id) REFERENCES escalated_skills (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_agent_skills_skill_idx ON escalated_agent_skills (skill_id)",
    """
    CREATE TABLE escalated_asked_skills (
        id uuid NOT NULL,
        department_id uuid,
        tag_id uuid,
        skill_id uuid NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT escalated_asked_skills_by_check CHECK (department_id IS NOT NULL OR tag_id IS NOT NULL),
        FOREIGN KEY(tag_id) REFERENCES escalated_tags (id) ON DELETE CASCADE,
        FOREIGN KEY(skill_id) REFERENCES escalated_skills (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX escalated_asked_skills_key ON escalated_asked_skills (department_id, tag_id, skill_id)
        NULLS NOT DISTINCT
    """,
    "CREATE INDEX escalated_asked_skills_tag_idx ON escalated_asked_skills (tag_id)",
    "CREATE INDEX escalated_asked_skills_skill_idx ON escalated_asked_skills (skill_id)",
    """
    CREATE TABLE escalated_assignment_waiting (
        ticket_id uuid NOT NULL,
        department_id uuid NOT NULL,
        since timestamptz NOT NULL,
        try_at timestamptz NOT NULL,
        PRIMARY KEY (ticket_id),
        FOREIGN KEY(ticket_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX escalated_assignment_waiting_age_idx ON escalated_assignment_waiting (since, ticket_id)",
    "CREATE INDEX escalated_assignment_waiting_department_idx ON escalated_assignment_waiting (department_id)",
    """
    CREATE TABLE escalated_suggested_participants (
        ticket_id uuid NOT NULL,
        person_id uuid NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        suggested_by_id uuid,
        suggested_at timestamptz NOT NULL,
        origin text,
        PRIMARY KEY (ticket_id, person_id),
        FOREIGN KEY(ticket_id) REFERENCES escalated_tickets (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_suggested_participants_person_idx ON escalated_suggested_participants (person_id)",
    """
    CREATE TABLE escalated_people_merges (
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        begun_at timestamptz NOT NULL,
        due_at timestamptz,
        done_at timestamptz,
        PRIMARY KEY (from_id)
    )
    """,
    "CREATE INDEX escalated_people_merges_due_idx ON escalated_people_merges (due_at) WHERE due_at IS NOT NULL",
    # Deleted tickets may be restored, so a merge finds them too; the other indexes hold only live ones.
    """
    CREATE INDEX escalated_tickets_deleted_requester_idx ON escalated_tickets (requester_id)
        WHERE deleted_at IS NOT NULL
    """,
    """
    CREATE INDEX escalated_tickets_deleted_assignee_idx ON escalated_tickets (assignee_id)
        WHERE deleted_at IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX escalated_tickets_deleted_requester_idx, escalated_tickets_deleted_assignee_idx")
    for table in (
        "people_merges",
        "suggested_participants",
        "assignment_waiting",
        "asked_skills",
        "agent_skills",
        "skills",
        "assignment_agents",
        "department_assignment",
    ):
        op.execute(f"DROP TABLE escalated_{table}")
