"""Messages as JSON."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from escalated_tickets.attachments.views import FileView
from escalated_tickets.tickets.edit import MessageState


def message_view(row: Any, files: Sequence[Any], show: FileView, *, as_staff: bool) -> dict[str, Any]:
    """A message from its row. Customers learn an agent's name, not the id."""
    mended = {"edited_at": row.edited_at} if as_staff else {}
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "kind": row.kind,
        "author": _author(row.author_id, row.author_name, row.author_kind, as_staff=as_staff),
        "body_html": row.body_html,
        "body_text": row.body_text,
        "channel": row.channel,
        "created_at": row.created_at,
        "attachments": [show(each) for each in files],
        "pinned": row.pinned,
        **mended,
    }


def written_view(message: MessageState, files: Sequence[Any], show: FileView, *, as_staff: bool) -> dict[str, Any]:
    """A message that was written a moment ago."""
    author = message.author
    return {
        "id": message.id,
        "ticket_id": message.ticket_id,
        "kind": message.kind,
        "author": _author(
            author.id if author else None, author.name if author else "", message.author_kind, as_staff=as_staff
        ),
        "body_html": message.body_html,
        "body_text": message.body_text,
        "channel": message.channel,
        "created_at": message.created_at,
        "attachments": [show(each) for each in files],
        "pinned": message.pinned,
    }


def _author(author_id: UUID | None, name: str, kind: str, *, as_staff: bool) -> dict[str, Any] | None:
    if author_id is None and kind == "system":
        return None
    return {"id": author_id if as_staff or kind == "customer" else None, "name": name, "kind": kind}
