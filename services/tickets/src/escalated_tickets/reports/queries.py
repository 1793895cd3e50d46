"""Statements of reports: each is one pass over the moments of a period, made from fragments that stand here.

Bins are told to PostgreSQL as the exact instants at which they begin and end, so no zone is converted there. They are
counted one after the other; where a bin comes again, each row's is found by a binary search. Figures are exact: means
and percentiles are of the very seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_tickets.reports.periods import TIME_GROUPS, Bins, Key, bins_of
from escalated_tickets.reports.question import Question
from escalated_tickets.tickets.state import PRIORITIES
from escalated_tickets.tickets.visibility import Reason

_SPANS: Final = (
    "count(*) AS number, avg(seconds) AS mean, "
    "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) AS percentiles"
)
_SCORES: Final = ", ".join(f"count(*) FILTER (WHERE score = {score}) AS score_{score}" for score in range(1, 6))


Counted = Mapping[Any, Mapping[str, Any]]
"""What a report counted: by key and kind of moment, a row."""


@dataclass(frozen=True)
class Counting:
    """What a report counts of each kind of moments."""

    kinds: tuple[str, ...]
    figures: str


_COUNTINGS: Final[dict[str, Counting]] = {
    "summary": Counting(
        ("created", "resolved", "merged", "reopened", "answered", "rated"),
        f"{_SPANS}, count(*) FILTER (WHERE reopened) AS reopened, "
        "avg(score) AS average, count(*) FILTER (WHERE score >= 4) AS satisfied",
    ),
    "volume": Counting(("created", "resolved", "reopened"), "count(*) AS number"),
    "first_response": Counting(("answered",), _SPANS),
    "resolution": Counting(("resolved",), _SPANS),
    "reopen_rate": Counting(("resolved",), "count(*) AS number, count(*) FILTER (WHERE reopened) AS reopened"),
    "csat": Counting(("rated",), f"count(*) AS number, avg(score) AS average, {_SCORES}"),
}
# By how much the backlog grows with each.
_TURNS: Final = {"created": 1, "resolved": -1, "merged": -1, "reopened": 1}
_DELTA: Final = "CASE kind " + " ".join(f"WHEN '{kind}' THEN {sign}" for kind, sign in _TURNS.items()) + " END"
# The likeliest and cheapest first: an OR ends with the first that holds.
_SIGHT: Final[dict[Reason, str]] = {
    Reason.ALL: "true",
    Reason.DEPARTMENT: "department_id = ANY(CAST(:department_ids AS uuid[]))",
    Reason.ASSIGNEE: "assignee_id = :viewer_id",
    Reason.NOBODYS: "assignee_id IS NULL AND department_id IS NULL",
    Reason.FOLLOWER: "cardinality(follower_ids) > 0 AND follower_ids @> CAST(:viewer_ids AS uuid[])",
}
_PROPERTIES: Final[dict[str, str]] = {
    "department": "department_id = ANY(CAST(:department AS uuid[]))",
    "agent": "agent_id = ANY(CAST(:agent AS uuid[]))",
    "channel": "channel = ANY(CAST(:channel AS text[]))",
    "priority": "priority = ANY(CAST(:priority AS smallint[]))",
    "type": "type = ANY(CAST(:type AS text[]))",
    "tag": "tag_ids && ARRAY(SELECT id FROM escalated_tags WHERE lower(name) = ANY(CAST(:tag AS text[])))",
}
_KEYS: Final[dict[str, str]] = {
    "none": "0",
    "agent": "agent_id",
    "department": "department_id",
    "channel": "channel",
    "priority": "priority",
    "type": "type",
    "tag": "tag_id",
    **dict.fromkeys(TIME_GROUPS, "(CAST(:keys AS int[]))[width_bucket(at, CAST(:starts AS timestamptz[]))]"),
}
_BIN: Final = "width_bucket(at, CAST(:starts AS timestamptz[]))"
_FROM: Final = "escalated_report_moments"
# A ticket with two tags counts for both, one without any for none. In the select list, where it costs less than a
# function in FROM, which keeps aside what it gives for each row.
_FROM_TAGGED: Final = (
    f"(SELECT *, unnest(CASE WHEN tag_ids = '{{}}' THEN ARRAY[NULL]::uuid[] ELSE tag_ids END) AS tag_id FROM {_FROM}) "  # noqa: S608 - a name that stands above
    "AS tagged"
)


@dataclass(frozen=True)
class Shape:
    """What the text of a statement depends on."""

    group: str
    filters: frozenset[str]
    without: frozenset[str]
    reasons: tuple[Reason, ...]
    in_turn: bool
    """Each group is a stretch of time of its own."""

    @property
    def source(self) -> str:
        return _FROM_TAGGED if self.group == "tag" else _FROM

    @property
    def key(self) -> str:
        return _KEYS[self.group]

    def where(self, kinds: tuple[str, ...] = ()) -> str:
        """What is counted of the kinds, or of any where none is named."""
        named = ", ".join(f"'{kind}'" for kind in kinds)
        of_kinds = [f"kind IN ({named})"] if kinds else []
        seen = " OR ".join(f"({holds})" for reason, holds in _SIGHT.items() if reason in self.reasons) or "false"
        filters = (self._filter(name) for name in sorted(self.filters))
        return " AND ".join([*of_kinds, f"({seen})", *filters])

    def _filter(self, name: str) -> str:
        missing = f" OR {name}_id IS NULL" if name in self.without else ""
        return f"({_PROPERTIES[name]}{missing})"


def shape_of(question: Question, bins: Bins | None) -> Shape:
    values, in_turn = frozenset(question.values), bins is not None and bins.apart
    return Shape(question.group, values, question.without, question.reasons, in_turn)


def count_statement(name: str, shape: Shape) -> str:
    """The figures of a report by kind of moment and key, over the moments of the period."""
    counting = _COUNTINGS[name]
    of_kinds = shape.where(counting.kinds)
    if shape.in_turn:
        return _in_turn(counting, of_kinds)
    where = f"{of_kinds} AND at >= :start AND at < :end"
    return f"{_selected(shape.key, f'kind, {counting.figures}', shape, where)} GROUP BY kind, 1"


def _in_turn(counting: Counting, of_kinds: str) -> str:
    """Bin after bin, each of its kinds in the order of the index: nothing is sorted but the seconds of percentiles."""
    # Fragments of this module only, here and below: what was asked for is bound.
    return f"""
        SELECT key, figures.*
        FROM unnest(CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]), CAST(:keys AS int[]))
            AS bins (begins, ends, key)
        CROSS JOIN LATERAL (
            SELECT kind, {counting.figures} FROM {_FROM} WHERE {of_kinds} AND at >= begins AND at < ends GROUP BY kind
        ) AS figures
        """  # noqa: S608


def open_statement(shape: Shape) -> str:
    """What is open now, by key. Whose it is now counts, not who did what."""
    key = "0" if shape.group in TIME_GROUPS else shape.key
    return _of_assignees(_statement(key, "count(*) AS number", shape, f"open AND {shape.where()}"))


def turns_statement(shape: Shape) -> str:
    """By how much the backlog has grown since the period's start, by bin, or since its end, by key."""
    key, since = (_BIN, ":start") if shape.group in TIME_GROUPS else (shape.key, ":end")
    where = f"{shape.where(tuple(_TURNS))} AND at >= {since}"
    return _of_assignees(_statement(key, f"sum({_DELTA}) AS number", shape, where))


