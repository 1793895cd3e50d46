"""Which rules an occasion calls for: order, `stop`, what was before, and loops."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from escalated.tickets.v1 import events_pb2 as tickets_events
from escalated.tickets.v1 import types_pb2

from escalated_chassis.acting import Cause
from escalated_chassis.events.envelope import Event, event_type
from escalated_rules import Catalogue, Field, Type, parse
from escalated_sla.rules.rules import Rule
from escalated_sla.runs.calls import why_cut
from escalated_sla.runs.matching import called_for, listening, what_matched
from escalated_sla.runs.occasions import Occasion, of_event

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CATALOGUE = Catalogue.of(
    [Field("priority", Type.CHOICE, open=True), Field("previous_priority", Type.CHOICE, open=True)]
)
CALM = Cause("event-1")


def rule(number: int, *, actions: tuple[str, ...] = ("escalate",), **more: Any) -> Rule:
    conditions = more.pop("conditions", {"all": []})
    given: dict[str, Any] = {"kind": "workflow", "active_since": NOW, "triggers": ("ticket.priority_changed",)} | more
    return Rule(
        id=UUID(int=number),
        version=1,
        name=f"rule {number}",
        position=number,
        conditions=parse(conditions, CATALOGUE),
        actions=tuple({"type": each} for each in actions),
        **given,
    )


def occasion(cause: Cause = CALM, **more: Any) -> Occasion:
    values = {"previous_priority": "low"}
    given: dict[str, Any] = {"trigger": "ticket.priority_changed", "at": NOW} | more
    return Occasion(key="event-1", values=values, cause=cause, **given)


def called(rules: list[Rule], one: Occasion, **values: Any) -> list[tuple[int, bool]]:
    found = called_for(listening(rules, one), one, {"priority": "high"} | values)
    return [(each.rule.id.int, each.cut) for each in found]


def test_a_rule_listens_to_its_triggers_and_to_nothing_before_it_was_active() -> None:
    rules = [rule(1), rule(2, triggers=("ticket.created",)), rule(3, active_since=NOW + timedelta(microseconds=1))]

    assert called(rules, occasion()) == [(1, False)]


def test_conditions_see_the_ticket_after_the_event_and_the_event_itself() -> None:
    raised = {
        "all": [
            {"field": "priority", "operator": "is", "value": "high"},
            {"field": "previous_priority", "operator": "is", "value": "low"},
        ]
    }

    assert called([rule(1, conditions=raised)], occasion()) == [(1, False)]
    assert called([rule(1, conditions=raised)], occasion(), priority="low") == []
    matched = what_matched(rule(1, conditions=raised), occasion(), {"priority": "high", "status": "open"})
    assert matched["values"] == {"previous_priority": "low", "priority": "high"}


def test_stop_ends_what_an_occasion_calls_for_and_only_when_its_rule_runs() -> None:
    never = {"all": [{"field": "priority", "operator": "is", "value": "critical"}]}
    rules = [
        rule(1, actions=("stop",), conditions=never),
        rule(2),
        rule(3, actions=("add_tag", "stop")),
        rule(4, kind="escalation"),
    ]

    assert called(rules, occasion()) == [(2, False), (3, False)]
    looped = Cause("event-1", 1, (f"rule:{UUID(int=3)}",))
    assert called(rules, occasion(looped)) == [(2, False), (3, True), (4, False)]


def test_what_a_rule_led_to_does_not_call_for_it_and_nothing_runs_at_depth_five() -> None:
    chain = tuple(f"rule:{UUID(int=number)}" for number in (7, 8, 9, 10))

    assert called([rule(1)], occasion(Cause("event-1", 4, chain))) == [(1, False)]
    assert called([rule(7)], occasion(Cause("event-1", 4, chain))) == [(7, True)]
    deep = Cause("event-1", 5, (*chain, f"rule:{UUID(int=11)}"))
    assert called([rule(1)], occasion(deep)) == [(1, True)]
    assert "depth 5" in why_cut(UUID(int=1), deep)


def test_an_event_tells_what_it_was_and_what_was_before() -> None:
    data = tickets_events.TicketPriorityChanged(old_priority="low", new_priority="high")
    data.meta.id, data.meta.type, data.meta.actor.kind = "event-9", event_type(type(data)), "person"
    data.meta.occurred_at.FromDatetime(NOW)

    found = of_event(Event(data.meta.id, data.meta.type, "", data, 0, False, {}))

    assert (found.trigger, found.key, found.at) == ("ticket.priority_changed", "event-9", NOW)
    assert found.values == {"actor_kind": "person", "previous_priority": "low"}
    assert found.cause == Cause("event-9")


def test_an_event_with_a_message_tells_who_wrote_it() -> None:
    message = types_pb2.Message(kind="reply", author_kind="customer", body_text="Still broken")
    data = tickets_events.ReplyCreated(message=message)
    data.meta.id, data.meta.type, data.meta.actor.kind = "event-9", event_type(type(data)), "mail"

    found = of_event(Event(data.meta.id, data.meta.type, "", data, 0, False, {}))

    assert found.values == {
        "actor_kind": "mail",
        "message_author": "customer",
        "message_text": "Still broken",
        "message_automatic": False,
    }


def test_conditions_that_cannot_be_asked_of_a_ticket_do_not_hold_and_hold_up_nobody() -> None:
    text = Catalogue.of([Field("custom.order", Type.TEXT)])
    asked = parse({"all": [{"field": "custom.order", "operator": "contains", "value": "x"}]}, text)
    broken = replace(rule(1), conditions=asked)

    assert called([broken, rule(2)], occasion(), **{"custom.order": 7.0}) == [(2, False)]
