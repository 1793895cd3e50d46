"""Which changes of statuses are allowed, on plain data."""

from dataclasses import replace

import pytest

from escalated_chassis.errors import Conflict, Invalid
from escalated_tickets.statuses.changes import (
    check_edit,
    check_new,
    check_transitions,
    require_dispensable,
    slug_of,
)
from escalated_tickets.statuses.rules import SEEDED, SEEDED_BOOK, SEEDED_TRANSITIONS, Status, book_of

OWN = Status("post", "With the post", "on_hold", "#000000", 90, default_of_category=True)
OTHER = Status("bank", "At the bank", "on_hold", "#000000", 91)
BOOK = book_of([*SEEDED, OWN, OTHER], SEEDED_TRANSITIONS)


@pytest.mark.parametrize(
    ("label", "slug"),
    [("With the Post", "with_the_post"), ("  Büro / 2 ", "b_ro_2"), ("A" * 80, "a" * 50), ("x!", "x")],
)
def test_a_label_makes_a_slug(label: str, slug: str) -> None:
    assert slug_of(label) == slug


@pytest.mark.parametrize("label", ["日本", "2nd line", "!!"])
def test_a_label_that_makes_none_is_refused(label: str) -> None:
    with pytest.raises(Invalid) as refused:
        slug_of(label)
    assert refused.value.errors[0].pointer == "/slug"


def test_the_first_of_a_category_is_its_default_and_the_second_is_not() -> None:
    assert check_new(SEEDED_BOOK, replace(OWN, default_of_category=False)).default_of_category
    assert not check_new(book_of([*SEEDED, OWN], ()), OTHER).default_of_category


def test_a_default_is_given_up_only_by_making_another_the_default() -> None:
    with pytest.raises(Invalid):
        check_edit(BOOK, OWN, replace(OWN, default_of_category=False), 0)
    with pytest.raises(Conflict) as refused:
        require_dispensable(BOOK, OWN)
    assert refused.value.code == "default_status"
    require_dispensable(book_of([*SEEDED, OWN], ()), OWN)
    require_dispensable(BOOK, OTHER)


def test_a_category_changes_only_for_a_status_of_ones_own_that_is_empty() -> None:
    moved = replace(OTHER, category="pending")
    assert check_edit(BOOK, OTHER, moved, 0) == moved
    with pytest.raises(Conflict) as refused:
        check_edit(BOOK, OTHER, moved, 3)
    assert (refused.value.code, refused.value.extra) == ("status_in_use", {"count": 3})
    built_in = SEEDED_BOOK.statuses["escalated"]
    with pytest.raises(Conflict) as fixed:
        check_edit(BOOK, built_in, replace(built_in, category="pending"), 0)
    assert fixed.value.code == "built_in"


def test_transitions_lead_to_other_statuses_that_there_are() -> None:
    check_transitions(BOOK, "post", ["open", "bank"], "/transitions")
    for others, code in ((["open", "post"], "itself"), (["open", "nope"], "unknown")):
        with pytest.raises(Invalid) as refused:
            check_transitions(BOOK, "post", others, "/transitions")
        assert (refused.value.errors[0].pointer, refused.value.errors[0].code) == ("/transitions/1", code)
