"""Rules for tests: kept as the service keeps them, over the fields that `tickets` describes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from escalated_chassis.acting import Acting
from escalated_rules import Catalogue, Elapsed, Field, Type, parse
from escalated_sla.events import handlers
from escalated_sla.fields.catalogue import Words
from escalated_sla.rules import service
from escalated_sla.rules.checking import Draft
from escalated_sla.rules.rules import Kind, fields_to_keep
from escalated_sla.runs.walks import Walks, begin_walk, walker
from services.sla.tests.conftest import Desk

ADMIN = Acting("person", "0192aaaa-0000-7000-8000-00000000000a", "Ada")
TIMES = ("created_at", "updated_at", "resolved_at", "last_customer_message_at", "last_agent_message_at", "sla_next_due")
CHOICES = ("status", "status_category", "priority", "type", "channel", "sla_state", "department")
ELAPSED = {
    "hours_since_created": Elapsed("created_at"),
    "hours_since_updated": Elapsed("updated_at"),
    "hours_since_customer_reply": Elapsed("last_customer_message_at"),
    "hours_until_due": Elapsed("sla_next_due", ahead=True),
}
WORDS = Words(
    Catalogue.of(
        [
            *(Field(name, Type.TIME) for name in TIMES),
            *(Field(name, Type.CHOICE, open=True) for name in CHOICES),
            Field("assignee", Type.PERSON),
            Field("awaiting_reply", Type.BOOLEAN),
            *(Field(name, Type.NUMBER, elapsed=elapsed) for name, elapsed in ELAPSED.items()),
        ]
    ),
    (),
)
ESCALATE: tuple[dict[str, Any], ...] = ({"type": "escalate"},)
Condition = tuple[str, str, Any]


def draft(
    kind: Kind,
    triggers: Sequence[str] = (),
    conditions: Sequence[Condition] = (),
    actions: Sequence[dict[str, Any]] = ESCALATE,
    **more: Any,
) -> Draft:
    catalogue = WORDS.for_rules(on_events=bool(triggers))
    members = [{"field": field, "operator": operator, "value": value} for field, operator, value in conditions]
    group = parse({"all": members}, catalogue)
    given: dict[str, Any] = {"name": "A rule", "active": True, "position": None, "apply_to_existing": None} | more
    return Draft(
        kind=kind,
        triggers=tuple(triggers),
        conditions=group,
        fields=tuple(fields_to_keep(group, catalogue)),
        actions=tuple(actions),
        **given,
    )


async def make_rule(desk: Desk, kind: Kind, *contents: Any, applied: bool = False, **more: Any) -> UUID:
    """Keeps a rule as its routes do, arming it for the tickets that there are."""
    async with desk.database.transaction(ADMIN) as uow:
        saved = await service.create_rule(uow, draft(kind, *contents, **more))
        if saved.rearm and not saved.row.triggers:
            await begin_walk(uow, saved.row.id, applied_after=UUID(int=0) if applied else None)
    return UUID(str(saved.row.id))


async def change_rule(desk: Desk, rule_id: UUID, kind: Kind, *contents: Any, **more: Any) -> None:
    async with desk.database.transaction(ADMIN) as uow:
        saved = await service.change_rule(uow, rule_id, draft(kind, *contents, **more), if_match=None)
        if saved.rearm and not saved.row.triggers:
            await begin_walk(uow, rule_id)


async def walk(desk: Desk) -> int:
    """What saved rules left to be armed; answers how many tickets were looked at."""
    context = desk.context
    return await walker(desk.database, Walks(context.rules, context.book), desk.clock).run_once()


async def hear(desk: Desk, *events: Any) -> None:
    """Events arrive, as the consumer hands them on; `tickets` knows of them before."""
    taking = handlers(desk.context.clocks)
    for event in events:
        ticket = event.data.ticket
        desk.tickets.reached[ticket.id] = max(desk.tickets.reached.get(ticket.id, 0), ticket.sequence)
        async with desk.database.transaction(event.acting("sla")) as uow:
            await taking[event.type](uow, event)


async def runs(desk: Desk, rule_id: UUID | None = None) -> list[Any]:
    statement = "select * from escalated_rule_runs where rule_id = coalesce(:rule, rule_id) order by number"
    return await desk.rows(statement, rule=rule_id)
