"""Purged tickets leave nothing behind; of a person there is at most an id in a rule."""

from typing import Any
from uuid import UUID, uuid4

from escalated.privacy.v1 import types_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.events.envelope import Event
from escalated_sla.clocks.facts import Heard
from escalated_sla.clocks.rules import Fact
from escalated_sla.events import handlers
from escalated_sla.privacy.service import findings_of
from services.sla.tests.conftest import Desk


def rule_naming(person_id: UUID) -> dict[str, Any]:
    actions = [{"type": "notify", "person_ids": [str(person_id)], "message": "look"}]
    return {"name": "Tell Ada", "on": "breach", "metrics": ["resolution"], "actions": actions}


async def test_a_purged_ticket_is_forgotten(desk: Desk) -> None:
    gone, kept = uuid4(), uuid4()
    for ticket_id in (gone, kept):
        fact = Fact(1, desk.clock.now(), "new", "medium", None)
        await desk.take_in(Heard(ticket_id, "ESC-00001", "", {"person_ids": []}, fact))
    purged = tickets_events.TicketPurged(ticket_id=str(gone))
    event = Event("e", "ticket.purged", f"escalated.tickets.ticket.purged.{gone}", purged, 0, False, {})

    async with desk.database.transaction() as uow:
        await handlers(desk.context.clocks)["ticket.purged"](uow, event)

    assert await desk.rows("select id from escalated_sla_tickets") == [(kept,)]
    for table in ("facts", "clocks", "timers"):
        rows = await desk.rows(f"select distinct ticket_id from escalated_sla_{table}")
        assert (gone,) not in [tuple(row) for row in rows]


async def test_a_rule_that_names_somebody_is_told_and_stays(desk: Desk) -> None:
    named, nobody = uuid4(), uuid4()
    answer = await desk.http.post("/api/v1/escalation-rules", json=rule_naming(named), headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text

    async with desk.database.reading() as reader:
        found = await findings_of(reader, named)
        assert await findings_of(reader, nobody) == []

    why = "a rule names staff by id: edit the rule"
    assert found == [types_pb2.Finding(what="escalation rules", found=1, kept=1, why=why)]
