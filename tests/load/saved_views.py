"""Fifteen views that a desk might have saved beside the five that come with it: by tag, department, urgency, person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from escalated_tickets.views.rules import SEEDED

NAME: Final = "Bench view"
SLUGS: Final = tuple(str(view.slug) for view in SEEDED)
_OPEN: Final = {"field": "status_category", "operator": "not_in", "value": ["solved", "closed"]}
_TAGS = "SELECT id::text FROM escalated_tags ORDER BY md5(name) LIMIT 6"
_DEPARTMENTS = "SELECT id::text FROM escalated_departments ORDER BY md5(name) LIMIT 3"
_FORGET = f"DELETE FROM escalated_views WHERE name LIKE '{NAME} %'"


@dataclass(frozen=True)
class Condition:
    """One, in the words of docs/conditions.md."""

    field: str
    operator: str
    value: Any

    @property
    def json(self) -> dict[str, Any]:
        return {"field": self.field, "operator": self.operator, "value": self.value}


async def conditions_of(connection: asyncpg.Connection) -> list[dict[str, Any]]:
    """The conditions of the fifteen, with tags and departments of the desk."""
    tags = [row["id"] for row in await connection.fetch(_TAGS)]
    departments = [row["id"] for row in await connection.fetch(_DEPARTMENTS)]
    mine_or_nobodys = Condition("assignee", "in", ["me", "none"])
    return [
        *(_of(Condition("tags", "contains_any", tags[place : place + 2])) for place in (0, 2, 4)),
        *(_of(Condition("department", "is", department)) for department in departments),
        _of(Condition("priority", "in", ["urgent", "critical"])),
        _of(Condition("priority", "is", "critical"), Condition("assignee", "is_not", "me")),
        _of(Condition("hours_since_customer_reply", ">", 24)),
        _of(Condition("hours_since_customer_reply", ">", 24), Condition("tags", "contains_any", tags[:2])),
        _of(Condition("assignee", "is", "me"), Condition("sla_state", "in", ["at_risk", "breached"])),
        _of(Condition("type", "is", "incident")),
        _of(Condition("channel", "is", "email"), Condition("type", "in", ["problem", "incident"])),
        _of(Condition("status", "is", "waiting_on_customer"), Condition("hours_since_last_message", ">", 72)),
        {"all": [_OPEN, {"any": [mine_or_nobodys.json, Condition("follower", "contains_any", ["me"]).json]}]},
    ]


def _of(*conditions: Condition) -> dict[str, Any]:
    return {"all": [_OPEN, *(condition.json for condition in conditions)]}


def bodies(conditions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What makes them, shared with all."""
    return [
        {"name": f"{NAME} {number}", "conditions": each, "sharing": "all"}
        for number, each in enumerate(conditions, start=1)
    ]


async def forget(connection: asyncpg.Connection) -> None:
    """Takes them away again, and what was published of them."""
    await connection.execute(_FORGET)
    await connection.execute("TRUNCATE escalated_outbox")
