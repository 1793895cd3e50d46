"""Settings: environment (`ESCALATED_…`) over a folder of files over a TOML file (`ESCALATED_CONFIG`) over defaults.

The folder is ESCALATED_SECRETS_DIR: a file each, named like the setting in lower case (`escalated_database_url`), as
containers and clusters mount secrets. Several folders are separated by `:`; the last one wins. An unknown or ill-typed
setting stops the start with its name. A service adds its own by subclassing.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

MIGRATED_TABLE_PREFIX = "escalated_"


class TomlFile(PydanticBaseSettingsSource):
    """The file named by ESCALATED_CONFIG: top-level keys for all services, a table per service for its own."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        path = os.environ.get("ESCALATED_CONFIG")
        if not path:
            return {}
        content = tomllib.loads(Path(path).read_text())
        fields = self.settings_cls.model_fields
        return {key.lower(): value for key, value in content.items() if key.lower() in fields}


def secret_folders() -> list[Path]:
    """The folders of ESCALATED_SECRETS_DIR; none when it is not set.

    Raises SettingsError where one is missing: a volume that was not mounted must not look like a default.
    """
    folders = [Path(part) for part in os.environ.get("ESCALATED_SECRETS_DIR", "").split(os.pathsep) if part]
    for folder in folders:
        if not folder.is_dir():
            raise SettingsError(f"ESCALATED_SECRETS_DIR: {folder} is no folder")
    return folders


class ServiceSettings(BaseSettings):
    """What every service needs to run."""

    model_config = SettingsConfigDict(env_prefix="ESCALATED_", env_nested_delimiter="__", extra="ignore")

    service: ClassVar[str] = "service"

    database_url: str = Field(description="postgresql+asyncpg://… of this service's own database")
    database_pool_size: int = Field(default=8, ge=1, le=100)
    nats_url: str = "nats://127.0.0.1:4222"
    nats_user: str = ""
    nats_password: SecretStr = SecretStr("")
    nats_provisioner_user: str = Field(default="", description="Only for `migrate`: may declare streams")
    nats_provisioner_password: SecretStr = SecretStr("")
    nats_replicas: int = Field(default=1, ge=1, le=5, description="Copies of each stream; three in a cluster")

    http_host: str = "127.0.0.1"
    service_http_port: int = Field(default=0, ge=0, le=65535, description="0 takes a free one")
    grpc_port: int = Field(default=0, ge=0, le=65535)
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Comma-separated addresses or networks whose X-Forwarded-* are believed"
    )
    service_key: SecretStr = Field(default=SecretStr(""), description="Private JWK that signs calls to other services")
    service_keys: str = Field(default="{}", description="JSON object: service name to public JWK")
    identity_url: str = Field(default="", description="HTTP base of identity, for its key set")
    identity_grpc: str = ""
    tickets_grpc: str = ""
    sla_grpc: str = ""
    notifications_grpc: str = ""

    public_url: str = "http://127.0.0.1:8080"
    route_prefix: str = "support"
    secret: SecretStr = Field(description="Keys of HMACs are derived from it; the same for the whole deployment")
    deployment_id: UUID
    mode: str = "self_hosted"
    table_prefix: str = MIGRATED_TABLE_PREFIX
    log_level: str = "INFO"
    otlp_endpoint: str = Field(default="", description="Traces go there; empty: no tracing is loaded")
    stop_grace_seconds: float = Field(default=10.0, gt=0, le=120)

    @field_validator("table_prefix")
    @classmethod
    def _as_migrated(cls, value: str) -> str:
        if value != MIGRATED_TABLE_PREFIX:
            raise ValueError(f"the tables were migrated with the prefix {MIGRATED_TABLE_PREFIX!r}; set it back")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = SecretsSettingsSource(settings_cls, secrets_dir=secret_folders())
        return init_settings, env_settings, files, TomlFile(settings_cls)
