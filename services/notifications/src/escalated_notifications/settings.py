"""Settings of notifications, beside those that every service has."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from escalated_chassis.outgoing import Network, parse_networks
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.stored_settings import AT_RUN_TIME


class NotificationsSettings(ServiceSettings):
    """Mail, webhooks and the live stream."""

    service: ClassVar[str] = "notifications"

    notification_channels: str = Field(default="email,webhook,live", description="What is on at all")
    brand_name: str = "Escalated"
    brand_logo_url: str = ""
    brand_color: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    brand_footer: str = Field(default="", max_length=500, description="Below every mail", json_schema_extra=AT_RUN_TIME)
    default_locale: str = "en"

    mail_domain: str = Field(
        default="", description="Right side of Message-IDs and addresses; default: public_url's host"
    )
    mail_from: str = Field(default="", description="Sender's address; default: support@<mail_domain>")
    mail_listener: str = Field(default="", description="host:port where SMTP is listened to; empty: no mail comes in")
    mail_max_bytes: int = Field(default=26_214_400, ge=65_536, description="Size limit of one incoming mail")
    mail_max_connections: int = Field(default=20, ge=1, le=1000)
    mail_per_sender_per_hour: int = Field(default=30, ge=1, description="More from one address wait for an operator")
    mail_trusted_authserv: str = Field(default="", description="authserv-id whose Authentication-Results are believed")
    mail_reply_days: int = Field(default=90, ge=1, le=3650, description="How long a reply address is good")
    mail_new_tickets: bool = Field(
        default=True,
        description="Mail agents of the department when nobody is assigned",
        json_schema_extra=AT_RUN_TIME,
    )

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: str = Field(default="auto", pattern="^(auto|none|starttls|tls)$")
    smtp_timeout_seconds: float = Field(default=20.0, gt=0, le=50)

    webhook_allowed_networks: str = Field(default="", description="Networks beside the public ones, e.g. 10.0.0.0/8")
    webhook_timeout_seconds: float = Field(default=10.0, gt=0, le=50)

    rating_invitations: bool = Field(
        default=True, description="Mails that tell of a resolution ask to rate it", json_schema_extra=AT_RUN_TIME
    )

    deliveries_kept_days: int = Field(default=90, ge=1, description="What ended well is forgotten then")

    broadcasting: bool = Field(default=True, description="off leaves polling only")
    stream_limit: int = Field(default=2000, ge=1, description="Open streams in one process")

    @field_validator("webhook_allowed_networks")
    @classmethod
    def _readable(cls, value: str) -> str:
        parse_networks(value)
        return value

    @property
    def domain(self) -> str:
        """The right side of our Message-IDs and addresses."""
        host = self.mail_domain or urlsplit(self.public_url).hostname or "localhost"
        # A bare address of a machine is no domain of mail (RFC 5321 wants it in brackets).
        return "desk.localhost" if host.replace(".", "").isdigit() or ":" in host else host.lower()

    @property
    def sender(self) -> str:
        return self.mail_from or f"support@{self.domain}"

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        return parse_networks(self.webhook_allowed_networks)

    def channel(self, name: str) -> bool:
        """Whether a channel is on at all."""
        return name in {part.strip() for part in self.notification_channels.split(",")}
