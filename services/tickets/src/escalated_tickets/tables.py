"""Every table of this service, for migrations and their drift test."""

from escalated_tickets.activity import models as _activity
from escalated_tickets.assignment import models as _assignment
from escalated_tickets.attachments import models as _attachments
from escalated_tickets.bulk import models as _bulk
from escalated_tickets.canned_responses import models as _canned_responses
from escalated_tickets.conversation import models as _conversation
from escalated_tickets.custom_fields import models as _custom_fields
from escalated_tickets.drafts import models as _drafts
from escalated_tickets.guests import models as _guests
from escalated_tickets.macros import models as _macros
from escalated_tickets.merges import models as _merges
from escalated_tickets.metadata import metadata
from escalated_tickets.outgoing import models as _outgoing
from escalated_tickets.participants import models as _participants
from escalated_tickets.people import models as _people
from escalated_tickets.ratings import models as _ratings
from escalated_tickets.reports import models as _reports
from escalated_tickets.search import models as _search
from escalated_tickets.side_conversations import models as _side_conversations
from escalated_tickets.statuses import models as _statuses
from escalated_tickets.subjects import models as _subjects
from escalated_tickets.tags import models as _tags
from escalated_tickets.tickets import models as _tickets
from escalated_tickets.undo import models as _undo
from escalated_tickets.views import models as _views

__all__ = ["metadata"]
NOUNS = (
    _activity,
    _assignment,
    _attachments,
    _bulk,
    _canned_responses,
    _conversation,
    _custom_fields,
    _drafts,
    _guests,
    _macros,
    _merges,
    _outgoing,
    _participants,
    _people,
    _reports,
    _ratings,
    _search,
    _side_conversations,
    _statuses,
    _subjects,
    _tags,
    _tickets,
    _views,
    _undo,
)
