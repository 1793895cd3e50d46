"""Answers and cursors, byte for byte."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalated_chassis.errors import Invalid
from escalated_chassis.http.answers import many, one
from escalated_chassis.http.cursors import decode_cursor, encode_cursor

MOMENT = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=UTC)
ID = UUID("018f0000-0000-7000-8000-000000000001")


def test_a_single_thing_may_be_ready_bytes_or_values() -> None:
    assert one(b'{"a":1}').body == b'{"data":{"a":1}}'
    assert one({"at": MOMENT, "id": ID}).body == (
        b'{"data":{"at":"2026-01-05T09:00:00.123456Z","id":"018f0000-0000-7000-8000-000000000001"}}'
    )
    assert one(None).body == b'{"data":null}'


def test_further_members_stand_beside_data() -> None:
    answer = one(b"1", status=201, version=4, message={"id": 2})

    assert answer.body == b'{"data":1,"message":{"id":2}}'
    assert (answer.status_code, answer.headers["etag"], answer.media_type) == (201, '"4"', "application/json")


@pytest.mark.parametrize(("total", "said"), [(None, b""), (1000, b',"total":1000'), (1001, b',"total":"1000+"')])
def test_a_page_says_where_it_goes_on_and_how_many_there_are(total: int | None, said: bytes) -> None:
    assert many([b'{"a":1}', {"a": 2}], next_cursor="x", total=total).body == (
        b'{"data":[{"a":1},{"a":2}],"meta":{"next_cursor":"x"' + said + b"}}"
    )
    assert many(b"[]", next_cursor=None).body == b'{"data":[],"meta":{"next_cursor":null}}'


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.uuids(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(VALUES, max_size=4))
def test_a_cursor_gives_back_what_it_was_made_of(values: list[object]) -> None:
    assert decode_cursor(encode_cursor(values, "-updated_at"), "-updated_at") == values


def test_a_cursor_keeps_the_moment_of_another_zone() -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=2)))

    assert decode_cursor(encode_cursor([elsewhere], "a"), "a") == [MOMENT]


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "é", "!!!!", "a" * 1_001, _packed(b"{}"), _packed(b"[]"), _packed(b'["a"'), _packed(b"7"),
        _packed(b'["a",{"t":7}]'), _packed(b'["a",{"t":"2026-01-01T00:00:00"}]'), _packed(b'["a",{"u":"x"}]'),
        _packed(b'["a",[1]]'), _packed(b'["a",{}]'), _packed(b'["a","\\u0000"]'), _packed(b'["a",{"u":1}]'),
    ],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(text, "a")

    assert [(each.pointer, each.code) for each in caught.value.errors] == [("cursor", "bad_cursor")]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_cursors(text: str) -> None:
    try:
        decode_cursor(text, "a")
    except Invalid:
        return


def test_a_cursor_of_another_sort_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(encode_cursor([1], "created_at"), "-created_at")

    assert caught.value.errors[0].code == "cursor_of_other_sort"


@pytest.mark.parametrize("values", [[1], [MOMENT], ["a", ID], [MOMENT, ID, 1], [2**63, ID], [MOMENT, None]])
def test_a_cursor_of_other_types_is_refused(values: list[object]) -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(values, "a"), "a", (datetime | int, UUID))

    assert decode_cursor(encode_cursor([MOMENT, ID], "a"), "a", (datetime | int, UUID)) == [MOMENT, ID]
