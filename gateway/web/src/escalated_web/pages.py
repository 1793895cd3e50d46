"""The UI's pages: one document for every route, with the configuration it starts from."""

import html
import json
from pathlib import Path
from typing import Any

from escalated_web.settings import WebSettings

PLACEHOLDER = "__ESCALATED_CONFIG__"

# 'self' alone: no inline script, no inline style, no foreign host. Pictures in mail are proxied or blocked.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


def ui_config(settings: WebSettings) -> dict[str, Any]:
    """What the UI reads before it draws anything."""
    return {
        "prefix": f"/{settings.route_prefix}",
        "apiBase": "/api/v1",
        "name": settings.brand_name,
        "logoUrl": settings.brand_logo_url,
        "primaryColor": settings.brand_color,
        "locale": settings.default_locale,
        "demo": settings.demo,
    }


def render_index(settings: WebSettings) -> bytes:
    """The built `index.html` with the configuration in its place.

    Raises FileNotFoundError where the UI was not built.
    """
    template = (settings.ui_dir / "index.html").read_text()
    config = json.dumps(ui_config(settings), separators=(",", ":")).replace("<", "\\u003c")
    return template.replace(PLACEHOLDER, config).encode()


def render_not_built(folder: Path) -> bytes:
    """What stands where the UI was not built: how to build it."""
    where = html.escape(str(folder))
    return f"<!doctype html><title>Not built</title><p>There is no UI in {where}. Run: make ui".encode()
