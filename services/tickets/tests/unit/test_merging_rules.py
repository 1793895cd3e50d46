"""Merge plans, cuts and undo, decided without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_chassis.errors import Conflict, Invalid
from escalated_tickets.links.rules import INVERSE, ONLY_ONE, check_no_circle, check_room
from escalated_tickets.merges.rules import check_unmergeable, plan_merge
from escalated_tickets.splits.rules import Piece, cut
from escalated_tickets.tickets.state import TicketState
from escalated_tickets.undo.rules import GROUPS, check_unchanged, differences

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = st.lists(st.sampled_from([UUID(int=n) for n in range(1, 8)]), unique=True, max_size=5)


def ticket(**more: object) -> TicketState:
    values: dict[str, object] = dict.fromkeys(TicketState.__dataclass_fields__)
    values |= {"id": uuid4(), "reference": "ESC-1", "status": "open", "status_category": "new", "done": False}
    values |= {"priority": 2, "requester_id": UUID(int=1), "assignee_name": "", "assignee_email": ""}
    values |= {"tag_ids": [], "follower_ids": [], "participant_ids": []}
    return TicketState(**(values | more))  # type: ignore[arg-type]


@given(st.lists(PEOPLE, min_size=6, max_size=6), st.integers(1, 7), st.integers(1, 7))
def test_after_a_merge_the_target_has_what_either_had_and_going_back_leaves_it_as_it_was(
    lists: list[list[UUID]], requester: int, other: int
) -> None:
    names = ("tag_ids", "follower_ids", "participant_ids")
    source = ticket(requester_id=UUID(int=requester), **dict(zip(names, lists[:3], strict=True)))
    target = ticket(requester_id=UUID(int=other), **dict(zip(names, lists[3:], strict=True)))

    plan = plan_merge(source, target)

    assert {*target.tag_ids, *plan.tag_ids} == {*target.tag_ids, *source.tag_ids}
    assert {*target.follower_ids, *plan.follower_ids} == {*target.follower_ids, *source.follower_ids}
    customers = {target.requester_id, *target.participant_ids}
    assert customers | {*plan.participant_ids} == customers | {source.requester_id, *source.participant_ids}
    gained = (
        (plan.tag_ids, target.tag_ids),
        (plan.follower_ids, target.follower_ids),
        (plan.participant_ids, customers),
    )
    assert all(not set(new) & set(had) for new, had in gained)
    assert plan.shows_to_others == (customers != {source.requester_id, *source.participant_ids})


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ({}, {"merged_into_id": uuid4()}, "ticket_merged"),
        ({"merged_into_id": uuid4()}, {}, "ticket_merged"),
        ({}, {"deleted_at": NOW}, "ticket_deleted"),
    ],
)
def test_what_is_gone_is_not_merged(source: dict[str, object], target: dict[str, object], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        plan_merge(ticket(**source), ticket(**target))
    assert refused.value.code == code


def test_not_with_itself_and_back_within_a_day() -> None:
    one = ticket()
    with pytest.raises(Invalid):
        plan_merge(one, one)
    check_unmergeable(NOW, one, NOW + timedelta(hours=24))
    with pytest.raises(Conflict, match="24 hours"):
        check_unmergeable(NOW, one, NOW + timedelta(hours=24, microseconds=1))


PIECES = st.lists(st.sampled_from(["reply", "note"]), min_size=1, max_size=8)


@given(PIECES, st.data())
def test_a_cut_leaves_both_tickets_a_public_message_or_is_none(kinds: list[str], data: st.DataObject) -> None:
    pieces = [Piece(uuid4(), kind, NOW + timedelta(seconds=n)) for n, kind in enumerate(kinds)]
    wanted = data.draw(st.lists(st.sampled_from([each.id for each in pieces]), unique=True, min_size=1))
    public = [each for each in pieces if each.kind == "reply"]
    possible = 0 < sum(each.id in wanted for each in public) < len(public)

    try:
        parts = cut(pieces, wanted)
    except Invalid:
        assert not possible
        return
    assert possible
    assert [each.id for each in parts.pieces] == [each.id for each in pieces if each.id in wanted]
    assert parts.opening == next(each for each in public if each.id in wanted)


def test_kinds_of_links_answer_one_another_and_room_is_kept_for_one() -> None:
    assert all(INVERSE[INVERSE[kind]] == kind for kind in INVERSE)
    for kind in INVERSE:
        if kind in ONLY_ONE:
            with pytest.raises(Conflict, match="already"):
                check_room(kind, frozenset({kind}), frozenset())
            with pytest.raises(Conflict, match="already"):
                check_room(INVERSE[kind], frozenset(), frozenset({kind}))
        else:
            check_room(kind, frozenset({kind}), frozenset())
    with pytest.raises(Conflict):
        check_no_circle("parent", frozenset({1, 2, 3}), 3)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_change_of_a_group_stands_until_its_first_column_is_another(group: str) -> None:
    values: dict[str, object] = {
        "status": "closed",
        "priority": 4,
        "assignee_id": uuid4(),
        "department_id": uuid4(),
        "tag_ids": [uuid4()],
        "snoozed_until": NOW,
        "deleted_at": NOW,
    }
    before = ticket()
    after = replace(before, **{GROUPS[group][0]: values[GROUPS[group][0]]})
    was, became = differences(before, after)

    assert list(was) == [group]
    check_unchanged(after, was, became)
    with pytest.raises(Conflict) as refused:
        check_unchanged(before, was, became)
    assert refused.value.extra == {"changed": [group]}
