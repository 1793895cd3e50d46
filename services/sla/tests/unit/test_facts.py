"""What events say to clocks: which message is an answer, which one asks, and what of a ticket is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events
from escalated.tickets.v1 import types_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from escalated_chassis.events.envelope import Event
from escalated_sla.clocks.facts import Heard, audience_json, hear, hear_snapshot

TICKET = UUID(int=1)
CUSTOMER, AGENT, DEPARTMENT = (str(UUID(int=number)) for number in (2, 3, 4))
WRITTEN = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)


def stamp(at: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(at)
    return found


def ticket(**more: Any) -> types_pb2.Ticket:
    values: dict[str, Any] = {
        "id": str(TICKET),
        "reference": "ESC-00001",
        "subject": "Printer on fire",
        "status": "waiting_on_agent",
        "status_category": "open",
        "priority": "high",
        "type": "problem",
        "channel": "email",
        "requester": types_pb2.PersonRef(id=CUSTOMER, name="Carla", email="carla@example.org"),
        "department_id": DEPARTMENT,
        "tags": [types_pb2.Tag(id="t1", name="vip")],
        "created_at": stamp(datetime(2026, 3, 1, tzinfo=UTC)),
        "sequence": 7,
    }
    return types_pb2.Ticket(**values | more)


def message(author: str = AGENT, author_kind: str = "agent", **more: Any) -> types_pb2.Message:
    values: dict[str, Any] = {"kind": "reply", "author": types_pb2.PersonRef(id=author), "author_kind": author_kind}
    return types_pb2.Message(**values | more)


def heard(event: type[Message] = tickets_events.ReplyCreated, **more: Any) -> Heard:
    meta = events_pb2.EventMeta(id="e1", sequence=3, occurred_at=stamp(WRITTEN))
    data = event(meta=meta, ticket=more.pop("ticket", ticket()), **more)
    return hear(Event("e1", "reply.created", "subject", data, 0, False, {}))


@pytest.mark.parametrize(
    ("said", "answers", "asks"),
    [
        pytest.param(message(), True, False, id="an agent"),
        pytest.param(message(channel="email"), True, False, id="an agent by mail"),
        pytest.param(message(channel="api"), True, False, id="an agent by API or macro"),
        pytest.param(message(CUSTOMER, "customer"), False, True, id="the requester"),
        pytest.param(message(str(UUID(int=9)), "customer"), False, True, id="a participant"),
        pytest.param(message("", "customer"), False, True, id="a guest without an id"),
        pytest.param(message(CUSTOMER, "agent"), False, True, id="an agent who is the requester"),
        pytest.param(message(automatic=True), False, False, id="a rule, a plugin or an automatic reply"),
        pytest.param(message(CUSTOMER, "customer", automatic=True), False, False, id="an auto-responder"),
        pytest.param(message("", "system"), False, False, id="the desk itself"),
        pytest.param(message(kind="note"), False, False, id="a note"),
    ],
)
@pytest.mark.parametrize("event", [tickets_events.ReplyCreated, tickets_events.TicketCreated])
def test_a_message_answers_or_asks(event: type[Message], said: types_pb2.Message, answers: bool, asks: bool) -> None:
    fact = heard(event, message=said).fact
    assert (fact.answers, fact.asks) == (answers, asks)


@pytest.mark.parametrize(
    ("opening", "agent_last", "answers"),
    [
        pytest.param(message(CUSTOMER, "customer"), True, True, id="a question and its answer"),
        pytest.param(message(), False, False, id="an answer and what was asked after it"),
    ],
)
def test_what_is_split_off_with_words_of_both_sides_waits_for_an_answer_unless_an_agent_had_the_last(
    opening: types_pb2.Message, agent_last: bool, answers: bool
) -> None:
    earlier, later = stamp(WRITTEN - timedelta(hours=2)), stamp(WRITTEN - timedelta(hours=1))
    agent, customer = (later, earlier) if agent_last else (earlier, later)
    piece = ticket(last_agent_message_at=agent, last_customer_message_at=customer)

    fact = heard(tickets_events.TicketCreated, ticket=piece, message=opening).fact
    reply = heard(tickets_events.ReplyCreated, ticket=piece, message=message()).fact

    left = heard(tickets_events.TicketSplit, ticket=piece).fact

    assert (fact.answers, fact.asks, fact.at) == (answers, not answers, WRITTEN)
    assert reply.answers
    assert (left.unasked, left.answers, left.asks, fact.unasked) == (answers, False, False, False)


def test_a_merge_tells_the_target_since_when_somebody_waits_and_whose_question_went_back() -> None:
    source = UUID(int=7)
    merge = {"source_id": str(source), "target_id": str(TICKET), "waiting_since": stamp(WRITTEN - timedelta(hours=1))}

    came = heard(tickets_events.TicketMerged, **merge).fact
    silent = heard(tickets_events.TicketMerged, **(merge | {"waiting_since": None})).fact
    left = heard(tickets_events.TicketRestored, reason="unmerged", source_id=str(source)).fact
    itself = heard(tickets_events.TicketRestored, reason="unmerged", source_id=str(TICKET)).fact
    undone = heard(tickets_events.TicketRestored, reason="undone").fact

    assert (came.source_id, came.waits_since) == (source, WRITTEN - timedelta(hours=1))
    assert (left.source_id, left.waits_since) == (source, None)
    assert [each.source_id for each in (silent, itself, undone)] == [None] * 3


def test_what_came_back_is_told_from_what_moved_on() -> None:
    back = heard(tickets_events.TicketStatusChanged, restored=True).fact, heard(tickets_events.TicketRestored).fact
    moved = heard(tickets_events.TicketStatusChanged).fact, heard(tickets_events.TicketReopened).fact

    assert [each.restored for each in (*back, *moved)] == [True, True, False, False]


@pytest.mark.parametrize(
    "event",
    [tickets_events.InternalNoteAdded, tickets_events.TicketMessageChanged, tickets_events.SideConversationMessage],
)
def test_other_events_about_messages_answer_nobody(event: type[Message]) -> None:
    fact = heard(event, message=message()).fact
    assert (fact.answers, fact.asks) == (False, False)


def test_a_delayed_reply_counts_when_it_is_sent() -> None:
    early = message(created_at=stamp(datetime(2026, 3, 1, 8, tzinfo=UTC)))
    assert heard(message=early).fact.at == WRITTEN


def test_a_fact_is_the_state_after_the_event_with_what_lasts_of_the_values() -> None:
    deleted = ticket(deleted_at=stamp(WRITTEN), merged_into_id=str(UUID(int=5)), custom_fields={"plan": "gold"})
    found = heard(tickets_events.TicketDeleted, ticket=deleted)
    fact = found.fact

    assert (fact.sequence, fact.at, fact.category) == (3, WRITTEN, "open")
    assert (fact.priority, fact.department_id) == ("high", UUID(DEPARTMENT))
    assert (fact.deleted, fact.merged, fact.gone, fact.snapshot) == (True, True, "deleted", False)
    assert (fact.fields["tags"], fact.fields["custom.plan"]) == (["t1"], "gold")
    assert not fact.fields.keys() & {"subject", "created_at", "reply_count", "follower"}
    assert (found.values["subject"], found.values["created_at"]) == ("Printer on fire", "2026-03-01T00:00:00+00:00")
    assert found.event is not None


def test_a_ticket_that_sleeps_is_not_waiting() -> None:
    asleep = ticket(snoozed_until=stamp(datetime(2026, 3, 9, tzinfo=UTC)))
    assert heard(tickets_events.TicketSnoozed, ticket=asleep).fact.waiting is False


def test_a_snapshot_stands_for_all_that_was_before_it() -> None:
    unanswered = hear_snapshot(ticket()).fact
    answered = hear_snapshot(ticket(last_agent_message_at=stamp(WRITTEN))).fact

    assert (unanswered.sequence, unanswered.at, unanswered.snapshot) == (7, datetime(2026, 3, 1, tzinfo=UTC), True)
    assert (unanswered.answers, answered.answers) == (False, True)


def test_of_clocks_hears_who_hears_of_the_ticket_as_staff() -> None:
    told_apart = events_pb2.Audience(person_ids=[CUSTOMER, AGENT], customer_ids=[CUSTOMER], staff_ids=[AGENT])
    of_before = events_pb2.Audience(person_ids=[CUSTOMER, AGENT], all_staff=True)

    assert audience_json(told_apart) == {"person_ids": [AGENT], "department_ids": [], "all_staff": False}
    assert audience_json(of_before) == {"person_ids": [CUSTOMER, AGENT], "department_ids": [], "all_staff": True}
    assigned = ticket(assignee=types_pb2.PersonRef(id=AGENT), follower_ids=["f"])
    assert hear_snapshot(assigned).audience["person_ids"] == ["f", AGENT]
