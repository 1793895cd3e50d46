"""Our plain data as protobuf messages: for events and for gRPC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from escalated.tickets.v1 import types_pb2
from google.protobuf import struct_pb2, timestamp_pb2

from escalated_tickets.tickets.edit import MessageState
from escalated_tickets.tickets.state import Names, PersonRef, TagRef, TicketState

# Events stay below 256 KB; who needs more of a text asks Tickets.GetMessages.
EVENT_TEXT_BYTES: Final = 64 * 1024
_TIMES: Final = (
    "created_at",
    "updated_at",
    "public_updated_at",
    "status_changed_at",
    "resolved_at",
    "closed_at",
    "deleted_at",
    "snoozed_until",
    "last_message_at",
    "last_customer_message_at",
    "last_agent_message_at",
)


def person(ref: PersonRef) -> types_pb2.PersonRef:
    return types_pb2.PersonRef(id=str(ref.id), name=ref.name, email=ref.email)


def tag(ref: TagRef) -> types_pb2.Tag:
    return types_pb2.Tag(id=str(ref.id), name=ref.name, color=ref.color)


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    message = struct_pb2.Struct()
    message.update(orjson.loads(orjson.dumps(values)))
    return message


def timestamp(at: datetime) -> timestamp_pb2.Timestamp:
    message = timestamp_pb2.Timestamp()
    message.FromDatetime(at)
    return message


def ticket(state: TicketState, names: Names) -> types_pb2.Ticket:
    """The ticket as other services see it."""
    message = types_pb2.Ticket(
        id=str(state.id),
        reference=state.reference,
        subject=state.subject,
        status=state.status,
        status_category=state.status_category,
        priority=state.priority_name,
        type=state.type,
        channel=state.channel,
        requester=types_pb2.PersonRef(
            id=str(state.requester_id), name=state.requester_name, email=state.requester_email
        ),
        assignee=_assignee(state),
        department_id=str(state.department_id or ""),
        department_name=names.department,
        tags=[tag(each) for each in names.tags],
        follower_ids=[str(each) for each in state.follower_ids],
        participants=[person(each) for each in names.participants],
        custom_fields=struct(state.custom_fields),
        version=state.version,
        public_version=state.public_version,
        sequence=state.sequence,
        escalation_level=state.escalation_level,
        origin=state.origin or "",
        merged_into_id=str(state.merged_into_id or ""),
        rating=state.rating or 0,
        reply_count=state.reply_count,
        note_count=state.note_count,
    )
    for name in _TIMES:
        at = getattr(state, name)
        if at is not None:
            getattr(message, name).FromDatetime(at)
    return message


def _assignee(state: TicketState) -> types_pb2.PersonRef | None:
    if state.assignee_id is None:
        return None
    return types_pb2.PersonRef(id=str(state.assignee_id), name=state.assignee_name, email=state.assignee_email)


def message(state: MessageState, files: Sequence[Any], *, whole: bool = False) -> types_pb2.Message:
    """A message; for events its text is cut at 64 KB and the HTML left out, unless it is asked for `whole`."""
    text, truncated = (state.body_text, False) if whole else cut(state.body_text)
    return types_pb2.Message(
        id=str(state.id),
        ticket_id=str(state.ticket_id),
        kind=state.kind,
        author=person(state.author) if state.author else None,
        author_kind=state.author_kind,
        body_text=text,
        body_truncated=truncated,
        body_html=state.body_html if whole else "",
        channel=state.channel,
        attachments=[attachment(row) for row in files],
        created_at=timestamp(state.created_at),
        automatic=state.automatic,
        opening=state.opening,
        pinned=state.pinned,
    )


def attachment(row: Any) -> types_pb2.Attachment:
    return types_pb2.Attachment(
        id=str(row.id), filename=row.filename, content_type=row.content_type, size_bytes=row.size_bytes
    )


def cut(text: str, limit: int = EVENT_TEXT_BYTES) -> tuple[str, bool]:
    """At most `limit` bytes of a text, never half a character; and whether there is more."""
    encoded = text.encode()
    if len(encoded) <= limit:
        return text, False
    return encoded[:limit].decode(errors="ignore"), True
