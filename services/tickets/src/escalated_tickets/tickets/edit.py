"""One command's change of one ticket, built up by effects and written once (`tickets/writing.py`).

Effects are plain functions on an `Edit`. A command with several effects (a reply that reopens, a status that
resolves) is still one change: one version, one causation id, one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from escalated_chassis.errors import Conflict, invalid
from escalated_tickets.statuses.rules import DONE, StatusBook
from escalated_tickets.tickets.rules import Act, Policy, require, snippet_of
from escalated_tickets.tickets.state import (
    MOST_FOLLOWERS,
    MOST_TAGS,
    PRIORITIES,
    WEIGHT,
    PersonRef,
    TagRef,
    TicketState,
)
from escalated_tickets.tickets.visibility import Relation, Viewer


@dataclass(frozen=True, slots=True)
class MessageState:
    """A message as it is written; `upload_ids` are the uploads that it carries."""

    id: UUID
    ticket_id: UUID
    kind: str
    author: PersonRef | None
    author_kind: str
    body_html: str
    body_text: str
    channel: str
    automatic: bool
    opening: bool
    created_at: datetime
    upload_ids: tuple[UUID, ...] = ()
    uploader: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a ticket: an event, and an activity row unless it is `silent`.

    `details` are the event's own fields; `before` and `after` are what the activity shows.
    """

    kind: str
    details: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    staff_only: bool = False
    silent: bool = False
    message: MessageState | None = None


@dataclass(slots=True)
class Edit:
    """A locked ticket and what is being done to it, by whom."""

    before: TicketState
    viewer: Viewer
    relation: Relation
    book: StatusBook
    policy: Policy
    now: datetime
    state: TicketState = None  # type: ignore[assignment]  # the ticket as it will be; starts as `before`
    happenings: list[Happening] = field(default_factory=list)
    messages: list[MessageState] = field(default_factory=list)
    counts: bool = False
    public: bool = False
    # The bulk job that this is part of.
    job_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.state is None:
            self.state = self.before

    def require(self, act: Act) -> None:
        require(act, self.viewer, self.relation, self.before, self.policy)

    def change(self, happening: Happening, **values: Any) -> None:
        """Sets columns and notes what happened. What staff alone may know does not count as a public change."""
        self.state = replace(self.state, **values)
        self.happenings.append(happening)
        self.counts = True
        self.public = self.public or not happening.staff_only


def move_status(edit: Edit, slug: str) -> None:
    """Moves along the transition table; stays where it is already there.

    Raises Invalid for an unknown status, Conflict with the allowed ones for a move that is none.
    """
    if slug not in edit.book.statuses:
        raise invalid("/status", "unknown", f"There is no status {slug!r}.")
    before = edit.state.status
    if slug == before:
        return
    if not edit.book.allows(before, slug):
        allowed = edit.book.allowed_from(before)
        raise Conflict(
            f"A ticket that is {before} cannot become {slug}; allowed: {', '.join(allowed) or 'nothing'}.",
            code="transition_not_allowed",
            extra={"allowed": list(allowed)},
        )
    _require_fields(edit, slug)
    enter_status(edit, slug)


def _require_fields(edit: Edit, slug: str) -> None:
    """Of customers, only what they may fill in: of the rest they do not even hear."""
    missing = edit.book.fields.missing_at(edit.state, slug)
    if edit.relation is not Relation.STAFF:
        missing = [each for each in missing if each.editable_by_customers]
    if missing:
        raise Conflict(
            f"A ticket that is {slug} needs a value for: {', '.join(each.label for each in missing)}.",
            code="fields_required",
            extra={"fields": [each.key for each in missing]},
        )


def move_status_if_allowed(edit: Edit, slug: str | None) -> bool:
    """The side effect of another act: done where the table allows it, silently not otherwise."""
    if slug is None or not edit.book.allows(edit.state.status, slug):
        return False
    enter_status(edit, slug)
    return True


def enter_status(edit: Edit, slug: str) -> None:
    """Puts the ticket into a status with the stamps of its category, whatever the table says."""
    was, before = edit.state, edit.state.status_category
    after = edit.book.category(slug)
    details = {"old_status": was.status, "new_status": slug, "old_category": before, "new_category": after}
    edit.change(
        Happening("ticket.status_changed", details, {"status": was.status}, {"status": slug}),
        status=slug,
        status_category=after,
        status_changed_at=edit.now,
        done=after in DONE,
        **_stamps(edit, before, after),
    )
    for kind in _also(before, after):
        edit.happenings.append(Happening(kind, silent=True))


