"""What a bulk job may do: any action of the vocabulary, and a few acts on whole tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from escalated_chassis.errors import Problem

MOST_TICKETS: Final = 1_000
# Beside the vocabulary of rules and macros; `undo` comes by undoing a job alone.
WHOLE: Final[dict[str, frozenset[str]]] = {
    "delete": frozenset(),
    "restore": frozenset(),
    "unsnooze": frozenset(),
    "merge": frozenset({"into"}),
    "macro": frozenset({"macro_id"}),
}
UNDO: Final = "undo"
# Each ticket has a transaction of its own. Merging and undoing lock two tickets at a time; assigning counts what agents
# have, which must be written by then; and a macro that is refused in its middle takes back what it began.
_ALONE: Final = frozenset({"merge", UNDO, "macro", "set_department", "assign_round_robin"})


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What became of one ticket: done, unchanged, or refused with the code that a single command would answer."""

    outcome: str
    code: str = ""
    detail: str = ""


DONE: Final = ItemOutcome("done")
UNCHANGED: Final = ItemOutcome("unchanged")


def refused(problem: Problem) -> ItemOutcome:
    code = problem.errors[0].code if problem.errors else problem.code
    return ItemOutcome("refused", code, problem.detail[:500])


def batch_of(action: Mapping[str, Any], most: int) -> int:
    """How many tickets share a transaction."""
    return 1 if action["type"] in _ALONE else most
