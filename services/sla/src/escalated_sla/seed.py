"""The policy, calendar and rule that a new desk begins with. The second time changes nothing."""

from typing import Any
from uuid import uuid5

from sqlalchemy import bindparam, select

from escalated_chassis.acting import Acting
from escalated_chassis.clock import SystemClock
from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_rules import Catalogue, Field, Type, parse
from escalated_sla.calendars import queries as calendar_queries
from escalated_sla.calendars import service as calendars
from escalated_sla.calendars.hours import WEEKDAYS
from escalated_sla.calendars.rules import parse_calendar
from escalated_sla.fields.catalogue import EVENT_FIELDS
from escalated_sla.parts import open_database
from escalated_sla.policies import queries as policy_queries
from escalated_sla.policies import service as policies
from escalated_sla.policies.checking import draft_of
from escalated_sla.policies.rules import PRIORITIES
from escalated_sla.policies.schemas import PolicyBody
from escalated_sla.rules.checking import Draft
from escalated_sla.rules.models import rules
from escalated_sla.rules.rules import fields_to_keep
from escalated_sla.rules.service import create_rule
from escalated_sla.settings import BusinessHours, SlaSettings

_ACTING = Acting(kind="system", id="seed", name="Seed")
_HOUR = 3600
_METRICS = ("first_response", "next_response", "periodic_update", "resolution")
# Hours by priority, in the order of the metrics.
_TARGETS = {
    "low": (24, 24, 72, 168),
    "medium": (8, 8, 48, 72),
    "high": (4, 4, 12, 24),
    "urgent": (2, 2, 4, 8),
    "critical": (1, 1, 1, 4),
}
_DEMO_SECONDS = 120


_RULE = select(rules.c.id).where(rules.c.id == bindparam("id"))
_UNANSWERED = {"all": [{"field": "clock_metric", "operator": "is", "value": "first_response"}]}
_ESCALATING: tuple[dict[str, Any], ...] = (
    {"type": "set_priority", "priority": "urgent"},
    {"type": "escalate", "reason": "Nobody answered in time."},
    {"type": "notify", "roles": ["assignee", "department"], "message": "Nobody answered in time."},
)


async def seed(settings: SlaSettings, demo: bool) -> None:
    """Makes the default calendar and policy; with `demo` a promise that is broken soon, and a rule that escalates."""
    database = open_database(settings, SystemClock())
    try:
        async with database.transaction(_ACTING) as uow:
            await _calendar_and_policy(uow, settings)
            if demo:
                await _demo_policy(uow, settings)
                await _rule(uow, settings)
    finally:
        await database.stop()


async def _calendar_and_policy(uow: UnitOfWork, settings: SlaSettings) -> None:
    calendar_id = uuid5(settings.deployment_id, "calendar:business-hours")
    if await calendar_queries.calendar(uow.connection, calendar_id) is None:
        calendar = parse_calendar(_opening(settings.sla.business_hours), uow.now)
        await calendars.create_calendar(uow, name="Business hours", calendar=calendar, calendar_id=calendar_id)
    policy_id = uuid5(settings.deployment_id, "sla-policy:default")
    if await policy_queries.policy(uow.connection, policy_id) is None:
        body = PolicyBody.model_validate(
            {
                "name": "Standard",
                "is_default": True,
                "calendar_id": calendar_id if settings.sla.business_hours_only else None,
                "targets": {
                    priority: {metric: each * _HOUR for metric, each in zip(_METRICS, hours, strict=True)}
                    for priority, hours in _TARGETS.items()
                },
                "warnings": [{"percent": 80}],
            }
        )
        await policies.create_policy(uow, draft_of(body, Catalogue.of(())), policy_id=policy_id)


async def _demo_policy(uow: UnitOfWork, settings: SlaSettings) -> None:
    """An answer within two minutes for the demo ticket with the tag `demo-clock`: one sees what becomes of it.

    The id of the tag is the one that the demo desk of `tickets` gives it.
    """
    policy_id = uuid5(settings.deployment_id, "sla-policy:demo-clock")
    if await policy_queries.policy(uow.connection, policy_id) is not None:
        return
    tag_id = str(uuid5(settings.deployment_id, "tag:demo-clock"))
    body = PolicyBody.model_validate(
        {
            "name": "Two minutes, to look at",
            "position": 0,
            "conditions": {"all": [{"field": "tags", "operator": "contains_any", "value": [tag_id]}]},
            "targets": {priority: {"first_response": _DEMO_SECONDS} for priority in PRIORITIES},
            "warnings": [{"percent": 50}],
        }
    )
    tags = Catalogue.of([Field("tags", Type.LIST, "Tags", open=True)])
    await policies.create_policy(uow, draft_of(body, tags), policy_id=policy_id)


async def _rule(uow: UnitOfWork, settings: SlaSettings) -> None:
    """It names nothing that only `tickets` knows, which may not run yet."""
    rule_id = uuid5(settings.deployment_id, "escalation-rule:unanswered")
    if await uow.connection.scalar(_RULE, {"id": rule_id}) is not None:
        return
    catalogue = Catalogue.of(EVENT_FIELDS)
    conditions = parse(_UNANSWERED, catalogue, me=False)
    draft = Draft(
        kind="escalation",
        name="Nobody answered in time",
        active=True,
        position=None,
        triggers=("sla.breached",),
        conditions=conditions,
        fields=tuple(fields_to_keep(conditions, catalogue)),
        actions=_ESCALATING,
        apply_to_existing=None,
    )
    await create_rule(uow, draft, rule_id=rule_id)


def _opening(hours: BusinessHours) -> dict[str, object]:
    pair = [hours.start, hours.end]
    return {"timezone": hours.timezone, "hours": {WEEKDAYS[day - 1]: [pair] for day in hours.days}}
