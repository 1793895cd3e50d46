"""Who gets a ticket: candidates in, an agent out, with the reason in words. Pure.

The order of a turn is that of the agents' ids, going round: whoever had the last ticket comes last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Strategy(StrEnum):
    """How a department assigns by itself; `none`: it does not."""

    NONE = "none"
    ROUND_ROBIN = "round_robin"
    LEAST_OPEN = "least_open"
    SKILL = "skill"


PROFICIENCIES: Final = range(1, 6)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active agent of the department. `capacity` None is no limit; `skills` are proficiencies by skill."""

    id: UUID
    name: str
    email: str
    open_count: int
    available: bool = True
    available_until: datetime | None = None
    capacity: int | None = None
    skills: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is chosen and why; nobody where none may take it."""

    agent: Candidate | None
    reason: str
    # Not this ticket alone: nobody of the department can take any.
    nobody_free: bool = False


def is_available(candidate: Candidate, now: datetime) -> bool:
    """Availability ends at `available_until`, without anybody having to say so."""
    return candidate.available and (candidate.available_until is None or now < candidate.available_until)


def has_room(candidate: Candidate) -> bool:
    return candidate.capacity is None or candidate.open_count < candidate.capacity


def choose(
    strategy: Strategy,
    candidates: Iterable[Candidate],
    *,
    last: UUID | None,
    now: datetime,
    asked: Mapping[UUID, str] | None = None,
) -> Choice:
    """The agent whom the strategy gives the next ticket to.

    Args:
        last: who had the department's last one. asked: names of the skills that are asked for, by their ids.
    """
    known = list(candidates)
    free = in_turn([each for each in known if is_available(each, now) and has_room(each)], last)
    if not free:
        return Choice(None, _why_nobody(known, now), nobody_free=True)
    return _CHOICES[strategy](free, asked or {})


def in_turn(candidates: Iterable[Candidate], last: UUID | None) -> list[Candidate]:
    """In the order of the ids, beginning behind the last one."""
    by_id = sorted(candidates, key=lambda each: each.id)
    if last is None:
        return by_id
    return [each for each in by_id if each.id > last] + [each for each in by_id if each.id <= last]


def _why_nobody(known: Sequence[Candidate], now: datetime) -> str:
    if not known:
        return "nobody of the department can be assigned tickets"
    if not any(is_available(each, now) for each in known):
        return "nobody of the department is available"
    return "everybody available is at capacity"


def _round_robin(free: Sequence[Candidate], _asked: Mapping[UUID, str]) -> Choice:
    return Choice(free[0], f"round robin: it is {free[0].name}'s turn")


def _least_open(free: Sequence[Candidate], _asked: Mapping[UUID, str]) -> Choice:
    # `min` keeps the first of equals, and they stand in the order of the turn.
    chosen = min(free, key=lambda each: each.open_count)
    return Choice(chosen, f"least open: {chosen.name} has {chosen.open_count} open")


def _skill(free: Sequence[Candidate], asked: Mapping[UUID, str]) -> Choice:
    """Of those who hold every skill asked for the highest sum of proficiencies, then least open, then the turn.

    The sum, not the minimum: where everybody holds all that is needed, more of it in any skill is better.
    """
    if not asked:
        chosen = min(free, key=lambda each: each.open_count)
        return Choice(chosen, f"skill: none is asked for; {chosen.name} has {chosen.open_count} open")
    skilled = [each for each in free if asked.keys() <= each.skills.keys()]
    named = ", ".join(sorted(asked.values()))
    if not skilled:
        return Choice(None, f"nobody free holds every skill that is asked for: {named}")
    chosen = min(skilled, key=lambda each: (-proficiency(each, asked), each.open_count))
    total = proficiency(chosen, asked)
    return Choice(chosen, f"skill: {chosen.name} holds {named} (proficiency {total}, {chosen.open_count} open)")


def proficiency(candidate: Candidate, asked: Iterable[UUID]) -> int:
    """The sum over the skills that are asked for."""
    return sum(candidate.skills.get(skill, 0) for skill in asked)


_CHOICES: Final[dict[Strategy, Callable[[Sequence[Candidate], Mapping[UUID, str]], Choice]]] = {
    Strategy.ROUND_ROBIN: _round_robin,
    Strategy.LEAST_OPEN: _least_open,
    Strategy.SKILL: _skill,
}
