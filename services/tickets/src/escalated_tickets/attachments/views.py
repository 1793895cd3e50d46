"""A file as JSON, with a link that is the caller's own and short-lived.

A link of a session opens the file by itself while the session lives; a link given to an API token only together with
credentials of the same person.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from escalated_chassis.access.principal import Principal
from escalated_tickets.attachments.rules import INLINE_TYPES, Link, sign_link
from escalated_tickets.settings import TicketsSettings

LINK_LIVES: Final = timedelta(minutes=10)
FileView = Callable[[Any], dict[str, Any]]


def link_key(settings: TicketsSettings) -> bytes:
    """The key of links, derived from the deployment's secret for this purpose alone."""
    return hmac.digest(settings.secret.get_secret_value().encode(), b"escalated attachment links", hashlib.sha256)


def upload_view(row: Any) -> dict[str, Any]:
    """A file that no message has taken yet: it has no link."""
    return {
        "id": row.id,
        "filename": row.filename,
        "content_type": row.content_type,
        "size": row.size_bytes,
        "url": None,
        "inline": row.content_type in INLINE_TYPES,
    }


def file_view(settings: TicketsSettings, principal: Principal, now: datetime) -> FileView:
    """Shows rows of files to this caller."""
    key, until = link_key(settings), now + LINK_LIVES

    def show(row: Any) -> dict[str, Any]:
        token = sign_link(Link(row.id, principal.id, principal.session_id, until), key)
        return upload_view(row) | {"url": f"/api/v1/attachments/{row.id}?token={token}"}

    return show
