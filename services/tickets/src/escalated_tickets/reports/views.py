"""Reports as they are answered: rows of named figures."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.reports.periods import Key
from escalated_tickets.reports.queries import Reports, is_complete, keys_of
from escalated_tickets.reports.question import Question

Figures = dict[str, Any]
Kinds = Mapping[str, Any]
"""What was counted of each kind of moment: a row of `queries.Counting`, which is there where its number is not 0."""


def _number(row: Any) -> int:
    return 0 if row is None else int(row.number)


def _seconds(row: Any) -> tuple[float | None, float | None, float | None]:
    """Mean, median and the ninth tenth."""
    if row is None or not row.percentiles:
        return None, None, None
    return (row.mean, *row.percentiles)


def _spans(row: Any, name: str) -> Figures:
    mean, middle, most = _seconds(row)
    return {name: _number(row), "mean_seconds": mean, "p50_seconds": middle, "p90_seconds": most}


def _volume(kinds: Kinds) -> Figures:
    return {kind: _number(kinds.get(kind)) for kind in ("created", "resolved", "reopened")}


def _reopen_rate(kinds: Kinds) -> Figures:
    row = kinds.get("resolved")
    reopened = 0 if row is None else row.reopened
    return {"resolved": _number(row), "reopened": reopened, "rate": reopened / row.number if row else None}


def _csat(kinds: Kinds) -> Figures:
    row = kinds.get("rated")
    scores = [0 if row is None else getattr(row, f"score_{score}") for score in range(1, 6)]
    ratings, satisfied = sum(scores), sum(scores[3:])
    return {
        "ratings": ratings,
        "average": float(row.average) if row else None,
        "satisfied": satisfied,
        "satisfaction": satisfied / ratings if ratings else None,
        **{f"score_{score}": number for score, number in enumerate(scores, start=1)},
    }


def _summary(kinds: Kinds) -> Figures:
    """The headlines, but for the backlog, which is counted elsewhere."""
    rated = kinds.get("rated")
    return {
        **{kind: _number(kinds.get(kind)) for kind in ("created", "resolved", "reopened", "answered")},
        **_span(kinds.get("answered"), "first_response"),
        **_span(kinds.get("resolved"), "resolution"),
        "reopen_rate": _reopen_rate(kinds)["rate"],
        "ratings": _number(rated),
        "csat_average": float(rated.average) if rated else None,
        "satisfaction": rated.satisfied / rated.number if rated else None,
    }


def _span(row: Any, name: str) -> Figures:
    mean, middle, most = _seconds(row)
    return {f"{name}_mean_seconds": mean, f"{name}_p50_seconds": middle, f"{name}_p90_seconds": most}


_FIGURES: Final[dict[str, Callable[[Kinds], Figures]]] = {
    "volume": _volume,
    "first_response": lambda kinds: _spans(kinds.get("answered"), "answered"),
    "resolution": lambda kinds: _spans(kinds.get("resolved"), "resolved"),
    "reopen_rate": _reopen_rate,
    "csat": _csat,
    "summary": _summary,
}


async def report(reader: AsyncConnection, question: Question) -> dict[str, Any]:
    """The answer to a question, as it is sent."""
    reports = Reports(reader, question)
    names = ("summary", "backlog") if question.name == "summary" else (question.name,)
    parts: dict[str, _Part] = {}
    for name in names:
        parts[name] = await _figures(reports, name, parts.get("summary"))
    found = {key for part in parts.values() for key in part.found}
    keys = await _keys(reader, reports, question, found)
    rows = [{"key": keys[key].value, "label": keys[key].label, **_row(parts, key)} for key in keys]
    return {
        "report": question.name,
        "from": question.start,
        "to": question.end,
        "zone": question.zone.key,
        "group": question.group,
        "complete": await is_complete(reader),
        "columns": list(_row(parts, object())),
        "rows": rows,
    }


class _Part:
    """The figures of one report by key; `of` gives those of a key that was not found, too."""

    def __init__(self, found: Mapping[Any, Any], of: Callable[[Any], Figures]) -> None:
        self.found = found
        self._of = of

    def of(self, key: Any) -> Figures:
        return self._of(self.found.get(key))


async def _figures(reports: Reports, name: str, summary: _Part | None) -> _Part:
    if name != "backlog":
        return _Part(await reports.counted(name), lambda kinds: _FIGURES[name](kinds or {}))
    missing = 0 if reports.bins is None else None
    backlog = await reports.backlog(None if summary is None else summary.found)
    return _Part(backlog, lambda number: {"backlog": missing if number is None else number})


async def _keys(reader: AsyncConnection, reports: Reports, question: Question, found: set[Any]) -> dict[Any, Key]:
    if reports.bins is not None:
        return dict(enumerate(reports.bins.keys))
    return {0: Key(None, "All")} if question.group == "none" else await keys_of(reader, question, found)


def _row(parts: Mapping[str, _Part], key: Any) -> Figures:
    return {name: figure for part in parts.values() for name, figure in part.of(key).items()}
