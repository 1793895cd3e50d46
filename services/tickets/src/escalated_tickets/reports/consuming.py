"""What reports hear, as handlers of the service's consumers."""

from collections.abc import Mapping
from typing import Final

from escalated_chassis.events.consumer import Handler
from escalated_tickets.reports.facts import HEARD
from escalated_tickets.reports.service import hear_event

HANDLERS: Final[Mapping[str, Handler]] = dict.fromkeys(HEARD, hear_event)
