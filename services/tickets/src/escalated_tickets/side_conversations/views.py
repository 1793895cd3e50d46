"""Side conversations as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from escalated_tickets.attachments.views import FileView


def side_conversation_view(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "subject": row.subject,
        "channel": row.channel,
        "state": row.state,
        "people": row.people,
        "author": {"id": row.author_id, "name": row.author_name, "email": row.author_email},
        "message_count": row.message_count,
        "created_at": row.created_at,
        "last_message_at": row.last_message_at,
        "closed_at": row.closed_at,
    }


def side_message_view(row: Any, files: Mapping[UUID, Sequence[Any]], show: FileView) -> dict[str, Any]:
    return {
        "id": row.id,
        "author": {
            "id": row.author_id,
            "name": row.author_name,
            "email": row.author_email,
            "kind": row.author_kind,
        },
        "body_html": row.body_html,
        "body_text": row.body_text,
        "channel": row.channel,
        "attachments": [show(each) for each in files.get(row.id, ())],
        "created_at": row.created_at,
    }
