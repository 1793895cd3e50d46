"""/settings/{service}: what may be changed at run time, by who holds `settings:manage`."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, JsonValue, RootModel, model_validator

from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Caller, Reader, Uow
from escalated_chassis.stored_settings import StoredSettings

MOST = 100


class SettingOut(BaseModel):
    """`source` is stored, environment, file or default."""

    name: str
    value: Any
    default: Any
    source: str
    description: str


class SettingsOut(BaseModel):
    data: list[SettingOut]


class SettingsIn(RootModel[dict[str, JsonValue]]):
    """Names of settings with their new values; null goes back to what is configured."""

    @model_validator(mode="after")
    def _not_too_many(self) -> "SettingsIn":
        if not 0 < len(self.root) <= MOST:
            raise ValueError(f"name 1 to {MOST} settings")
        return self


def routes_for(service: str) -> APIRouter:
    """The two routes of a service; its app holds a `StoredSettings` as `app.state.stored_settings`."""
    routes = app.router(prefix=f"{app.API_PREFIX}/settings", tags=["settings"])

    @routes.get(f"/{service}", response_model=SettingsOut, operation_id=f"show_{service}_settings")
    async def show_settings(request: Request, caller: Caller, reader: Reader) -> Response:
        """Each setting with its value, its default and where the value comes from."""
        caller.require("settings:manage")
        return one(await _stored(request).shown(reader))

    @routes.patch(f"/{service}", response_model=SettingsOut, operation_id=f"change_{service}_settings")
    async def change_settings(body: SettingsIn, request: Request, caller: Caller, uow: Uow) -> Response:
        """Stores values, all or none; every process obeys within ten seconds."""
        caller.require("settings:manage")
        return one(await _stored(request).change(uow, body.root))

    return routes


def _stored(request: Request) -> StoredSettings[Any]:
    stored: StoredSettings[Any] = request.app.state.stored_settings
    return stored
