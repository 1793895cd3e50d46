"""As whom somebody reads an event of the live stream, by its audience alone."""

from typing import Any
from uuid import UUID

import pytest
from escalated.events.v1 import events_pb2

from escalated_chassis.access.principal import Principal
from escalated_contracts.permissions import BUILT_IN_ROLES
from escalated_notifications.live.views import LiveEvent, Readers, view_for

ASKED, WORKS, DEPARTMENT = UUID(int=1), UUID(int=2), UUID(int=3)
PEOPLE = {"customer_ids": frozenset({str(ASKED)}), "staff_ids": frozenset({str(WORKS)})}


def _reader(person_id: UUID, kind: str, *departments: UUID, more: frozenset[str] = frozenset()) -> Principal:
    permissions = BUILT_IN_ROLES[kind] | more
    return Principal(person_id, kind, "", "", permissions, frozenset(departments), (), "session", 1)


def _event(readers: Readers, former: Readers | None = None) -> LiveEvent:
    return LiveEvent("1", "reply.created", "t", {}, None if readers.staff_only else {}, readers, former)


@pytest.mark.parametrize(
    ("reader", "public", "of_staff"),
    [
        (_reader(ASKED, "customer"), "customer", None),
        (_reader(WORKS, "agent"), "staff", "staff"),
        # Who works here no more, and was left as the assignee.
        (_reader(WORKS, "customer"), None, None),
        # Staff who asked, or are in Cc, and have nothing else to do with the ticket.
        (_reader(ASKED, "agent"), "customer", None),
        (_reader(ASKED, "light_agent"), "customer", None),
        (_reader(ASKED, "agent", DEPARTMENT), "staff", "staff"),
        (_reader(ASKED, "agent", more=frozenset({"tickets:view_all"})), "staff", "staff"),
        (_reader(ASKED, "admin"), "staff", "staff"),
        (_reader(UUID(int=9), "agent"), None, None),
        (_reader(UUID(int=9), "customer"), None, None),
    ],
)
def test_staff_who_only_asked_read_as_customers(reader: Principal, public: Any, of_staff: Any) -> None:
    departments = frozenset({str(DEPARTMENT)})
    assert view_for(_event(Readers(department_ids=departments, **PEOPLE)), reader) == public
    assert view_for(_event(Readers(department_ids=departments, staff_only=True, **PEOPLE)), reader) == of_staff


def test_an_event_of_before_the_lists_were_told_apart_is_read_by_whom_it_was() -> None:
    readers = Readers.of(events_pb2.Audience(person_ids=[str(ASKED)]))
    assert view_for(_event(readers), _reader(ASKED, "customer")) == "customer"
    assert view_for(_event(readers), _reader(ASKED, "agent")) == "staff"


def test_a_ticket_that_left_ones_sight_is_said_to_be_gone_and_one_that_is_still_ones_own_is_not() -> None:
    now, before = Readers(**PEOPLE), Readers(department_ids=frozenset({str(DEPARTMENT)}), **PEOPLE)
    assert view_for(_event(now, before), _reader(UUID(int=9), "agent", DEPARTMENT)) == "removed"
    assert view_for(_event(now, before), _reader(ASKED, "agent", DEPARTMENT)) == "customer"
