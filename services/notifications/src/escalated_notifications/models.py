"""All tables of the service, gathered: for migrations and for the test that compares both."""

from escalated_notifications.deliveries import models as _deliveries
from escalated_notifications.mail_in import models as _mail_in
from escalated_notifications.metadata import metadata
from escalated_notifications.people import models as _people
from escalated_notifications.webhooks import models as _webhooks

TABLES = (_deliveries.DELIVERIES, _mail_in.MAILS, _mail_in.RAW, _people.PEOPLE, _webhooks.WEBHOOKS)

__all__ = ["TABLES", "metadata"]
