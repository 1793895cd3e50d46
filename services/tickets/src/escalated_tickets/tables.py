"""Every table of this service, for migrations and their drift test."""

from escalated_tickets.activity import models as _activity
from escalated_tickets.attachments import models as _attachments
from escalated_tickets.conversation import models as _conversation
from escalated_tickets.metadata import metadata
from escalated_tickets.people import models as _people
from escalated_tickets.search import models as _search
from escalated_tickets.statuses import models as _statuses
from escalated_tickets.tags import models as _tags
from escalated_tickets.tickets import models as _tickets

__all__ = ["metadata"]
NOUNS = (_activity, _attachments, _conversation, _people, _search, _statuses, _tags, _tickets)