def _stamps(edit: Edit, before: str, after: str) -> dict[str, datetime | None]:
    if after == "solved" and before != "solved":
        wait = edit.policy.auto_close_after
        return {"resolved_at": edit.now, "closed_at": None, "auto_close_at": edit.now + wait if wait else None}
    if after == "closed" and before != "closed":
        return {"closed_at": edit.now, "auto_close_at": None}
    if before in DONE and after not in DONE:
        return {"resolved_at": None, "closed_at": None, "auto_close_at": None, "rating": None}
    return {}


def disarm(state: TicketState) -> TicketState:
    """Without a time to be closed at."""
    return replace(state, auto_close_at=None)


def _also(before: str, after: str) -> tuple[str, ...]:
    if before == after:
        return ()
    if after == "solved":
        return ("ticket.resolved",)
    if after == "closed":
        return ("ticket.closed",)
    return ("ticket.reopened",) if before in DONE else ()


def assign(edit: Edit, person: PersonRef) -> None:
    """Gives the ticket to an agent; a new one is thereby in progress."""
    if edit.state.assignee_id == person.id:
        return
    give_to(edit, person)
    if edit.state.status_category == "new":
        move_status_if_allowed(edit, edit.book.default("open"))


def give_to(edit: Edit, person: PersonRef) -> None:
    """Names the assignee, and nothing else."""
    was = edit.state
    edit.change(
        Happening(
            "ticket.assigned",
            {"old_assignee_id": str(was.assignee_id or ""), "new_assignee_id": str(person.id)},
            {"assignee": _named(was.assignee_id, was.assignee_name)},
            {"assignee": _named(person.id, person.name)},
        ),
        assignee_id=person.id,
        assignee_name=person.name,
        assignee_email=person.email,
    )


def unassign(edit: Edit) -> None:
    was = edit.state
    if was.assignee_id is None:
        return
    edit.change(
        Happening(
            "ticket.unassigned",
            {"old_assignee_id": str(was.assignee_id)},
            {"assignee": _named(was.assignee_id, was.assignee_name)},
            {"assignee": None},
        ),
        assignee_id=None,
        assignee_name="",
        assignee_email="",
    )


def set_priority(edit: Edit, name: str) -> None:
    if name not in WEIGHT:
        raise invalid("/priority", "unknown", f"A priority is one of {', '.join(PRIORITIES)}.")
    before = edit.state.priority_name
    if name == before:
        return
    details = {"old_priority": before, "new_priority": name}
    edit.change(
        Happening("ticket.priority_changed", details, {"priority": before}, {"priority": name}), priority=WEIGHT[name]
    )


def set_department(edit: Edit, department_id: UUID | None) -> None:
    before = edit.state.department_id
    if department_id == before:
        return
    details = {"old_department_id": str(before or ""), "new_department_id": str(department_id or "")}
    edit.change(
        Happening(
            "ticket.department_changed",
            details,
            {"department_id": str(before) if before else None},
            {"department_id": str(department_id) if department_id else None},
        ),
        department_id=department_id,
    )


def add_tag(edit: Edit, tag: TagRef) -> None:
    """Raises Conflict where the ticket has `MOST_TAGS` already."""
    if tag.id in edit.state.tag_ids:
        return
    if len(edit.state.tag_ids) >= MOST_TAGS:
        raise Conflict(f"A ticket has at most {MOST_TAGS} tags.", code="too_many_tags")
    edit.change(
        Happening("ticket.tag_added", {"tag": tag}, None, {"tag": tag.name}), tag_ids=[*edit.state.tag_ids, tag.id]
    )


def remove_tag(edit: Edit, tag: TagRef) -> None:
    if tag.id not in edit.state.tag_ids:
        return
    kept = [tag_id for tag_id in edit.state.tag_ids if tag_id != tag.id]
    edit.change(Happening("ticket.tag_removed", {"tag": tag}, {"tag": tag.name}, None), tag_ids=kept)


