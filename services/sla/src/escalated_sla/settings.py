"""Settings of sla beside those of every service; names and defaults are the product's."""

from datetime import time
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, Field

from escalated_chassis.settings import ServiceSettings
from escalated_chassis.stored_settings import AT_RUN_TIME

Weekday = Annotated[int, Field(ge=1, le=7)]


class BusinessHours(BaseModel):
    """Seeds the default calendar. Days count from Monday, 1, to Sunday, 7."""

    start: time = time(9)
    end: time = time(17)
    timezone: str = "UTC"
    days: tuple[Weekday, ...] = (1, 2, 3, 4, 5)


class SlaOptions(BaseModel):
    enabled: bool = Field(
        default=True,
        description="Off: no clocks, and timers that are armed are cancelled",
        json_schema_extra=AT_RUN_TIME,
    )
    reopened: Literal["goes_on", "anew"] = Field(
        default="goes_on",
        description="The resolution of a ticket that is reopened goes on, with the time between as a pause, or anew",
        json_schema_extra=AT_RUN_TIME,
    )
    business_hours_only: bool = Field(default=False, description="The default policy's calendar; 24x7 otherwise")
    business_hours: BusinessHours = BusinessHours()


class SlaSettings(ServiceSettings):
    """What sla needs to run."""

    service: ClassVar[str] = "sla"

    sla: SlaOptions = SlaOptions()
