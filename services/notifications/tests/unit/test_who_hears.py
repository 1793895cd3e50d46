"""The table of who hears of what, row by row, and what must never happen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_notifications.recipients.rules import (
    FOR_CUSTOMERS,
    Audience,
    Directory,
    Happening,
    Hearer,
    Occasion,
    Parties,
    Person,
    hearers,
)

CUSTOMER = Person("c1", "Ann", "ann@example.com", "customer")
GUEST = Person("g1", "Gil", "gil@example.com")
COPIED = Person("c2", "Cy", "cy@example.com", "customer")
ASSIGNEE = Person("a1", "Ada", "ada@example.com", "agent", department_ids=frozenset({"d1"}))
FOLLOWER = Person("a2", "Flo", "flo@example.com", "agent", department_ids=frozenset({"d2"}))
COLLEAGUE = Person("a3", "Col", "col@example.com", "agent", department_ids=frozenset({"d1"}))
STRANGER = Person("a4", "Sam", "sam@example.com", "agent", department_ids=frozenset({"d9"}))
EVERYBODY = [CUSTOMER, COPIED, ASSIGNEE, FOLLOWER, COLLEAGUE, STRANGER]
DIRECTORY = Directory({person.id: person for person in EVERYBODY}, {"d1": [ASSIGNEE, COLLEAGUE]})
PARTIES = Parties(CUSTOMER, (COPIED,), "a1", ("a2",), "d1")
AUDIENCE = Audience(frozenset({"c1", "c2", "g1"}), frozenset({"a1", "a2"}), frozenset({"d1"}))


def told(occasion: Occasion, **more: object) -> dict[str, str]:
    """Who hears (by id) and why."""
    happening = Happening(occasion, PARTIES, AUDIENCE)
    found = hearers(replace(happening, **more), DIRECTORY)  # type: ignore[arg-type]
    return {hearer.person.id: hearer.reason for hearer in found}


@pytest.mark.parametrize(
    ("occasion", "expected"),
    [
        ("created", {"c1": "requester", "a1": "assignee"}),
        ("reply_by_agent", {"c1": "requester", "c2": "participant", "a2": "follower"}),
        ("reply_by_customer", {"a1": "assignee", "a2": "follower"}),
        ("note", {"a2": "follower"}),
        ("assigned", {"a1": "assignee"}),
        ("status_changed", {"a1": "assignee", "a2": "follower"}),
        ("resolved", {"c1": "requester", "c2": "participant", "a1": "assignee", "a2": "follower"}),
        ("closed", {"a1": "assignee", "a2": "follower"}),
        ("reopened", {"c1": "requester", "c2": "participant", "a1": "assignee", "a2": "follower"}),
        ("sla_warning", {"a1": "assignee", "a2": "follower"}),
        ("sla_breached", {"a1": "assignee", "a2": "follower"}),
        ("sla_withdrawn", {"a1": "assignee", "a2": "follower"}),
        ("escalated", {"a1": "assignee", "a2": "follower"}),
        ("rated", {"a1": "assignee", "a2": "follower"}),
        ("woken", {"a1": "assignee", "a2": "follower"}),
    ],
)
def test_each_row_of_the_table(occasion: Occasion, expected: dict[str, str]) -> None:
    assert told(occasion) == expected


@pytest.mark.parametrize(
    "occasion", ["created", "reply_by_customer", "sla_warning", "sla_breached", "sla_withdrawn", "escalated"]
)
def test_without_an_assignee_the_department_hears(occasion: Occasion) -> None:
    heard = told(occasion, parties=replace(PARTIES, assignee=""))
    assert {"a1": "department", "a3": "department"}.items() <= heard.items()


def test_the_department_does_not_hear_of_new_tickets_where_it_does_not_want_to() -> None:
    happening = Happening("created", replace(PARTIES, assignee=""), AUDIENCE)
    assert [hearer.person.id for hearer in hearers(happening, DIRECTORY, tell_of_new_tickets=False)] == ["c1"]


def test_whoever_did_it_does_not_hear_of_it() -> None:
    assert "a2" not in told("reply_by_agent", actor_ids=frozenset({"a2"}))
    assert "c1" not in told("reopened", actor_ids=frozenset({"c1"}))


def test_the_confirmation_goes_to_the_person_who_asked() -> None:
    assert told("created", actor_ids=frozenset({"c1"}))["c1"] == "requester"


def test_a_rule_names_people_and_parts() -> None:
    assert told("requested", named=("a3",), roles=("assignee",)) == {"a3": "named", "a1": "assignee"}
    assert told("requested", named=("c1",)) == {}


def test_a_guest_who_is_in_no_directory_hears_like_everybody() -> None:
    assert told("reply_by_agent", parties=replace(PARTIES, requester=GUEST))["g1"] == "requester"


def test_somebody_who_left_or_has_no_address_hears_nothing() -> None:
    gone = Directory({**DIRECTORY.people, "a1": replace(ASSIGNEE, active=False), "a2": replace(FOLLOWER, email="")})
    assert hearers(Happening("sla_breached", PARTIES, AUDIENCE), gone) == []


def test_who_may_not_see_it_does_not_hear_of_it() -> None:
    parties = replace(PARTIES, followers=("a2", "a4"))
    assert "a4" not in told("reply_by_customer", parties=parties)
    assert told("reply_by_agent", audience=replace(AUDIENCE, staff_only=True)) == {"a2": "follower"}


def test_two_people_with_one_address_get_one_mail() -> None:
    twin = replace(COPIED, email="ANN@example.com")
    directory = Directory({**DIRECTORY.people, "c2": twin})
    found = hearers(Happening("reply_by_agent", PARTIES, AUDIENCE), directory)
    assert [hearer.person.id for hearer in found] == ["c1", "a2"]


PEOPLE = st.sampled_from(EVERYBODY)


@given(
    occasion=st.sampled_from(["created", "reply_by_agent", "reply_by_customer", "note", "assigned", "status_changed",
                              "resolved", "closed", "reopened", "escalated", "requested", "sla_warning",
                              "sla_breached", "sla_withdrawn"]),
    requester=PEOPLE, copied=st.lists(PEOPLE, max_size=3), assignee=PEOPLE, followers=st.lists(PEOPLE, max_size=4),
    seen_by=st.sets(PEOPLE.map(lambda person: person.id)), departments=st.sets(st.sampled_from(["d1", "d2"])),
    staff_only=st.booleans(), actor=PEOPLE, named=st.lists(PEOPLE, max_size=3),
)  # fmt: skip
def test_for_any_ticket_nobody_hears_what_they_must_not(
    occasion: Occasion, requester: Person, copied: list[Person], assignee: Person, followers: list[Person],
    seen_by: set[str], departments: set[str], staff_only: bool, actor: Person, named: list[Person],
) -> None:  # fmt: skip
    ids = tuple(person.id for person in followers)
    parties = Parties(requester, tuple(copied), assignee.id, ids, "d1")
    audience = Audience(frozenset(seen_by), frozenset(seen_by), frozenset(departments), staff_only)
    what = Happening(occasion, parties, audience, frozenset({actor.id}), tuple(p.id for p in named), ("followers",))
    found: list[Hearer] = hearers(what, DIRECTORY)
    heard = [hearer.person.id for hearer in found]
    assert len(heard) == len(set(heard))
    assert all(audience.admits(hearer.person) for hearer in found)
    customers = [hearer for hearer in found if not hearer.person.is_staff]
    assert not customers or (occasion in FOR_CUSTOMERS and not staff_only)
    assert actor.id not in heard or (occasion == "created" and actor.id == requester.id)
