"""Puts the compliance report together: figures, what their keys are called, and the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_sla.clocks.rules import METRICS
from escalated_sla.policies.rules import PRIORITIES
from escalated_sla.reports.queries import by_key, ended_clocks, overdue_clocks, policy_names
from escalated_sla.reports.question import Question
from escalated_sla.reports.schemas import Compliance

COLUMNS: Final = [name for name in Compliance.model_fields if name not in ("key", "label")]
_COUNTS: Final = ("ended", "met", "breached", "overdue")
_MISSING: Final = {"department": "No department", "agent": "Nobody", "priority": "No priority"}


@dataclass(frozen=True)
class Figures:
    """What was counted: by key, and of all together. `policies` are the names of those that are keys."""

    ended: Mapping[Any, Mapping[str, Any]]
    overdue: Mapping[Any, Mapping[str, Any]]
    total: Mapping[str, Any]
    policies: Mapping[UUID, str]

    @property
    def keys(self) -> set[Any]:
        return {*self.ended, *self.overdue}


async def read_figures(reader: AsyncConnection, question: Question) -> Figures:
    ended, all_ended = by_key(await ended_clocks(reader, question))
    overdue, all_overdue = by_key(await overdue_clocks(reader, question))
    keys = {*ended, *overdue}
    names = await policy_names(reader, keys) if question.by == "policy" else {}
    return Figures(ended, overdue, {**all_ended, **all_overdue}, names)


def compliance(question: Question, figures: Figures, names: Mapping[str, str]) -> dict[str, Any]:
    """The report in the shape of `ComplianceOut`; `names` of departments or people by their id."""
    rows = [
        {"key": None if key is None else str(key), "label": label}
        | _figures({**figures.ended.get(key, {}), **figures.overdue.get(key, {})})
        for key, label in _in_order(question.by, figures, names).items()
    ]
    return {
        "report": "sla",
        "from": question.start,
        "to": question.end,
        "zone": question.zone.key,
        "by": question.by,
        "columns": COLUMNS,
        "rows": rows,
        "total": {"key": None, "label": "All"} | _figures(figures.total),
    }


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    counts = {name: row.get(name) or 0 for name in _COUNTS}
    elapsed, of_target = row.get("elapsed") or (None, None), row.get("of_target") or (None, None)
    figures = {
        **counts,
        "compliance": counts["met"] / counts["ended"] if counts["ended"] else None,
        "late_p50_seconds": row.get("late_p50_seconds"),
        "late_max_seconds": row.get("late_max_seconds"),
        "elapsed_p50_seconds": elapsed[0],
        "elapsed_p90_seconds": elapsed[1],
        "elapsed_p50_of_target": of_target[0],
        "elapsed_p90_of_target": of_target[1],
    }
    return {name: figures[name] for name in COLUMNS}


def _in_order(by: str, figures: Figures, names: Mapping[str, str]) -> Mapping[Any, str]:
    """The keys that were found with their labels, in the order in which they are shown."""
    keys = figures.keys
    if by == "none":
        return {}
    if by == "policy":
        return figures.policies
    if by in ("metric", "priority"):
        order = METRICS if by == "metric" else PRIORITIES
        return {key: key.replace("_", " ") or _MISSING[by] for key in sorted(keys, key=lambda key: _place(order, key))}
    known = {key: names.get(str(key), str(key)) for key in keys if key is not None}
    ordered = dict(sorted(known.items(), key=lambda each: (each[1].casefold(), str(each[0]))))
    return {**ordered, None: _MISSING[by]} if None in keys else ordered


def _place(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)
