"""Cells of an export: no text of a stranger becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_tickets.export.rules import cell, lines


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-5, "-5"),
        (2.5, "2.5"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=UTC), "2026-01-31T12:00:00.000005Z"),
        (["a", "b"], "a, b"),
        (["=a"], "'=a"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        *((sign + "1", "'" + sign + "1") for sign in ("=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d")),
        ('=HYPERLINK("http://evil","x")', '\'=HYPERLINK("http://evil","x")'),
    ],
)
def test_cells(value: Any, expected: str) -> None:
    assert cell(value) == expected


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(st.tuples(_texts, _texts), min_size=1, max_size=5))
def test_what_is_written_reads_back_and_begins_no_formula(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(io.StringIO(lines(rows).decode(), newline="")))

    assert read == [[cell(value) for value in row] for row in rows]
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for value in row)
