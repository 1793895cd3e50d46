"""Settings of tickets beside those of every service; names and defaults are the product's."""

from typing import ClassVar, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from escalated_chassis.settings import ServiceSettings
from escalated_chassis.stored_settings import AT_RUN_TIME


class TicketsSettings(ServiceSettings):
    """What tickets needs to run. Days are 24 hours; 0 days means never."""

    service: ClassVar[str] = "tickets"

    default_priority: Literal["low", "medium", "high", "urgent", "critical"] = Field(
        default="medium",
        description="Of a ticket that is opened without one",
        json_schema_extra=AT_RUN_TIME,
    )
    ticket_reference_prefix: str = Field(
        default="ESC-",
        pattern=r"^[A-Z][A-Z0-9]{0,9}-$",
        description="Before the numbers of new tickets, which go on whatever it is; old ones keep theirs",
        json_schema_extra=AT_RUN_TIME,
    )
    allow_customer_close: bool = Field(
        default=True, description="Customers close their own tickets", json_schema_extra=AT_RUN_TIME
    )
    auto_close_resolved_after_days: int = Field(
        default=7,
        ge=0,
        le=3650,
        description="0: never. Changed at run time, it counts for tickets that are resolved already",
        json_schema_extra=AT_RUN_TIME,
    )
    reopen_window_days: int = Field(
        default=14,
        ge=0,
        le=3650,
        description="So long after it was resolved a customer's reply reopens a ticket; later, and with 0, "
        "it opens a follow-up",
        json_schema_extra=AT_RUN_TIME,
    )
    max_attachments: int = Field(
        default=5, ge=0, le=100, description="Files of one message", json_schema_extra=AT_RUN_TIME
    )
    max_attachment_size_kb: int = Field(
        default=10_240, ge=1, le=1_048_576, description="Of one file", json_schema_extra=AT_RUN_TIME
    )
    storage: str = Field(default=".run/files", description="A folder, or the s3:// address of a bucket")
    guest_policy: Literal["unassigned", "guest_user", "prompt_signup"] = Field(
        default="unassigned",
        description="Whose a guest's ticket is: the contact's alone, guest_user_id's, or with an invitation to sign up",
        json_schema_extra=AT_RUN_TIME,
    )
    guest_user_id: UUID | None = Field(
        default=None,
        description="The requester of guests' tickets under guest_user",
        json_schema_extra=AT_RUN_TIME,
    )
    throttle_guests: int = Field(
        default=20, ge=1, description="Codes by mail, and tries of a code, per network address and hour, each"
    )
    guests_open_tickets: bool = Field(
        default=True, description="POST /guest/tickets answers without an account", json_schema_extra=AT_RUN_TIME
    )
    time_zone: str = Field(
        default="UTC",
        description="The desk's own: when its mornings begin, e.g. Europe/Berlin",
        json_schema_extra=AT_RUN_TIME,
    )

    @model_validator(mode="after")
    def _a_user_for_guests(self) -> Self:
        if self.guest_policy == "guest_user" and self.guest_user_id is None:
            raise ValueError("guest_policy is guest_user: say whose tickets they are with guest_user_id")
        return self

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {value!r}") from error
        return value
