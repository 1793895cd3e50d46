"""Tickets as rows, shaped so that a list or a page is one statement.

The row carries what a list shows: names of requester and assignee, the head of the last public message, the
SLA state (written from events of `sla`). Department and tags are named by id: their tables are small.

Two counters and two times of change: `version`/`updated_at` count every change, `public_version`/
`public_updated_at` only those a customer may notice. A customer is shown the latter, or a note would show.
What machines keep (SLA state, followers) counts in neither. `sequence` numbers the ticket's events.

Index plan. "live" is not deleted, "open" is live and not done (3 % of a desk of a million tickets). A list
walks one index in the order of its sort and stops after a page; where an agent sees a ticket for one of several
reasons, each reason walks its own index and the pages are merged (`tickets/listing.py`):

| who, what                            | index                                              |
|--------------------------------------|----------------------------------------------------|
| all tickets, by change, by age       | live (updated_at, id), live (created_at, id)       |
| a customer's own                     | live (requester_id, public_updated_at, id)         |
| an agent's own, a department's       | live (assignee_id | department_id, updated_at, id) |
| with neither                         | live and open (updated_at, id) where both are null |
| the queue: by change, urgency, due   | open (updated_at | priority | sla_sort_at, id), and |
|                                      | the same led by department_id; open (assignee_id, updated_at, id) |
| the view of unassigned tickets       | open and unassigned (updated_at, id), and the same led by department_id |
| followed, in Cc, tagged              | gin (follower_ids, participant_ids, tag_ids)       |
|                                      | open gin (follower_ids, participant_ids)           |
| at risk or late                      | open (sla_sort_at, id) of those states             |
| solved lately, to be closed by timer | (resolved_at), (auto_close_at), where set          |
| the view of those solved lately      | live and resolved (updated_at, id)                 |
| searched, the newest first           | live (assignee_id | department_id, id); the ids of deleted ones |
| searched, found by words             | live (id) with what staff see it by                |
| deleted, to be purged by timer       | (deleted_at), where set                            |
| asleep, to be woken by timer         | (snoozed_until), where set                         |
"""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Sequence,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from escalated_tickets.metadata import metadata

TIME = DateTime(timezone=True)

# Never used twice; a creation that fails leaves a gap.
ticket_numbers = Sequence("escalated_ticket_numbers", metadata=metadata)

