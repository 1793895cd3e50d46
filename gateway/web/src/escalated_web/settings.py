"""What the web app needs: where it listens, where the built UI lies, how the desk calls itself."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class WebSettings(BaseSettings):
    """Settings by environment, `ESCALATED_…`."""

    model_config = SettingsConfigDict(env_prefix="ESCALATED_", extra="ignore")

    http_host: str = "127.0.0.1"
    service_http_port: int = Field(default=0, ge=0, le=65535)
    ui_dir: Path = Path("gateway/ui/dist")
    route_prefix: Prefix = "support"
    brand_name: str = "Escalated"
    brand_logo_url: str = ""
    brand_color: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    default_locale: str = "en"
    demo: bool = False
    log_level: str = "INFO"
    stop_grace_seconds: float = Field(default=10.0, gt=0, le=120)
