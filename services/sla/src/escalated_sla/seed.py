"""The policy, calendar and rule that a new desk begins with. The second time changes nothing."""

from datetime import time
from uuid import uuid5

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_sla.calendars import queries as calendar_queries
from escalated_sla.calendars import service as calendars
from escalated_sla.calendars.hours import WEEKDAYS
from escalated_sla.calendars.rules import parse_calendar
from escalated_sla.escalation import queries as rule_queries
from escalated_sla.escalation import service as rules
from escalated_sla.escalation.schemas import RuleBody
from escalated_sla.parts import open_database
from escalated_sla.policies import queries as policy_queries
from escalated_sla.policies import service as policies
from escalated_sla.policies.schemas import PolicyBody
from escalated_sla.settings import BusinessHours, SlaSettings

_ACTING = Acting(kind="system", id="seed", name="Seed")
_HOUR = 3600
_TARGETS = {
    "low": (24, 168),
    "medium": (8, 72),
    "high": (4, 24),
    "urgent": (2, 8),
    "critical": (1, 4),
}


async def seed(settings: SlaSettings, demo: bool) -> None:
    """Makes the default calendar and policy; with `demo` a rule that escalates an unanswered ticket."""
    database = open_database(settings, SystemClock())
    try:
        async with database.transaction(_ACTING) as uow:
            await _calendar_and_policy(uow, settings)
            if demo:
                await _rule(uow, settings)
    finally:
        await database.stop()


async def _calendar_and_policy(uow: UnitOfWork, settings: SlaSettings) -> None:
    calendar_id = uuid5(settings.deployment_id, "calendar:business-hours")
    if await calendar_queries.calendar(uow.connection, calendar_id) is None:
        calendar = parse_calendar(_opening(settings.sla.business_hours), uow.now.date())
        await calendars.create_calendar(uow, name="Business hours", calendar=calendar, calendar_id=calendar_id)
    policy_id = uuid5(settings.deployment_id, "sla-policy:default")
    if await policy_queries.policy(uow.connection, policy_id) is None:
        body = PolicyBody.model_validate(
            {
                "name": "Standard",
                "is_default": True,
                "calendar_id": calendar_id if settings.sla.business_hours_only else None,
                "targets": {
                    priority: {"first_response": first * _HOUR, "resolution": resolution * _HOUR}
                    for priority, (first, resolution) in _TARGETS.items()
                },
                "warnings": [{"percent": 80}],
            }
        )
        await policies.create_policy(uow, body, policy_id=policy_id)


async def _rule(uow: UnitOfWork, settings: SlaSettings) -> None:
    rule_id = uuid5(settings.deployment_id, "escalation-rule:unanswered")
    if await rule_queries.rule(uow.connection, rule_id) is not None:
        return
    body = RuleBody.model_validate(
        {
            "name": "Nobody answered in time",
            "on": "breach",
            "metrics": ["first_response"],
            "actions": [
                {"type": "set_priority", "priority": "urgent"},
                {"type": "escalate"},
                {"type": "notify", "roles": ["assignee", "department"], "message": "Nobody answered in time."},
            ],
        }
    )
    await rules.create_rule(uow, body, rule_id=rule_id)


def _opening(hours: BusinessHours) -> dict[str, object]:
    pair = [_text(hours.start), _text(hours.end)]
    return {"timezone": hours.timezone, "hours": {WEEKDAYS[day - 1]: [pair] for day in hours.days}}


def _text(at: time) -> str:
    return at.strftime("%H:%M")
