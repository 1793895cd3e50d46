"""The shapes of the compliance report over HTTP."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

By = Literal["none", "metric", "policy", "priority", "department", "agent"]


class ComplianceParameters(BaseModel, extra="forbid"):
    """Filters take several values separated by commas."""

    first: str | None = Field(
        default=None, alias="from", max_length=40, description="A date in the zone or an instant; 30 days before `to`"
    )
    last: str | None = Field(
        default=None, alias="to", max_length=40, description="A date, which is in, or an instant, which is not; now"
    )
    zone: str = Field(default="UTC", max_length=64, description="An IANA time zone")
    by: By = "metric"
    metric: str | None = Field(default=None, max_length=200)
    priority: str | None = Field(default=None, max_length=200)
    policy: str | None = Field(default=None, max_length=2_000, description="Ids")
    department: str | None = Field(default=None, max_length=2_000, description="Ids, or none")
    agent: str | None = Field(default=None, max_length=2_000, description="Ids, me or none: whose ticket it was")
    format: str | None = Field(default=None, max_length=10, description="json or csv; else as `Accept` says")


class Compliance(BaseModel):
    """Figures of the clocks that ended in the period: met in time, or breached and met or given up later.

    `compliance`: the share that was met; null where none ended. Seconds are open time. `late_…`: beyond the target, of
    the breached ones. `…_of_target`: the elapsed time as a multiple of the target. `overdue`: breached and open now,
    whenever that began.
    """

    key: str | None
    label: str
    ended: int
    met: int
    breached: int
    compliance: float | None
    late_p50_seconds: float | None
    late_max_seconds: float | None
    elapsed_p50_seconds: float | None
    elapsed_p90_seconds: float | None
    elapsed_p50_of_target: float | None
    elapsed_p90_of_target: float | None
    overdue: int


class ComplianceOut(BaseModel):
    report: str
    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    zone: str
    by: str
    columns: list[str]
    rows: list[Compliance]
    total: Compliance


class OneCompliance(BaseModel):
    data: ComplianceOut
