"""Settings: environment (`ESCALATED_…`) over a folder of files over a TOML file (`ESCALATED_CONFIG`) over defaults.

The folder is ESCALATED_SECRETS_DIR: a file each, named like the setting in lower case (`escalated_database_url`), as
containers and clusters mount secrets. Several folders are separated by `:`; the last one wins. An unknown or ill-typed
setting stops the start with its name. A service adds its own by subclassing.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from escalated_contracts.settings import NESTED, unknown

PREFIX = "ESCALATED_"
MIGRATED_TABLE_PREFIX = "escalated_"
DEFAULT_ROUTE_PREFIX = "support"


def setting_fields(model: type[BaseModel], prefix: str = PREFIX) -> Iterator[tuple[str, FieldInfo]]:
    """Every setting of a class with its name in the environment; a nested model's fields each for themselves."""
    for name, field in model.model_fields.items():
        full, kind = prefix + name.upper(), field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from setting_fields(kind, full + NESTED)
        else:
            yield full, field


def refuse_unknown(settings_class: type[BaseSettings]) -> None:
    """Checks environment and file against `settings_class` and the union of all services' settings.

    Raises:
        SettingsError: names what nobody knows.
    """
    own = [name for name, _ in setting_fields(settings_class)]
    in_file = {name: key for key, name in _names_in(_configured())}
    wrong = [
        *unknown((name for name in map(str.upper, os.environ) if name.startswith(PREFIX)), own),
        *(f"{in_file[name]} in {os.environ['ESCALATED_CONFIG']}" for name in unknown(in_file, own)),
    ]
    if wrong:
        raise SettingsError(f"there is no setting {', '.join(wrong)}")


def _names_in(content: Mapping[str, Any], prefix: str = PREFIX, path: str = "") -> Iterator[tuple[str, str]]:
    """The keys of a file as they stand there, each with the name in the environment."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _names_in(value, f"{prefix}{key.upper()}{NESTED}", f"{path}{key}.")
        else:
            yield path + key, prefix + key.upper()


def _configured() -> dict[str, Any]:
    """The content of the file; empty where none is named. Raises SettingsError where it cannot be read."""
    path = os.environ.get("ESCALATED_CONFIG")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"ESCALATED_CONFIG: {path}: {error}") from None


class TomlFile(PydanticBaseSettingsSource):
    """The file named by ESCALATED_CONFIG: one for all services, each takes the keys it knows."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields
        return {key.lower(): value for key, value in _configured().items() if key.lower() in fields}


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
    database_pool_size: int = Field(default=8, ge=1, le=100, description="Connections of one process")
    nats_url: str = Field(default="nats://127.0.0.1:4222", description="The others of its cluster are learnt from it")
    nats_user: str = Field(default="", description="This service's own user, who may publish only its subjects")
    nats_password: SecretStr = SecretStr("")
    nats_provisioner_user: str = Field(default="", description="Only for `migrate`: may declare streams")
    nats_provisioner_password: SecretStr = SecretStr("")
    nats_replicas: int = Field(default=1, ge=1, le=5, description="Copies of each stream; three in a cluster")

    http_host: str = Field(default="127.0.0.1", description="Where REST and gRPC listen")
    service_http_port: int = Field(default=0, ge=0, le=65535, description="0 takes a free one")
    grpc_port: int = Field(default=0, ge=0, le=65535, description="0 takes a free one")
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Comma-separated addresses or networks whose X-Forwarded-* are believed"
    )
    service_key: SecretStr = Field(default=SecretStr(""), description="Private JWK that signs calls to other services")
    service_keys: str = Field(default="{}", description="JSON object: service name to public JWK")
    identity_url: str = Field(default="", description="HTTP base of identity, for its key set")
    identity_grpc: str = Field(default="", description="host:port")
    tickets_grpc: str = Field(default="", description="host:port")
    sla_grpc: str = Field(default="", description="host:port")
    notifications_grpc: str = Field(default="", description="host:port")

    public_url: str = Field(default="http://127.0.0.1:8080", description="Where people reach the desk")
    route_prefix: str = Field(default=DEFAULT_ROUTE_PREFIX, description="The desk's folder under public_url")
    secret: SecretStr = Field(description="Keys of HMACs are derived from it; the same for the whole deployment")
    deployment_id: UUID = Field(description="Ids of people are derived from it: never change it")
    mode: str = Field(default="self_hosted", description="Read by nothing yet; hosting modes come with sync")
    table_prefix: str = Field(default=MIGRATED_TABLE_PREFIX, description="Fixed since the first migration")
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