def _statement(key: str, figures: str, shape: Shape, where: str) -> str:
    return f"{_selected(key, figures, shape, where)} GROUP BY 1"


def _selected(key: str, figures: str, shape: Shape, where: str) -> str:
    # Fragments of this module only: what was asked for is bound.
    return f"SELECT {key} AS key, {figures} FROM {shape.source} WHERE {where}"  # noqa: S608


def _of_assignees(statement: str) -> str:
    return statement.replace("agent_id", "assignee_id")


class Reports:
    """Answers questions over one connection."""

    def __init__(self, reader: AsyncConnection, question: Question) -> None:
        self._reader = reader
        self._question = question
        self.bins: Bins | None = None
        if question.group in TIME_GROUPS:
            self.bins = bins_of(question.group, question.start, question.end, question.zone)
        self._shape = shape_of(question, self.bins)

    async def counted(self, name: str) -> Counted:
        """By key (a place among the bins' keys, an id, a word, 0 where all is one) and kind of moment its figures.

        Nothing for a kind of which there was none.
        """
        found: dict[Any, dict[str, Any]] = {}
        for row in await self._run(count_statement(name, self._shape), self._bound_bins()):
            found.setdefault(row.key, {})[row.kind] = row
        return found

    def _bound_bins(self) -> dict[str, Any]:
        if self.bins is None:
            return {}
        starts = self.bins.starts
        return {"starts": starts, "ends": [*starts[1:], self._question.end], "keys": self.bins.key_of_bin}

    async def backlog(self, summary: Counted | None = None) -> dict[Any, float | None]:
        """How many were open at the end of each bin, or at the end of the period by key.

        `summary` is what that report has counted, where it was asked for as well: nothing of it is read again.
        Reckoned back from what is open now, so that it costs what has happened since and not the desk's whole life.
        """
        now = {row.key: row.number for row in await self._run(open_statement(self._shape))}
        if self.bins is not None:
            return await self._backlog_by_bin(now.get(0, 0), summary)
        turns = {
            row.key: int(row.number)
            for row in await self._run(turns_statement(self._shape), {"end": self._question.end})
        }
        return {key: now.get(key, 0) - turns.get(key, 0) for key in {*now, *turns}}

    async def _backlog_by_bin(self, now: int, summary: Counted | None) -> dict[Any, float | None]:
        assert self.bins is not None
        ends = [*self.bins.starts, self._question.end]
        turns = await self._turns_by_bin(ends, summary)
        samples: dict[int, list[float]] = {}
        at_end = now - turns.get(len(ends), 0)
        for number in range(len(self.bins.starts), 0, -1):
            # Of what has not begun nothing is known.
            if self.bins.starts[number - 1] <= self._question.now:
                samples.setdefault(self.bins.key_of_bin[number - 1], []).append(at_end)
            at_end -= turns.get(number, 0)
        return {key: self._of_samples(each) for key, each in samples.items()}

    async def _turns_by_bin(self, ends: list[datetime], summary: Counted | None) -> dict[int, int]:
        """By how much the backlog grew in each bin, counted from 1, and after the last.

        Who resolved a ticket need not be whose it is: with agents chosen the summary's counts do not serve.
        """
        counted = summary if self._shape.in_turn and "agent" not in self._shape.filters else None
        since = ends[-1:] if counted is not None else ends
        rows = await self._run(turns_statement(self._shape), {"starts": since, "start": since[0]})
        turns = {len(ends) - len(since) + row.key: int(row.number) for row in rows}
        return {**turns, **self._turns_of(counted or {})}

    def _turns_of(self, counted: Counted) -> dict[int, int]:
        assert self.bins is not None
        kinds_of = ((number, counted.get(key, {})) for number, key in enumerate(self.bins.key_of_bin, start=1))
        return {
            number: sum(sign * kinds[kind].number for kind, sign in _TURNS.items() if kind in kinds)
            for number, kinds in kinds_of
            if kinds
        }

    def _of_samples(self, samples: list[float]) -> float:
        """An hour of the week comes every week: then it is the mean. Else the last end, which came first here."""
        return sum(samples) / len(samples) if self._question.group == "hour_of_week" else samples[0]

    async def _run(self, statement: str, more: Mapping[str, Any] | None = None) -> list[Any]:
        viewer = self._question.viewer
        known = {
            **self._question.values,
            "start": self._question.start,
            "end": self._question.end,
            "viewer_id": viewer.id,
            "viewer_ids": [viewer.id],
            "department_ids": sorted(viewer.department_ids),
            **(more or {}),
        }
        prepared = _prepared(statement)
        bound = {name: known[name] for name in prepared._bindparams}
        return list(await self._reader.execute(prepared, bound))


