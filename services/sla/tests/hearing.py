"""Events as sla hears them, in few words, and the policy that most stories begin with."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.rules import Fact
from services.sla.tests.conftest import Desk

HOUR = timedelta(hours=1)
POLICY: dict[str, Any] = {
    "name": "Standard",
    "is_default": True,
    "targets": {
        "medium": {"first_response": 3600, "resolution": 36_000},
        "urgent": {"first_response": 1800, "resolution": 7200},
    },
    "warnings": [{"percent": 50}],
}
_numbers = count(1)


def heard(ticket_id: UUID, sequence: int, at: datetime, category: str = "new", **more: Any) -> Heard:
    fields = {
        "priority": more.pop("priority", "medium"),
        "department": more.pop("department", None),
        "status_category": category,
        "assignee": more.pop("assignee", None),
    }
    audience = {"person_ids": [str(ticket_id)], "department_ids": [], "all_staff": True}
    return Heard(
        ticket_id=ticket_id,
        reference=f"ESC-{next(_numbers):05d}",
        origin="",
        audience=audience,
        fact=Fact(sequence, at, category, fields, **more),
        values=fields,
    )


async def with_policy(desk: Desk, **more: Any) -> dict[str, Any]:
    """The policy in force; answers it as the REST API does."""
    answer = await desk.http.post("/api/v1/sla-policies", json=POLICY | more, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()["data"]
    return made


async def with_other_policy(desk: Desk, policy_id: str, **more: Any) -> dict[str, Any]:
    """The policy replaced; nothing is computed again by that alone."""
    url = f"/api/v1/sla-policies/{policy_id}"
    answer = await desk.http.put(url, json=POLICY | more, headers=desk.as_("admin"))
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()["data"]
    return made


def types_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["meta"]["type"] for event in events]
