"""The transition table and what acts do to a status: no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from escalated_chassis.errors import Conflict, Forbidden, Invalid
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_tickets.statuses.rules import DONE, SEEDED_BOOK
from escalated_tickets.tickets import edit as effects
from escalated_tickets.tickets.edit import Edit, MessageState
from escalated_tickets.tickets.restoring import restore_status, status_of
from escalated_tickets.tickets.rules import Act, Policy, can, require, snippet_of
from escalated_tickets.tickets.state import PersonRef, TicketState
from escalated_tickets.tickets.visibility import Relation, Viewer

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
AGENT = Viewer(uuid4(), "agent", "Alex", "alex@example.com", BUILT_IN_ROLES["agent"])
CUSTOMER = Viewer(uuid4(), "customer", "Chris", "chris@example.com", BUILT_IN_ROLES["customer"])
LIGHT = Viewer(uuid4(), "light_agent", "Lee", "lee@example.com", BUILT_IN_ROLES["light_agent"])

# tickets.md §1, as it stands there.
TABLE = {
    "open": {"in_progress", "waiting_on_customer", "waiting_on_agent", "escalated", "resolved", "closed"},
    "reopened": {"in_progress", "waiting_on_customer", "waiting_on_agent", "escalated", "resolved", "closed"},
    "in_progress": {"waiting_on_customer", "waiting_on_agent", "escalated", "resolved", "closed"},
    "waiting_on_customer": {"open", "in_progress", "waiting_on_agent", "resolved", "closed"},
    "waiting_on_agent": {"open", "in_progress", "waiting_on_customer", "escalated", "resolved", "closed"},
    "escalated": {"in_progress", "waiting_on_customer", "waiting_on_agent", "resolved", "closed"},
    "resolved": {"reopened", "closed"},
    "closed": {"reopened"},
}


def state_in(status: str, **values: Any) -> TicketState:
    category = SEEDED_BOOK.category(status)
    done = category in DONE
    fields: dict[str, Any] = dict.fromkeys(TicketState.__dataclass_fields__)
    fields |= {name: [] for name in ("tag_ids", "follower_ids", "participant_ids", "sla_clocks")}
    fields |= dict.fromkeys(("reply_count", "note_count", "escalation_level", "sla_version"), 0)
    fields |= {"version": 1, "public_version": 1, "sequence": 1, "priority": 2, "custom_fields": {}, "type": "question"}
    fields |= {"id": uuid4(), "requester_id": CUSTOMER.id, "assignee_name": "", "subject": "s"}
    fields |= {"created_at": NOW, "last_message_at": NOW, "resolved_at": NOW if done else None}
    fields |= {"status": status, "status_category": category, "done": done, "snippet": ""}
    return TicketState(**(fields | values))


def edit_of(state: TicketState, viewer: Viewer = AGENT, relation: Relation = Relation.STAFF, **policy: Any) -> Edit:
    return Edit(state, viewer, relation, SEEDED_BOOK, Policy(**policy), NOW)


def message(author_kind: str, **values: Any) -> MessageState:
    fields: dict[str, Any] = {
        "id": uuid4(),
        "ticket_id": uuid4(),
        "kind": "reply",
        "author": None,
        "author_kind": author_kind,
        "body_html": "<p>x</p>",
        "body_text": "x",
        "channel": "web",
        "automatic": False,
        "opening": False,
        "created_at": NOW,
    }
    return MessageState(**(fields | values))


def test_the_seeded_table_is_that_of_the_design() -> None:
    assert {slug: set(SEEDED_BOOK.allowed_from(slug)) for slug in SEEDED_BOOK.statuses} == TABLE


@pytest.mark.parametrize("before", TABLE)
@pytest.mark.parametrize("after", TABLE)
def test_a_status_moves_along_the_table_only(before: str, after: str) -> None:
    edit = edit_of(state_in(before))
    if after == before or after in TABLE[before]:
        effects.move_status(edit, after)
        assert edit.state.status == after
        assert edit.state.done == (SEEDED_BOOK.category(after) in DONE)
    else:
        with pytest.raises(Conflict) as refused:
            effects.move_status(edit, after)
        assert set(refused.value.extra["allowed"]) == TABLE[before]
        assert (edit.state, edit.happenings) == (edit.before, [])


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(Invalid):
        effects.move_status(edit_of(state_in("open")), "lost")


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("open", "resolved", ["ticket.status_changed", "ticket.resolved"]),
        ("resolved", "closed", ["ticket.status_changed", "ticket.closed"]),
        ("closed", "reopened", ["ticket.status_changed", "ticket.reopened"]),
        ("open", "in_progress", ["ticket.status_changed"]),
    ],
)
def test_what_is_several_things_is_published_as_each(before: str, after: str, kinds: list[str]) -> None:
    edit = edit_of(state_in(before))
    effects.move_status(edit, after)
    assert [each.kind for each in edit.happenings] == kinds
    assert [each.silent for each in edit.happenings] == [False, True][: len(kinds)]


def test_stamps_come_and_go_with_the_category() -> None:
    edit = edit_of(state_in("open"))
    effects.move_status(edit, "resolved")
    assert (edit.state.resolved_at, edit.state.auto_close_at) == (NOW, NOW + timedelta(days=7))
    effects.move_status(edit, "closed")
    assert (edit.state.resolved_at, edit.state.closed_at, edit.state.auto_close_at) == (NOW, NOW, None)
    effects.move_status(edit, "reopened")
    assert (edit.state.resolved_at, edit.state.closed_at, edit.state.auto_close_at) == (None, None, None)
    never = edit_of(state_in("open"), auto_close_after=timedelta(0))
    effects.move_status(never, "resolved")
    assert never.state.auto_close_at is None


@pytest.mark.parametrize(
    ("author", "before", "after"),
    [
        ("customer", "waiting_on_customer", "waiting_on_agent"),
        ("customer", "open", "open"),
        ("customer", "escalated", "escalated"),
        ("customer", "resolved", "reopened"),
        ("customer", "closed", "reopened"),
        ("agent", "open", "waiting_on_customer"),
        ("agent", "in_progress", "waiting_on_customer"),
        ("agent", "waiting_on_agent", "waiting_on_customer"),
        ("agent", "reopened", "waiting_on_customer"),
        ("agent", "escalated", "waiting_on_customer"),
        ("agent", "resolved", "resolved"),
        ("system", "open", "open"),
    ],
)
def test_replies_move_the_status(author: str, before: str, after: str) -> None:
    edit = edit_of(state_in(before))
    effects.add_reply(edit, message(author))
    assert edit.state.status == after


def test_an_automatic_reply_and_a_note_move_nothing() -> None:
    for work in (
        lambda edit: effects.add_reply(edit, message("customer", automatic=True)),
        lambda edit: effects.add_note(edit, message("agent", kind="note")),
    ):
        edit = edit_of(state_in("waiting_on_customer"))
        work(edit)
        assert edit.state.status == "waiting_on_customer"
    assert (edit.counts, edit.public) == (True, False)


def test_the_status_sent_with_a_reply_wins() -> None:
    edit = edit_of(state_in("open"))
    effects.add_reply(edit, message("agent"), "resolved")
    assert [each.kind for each in edit.happenings] == ["reply.created", "ticket.status_changed", "ticket.resolved"]


def test_a_message_that_arrives_late_turns_no_time_back() -> None:
    edit = edit_of(state_in("open", snippet="newest"))
    effects.add_reply(edit, message("customer", created_at=NOW - timedelta(hours=1)))
    assert (edit.state.last_message_at, edit.state.snippet, edit.state.reply_count) == (NOW, "newest", 1)


def test_assigning_a_new_ticket_takes_it_up() -> None:
    edit = edit_of(state_in("open"))
    effects.assign(edit, PersonRef(UUID(int=7), "Sam", "sam@example.com"))
    assert (edit.state.status, edit.state.assignee_name) == ("in_progress", "Sam")
    effects.assign(edit, PersonRef(UUID(int=7), "Sam", "sam@example.com"))
    assert [each.kind for each in edit.happenings] == ["ticket.assigned", "ticket.status_changed"]


def test_a_hundred_follow_and_no_more() -> None:
    edit = edit_of(state_in("open", follower_ids=[uuid4() for _ in range(99)]))
    effects.follow(edit, AGENT.id, following=True)
    with pytest.raises(Conflict) as refused:
        effects.follow(edit, LIGHT.id, following=True)
    assert (refused.value.code, len(edit.state.follower_ids)) == ("too_many_followers", 100)
    effects.follow(edit, AGENT.id, following=True)
    effects.follow(edit, AGENT.id, following=False)
    effects.follow(edit, LIGHT.id, following=True)
    assert edit.state.follower_ids[-1] == LIGHT.id


def test_escalating_a_done_ticket_raises_the_level_only() -> None:
    edit = edit_of(state_in("resolved"))
    effects.escalate(edit)
    assert (edit.state.status, edit.state.escalation_level, edit.public) == ("resolved", 1, False)


def test_can_says_what_each_may_do() -> None:
    policy, state = Policy(), state_in("open")
    assert can(CUSTOMER, Relation.CUSTOMER, state, SEEDED_BOOK, policy, NOW) == ["reply", "close"]
    assert can(LIGHT, Relation.STAFF, state, SEEDED_BOOK, policy, NOW) == ["note", "follow", "pin"]
    assert can(AGENT, Relation.STAFF, state, SEEDED_BOOK, policy, NOW) == [
        "reply", "note", "edit", "status", "resolve", "close", "priority", "department", "tags", "assign", "follow",
        "escalate", "snooze", "split", "merge", "link", "pin", "participants", "side_conversation",
    ]  # fmt: skip
    closed = state_in("closed", closed_at=NOW)
    assert can(CUSTOMER, Relation.CUSTOMER, closed, SEEDED_BOOK, policy, NOW) == ["reply", "reopen", "rate"]
    later = NOW + policy.reopen_window + timedelta(seconds=1)
    assert can(CUSTOMER, Relation.CUSTOMER, closed, SEEDED_BOOK, policy, later) == ["reply", "rate"]
    assert "close" not in can(CUSTOMER, Relation.CUSTOMER, state, SEEDED_BOOK, Policy(allow_customer_close=False), NOW)


def test_a_deleted_ticket_is_only_restored() -> None:
    admin = replace(AGENT, kind="admin", permissions=BUILT_IN_ROLES["admin"])
    gone = state_in("open", deleted_at=NOW)
    assert can(admin, Relation.STAFF, gone, SEEDED_BOOK, Policy(), NOW) == ["restore"]
    with pytest.raises(Conflict):
        require(Act.REPLY, admin, Relation.STAFF, gone, Policy())
    with pytest.raises(Forbidden):
        require(Act.RESTORE, AGENT, Relation.STAFF, gone, Policy())


def test_a_snippet_is_one_line_of_160_characters() -> None:
    assert snippet_of("one\n\n  two") == "one two"
    assert len(snippet_of("word " * 100)) <= 160
    assert snippet_of("word " * 100).endswith("…")


def test_a_status_knows_since_when_it_is_whatever_else_changes() -> None:
    before = NOW - timedelta(days=2)
    edit = edit_of(state_in("open", status_changed_at=before))

    effects.set_priority(edit, "urgent")
    assert edit.state.status_changed_at == before
    effects.move_status(edit, "in_progress")
    assert edit.state.status_changed_at == NOW


def test_a_status_that_is_brought_back_counts_from_then() -> None:
    edit = edit_of(state_in("closed", status_changed_at=NOW - timedelta(days=2)))

    restore_status(edit, status_of(state_in("waiting_on_agent", status_changed_at=NOW - timedelta(days=3))))

    assert (edit.state.status, edit.state.status_changed_at) == ("waiting_on_agent", NOW)
