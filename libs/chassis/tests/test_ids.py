"""Ids say in which order they were made."""

import time

import pytest

from escalated_chassis.ids import uuid7


def test_ids_sort_in_the_order_in_which_they_were_made() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}


def test_they_do_so_while_the_clock_stands_still_or_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = uuid7()
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3_600 * 10**9)
    made = [before, *(uuid7() for _ in range(10_000))]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_tells_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert 0 <= made - before < 5_000