@lru_cache(maxsize=1_024)
def _prepared(statement: str) -> Any:
    return text(statement)


_NAMES: Final = {
    "agent": text("SELECT id, name FROM escalated_people WHERE id = ANY(CAST(:ids AS uuid[]))"),
    "department": text("SELECT id, name FROM escalated_departments WHERE id = ANY(CAST(:ids AS uuid[]))"),
    "tag": text("SELECT id, name FROM escalated_tags WHERE id = ANY(CAST(:ids AS uuid[]))"),
}
_NOBODY: Final = {"agent": "Nobody", "department": "No department", "tag": "No tag"}
_BUILD: Final = text("SELECT finished_at FROM escalated_report_builds WHERE id = 1")


async def keys_of(reader: AsyncConnection, question: Question, found: set[Any]) -> dict[Any, Key]:
    """What the keys of a property are called, in the order in which they are shown. A tag that is gone is no key."""
    if question.group in ("channel", "type"):
        return {key: Key(key, key) for key in sorted(found)}
    if question.group == "priority":
        return {key: Key(PRIORITIES[key - 1], PRIORITIES[key - 1]) for key in sorted(found)}
    ids = [key for key in found if key is not None]
    names = {row.id: row.name for row in await reader.execute(_NAMES[question.group], {"ids": ids})}
    if question.group != "tag":
        names = {key: names.get(key, str(key)) for key in ids}
    ordered = sorted(names, key=lambda key: (names[key].casefold(), key))
    named = {key: Key(str(key), names[key]) for key in ordered}
    return {**named, None: Key(None, _NOBODY[question.group])} if None in found else named


async def is_complete(reader: AsyncConnection) -> bool:
    """Whether the tickets that were here before reports have been counted."""
    return (await reader.execute(_BUILD)).scalar_one_or_none() is not None
