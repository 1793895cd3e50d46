"""The shapes of reports over HTTP."""

from datetime import datetime

from pydantic import BaseModel, Field


class ReportParameters(BaseModel, extra="forbid"):
    """Filters take several values separated by commas."""

    first: str | None = Field(
        default=None, alias="from", max_length=40, description="A date in the zone or an instant; 30 days before `to`"
    )
    last: str | None = Field(
        default=None, alias="to", max_length=40, description="A date, which is in, or an instant, which is not; now"
    )
    zone: str | None = Field(default=None, max_length=64, description="An IANA time zone; UTC")
    group: str | None = Field(
        default=None,
        max_length=20,
        description="none, day, week, month, hour_of_week, agent, department, tag, channel, priority or type",
    )
    department: str | None = Field(default=None, max_length=2_000, description="Ids, or none")
    agent: str | None = Field(default=None, max_length=2_000, description="Ids, me or none: who did it")
    channel: str | None = Field(default=None, max_length=200)
    priority: str | None = Field(default=None, max_length=200)
    type: str | None = Field(default=None, max_length=200)
    tag: str | None = Field(default=None, max_length=2_000, description="Names; a ticket has one of them")
    format: str | None = Field(default=None, max_length=10, description="json or csv; else as `Accept` says")

    def given(self) -> dict[str, str]:
        return self.model_dump(by_alias=True, exclude={"format"}, exclude_none=True)


class ReportOut(BaseModel):
    """`complete`: whether tickets older than the reports themselves have been counted."""

    report: str
    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    zone: str
    group: str
    complete: bool
    columns: list[str]
    rows: list[dict[str, str | int | float | None]]


class OneReport(BaseModel):
    data: ReportOut
