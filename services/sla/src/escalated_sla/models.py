"""All tables of this service, for migrations."""

import escalated_sla.calendars.models
import escalated_sla.clocks.models
import escalated_sla.policies.models
import escalated_sla.recomputation.models
import escalated_sla.rules.models
import escalated_sla.runs.models  # noqa: F401
from escalated_chassis.stored_settings import stored_settings_table
from escalated_sla.metadata import metadata

__all__ = ["metadata", "settings"]

settings = stored_settings_table(metadata)
