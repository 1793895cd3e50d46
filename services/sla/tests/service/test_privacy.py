"""Purged tickets leave nothing behind; of a person go the copies of what tickets say of them, and old versions."""

from typing import Any
from uuid import UUID, uuid4

import orjson
from escalated.privacy.v1 import types_pb2
from escalated.sla.v1 import sla_pb2
from escalated.tickets.v1 import events_pb2 as tickets_events

from escalated_chassis.events.envelope import Event
from escalated_sla.events import handlers
from escalated_sla.privacy.service import Subject, findings_of
from escalated_sla.rpc import SlaServicer
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import hear, make_rule
from services.sla.tests.ticket_events import REQUESTER, Story

ADA = Subject(UUID(REQUESTER), "Ada@Example.com")


def rule_naming(person_id: UUID) -> dict[str, Any]:
    actions = [{"type": "notify", "person_ids": [str(person_id)], "message": "look"}]
    return {"name": "Tell Ada", "triggers": ["sla.breached"], "actions": actions}


async def rule_of(desk: Desk, body: dict[str, Any], kind: str = "escalation-rules") -> str:
    answer = await desk.http.post(f"/api/v1/{kind}", json=body, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


async def findings(desk: Desk, subject: Subject) -> list[types_pb2.Finding]:
    async with desk.database.reading() as reader:
        return await findings_of(reader, subject)


async def test_a_purged_ticket_is_forgotten(desk: Desk) -> None:
    await make_rule(desk, "workflow", ["ticket.created"])
    gone, kept = Story(), Story()
    await hear(desk, gone.opened(desk.clock.now()), kept.opened(desk.clock.now()))
    purged = tickets_events.TicketPurged(ticket_id=str(gone.id))
    event = Event("e", "ticket.purged", f"escalated.tickets.ticket.purged.{gone.id}", purged, 0, False, {})

    async with desk.database.transaction() as uow:
        await handlers(desk.context.clocks)["ticket.purged"](uow, event)

    assert await desk.rows("select id from escalated_sla_tickets") == [(kept.id,)]
    for table in ("sla_facts", "sla_clocks", "sla_timers", "rule_runs", "rule_marks"):
        rows = await desk.rows(f"select distinct ticket_id from escalated_{table}")
        assert (gone.id,) not in [tuple(row) for row in rows]
    assert await desk.rows("select ticket_id from escalated_rule_runs") == [(kept.id,)]


async def test_a_rule_that_names_somebody_is_told_and_stays(desk: Desk) -> None:
    named = Subject(uuid4())
    await rule_of(desk, rule_naming(named.id))

    why = "a rule names people by id or address: edit the rule"
    assert await findings(desk, named) == [types_pb2.Finding(what="rules", found=1, kept=1, why=why)]
    assert await findings(desk, Subject(uuid4())) == []


async def test_a_rule_that_asks_for_an_address_names_a_person(desk: Desk) -> None:
    condition = {"field": "requester_email", "operator": "is", "value": "ADA@example.com"}
    await rule_of(desk, rule_naming(uuid4()) | {"conditions": {"all": [condition]}})
    assert [(each.what, each.found) for each in await findings(desk, ADA)] == [("rules", 1)]


async def test_an_erased_person_leaves_no_name_and_no_earlier_version(desk: Desk) -> None:
    rule_id = await rule_of(desk, rule_naming(ADA.id))
    other = {**rule_naming(ADA.id), "actions": [{"type": "escalate"}]}
    await desk.http.put(f"/api/v1/escalation-rules/{rule_id}", json=other, headers=desk.as_("admin"))
    await make_rule(desk, "workflow", ["ticket.created"])
    story = Story()
    opened = story.opened(desk.clock.now())
    opened.data.ticket.custom_fields["size"] = "XXL"
    await hear(desk, opened)
    servicer = SlaServicer(desk.database)

    counted = await servicer.ErasePerson(sla_pb2.ErasePersonRequest(person_id=REQUESTER, only_count=True), None)
    assert [(each.what, each.found, each.erased) for each in counted.findings] == [
        ("copies of tickets", 1, 1),
        ("earlier versions of rules", 1, 1),
    ]
    assert (await findings(desk, ADA))[0].found == 1
    await servicer.ErasePerson(sla_pb2.ErasePersonRequest(person_id=REQUESTER, email=ADA.email), None)
    await servicer.ErasePerson(sla_pb2.ErasePersonRequest(person_id=REQUESTER, email=ADA.email), None)

    (ticket,) = await desk.rows("select fields from escalated_sla_tickets")
    assert [ticket.fields[name] for name in ("requester_name", "requester_email", "subject")] == [
        "[erased]",
        f"erased-{REQUESTER}@invalid",
        "[erased]",
    ]
    assert "custom.size" not in ticket.fields
    assert ticket.fields["priority"] == "medium"
    (fact,) = await desk.rows("select fields from escalated_sla_facts")
    assert (fact.fields["requester_name"], "custom.size" in fact.fields) == ("[erased]", False)
    assert await desk.rows("select version from escalated_rule_versions where rule_id = :id", id=UUID(rule_id)) == [
        (2,)
    ]
    everything = await desk.rows(
        "select fields::text from escalated_sla_tickets union select fields::text from escalated_sla_facts"
    )
    assert not any("ada@example.com" in row[0].lower() for row in everything)


async def test_what_is_kept_of_a_person_is_handed_out(desk: Desk) -> None:
    await rule_of(desk, rule_naming(ADA.id))
    await hear(desk, Story().opened(desk.clock.now()))

    request = sla_pb2.ExportPersonRequest(person_id=REQUESTER, email=ADA.email)
    files: dict[str, list[Any]] = {}
    async for answer in SlaServicer(desk.database).ExportPerson(request, None):
        if answer.part.WhichOneof("part") == "file":
            files[answer.part.file] = lines = []
        else:
            lines.append(orjson.loads(answer.part.chunk))

    assert [each["name"] for each in files["rules.jsonl"]] == ["Tell Ada"]
    assert [(each["requester_email"], each["subject"]) for each in files["sla-tickets.jsonl"]] == [
        ("ada@example.com", "It burns")
    ]
