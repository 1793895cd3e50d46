"""Plans of statements as they were run: by auto_explain, on the very connections of the service's own functions."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

# Without times of single nodes: taking them would make the statement dearer than it is.
_PREPARE: Final = """
LOAD 'auto_explain';
SET auto_explain.log_min_duration = 0;
SET auto_explain.log_analyze = on;
SET auto_explain.log_buffers = on;
SET auto_explain.log_timing = off;
SET auto_explain.log_parameter_max_length = 0;
SET auto_explain.log_level = notice;
"""
_MESSAGE: Final = re.compile(r"duration: (?P<ms>[\d.]+) ms  plan:\n(?P<rest>.*)", re.DOTALL)
# What nobody misses: each node tells how often it searched its index, how it sorted, and its table twice.
_IDLE_TALK: Final = re.compile(
    r"^ *(Index Searches|Sort Method|Full-sort Groups|Heap Fetches: 0|Heap Blocks)\b.*\n?", re.M
)
_ALIAS: Final = re.compile(r"\b(on|of) (\w+) \2_\d+\b")
_COSTS: Final = re.compile(r"  \(cost=\S+ rows=\d+ width=\d+\)")
_INDEX: Final = re.compile(r"(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\S+)")
_WHOLE: Final = re.compile(r"Seq Scan on (\S+)")
_ROWS: Final = re.compile(r"\(actual rows=([\d.]+) loops=(\d+)\)")
_BUFFERS: Final = re.compile(r"Buffers: shared((?: \w+=\d+)+)")
_NEVER: Final = "(never executed)"
_WIDTH: Final = 150


@dataclass(frozen=True)
class Plan:
    """What one statement did, as PostgreSQL tells it; `text` is without estimates."""

    milliseconds: float
    statement: str
    text: str

    @classmethod
    def read(cls, message: str) -> "Plan | None":
        """Of a message of auto_explain; None for any other."""
        found = _MESSAGE.match(message)
        if found is None:
            return None
        statement, plan = _split(found["rest"])
        plan = _ALIAS.sub(r"\1 \2", _IDLE_TALK.sub("", _COSTS.sub("", plan)))
        return cls(float(found["ms"]), statement, "\n".join(line[:_WIDTH].rstrip() for line in plan.splitlines()))

    @property
    def rows(self) -> int:
        found = _ROWS.search(self.text)
        return 0 if found is None else round(float(found[1]) * int(found[2]))

    @property
    def buffers(self) -> int:
        """Pages of 8 kB that were found in PostgreSQL's memory or read; the first node's, which holds all."""
        found = _BUFFERS.search(self.text)
        pairs = (pair.split("=") for pair in found[1].split()) if found else ()
        return sum(int(count) for name, count in pairs if name in ("hit", "read"))

    @property
    def indexes(self) -> Counter[str]:
        """How many nodes walked each index; those of branches that were not run are left out."""
        return Counter(name for line in self._run() for name in _INDEX.findall(line))

    @property
    def walked_whole(self) -> Counter[str]:
        """Tables that were read from end to end."""
        return Counter(name for line in self._run() for name in _WHOLE.findall(line))

    def _run(self) -> list[str]:
        return [line for line in self.text.splitlines() if _NEVER not in line]


def _split(rest: str) -> tuple[str, str]:
    """The statement, and the plan: its first line is the first one with estimates."""
    lines = rest.removeprefix("Query Text: ").splitlines(keepends=True)
    first = next((place for place, line in enumerate(lines) if _COSTS.search(line)), len(lines))
    return "".join(lines[:first]).strip(), "".join(lines[first:])


class Explained:
    """Has each new connection of an engine tell the plans of what is run on it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._plans: list[Plan] = []
        event.listen(engine.sync_engine, "connect", self._connected)

    def take(self) -> list[Plan]:
        """Those since it was asked last, in their order."""
        plans, self._plans = self._plans, []
        return plans

    def _connected(self, connection: Any, *_: Any) -> None:
        connection.run_async(self._prepare)

    async def _prepare(self, connection: Any) -> None:
        await connection.execute(_PREPARE)
        connection.add_log_listener(self._heard)

    def _heard(self, _connection: Any, message: Any) -> None:
        plan = Plan.read(message.message)
        if plan is not None:
            self._plans.append(plan)
