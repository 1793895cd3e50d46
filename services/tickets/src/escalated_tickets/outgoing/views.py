"""Replies that wait as JSON."""

from collections.abc import Iterable
from typing import Any

from escalated_tickets.attachments.views import upload_view


def outgoing_view(row: Any, files: Iterable[Any], *, state: str = "") -> dict[str, Any]:
    """The row and its files, which have no link yet."""
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "author": {"id": row.author_id, "name": row.author_name},
        "body": row.body,
        "format": row.format,
        "body_html": row.body_html,
        "body_text": row.body_text,
        "status": row.status,
        "attachments": [upload_view(each) for each in files],
        "state": state or row.state,
        "failure": row.failure,
        "send_at": row.send_at,
        "created_at": row.created_at,
    }
