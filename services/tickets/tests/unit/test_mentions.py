"""Who is called by @name in a text: the longest name, only where it stands whole, and nobody by a name of two."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_tickets.conversation.mentions import called_in
from escalated_tickets.people.queries import Person


def person(number: int, name: str, email: str = "") -> Person:
    return Person(UUID(int=number), name, email or f"p{number}@example.com", "agent", True, [], [], 1)


STAFF = [
    person(1, "Ann"), person(2, "Ann Lee"), person(3, "Zoë van Dam"), person(4, "Bo"), person(5, "bo"),
    person(6, "İpek"), person(7, "O'Neil (Ops)", "ops.o+neil@example.com"), person(8, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Ann look", [1]),
        ("@Ann Lee, look", [2]),
        ("@Ann Leeds", [1]),
        ("@Anna", []),
        ("(@ann)", [1]),
        ("@ZOË VAN DAM and @Ann and @zoë van dam", [3, 1]),
        ("@Bo", []),
        ("@p4@example.com", [4]),
        ("mail me@p4@example.com", []),
        ("write to x@Ann", []),
        ("@O'Neil (Ops)!", [7]),
        ("@ops.o+neil@example.com", [7]),
        ("@@Ann", [1]),
        ("@", []),
        ("@ Ann", []),
    ],
)
def test_who_is_called(text: str, called: list[int]) -> None:
    assert called_in(text, STAFF) == [UUID(int=number) for number in called]


@given(st.text(alphabet="@AnLe \n.ßİ", max_size=60))
def test_any_text_is_read_and_calls_each_once(text: str) -> None:
    found = called_in(text, STAFF)
    assert len(found) == len(set(found))
