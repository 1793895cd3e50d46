"""gRPC: rules and mail change tickets through the same commands, once per key."""

from typing import Any
from uuid import uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2

from escalated_chassis.errors import Conflict, Forbidden, Invalid, NotFound
from escalated_chassis.ids import id_for_email

RULE = {
    "actor": {"kind": "rule", "id": "rule-7", "name": "Breach"},
    "cause": {"root_event_id": "root", "depth": 1, "chain": ["rule:7"]},
}
MAIL = {"actor": {"kind": "mail", "id": "inbound-1", "name": "Mail"}}


def _action(kind: str, **params: Any) -> types_pb2.Action:
    action = types_pb2.Action(type=kind)
    action.params.update(params)
    return action


async def test_apply_is_one_transaction_one_version_and_once_per_key(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    request = pb.ApplyRequest(
        acting=RULE,
        key=str(uuid4()),
        ticket_id=ticket["id"],
        actions=[
            _action("set_priority", priority="critical"),
            _action("assign", assignee_id=str(agent.id)),
            _action("add_tag", tag="breached"),
            _action("add_note", body="Nobody answered in time."),
            _action("escalate", reason="first_response"),
            _action("notify", roles=["assignee"], message="Look!"),
        ],
    )
    sla = rpc.as_service("sla")

    first = await sla.Apply(request)
    second = await sla.Apply(request)

    assert (first.ticket.version, first.ticket.priority, first.ticket.status) == (2, "critical", "escalated")
    assert [each.outcome for each in first.outcomes] == ["done"] * 6
    assert second.outcomes == first.outcomes
    assert second.ticket.version == 2
    events = (await desk.events(ticket))[1:]
    assert [each["meta"]["type"] for each in events] == [
        "ticket.priority_changed",
        "ticket.assigned",
        "ticket.status_changed",
        "ticket.tag_added",
        "internal_note.added",
        "ticket.escalated",
        "ticket.status_changed",
        "ticket.notification_requested",
    ]
    assert {each["meta"]["cause"]["chain"][0] for each in events} == {"rule:7"}
    assert {each["meta"]["actor"]["kind"] for each in events} == {"rule"}
    activity = (await desk.shown(await desk.person("admin"), ticket, "activity"))["activity"]
    assert activity[1]["cause"] == {"root_event_id": "root", "depth": 1, "chain": ["rule:7"]}


async def test_apply_is_all_or_nothing(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    sla = rpc.as_service("sla")
    for action, error in (
        (_action("set_status", status="reopened"), Conflict),
        (_action("launch_rocket"), Invalid),
        (_action("assign", assignee_id=str(customer.id)), Invalid),
    ):
        request = pb.ApplyRequest(
            acting=RULE, key=str(uuid4()), ticket_id=ticket["id"], actions=[_action("add_tag", tag="x"), action]
        )
        with pytest.raises(error):
            await sla.Apply(request)
    shown = await desk.shown(agent, ticket)
    assert (shown["version"], shown["tags"]) == (1, [])
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_a_key_used_for_something_else_is_refused(desk: Any, rpc: Any) -> None:
    ticket = await desk.opened(await desk.person())
    sla, key = rpc.as_service("sla"), str(uuid4())
    await sla.Apply(pb.ApplyRequest(acting=RULE, key=key, ticket_id=ticket["id"], actions=[_action("escalate")]))

    with pytest.raises(Invalid) as refused:
        await sla.Apply(pb.ApplyRequest(acting=RULE, key=key, ticket_id=ticket["id"], actions=[_action("unassign")]))

    assert refused.value.errors[0].code == "idempotency_key_reused"


async def test_who_acts_for_a_person_has_that_persons_rights(desk: Any, rpc: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer)
    acting = {"actor": {"kind": "plugin", "id": "p", "on_behalf_of": str(customer.id)}}

    with pytest.raises(Forbidden):
        await rpc.as_service("sla").Apply(
            pb.ApplyRequest(acting=acting, key=str(uuid4()), ticket_id=ticket["id"], actions=[_action("escalate")])
        )

    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_only_the_services_named_may_call(desk: Any, rpc: Any) -> None:
    ticket = await desk.opened(await desk.person())
    with pytest.raises(Forbidden):
        await rpc.as_service("knowledge").Apply(
            pb.ApplyRequest(acting=RULE, key="k", ticket_id=ticket["id"], actions=[_action("escalate")])
        )
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_a_mail_opens_a_ticket_once(desk: Any, rpc: Any) -> None:
    request = pb.CreateTicketRequest(
        acting=MAIL,
        key=str(uuid4()),
        requester={"email": "Stranger@Example.com", "name": "Stranger"},
        subject="  Hello\n there ",
        body="First\n\nSecond <b>line</b>",
        format="text",
        channel="email",
        participants=[{"email": "cc@example.com", "name": "Cc"}],
    )
    notifications = rpc.as_service("notifications")

    first = await notifications.CreateTicket(request)
    second = await notifications.CreateTicket(request)

    assert second.ticket.id == first.ticket.id
    assert second.message.id == first.message.id
    assert (first.ticket.subject, first.ticket.channel) == ("Hello there", "email")
    assert first.ticket.requester.id == str(id_for_email(desk.settings.deployment_id, "stranger@example.com"))
    assert list(first.ticket.participants) == []
    assert first.message.body_html == "<p>First</p>\n<p>Second &lt;b&gt;line&lt;/b&gt;</p>"


async def test_mail_adds_a_message_for_participants_only(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    notifications = rpc.as_service("notifications")

    def mail(email: str, **more: Any) -> pb.AddMessageRequest:
        return pb.AddMessageRequest(
            acting=MAIL, key=str(uuid4()), ticket_id=ticket["id"], author={"email": email}, body="By mail", **more
        )

    with pytest.raises(Forbidden) as refused:
        await notifications.AddMessage(mail("stranger2@example.com"))
    assert refused.value.code == "no_participant"
    with pytest.raises(Forbidden):
        await notifications.AddMessage(mail(customer.email, internal=True))
    added = await notifications.AddMessage(mail(customer.email))
    by_agent = await notifications.AddMessage(mail(agent.email))

    assert (added.message.author_kind, added.message.channel) == ("customer", "email")
    assert (by_agent.message.author_kind, by_agent.ticket.status) == ("agent", "waiting_on_customer")
    shown = await desk.shown(customer, ticket, "messages")
    assert [each["body_text"] for each in shown["messages"]] == ["It burns.", "By mail", "By mail"]


async def test_reads_for_other_services(desk: Any, rpc: Any) -> None:
    customer, other, agent = await desk.person(), await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    sla, notifications = rpc.as_service("sla"), rpc.as_service("notifications")

    found = await notifications.GetTickets(pb.GetTicketsRequest(ids=[ticket["id"], str(uuid4())]))
    by_reference = await notifications.FindTicket(pb.FindTicketRequest(reference=ticket["reference"]))
    sequences = await sla.GetSequences(pb.GetSequencesRequest(ticket_ids=[ticket["id"]]))
    seeing = await notifications.WhoMaySee(
        pb.WhoMaySeeRequest(
            ticket_id=ticket["id"], person_ids=[str(customer.id), str(other.id), str(agent.id), str(uuid4())]
        )
    )
    messages = await notifications.GetMessages(pb.GetMessagesRequest(ticket_id=ticket["id"]))
    pages, cursor = [], ""
    while True:
        page = await sla.Snapshot(pb.SnapshotRequest(cursor=cursor, limit=2))
        pages += [each.id for each in page.tickets]
        cursor = page.next_cursor
        if not cursor:
            break

    assert [each.reference for each in found.tickets] == [ticket["reference"]]
    assert by_reference.ticket.id == ticket["id"]
    assert [(each.ticket_id, each.sequence) for each in sequences.sequences] == [(ticket["id"], 1)]
    assert list(seeing.person_ids) == sorted([str(customer.id), str(agent.id)])
    assert list(seeing.staff_ids) == [str(agent.id)]
    assert [each.body_html for each in messages.messages] == ["<p>It <strong>burns</strong>.</p>"]
    assert len(pages) == len(set(pages))
    assert ticket["id"] in pages
    with pytest.raises(NotFound):
        await notifications.FindTicket(pb.FindTicketRequest(reference="ESC-99999"))
