"""Settings of identity beside those of every service."""

from typing import ClassVar

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

from escalated_chassis.outgoing import Network, parse_networks
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.stored_settings import AT_RUN_TIME


class SsoIssuer(BaseModel):
    """A host application whose signed tokens sign its users in here."""

    issuer: str = Field(min_length=1, description="The `iss` of its tokens")
    secret: SecretStr | None = Field(default=None, description="Shared secret for HS256, 32 characters or more")
    jwks_url: str | None = Field(default=None, description="Its published keys, for EdDSA, ES256 and RS256")
    may_sign_in_staff: bool = Field(
        default=False, description="Links to agents and administrators by verified address, not only to customers"
    )

    @model_validator(mode="after")
    def _one_kind_of_key(self) -> "SsoIssuer":
        if (self.secret is None) == (self.jwks_url is None):
            raise ValueError("an SSO issuer has either a secret or a jwks_url")
        if self.secret is not None and len(self.secret.get_secret_value()) < 32:
            raise ValueError("the secret of an SSO issuer has 32 characters or more")
        return self


class IdentitySettings(ServiceSettings):
    """What identity needs to run."""

    service: ClassVar[str] = "identity"

    session_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="A session not refreshed for so long has ended",
        json_schema_extra=AT_RUN_TIME,
    )
    sign_up_open: bool = Field(
        default=True, description="Customers may make accounts by themselves", json_schema_extra=AT_RUN_TIME
    )
    throttle_account: int = Field(
        default=10,
        ge=1,
        description="Failed sign-ins per account and quarter of an hour",
        json_schema_extra=AT_RUN_TIME,
    )
    throttle_address: int = Field(
        default=100, ge=1, description="The same per network address", json_schema_extra=AT_RUN_TIME
    )
    throttle_sign_up: int = Field(
        default=20,
        ge=1,
        description="Sign-ups and mailed links per network address and hour",
        json_schema_extra=AT_RUN_TIME,
    )
    sso_allowed_networks: str = Field(
        default="", description="Networks beside the public ones where key sets may be, e.g. 10.0.0.0/8"
    )
    sso_issuers: list[SsoIssuer] = Field(default_factory=list, description="JSON list of {issuer, secret | jwks_url}")

    @field_validator("sso_allowed_networks")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        parse_networks(value)
        return value

    @property
    def sso_networks(self) -> tuple[Network, ...]:
        """`sso_allowed_networks`, read."""
        return parse_networks(self.sso_allowed_networks)
