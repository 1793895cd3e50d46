"""Grants and codes as plain data: what is signed cannot be bent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from escalated_tickets.guests.rules import GUEST, RATING, Grant, hash_of, is_code, new_code, read, sign

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PERSON, TICKET = UUID(int=1), UUID(int=2)
SECRET = b"a deployment's secret"
GRANT = Grant(RATING, PERSON, NOW + timedelta(hours=1), TICKET, "1767603600000000")


def test_a_grant_reads_as_it_was_signed() -> None:
    assert read(sign(GRANT, SECRET), RATING, SECRET, NOW) == GRANT
    without_ticket = Grant(GUEST, PERSON, NOW + timedelta(hours=1))
    assert read(sign(without_ticket, SECRET), GUEST, SECRET, NOW) == without_ticket


def test_a_grant_is_for_its_purpose_its_deployment_and_its_time() -> None:
    token = sign(GRANT, SECRET)
    assert read(token, GUEST, SECRET, NOW) is None
    assert read(token, RATING, b"another", NOW) is None
    assert read(token, RATING, SECRET, GRANT.expires_at) is None


@given(st.text(max_size=300))
def test_no_text_is_a_grant_by_chance(text: str) -> None:
    assert read(text, RATING, SECRET, NOW) is None


@given(st.integers(min_value=0, max_value=200), st.characters(max_codepoint=126, min_codepoint=33))
def test_a_grant_with_another_letter_is_none(place: int, letter: str) -> None:
    token = sign(GRANT, SECRET)
    place %= len(token)
    bent = token[:place] + letter + token[place + 1 :]
    # The last letter of base64 carries bits that stand for nothing: only what decodes otherwise counts.
    assert bent == token or read(bent, RATING, SECRET, NOW) is None


def test_a_code_is_its_persons() -> None:
    code = new_code()
    kept = hash_of(code, PERSON, SECRET)
    assert (len(code), code.isdigit()) == (8, True)
    assert is_code(code, kept, PERSON, SECRET)
    assert not is_code(code, kept, TICKET, SECRET)
    assert not is_code(code, kept, PERSON, b"another")
