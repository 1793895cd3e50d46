"""Rows of named figures as JSON or CSV, as who asks prefers."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final, Literal

from starlette.requests import Request

from escalated_chassis.errors import invalid

CSV: Final = "text/csv"
# A cell that begins so would be taken for a formula by a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def form_of(name: str, asked: str | None, request: Request) -> Literal["json", "csv"]:
    """By the parameter, by a name that ends in `.csv`, or else by `Accept`. Raises Invalid."""
    if asked not in (None, "json", "csv"):
        raise invalid("format", "unknown", "A format is json or csv.")
    accepts_csv = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip() == CSV
    return "csv" if asked == "csv" or name.endswith(".csv") or (asked is None and accepts_csv) else "json"


def as_csv(answer: Mapping[str, Any]) -> bytes:
    """`rows` with key, label and `columns` as CSV (RFC 4180) in UTF-8; figures are plain, a missing one is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["key", "label", *answer["columns"]])
    for row in answer["rows"]:
        writer.writerow([_cell(row["key"]), _cell(row["label"]), *(row[column] for column in answer["columns"])])
    return text.getvalue().encode()


def _cell(value: str | None) -> str | None:
    return f"'{value}" if value is not None and value.startswith(_FORMULA) else value
