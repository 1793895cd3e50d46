"""The two cookies of a browser's session. Pages cannot read them, other sites cannot have them sent along."""

from starlette.responses import Response

from escalated_chassis.access.tokens import LIFETIME
from escalated_identity.settings import IdentitySettings

ACCESS, REFRESH = "escalated_access", "escalated_refresh"
_PATHS = {ACCESS: "/", REFRESH: "/api/v1/auth"}


def set_cookies(response: Response, settings: IdentitySettings, *, access: str, refresh: str) -> None:
    """Gives the browser its tokens; `Secure` wherever the desk is reached by https."""
    _set(response, settings, ACCESS, access, int(LIFETIME.total_seconds()))
    _set(response, settings, REFRESH, refresh, settings.session_days * 86_400)


def clear_cookies(response: Response, settings: IdentitySettings) -> None:
    """Takes them back."""
    for name in _PATHS:
        _set(response, settings, name, "", 0)


def _set(response: Response, settings: IdentitySettings, name: str, value: str, max_age: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=_PATHS[name],
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https://"),
    )
