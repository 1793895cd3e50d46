"""Settings of sla beside those of every service; names and defaults are the product's."""

from datetime import time
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationInfo, field_validator

from escalated_chassis.settings import ServiceSettings
from escalated_chassis.stored_settings import AT_RUN_TIME
from escalated_sla.calendars.hours import read_time, read_zone

_WHOLE_MINUTE: Final = ":00"


def _in_minutes(value: Any) -> Any:
    """`09:00:00` as `09:00`; a TOML file may have it as a time of its own kind."""
    text = value.isoformat() if isinstance(value, time) else value
    return text.removesuffix(_WHOLE_MINUTE) if isinstance(text, str) and text.count(":") == 2 else text


def _time_of_day(text: str) -> str:
    read_time(text, "")
    return text


TimeOfDay = Annotated[str, BeforeValidator(_in_minutes), AfterValidator(_time_of_day)]
Weekday = Annotated[int, Field(ge=1, le=7)]


class BusinessHours(BaseModel):
    """Seeds the default calendar. Days count from Monday, 1, to Sunday, 7."""

    start: TimeOfDay = Field(default="09:00", description="Of the calendar that a new desk begins with")
    end: TimeOfDay = Field(default="17:00", description="24:00 closes at midnight; before the start, on the next day")
    timezone: Annotated[str, AfterValidator(read_zone)] = Field(default="UTC", description="An IANA name")
    days: tuple[Weekday, ...] = Field(default=(1, 2, 3, 4, 5), min_length=1, description="From Monday, 1, to Sunday, 7")

    @field_validator("start")
    @classmethod
    def _opens(cls, value: str) -> str:
        if value == "24:00":
            raise ValueError("24:00 can only close; open at 00:00")
        return value

    @field_validator("end")
    @classmethod
    def _closes(cls, value: str, info: ValidationInfo) -> str:
        if value == info.data.get("start"):
            raise ValueError("closes when it opens; write 00:00 to 24:00 for a whole day")
        return value


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
