"""Whether a policy can be kept: what its conditions name must be there, and is told with a JSON pointer where not.

`tickets` is asked for its fields, and only where conditions name any; that happens before a transaction is begun.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from escalated_chassis.errors import FieldError, Invalid, Unavailable
from escalated_rules import Catalogue, Group, Refused, parse
from escalated_sla.calendars.rules import Calendar
from escalated_sla.fields.catalogue import FieldBook
from escalated_sla.policies.rules import read_targets, unreachable
from escalated_sla.policies.schemas import PolicyBody
from escalated_sla.rules.rules import fields_to_keep

ALWAYS: Final[dict[str, Any]] = {"all": []}
_AWAY: Final = "Tickets, which know the fields, cannot be reached: nothing was saved. Try again."


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy that was checked: its contents, with the fields by which its conditions are read again."""

    name: str
    position: int | None
    is_default: bool
    active: bool
    department_id: UUID | None
    conditions: Group
    fields: tuple[dict[str, Any], ...]
    calendar_id: UUID | None
    targets: dict[str, dict[str, float | None]]
    warnings: tuple[dict[str, Any], ...]


async def check_policy(book: FieldBook, body: PolicyBody, *, base: str = "") -> Draft:
    """The policy as it may be kept; `base` is where in the request it stands.

    Raises Invalid with pointers, Unavailable while `tickets` is away.
    """
    if body.conditions == ALWAYS:
        return draft_of(body, Catalogue.of(()), base=base)
    try:
        catalogue = (await book.present()).for_policies()
    except Unavailable as away:
        raise Unavailable(_AWAY, code="tickets_away", retry_after=away.retry_after) from away
    return draft_of(body, catalogue, base=base)


def draft_of(body: PolicyBody, catalogue: Catalogue, *, base: str = "") -> Draft:
    """The policy by a catalogue that is known. Raises Invalid with pointers."""
    try:
        group = parse(body.conditions, catalogue, at=f"{base}/conditions", me=False)
    except Refused as refused:
        errors = [FieldError(each.pointer, each.code, each.detail) for each in refused.refusals]
        raise Invalid("The policy is refused; `errors` says what of it and why.", errors=errors) from refused
    return Draft(
        name=body.name,
        position=body.position,
        is_default=body.is_default,
        active=body.active,
        department_id=body.department_id,
        conditions=group,
        fields=tuple(fields_to_keep(group, catalogue)),
        calendar_id=body.calendar_id,
        targets={priority: targets.model_dump() for priority, targets in body.targets.items()},
        warnings=_distinct([warning.model_dump(exclude_none=True) for warning in body.warnings]),
    )


async def check_reachable(draft: Draft, calendar: Calendar | None, now: datetime, *, base: str = "") -> None:
    """Raises Invalid where a target is more open time than the calendar has in ten years."""
    if calendar is None:
        return
    never = await asyncio.to_thread(unreachable, read_targets(draft.targets), calendar, now)
    if never:
        detail = "The calendar has not so much open time in ten years."
        errors = [
            FieldError(f"{base}/targets/{priority}/{metric}", "unreachable", detail) for priority, metric in never
        ]
        raise Invalid("The policy is refused; `errors` says what of it and why.", errors=errors)


async def check_followers(followers: Iterable[tuple[str, Any]], calendar: Calendar, now: datetime) -> None:
    """Raises Invalid where a calendar would have not enough open time for a policy: its name and stored targets."""
    never = [
        name
        for name, targets in followers
        if await asyncio.to_thread(unreachable, read_targets(targets), calendar, now)
    ]
    if never:
        errors = [
            FieldError(
                "/hours",
                "unreachable",
                f"The policy {name!r} has a target that is longer than all open time in ten years.",
            )
            for name in never
        ]
        raise Invalid("The calendar is refused; `errors` says which policies could not be kept by it.", errors=errors)


def _distinct(warnings: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """A threshold that stands twice warns once."""
    return tuple({tuple(each.items()): each for each in warnings}.values())
