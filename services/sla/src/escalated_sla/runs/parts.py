"""A rule's actions in parts: what is done at once, and what a `delay` puts off. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from escalated.tickets.v1 import tickets_pb2

from escalated_chassis.errors import Problem
from escalated_sla.rules.actions import delay_of, places_for_tickets

Told: TypeAlias = dict[str, Any]
"""What became of one action: its place among the rule's actions, `done`, `unchanged`, `refused` or `not_done`."""


@dataclass(frozen=True, slots=True)
class Part:
    """The actions that one run does. `first`: the place of its first action among all of the rule's.

    `delay`: after how long the rest follows; None where nothing does.
    """

    actions: Sequence[Mapping[str, Any]]
    first: int
    delay: timedelta | None

    @property
    def next(self) -> int:
        """The place at which the rest begins."""
        return self.first + len(self.actions)

    @property
    def policies(self) -> list[tuple[int, UUID | None]]:
        """The policies that it sets, with their places."""
        chosen = [(at, each) for at, each in enumerate(self.actions, self.first) if each["type"] == "set_sla_policy"]
        return [(at, UUID(each["policy_id"]) if each.get("policy_id") else None) for at, each in chosen]

    @property
    def places(self) -> list[int]:
        """The places of the actions that `tickets` does."""
        return [self.first + at for at in places_for_tickets(self.actions)]


def part_from(actions: Sequence[Mapping[str, Any]], first: int) -> Part:
    """From that place on, up to and with the next delay."""
    for index, action in enumerate(actions[first:], first):
        if action["type"] == "delay":
            return Part(actions[first : index + 1], first, delay_of(action))
    return Part(actions[first:], first, None)


def done(part: Part, answer: tickets_pb2.ApplyResponse | None) -> list[Told]:
    """What became of each action of a part that was done."""
    told = answer.outcomes if answer is not None else ()
    by_place = {at: (one.outcome, one.detail) for at, one in zip(part.places, told, strict=False)}
    return [_told(at, action, *by_place.get(at, ("done", ""))) for at, action in enumerate(part.actions, part.first)]


def refused(part: Part, problem: Problem) -> list[Told]:
    """Nothing was done: which action was refused, and why. The others were not done with it."""
    index = problem.extra.get("action")
    place = part.places[index] if isinstance(index, int) and index < len(part.places) else None
    return refused_at(part, place, problem.detail, problem.code)


def refused_at(part: Part, place: int | None, detail: str, code: str) -> list[Told]:
    return [
        _told(at, action, "refused", detail) | {"code": code} if at == place else _told(at, action, "not_done")
        for at, action in enumerate(part.actions, part.first)
    ]


def _told(place: int, action: Mapping[str, Any], outcome: str, detail: str = "") -> Told:
    return {"action": place, "type": action["type"], "outcome": outcome, "detail": detail}
