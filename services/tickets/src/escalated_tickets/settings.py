"""Settings of tickets beside those of every service; names and defaults are the product's."""

from typing import ClassVar, Literal

from pydantic import Field

from escalated_chassis.settings import ServiceSettings


class TicketsSettings(ServiceSettings):
    """What tickets needs to run. Days are 24 hours; 0 days means never."""

    service: ClassVar[str] = "tickets"

    default_priority: Literal["low", "medium", "high", "urgent", "critical"] = "medium"
    ticket_reference_prefix: str = Field(default="ESC-", pattern=r"^[A-Z][A-Z0-9]{0,9}-$")
    allow_customer_close: bool = True
    auto_close_resolved_after_days: int = Field(default=7, ge=0, le=3650)
    reopen_window_days: int = Field(default=14, ge=0, le=3650)
    max_attachments: int = Field(default=5, ge=0, le=100)
    max_attachment_size_kb: int = Field(default=10_240, ge=1, le=1_048_576)
    storage: str = Field(default=".run/files", description="A folder, or the s3:// address of a bucket")
    guests_open_tickets: bool = Field(default=True, description="POST /guest/tickets answers without an account")
