"""Keyset cursors: the sort values of the last row, opaque to the caller, typed for the query that goes on from it."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from types import UnionType
from typing import Any
from uuid import UUID

import orjson

from escalated_chassis.errors import Invalid, invalid

MAX_LENGTH = 1_000

Kind = type | UnionType


def encode_cursor(values: Sequence[Any], sort: str) -> str:
    """A cursor after the row with these sort values: texts, numbers, booleans, None, aware datetimes, UUIDs."""
    content = orjson.dumps([sort, *(_pack(value) for value in values)])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode_cursor(text: str, sort: str, types: Sequence[Kind] | None = None) -> list[Any]:
    """The sort values again.

    Args:
        types: what each value must be, such as `(datetime, UUID)` or `(int | None, UUID)`: a forged cursor is then
            refused here and never reaches a query as a value of the wrong type.

    Raises:
        Invalid: not a cursor of ours, or one of another sort order.
    """
    if len(text) > MAX_LENGTH:
        raise _bad()
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        stored_sort, *packed = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        values = [_unpack(value) for value in packed]
    except (ValueError, TypeError, KeyError, OverflowError, binascii.Error) as error:
        raise _bad() from error
    if stored_sort != sort:
        raise invalid("cursor", "cursor_of_other_sort", "The cursor belongs to another sort order.")
    if types is not None and not _are(values, types):
        raise _bad()
    return values


def _are(values: Sequence[Any], types: Sequence[Kind]) -> bool:
    return len(values) == len(types) and all(map(isinstance, values, types))


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.astimezone(UTC).isoformat()}
    if isinstance(value, UUID):
        return {"u": value.hex}
    return value


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return _plain(value)
    if "t" in value:
        moment = datetime.fromisoformat(value["t"])
        if moment.tzinfo is None:
            raise ValueError("a cursor's time is aware")
        return moment
    return UUID(str(value["u"]))


def _plain(value: Any) -> Any:
    if isinstance(value, list) or (isinstance(value, str) and "\0" in value):
        raise TypeError("a cursor holds flat, storable values")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise OverflowError("no number that a column holds")
    return value


def _bad() -> Invalid:
    return invalid("cursor", "bad_cursor", "This is not a cursor that was given out here.")
