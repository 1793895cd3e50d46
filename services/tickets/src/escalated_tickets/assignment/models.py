"""What assignment is decided by. Strategy, skills, availability and capacity live here; members in identity.

The row of a department is its turn, the row of an agent guards the capacity: both are locked by who assigns.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)

from escalated_tickets.metadata import metadata

TIME = DateTime(timezone=True)

turns = Table(
    "escalated_department_assignment",
    metadata,
    Column("department_id", Uuid, primary_key=True),
    Column("strategy", Text, nullable=False, server_default="none"),
    # Whose turn it was last, by whatever strategy; the next one stands behind in the order of the ids.
    Column("last_assignee_id", Uuid),
    # Nobody was free: its waiting tickets are not tried before.
    Column("sweep_at", TIME),
    Column("updated_at", TIME, nullable=False),
    Column("origin", Text),
    CheckConstraint(
        "strategy IN ('none', 'round_robin', 'least_open', 'skill')", name="escalated_department_assignment_check"
    ),
)

# An agent without a row is available and has no limit.
agents = Table(
    "escalated_assignment_agents",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("available", Boolean, nullable=False, server_default=text("true")),
    Column("available_until", TIME),
    Column("capacity", Integer),
    Column("updated_at", TIME, nullable=False),
    Column("origin", Text),
)

skills = Table(
    "escalated_skills",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("origin", Text),
)
Index("escalated_skills_name_key", func.lower(skills.c.name), unique=True)

agent_skills = Table(
    "escalated_agent_skills",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("skill_id", Uuid, ForeignKey("escalated_skills.id", ondelete="CASCADE"), primary_key=True),
    Column("proficiency", SmallInteger, nullable=False),
    CheckConstraint("proficiency BETWEEN 1 AND 5", name="escalated_agent_skills_proficiency_check"),
)
Index("escalated_agent_skills_skill_idx", agent_skills.c.skill_id)

# What is asked for: by a department always, by a department where a ticket has the tag, or by the tag everywhere.
asked_skills = Table(
    "escalated_asked_skills",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("department_id", Uuid),
    Column("tag_id", Uuid, ForeignKey("escalated_tags.id", ondelete="CASCADE")),
    Column("skill_id", Uuid, ForeignKey("escalated_skills.id", ondelete="CASCADE"), nullable=False),
    CheckConstraint("department_id IS NOT NULL OR tag_id IS NOT NULL", name="escalated_asked_skills_by_check"),
)
Index(
    "escalated_asked_skills_key",
    asked_skills.c.department_id,
    asked_skills.c.tag_id,
    asked_skills.c.skill_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)
Index("escalated_asked_skills_tag_idx", asked_skills.c.tag_id)
Index("escalated_asked_skills_skill_idx", asked_skills.c.skill_id)

# Checked at the commit: a new ticket may wait before it is written.
_TICKET = ForeignKey("escalated_tickets.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
# Tickets that nobody could take when they were to be assigned: they are tried again, oldest first.
waiting = Table(
    "escalated_assignment_waiting",
    metadata,
    Column("ticket_id", Uuid, _TICKET, primary_key=True),
    Column("department_id", Uuid, nullable=False),
    Column("since", TIME, nullable=False),
    Column("try_at", TIME, nullable=False),
)
Index("escalated_assignment_waiting_age_idx", waiting.c.since, waiting.c.ticket_id)
Index("escalated_assignment_waiting_department_idx", waiting.c.department_id)