def set_fields(edit: Edit, values: Mapping[str, Any]) -> None:
    """Changes subject, type or custom fields; one event names all that changed."""
    before = {name: getattr(edit.state, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return
    old = {name: before[name] for name in changed}
    changes = [(name, old[name], value) for name, value in changed.items()]
    edit.change(Happening("ticket.updated", {"changes": changes}, old, dict(changed)), **changed)


def escalate(edit: Edit, reason: str = "") -> None:
    """Raises the level always; the status becomes `escalated` where the table allows it."""
    level = edit.state.escalation_level + 1
    edit.change(
        Happening(
            "ticket.escalated",
            {"level": level, "reason": reason},
            {"level": level - 1},
            {"level": level, "reason": reason},
            staff_only=True,
        ),
        escalation_level=level,
    )
    move_status_if_allowed(edit, "escalated")


def follow(edit: Edit, person_id: UUID, *, following: bool) -> None:
    """Followers are kept beside the ticket: they change no version. The activity names them by id, as Cc does.

    Raises Conflict where `MOST_FOLLOWERS` follow already.
    """
    now_following = person_id in edit.state.follower_ids
    if following == now_following:
        return
    if following and len(edit.state.follower_ids) >= MOST_FOLLOWERS:
        raise Conflict(f"A ticket has at most {MOST_FOLLOWERS} followers.", code="too_many_followers")
    others = [follower for follower in edit.state.follower_ids if follower != person_id]
    edit.state = replace(edit.state, follower_ids=[*others, person_id] if following else others)
    details = {"person_id": str(person_id), "following": following}
    named = {"follower_id": str(person_id)}
    before, after = (None, named) if following else (named, None)
    edit.happenings.append(Happening("ticket.followed", details, before, after, staff_only=True))


def delete(edit: Edit) -> None:
    if edit.state.deleted_at is None:
        edit.change(Happening("ticket.deleted"), deleted_at=edit.now)


def restore(edit: Edit) -> None:
    if edit.state.deleted_at is not None:
        edit.change(Happening("ticket.restored", {"reason": "undeleted"}), deleted_at=None)


def add_note(edit: Edit, message: MessageState) -> None:
    edit.messages.append(message)
    edit.change(
        Happening(
            "internal_note.added",
            before=None,
            after={"message_id": str(message.id)},
            staff_only=True,
            message=message,
        ),
        note_count=edit.state.note_count + 1,
    )


def add_reply(edit: Edit, message: MessageState, then: str | None = None) -> None:
    """Adds a public message with its effect on the status; `then` is the status that an agent chose with it."""
    edit.messages.append(message)
    edit.change(
        Happening("reply.created", after={"message_id": str(message.id)}, message=message, before=None),
        reply_count=edit.state.reply_count + 1,
        **message_stamps(message, edit.state),
    )
    if then is not None:
        move_status(edit, then)
    elif not message.automatic:
        _move_after_reply(edit, message.author_kind)


def message_stamps(message: MessageState, state: TicketState) -> dict[str, Any]:
    """What the row keeps of its last public messages. One that arrives late turns no time back."""
    stamps: dict[str, Any] = {}
    if message.created_at >= state.last_message_at:
        stamps = {"last_message_at": message.created_at, "snippet": snippet_of(message.body_text)}
    if message.author_kind in {"customer", "agent"}:
        column = f"last_{message.author_kind}_message_at"
        stamps[column] = max(getattr(state, column) or message.created_at, message.created_at)
    return stamps


def _move_after_reply(edit: Edit, author_kind: str) -> None:
    category = edit.state.status_category
    if author_kind == "agent" and category in {"new", "open"}:
        move_status_if_allowed(edit, edit.book.default("pending"))
    elif author_kind == "customer" and category == "pending":
        move_status_if_allowed(edit, "waiting_on_agent")
    elif author_kind == "customer" and category in DONE:
        move_status_if_allowed(edit, "reopened")


def _named(person_id: UUID | None, name: str) -> dict[str, str] | None:
    return {"id": str(person_id), "name": name} if person_id else None


_REQUESTED: Final = "ticket.notification_requested"


def request_notification(
    edit: Edit, person_ids: list[str], roles: list[str], text: str, channels: Sequence[str] = ()
) -> None:
    """Asks for people to be told; nothing of the ticket changes. `channels`: by these alone, or by all that are on."""
    details = {"person_ids": person_ids, "roles": roles, "text": text, "channels": list(channels)}
    edit.happenings.append(Happening(_REQUESTED, details, after=details, staff_only=True))
