"""The REST application: every noun's routes, and how callers are known."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI

from escalated_chassis.access.authenticator import Authenticator
from escalated_chassis.access.keyset import KeySet
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.http import settings_routes
from escalated_chassis.http.app import create_app, describe
from escalated_identity.api_tokens.routes import routes as api_token_routes
from escalated_identity.audit.routes import routes as audit_routes
from escalated_identity.context import Context
from escalated_identity.departments.routes import routes as department_routes
from escalated_identity.directory import LocalDirectory
from escalated_identity.keys.routes import routes as key_routes
from escalated_identity.people.routes import routes as people_routes
from escalated_identity.privacy.routes import routes as privacy_routes
from escalated_identity.roles.routes import routes as role_routes
from escalated_identity.sessions.routes import routes as session_routes

TITLE = "Escalated identity"
DESCRIPTION = "People, roles, departments, signing in, API tokens and the audit trail."
ROUTERS = (
    session_routes,
    people_routes,
    privacy_routes,
    role_routes,
    department_routes,
    api_token_routes,
    audit_routes,
    key_routes,
    settings_routes.routes_for("identity"),
)


def make_authenticator(context: Context, broadcasts: Broadcasts | None = None) -> Authenticator:
    """Reads tokens by our own keys and tables: identity does not ask itself over the network."""

    async def key_set() -> Mapping[str, Any]:
        return {"keys": await context.keys.public_jwks()}

    clock = context.database.clock
    return Authenticator(
        context.settings,
        keys=KeySet(key_set, clock=clock),
        directory=LocalDirectory(context.database),
        clock=clock,
        broadcasts=broadcasts,
    )


def make_app(context: Context, authenticator: Authenticator, trouble: Callable[[], Sequence[str]]) -> FastAPI:
    """The REST application."""
    app = create_app(
        context.settings,
        title=TITLE,
        description=DESCRIPTION,
        routers=ROUTERS,
        database=context.database,
        authenticator=authenticator,
        trouble=trouble,
    )
    app.state.identity = context
    app.state.stored_settings = context.in_force.stored
    return app


def openapi() -> dict[str, Any]:
    """The OpenAPI document, without settings."""
    return describe(title=TITLE, routers=ROUTERS, description=DESCRIPTION)
