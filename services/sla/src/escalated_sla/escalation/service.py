"""What can be done with rules: edit them, and call for them when a clock is warned of or breached."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, update

from escalated_chassis.database.unit_of_work import Cause, UnitOfWork
from escalated_chassis.deliveries import NewDelivery, intake
from escalated_chassis.errors import NotFound, PreconditionFailed
from escalated_chassis.ids import uuid7
from escalated_sla.clocks.announce import Change
from escalated_sla.clocks.models import facts
from escalated_sla.escalation.models import rules, runs
from escalated_sla.escalation.queries import RuleRow, active_rules
from escalated_sla.escalation.rules import Rule, matching, may_run
from escalated_sla.escalation.schemas import RuleBody

TARGET = "tickets"

_lock = select(rules).where(rules.c.id == bindparam("id")).with_for_update()
_remove = delete(rules).where(rules.c.id == bindparam("id"))
_priority = (
    select(facts.c.priority)
    .where(facts.c.ticket_id == bindparam("ticket"), facts.c.sequence <= bindparam("until"))
    .order_by(facts.c.sequence.desc())
    .limit(1)
)


async def create_rule(uow: UnitOfWork, body: RuleBody, *, rule_id: UUID | None = None) -> RuleRow:
    """A new rule. It runs for what happens from now on, never for what has happened."""
    values = _columns(body) | {"id": rule_id or uuid7(), "version": 1, "created_at": uow.now, "updated_at": uow.now}
    row = (await uow.execute(insert(rules).values(values).returning(rules))).one()
    uow.audit("escalation_rule.created", object_type="escalation_rule", object_id=row.id, object_name=body.name)
    return row


async def change_rule(uow: UnitOfWork, rule_id: UUID, body: RuleBody, *, if_match: int | None) -> RuleRow:
    """Replaces a rule. Runs that it called for before go on as they were."""
    old = await _locked(uow, rule_id)
    if if_match is not None and if_match != old.version:
        raise PreconditionFailed("The rule was changed meanwhile.")
    values = _columns(body) | {"version": old.version + 1, "updated_at": uow.now}
    row = (await uow.execute(update(rules).where(rules.c.id == rule_id).values(values).returning(rules))).one()
    changes = [(name, str(getattr(old, name)), str(value)) for name, value in _columns(body).items()]
    uow.audit(
        "escalation_rule.updated",
        object_type="escalation_rule",
        object_id=rule_id,
        object_name=body.name,
        changes=[change for change in changes if change[1] != change[2]],
    )
    return row


async def delete_rule(uow: UnitOfWork, rule_id: UUID) -> None:
    """Removes a rule; its runs stay."""
    row = await _locked(uow, rule_id)
    await uow.execute(_remove, {"id": rule_id})
    uow.audit("escalation_rule.deleted", object_type="escalation_rule", object_id=rule_id, object_name=row.name)


async def call_for_rules(uow: UnitOfWork, ticket: Row[Any], changes: Sequence[Change]) -> None:
    """Queues a run for every rule that these changes call for: once for each rule and occurrence."""
    occasions = [change for change in changes if change.kind in ("breach", "warning")]
    if not occasions:
        return
    known = await active_rules(uow.connection)
    priority = (await uow.execute(_priority, {"ticket": ticket.id, "until": ticket.sequence})).scalar_one()
    wanted = [
        _run(uow, ticket, rule, change, priority)
        for change in occasions
        for rule in matching(known, change.kind, change.clock.metric, priority)
        if may_run(rule.id, _cause(uow).depth, _cause(uow).chain)
    ]
    await intake(uow, runs.deliveries, wanted)


def _run(uow: UnitOfWork, ticket: Row[Any], rule: Rule, change: Change, priority: str) -> NewDelivery:
    cause = _cause(uow)
    matched = {"on": change.kind, "metric": change.clock.metric, "priority": priority, "threshold": change.threshold}
    return NewDelivery(
        target=TARGET,
        ordering_key=str(ticket.id),
        source_id=f"{rule.id}:{ticket.id}:{change.anchor}",
        occurred_at=uow.now,
        payload={
            "actions": list(rule.actions),
            "rule": rule.name,
            "cause": {
                "root": cause.root_event_id,
                "depth": cause.depth + 1,
                "chain": [*cause.chain, f"rule:{rule.id}"],
            },
        },
        more={"rule_id": rule.id, "rule_version": rule.version, "ticket_id": ticket.id, "matched": matched},
    )


def _cause(uow: UnitOfWork) -> Cause:
    """What led here; a timer that fired by itself is a root of its own."""
    return uow.acting.cause or Cause(str(uow.id))


async def _locked(uow: UnitOfWork, rule_id: UUID) -> RuleRow:
    row = (await uow.execute(_lock, {"id": rule_id})).one_or_none()
    if row is None:
        raise NotFound("There is no such rule.")
    return row


def _columns(body: RuleBody) -> dict[str, Any]:
    return {
        "name": body.name,
        "position": body.position,
        "active": body.active,
        "on": body.on,
        "metrics": list(body.metrics or ()),
        "priorities": list(body.priorities or ()),
        "actions": [action.model_dump(mode="json") for action in body.actions],
    }