tickets = Table(
    "escalated_tickets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("status_category", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("requester_id", Uuid, nullable=False),
    Column("requester_name", Text, nullable=False),
    Column("requester_email", Text, nullable=False),
    Column("assignee_id", Uuid),
    Column("assignee_name", Text, nullable=False, server_default=""),
    Column("assignee_email", Text, nullable=False, server_default=""),
    Column("department_id", Uuid),
    Column("tag_ids", ARRAY(Uuid), nullable=False),
    Column("follower_ids", ARRAY(Uuid), nullable=False),
    Column("participant_ids", ARRAY(Uuid), nullable=False),
    Column("custom_fields", JSONB, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("updated_at", TIME, nullable=False),
    Column("public_updated_at", TIME, nullable=False),
    Column("status_changed_at", TIME, nullable=False, server_default=func.now()),
    Column("resolved_at", TIME),
    Column("closed_at", TIME),
    Column("deleted_at", TIME),
    Column("snoozed_until", TIME),
    Column("auto_close_at", TIME),
    Column("merged_into_id", Uuid),
    Column("rating", SmallInteger),
    Column("escalation_level", Integer, nullable=False),
    Column("reply_count", Integer, nullable=False),
    Column("note_count", Integer, nullable=False),
    Column("last_message_at", TIME, nullable=False),
    Column("last_customer_message_at", TIME),
    Column("last_agent_message_at", TIME),
    Column("snippet", Text, nullable=False),
    Column("sla_state", Text, nullable=False, server_default="none"),
    Column("sla_metric", Text, nullable=False, server_default=""),
    Column("sla_next_due_at", TIME),
    Column("sla_clocks", JSONB, nullable=False, server_default=text("'[]'")),
    Column("sla_version", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False),
    Column("public_version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("origin", Text),
    Column(
        "sla_sort_at",
        TIME,
        Computed("coalesce(sla_next_due_at, timestamptz '9999-01-01 00:00:00+00')", persisted=True),
        nullable=False,
    ),
)

_c = tickets.c
LIVE = text("deleted_at IS NULL")
OPEN = text("deleted_at IS NULL AND NOT done")
LATE = text("deleted_at IS NULL AND NOT done AND sla_state IN ('at_risk', 'breached')")
NOBODYS = text("deleted_at IS NULL AND assignee_id IS NULL AND department_id IS NULL")
OWN_STATUS = text(
    "status NOT IN ('open', 'in_progress', 'waiting_on_customer', 'waiting_on_agent', 'escalated', 'resolved', "
    "'closed', 'reopened')"
)
RESOLVED = text("deleted_at IS NULL AND resolved_at IS NOT NULL")
OPEN_UNASSIGNED = text("deleted_at IS NULL AND NOT done AND assignee_id IS NULL")
OPEN_NOBODYS = text("deleted_at IS NULL AND assignee_id IS NULL AND department_id IS NULL AND NOT done")

Index("escalated_tickets_reference_key", _c.reference, unique=True)
Index("escalated_tickets_updated_idx", _c.updated_at, _c.id, postgresql_where=LIVE)
Index("escalated_tickets_created_idx", _c.created_at, _c.id, postgresql_where=LIVE)
Index("escalated_tickets_requester_idx", _c.requester_id, _c.public_updated_at, _c.id, postgresql_where=LIVE)
Index("escalated_tickets_assignee_idx", _c.assignee_id, _c.updated_at, _c.id, postgresql_where=LIVE)
Index("escalated_tickets_department_idx", _c.department_id, _c.updated_at, _c.id, postgresql_where=LIVE)
# In the order of their making, for searching: ids grow with time. Of departments the documents have the like.
Index("escalated_tickets_assignee_newest_idx", _c.assignee_id, _c.id, postgresql_where=LIVE)
Index("escalated_tickets_deleted_idx", _c.id, postgresql_where=text("deleted_at IS NOT NULL"))
Index("escalated_tickets_nobodys_idx", _c.updated_at, _c.id, postgresql_where=NOBODYS)
Index("escalated_tickets_open_nobodys_idx", _c.updated_at, _c.id, postgresql_where=OPEN_NOBODYS)
Index("escalated_tickets_open_updated_idx", _c.updated_at, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_priority_idx", _c.priority, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_due_idx", _c.sla_sort_at, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_assignee_idx", _c.assignee_id, _c.updated_at, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_department_idx", _c.department_id, _c.updated_at, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_department_priority_idx", _c.department_id, _c.priority, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_department_due_idx", _c.department_id, _c.sla_sort_at, _c.id, postgresql_where=OPEN)
Index("escalated_tickets_open_unassigned_idx", _c.updated_at, _c.id, postgresql_where=OPEN_UNASSIGNED)
Index(
    "escalated_tickets_open_department_unassigned_idx",
    _c.department_id,
    _c.updated_at,
    _c.id,
    postgresql_where=OPEN_UNASSIGNED,
)
# By change, without the queue, whose changes are the newest: solved lately are the first of these.
Index("escalated_tickets_resolved_updated_idx", _c.updated_at, _c.id, postgresql_where=RESOLVED)
Index("escalated_tickets_late_idx", _c.sla_sort_at, _c.id, postgresql_where=LATE)
Index("escalated_tickets_people_and_tags_idx", _c.follower_ids, _c.participant_ids, _c.tag_ids, postgresql_using="gin")
# Who follows a thousand tickets is done with most of them: their queue must not look at all.
Index(
    "escalated_tickets_open_people_idx",
    _c.follower_ids,
    _c.participant_ids,
    postgresql_using="gin",
    postgresql_where=OPEN,
)
Index("escalated_tickets_purge_idx", _c.deleted_at, postgresql_where=text("deleted_at IS NOT NULL"))
Index("escalated_tickets_resolved_idx", _c.resolved_at, postgresql_where=text("resolved_at IS NOT NULL"))
Index("escalated_tickets_deleted_requester_idx", _c.requester_id, postgresql_where=text("deleted_at IS NOT NULL"))
Index("escalated_tickets_deleted_assignee_idx", _c.assignee_id, postgresql_where=text("deleted_at IS NOT NULL"))
Index("escalated_tickets_merged_idx", _c.merged_into_id, postgresql_where=text("merged_into_id IS NOT NULL"))
Index("escalated_tickets_auto_close_idx", _c.auto_close_at, postgresql_where=text("auto_close_at IS NOT NULL"))
Index("escalated_tickets_snoozed_idx", _c.snoozed_until, postgresql_where=text("snoozed_until IS NOT NULL"))
# How many tickets are in a status of the desk's own, asked before it goes: there are few.
Index("escalated_tickets_status_idx", _c.status, postgresql_where=OWN_STATUS)

# A follow-up to its closed ticket, a mail's ticket to the one it named.
links = Table(
    "escalated_ticket_links",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", Uuid, ForeignKey("escalated_tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("created_at", TIME, nullable=False),
    Column("origin", Text),
)
Index("escalated_ticket_links_other_idx", links.c.other_id)
# A ticket has one parent, an incident one problem.
for _kind in ("parent", "problem"):
    Index(
        f"escalated_ticket_links_{_kind}_key",
        links.c.ticket_id,
        unique=True,
        postgresql_where=text(f"kind = '{_kind}'"),
    )

# What a calling service asked for under a key, and what it was answered: the same key does a thing once.
command_keys = Table(
    "escalated_command_keys",
    metadata,
    Column("caller", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_sha256", Text, nullable=False),
    Column("ticket_id", Uuid, nullable=False),
    Column("detail", JSONB, nullable=False),
    Column("created_at", TIME, nullable=False),
)
Index("escalated_command_keys_age_idx", command_keys.c.created_at)
