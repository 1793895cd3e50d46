"""Roll-ups of reports: facts as they were heard, and the moments that reports count.

`report_facts` holds what happened to a ticket, one row per relevant event, by the event's sequence. What was known
before reports heard events stands there too, with negative sequences: the base, made from tickets, messages and
activity; it tells everything up to `base_sequence`, and events up to there are not heard again.

`report_tickets` holds a ticket's properties as they are now (of the newest event, `state_sequence`), and is the lock
under which its facts are folded.

`report_moments` is the fold: one row for each moment that a report counts, at its exact time, with the ticket's
properties now. So every report is one statement over one narrow table, with any filter, group and zone.

| report                    | index                                             |
|---------------------------|---------------------------------------------------|
| all, over a period        | moments (kind, at) with what is counted and who sees it |
| backlog: what is open now | moments (department_id) where open, with who sees it |
| a ticket's fold           | facts (ticket_id, sequence), moments (ticket_id, number) |
"""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, SmallInteger, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalated_tickets.metadata import metadata
from escalated_tickets.tickets.models import TIME

report_tickets = Table(
    "escalated_report_tickets",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("base_sequence", Integer, nullable=False),
    Column("state_sequence", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("department_id", Uuid),
    Column("assignee_id", Uuid),
    Column("channel", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("tag_ids", ARRAY(Uuid), nullable=False),
    Column("follower_ids", ARRAY(Uuid), nullable=False),
    Column("deleted", Boolean, nullable=False),
)

report_facts = Table(
    "escalated_report_facts",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("escalated_report_tickets.ticket_id", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Column("person_id", Uuid),
    Column("score", SmallInteger),
)

report_moments = Table(
    "escalated_report_moments",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("escalated_report_tickets.ticket_id", ondelete="CASCADE"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", TIME, nullable=False),
    # From creation, or from being reopened, until then.
    Column("seconds", Double),
    Column("score", SmallInteger),
    # Of a resolution: it did not last.
    Column("reopened", Boolean, nullable=False),
    # Of a creation: the ticket is not done now.
    Column("open", Boolean, nullable=False),
    # Who did it; of a creation, whose the ticket is now.
    Column("agent_id", Uuid),
    Column("assignee_id", Uuid),
    Column("department_id", Uuid),
    Column("channel", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("tag_ids", ARRAY(Uuid), nullable=False),
    Column("follower_ids", ARRAY(Uuid), nullable=False),
)
# With what is counted, and by what an agent sees it: such a report need not look at the rows. At most 50 tags and 100
# followers (`tickets.state`) fit into a row of an index.
Index(
    "escalated_report_moments_counted_idx",
    report_moments.c.kind,
    report_moments.c.at,
    postgresql_include=[
        "seconds",
        "reopened",
        "score",
        "department_id",
        "assignee_id",
        "agent_id",
        "tag_ids",
        "follower_ids",
    ],
)
Index(
    "escalated_report_moments_backlog_idx",
    report_moments.c.department_id,
    postgresql_where=text("open"),
    postgresql_include=["assignee_id", "follower_ids"],
)

# How far the making of the base has come: one row.
report_builds = Table(
    "escalated_report_builds",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("after_id", Uuid, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("finished_at", TIME),
)
