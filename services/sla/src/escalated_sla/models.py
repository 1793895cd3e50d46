"""All tables of this service, for migrations."""

import escalated_sla.calendars.models
import escalated_sla.clocks.models
import escalated_sla.escalation.models
import escalated_sla.policies.models  # noqa: F401
from escalated_sla.metadata import metadata

__all__ = ["metadata"]
