"""gRPC for the rules of `sla`: their actions checked, tried out and narrowed to what somebody may see."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from escalated.tickets.v1 import types_pb2

from escalated_chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable

RULE = {
    "actor": {"kind": "rule", "id": "rule-7", "name": "Breach"},
    "cause": {"root_event_id": "root", "depth": 1, "chain": ["rule:7"]},
}


def _action(kind: str, **params: Any) -> types_pb2.Action:
    action = types_pb2.Action(type=kind)
    action.params.update(params)
    return action


async def _refused(rpc: Any, *actions: types_pb2.Action) -> list[tuple[str, str]]:
    answer = await rpc.as_service("sla").CheckActions(pb.CheckActionsRequest(actions=actions))
    return [(each.pointer, each.code) for each in answer.refusals]


async def test_actions_that_a_rule_may_keep_are_not_refused(desk: Any, rpc: Any) -> None:
    department = await desk.department()
    agent = await desk.person("agent", department)

    refused = await _refused(
        rpc,
        _action("set_status", status="in_progress"),
        _action("set_priority", priority="high"),
        _action("set_type", ticket_type="incident"),
        _action("assign", assignee_id=str(agent.id)),
        _action("assign_round_robin"),
        _action("set_department", department_id=str(department)),
        _action("add_tag", tag="nobody has this yet"),
        _action("add_note", body="For {{ ticket.reference }}"),
        _action("reply", body="Sorry, {{ requester.first_name }}."),
        _action("add_follower", person_id=str(agent.id)),
        _action("escalate", reason="late"),
        _action("notify", roles=["department"], message="Look!"),
        _action("call_webhook", webhook_id=str(uuid4())),
        _action("snooze", preset="4h"),
        _action("unassign"),
    )

    assert refused == []
    assert await desk.rows("SELECT id FROM escalated_tags WHERE name = 'nobody has this yet'") == []


async def test_each_action_that_a_rule_may_not_keep_is_named_by_its_place(desk: Any, rpc: Any) -> None:
    customer, gone = await desk.person(), uuid4()
    desk.desk.webhooks.gone.add(gone)

    refused = await _refused(
        rpc,
        _action("set_priority", priority="huge"),
        _action("assign", assignee_id="me"),
        _action("assign", assignee_id=str(customer.id)),
        _action("add_follower", person_id="me"),
        _action("set_status", status="asleep"),
        _action("launch_rocket"),
        _action("set_department", department_id=str(uuid4())),
        _action("remove_tag", tag="never heard of"),
        _action("add_tag", tag_ids=[str(uuid4())]),
        _action("add_note", body="{{ ticket.secret }}"),
        _action("notify", person_ids=[str(customer.id)]),
        _action("set_custom_field", field="nothing", value=1),
        _action("escalate", speed="fast"),
        _action("call_webhook", webhook_id=str(gone)),
        _action("call_webhook", webhook_id="no id"),
        _action("notify", roles=["assignee"], channels=["pigeon"]),
        _action("notify", channels=["email"], message="To whom?"),
    )

    assert sorted(refused) == sorted(
        [
            ("/0/priority", "literal_error"),
            ("/1/assignee_id", "nobody"),
            ("/2/assignee_id", "not_assignable"),
            ("/3/person_id", "nobody"),
            ("/4/status", "unknown"),
            ("/5/type", "unknown_action"),
            ("/6/department_id", "unknown"),
            ("/7/tag", "unknown_tag"),
            ("/8/tag_ids/0", "unknown_tag"),
            ("/9/body", "unknown_variable"),
            ("/10/person_ids/0", "not_staff"),
            ("/11/field", "unknown"),
            ("/12/speed", "unknown_field"),
            ("/13/webhook_id", "unknown"),
            ("/14/webhook_id", "uuid_parsing"),
            ("/15/channels/0", "literal_error"),
            ("/16", "value_error"),
        ]
    )


async def test_whether_there_is_a_webhook_is_not_guessed_while_nobody_can_say(desk: Any, rpc: Any) -> None:
    desk.desk.webhooks.away = True
    try:
        with pytest.raises(Unavailable):
            await _refused(rpc, _action("call_webhook", webhook_id=str(uuid4())))
        assert await _refused(rpc, _action("escalate")) == []
    finally:
        desk.desk.webhooks.away = False


async def test_more_than_fifty_actions_are_refused_as_a_list(desk: Any, rpc: Any) -> None:
    assert await _refused(rpc, *[_action("escalate")] * 51) == [("", "too_many")]


async def test_a_dry_run_answers_what_would_be_done_and_leaves_nothing(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    request = pb.ApplyRequest(
        acting=RULE,
        key=str(uuid4()),
        ticket_id=ticket["id"],
        dry_run=True,
        actions=[
            _action("set_priority", priority="critical"),
            _action("assign", assignee_id=str(agent.id)),
            _action("add_tag", tag="tried only"),
            _action("add_note", body="Nobody answered."),
            _action("notify", roles=["assignee"], message="Look!"),
            _action("unassign"),
            _action("unassign"),
        ],
    )
    sla = rpc.as_service("sla")

    tried = await sla.Apply(request)
    again = await sla.Apply(request)

    assert (tried.ticket.priority, tried.ticket.version, tried.ticket.note_count) == ("critical", 2, 1)
    assert [each.outcome for each in tried.outcomes] == ["done"] * 6 + ["unchanged"]
    assert again.outcomes == tried.outcomes
    shown = await desk.shown(agent, ticket, "messages,activity")
    assert (shown["version"], shown["priority"], shown["tags"], len(shown["messages"])) == (1, "medium", [], 1)
    assert [each["kind"] for each in shown["activity"]] == ["ticket.created"]
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert await desk.rows("SELECT id FROM escalated_tags WHERE name = 'tried only'") == []
    assert await desk.rows("SELECT key FROM escalated_command_keys WHERE key = :key", key=request.key) == []


async def test_a_key_that_was_tried_out_is_still_good_for_doing_it(desk: Any, rpc: Any) -> None:
    ticket = await desk.opened(await desk.person())
    sla = rpc.as_service("sla")
    request = pb.ApplyRequest(acting=RULE, key=str(uuid4()), ticket_id=ticket["id"], actions=[_action("escalate")])
    trial = pb.ApplyRequest()
    trial.CopyFrom(request)
    trial.dry_run = True

    await sla.Apply(trial)
    done = await sla.Apply(request)
    afterwards = await sla.Apply(trial)

    assert (done.ticket.escalation_level, done.ticket.version) == (1, 2)
    assert (afterwards.ticket.escalation_level, afterwards.ticket.version) == (2, 3)
    assert await desk.event_types(ticket) == ["ticket.created", "ticket.escalated", "ticket.status_changed"]


async def test_a_dry_run_refuses_what_the_real_one_would(desk: Any, rpc: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer)
    sla = rpc.as_service("sla")
    acting_customer = {"actor": {"kind": "plugin", "id": "p", "on_behalf_of": str(customer.id)}}
    for acting, ticket_id, action, error in (
        (RULE, ticket["id"], _action("set_status", status="reopened"), Conflict),
        (RULE, ticket["id"], _action("assign", assignee_id=str(customer.id)), Invalid),
        (RULE, str(uuid4()), _action("escalate"), NotFound),
        (acting_customer, ticket["id"], _action("escalate"), Forbidden),
    ):
        for dry_run in (True, False):
            request = pb.ApplyRequest(
                acting=acting, key=str(uuid4()), ticket_id=ticket_id, actions=[action], dry_run=dry_run
            )
            with pytest.raises(error):
                await sla.Apply(request)
    assert await desk.event_types(ticket) == ["ticket.created"]


async def test_several_tickets_are_tried_in_one_call_each_for_itself(desk: Any, rpc: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    fresh, worked, source = [await desk.opened(customer) for _ in range(3)]
    await desk.does(admin, f"/tickets/{worked['id']}/status", {"status": "in_progress"})
    await desk.does(admin, f"/tickets/{source['id']}/merge", {"into": fresh["id"]})
    unknown = str(uuid4())
    tried_on = [fresh["id"], worked["id"], source["id"], unknown]
    before = [
        (await desk.shown(admin, each, "messages,activity"), await desk.event_types(each)) for each in (fresh, worked)
    ]
    actions = [_action("add_tag", tag="tried only"), _action("set_status", status="in_progress")]

    answer = await rpc.as_service("sla").Rehearse(pb.RehearseRequest(acting=RULE, ticket_ids=tried_on, actions=actions))

    told = [(each.ticket_id, [one.outcome for one in each.outcomes], each.refusal) for each in answer.rehearsals]
    assert told == [
        (fresh["id"], ["done", "done"], ""),
        (worked["id"], ["done", "unchanged"], ""),
        (source["id"], [], "The ticket was merged into another."),
        (unknown, [], "There is no such ticket."),
    ]
    after = [
        (await desk.shown(admin, each, "messages,activity"), await desk.event_types(each)) for each in (fresh, worked)
    ]
    assert after == before
    assert await desk.rows("SELECT id FROM escalated_tags WHERE name = 'tried only'") == []


async def test_more_than_a_hundred_tickets_are_not_tried_at_once(desk: Any, rpc: Any) -> None:
    ids = [str(uuid4()) for _ in range(101)]
    with pytest.raises(Invalid):
        await rpc.as_service("sla").Rehearse(pb.RehearseRequest(acting=RULE, ticket_ids=ids))


async def test_what_a_rule_was_called_for_on_is_not_done_to_the_ticket_that_it_was_merged_into(
    desk: Any, rpc: Any
) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    source, target = await desk.opened(customer), await desk.opened(customer)
    await desk.does(admin, f"/tickets/{source['id']}/merge", {"into": target["id"]})
    before = await desk.event_types(target)
    request = pb.ApplyRequest(acting=RULE, key=str(uuid4()), ticket_id=source["id"], actions=[_action("escalate")])

    with pytest.raises(NotFound) as gone:
        await rpc.as_service("sla").Apply(request)

    assert (gone.value.code, await desk.event_types(target)) == ("ticket_not_found", before)


async def test_an_action_whose_target_vanished_is_named_and_none_of_the_others_is_done(desk: Any, rpc: Any) -> None:
    customer, agent, department = await desk.person(), await desk.person("agent"), await desk.department()
    ticket = await desk.opened(customer)
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("UPDATE escalated_people SET active = false WHERE id = $1", (agent.id,))
        await uow.connection.exec_driver_sql(
            "UPDATE escalated_departments SET active = false WHERE id = $1", (department,)
        )
    sla = rpc.as_service("sla")

    for action in (
        _action("assign", assignee_id=str(agent.id)),
        _action("add_follower", person_id=str(agent.id)),
        _action("set_department", department_id=str(department)),
        _action("set_status", status="was_there_once"),
        _action("set_custom_field", field="was_there_once", value=1),
        _action("add_tag", tag_ids=[str(uuid4())]),
    ):
        actions = [_action("set_priority", priority="high"), action, _action("escalate")]
        request = pb.ApplyRequest(acting=RULE, key=str(uuid4()), ticket_id=ticket["id"], actions=actions)
        with pytest.raises((Invalid, Conflict)) as refused:
            await sla.Apply(request)
        assert (refused.value.extra["action"], refused.value.extra["action_type"]) == (1, action.type)

    assert await desk.event_types(ticket) == ["ticket.created"]
    assert (await desk.shown(await desk.person("admin"), ticket))["priority"] == "medium"


async def test_escalating_raises_the_level_always_and_says_where_the_status_may_not_follow(desk: Any, rpc: Any) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    sla = rpc.as_service("sla")

    async def escalated() -> tuple[str, int, str]:
        request = pb.ApplyRequest(
            acting=RULE, key=str(uuid4()), ticket_id=ticket["id"], actions=[_action("escalate", reason="late")]
        )
        answer = await sla.Apply(request)
        (outcome,) = answer.outcomes
        assert outcome.outcome == "done"
        return answer.ticket.status, answer.ticket.escalation_level, outcome.detail

    assert await escalated() == ("escalated", 1, "level 1")
    assert await escalated() == ("escalated", 2, "level 2")
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Which one?"})
    stays = "level 3; the status stays waiting_on_customer"
    assert await escalated() == ("waiting_on_customer", 3, stays)
    told = [each["reason"] for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.escalated"]
    assert told == ["late"] * 3


async def test_a_rule_tells_those_who_are_still_there_and_says_how_many_are_not(desk: Any, rpc: Any) -> None:
    gone, there = await desk.person("agent"), await desk.person("light_agent")
    ticket = await desk.opened(await desk.person())
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("UPDATE escalated_people SET active = false WHERE id = $1", (gone.id,))
    nobody = {"person_ids": [str(gone.id)]}
    request = pb.ApplyRequest(
        acting=RULE,
        key=str(uuid4()),
        ticket_id=ticket["id"],
        actions=[
            _action("notify", person_ids=[str(gone.id), str(there.id)], message="Look!"),
            _action("notify", **nobody),
            _action("notify", **nobody, roles=["assignee"], channels=["email"]),
            _action("notify", channels=["webhook"], message="Look!"),
            _action("escalate"),
        ],
    )

    answer = await rpc.as_service("sla").Apply(request)

    one = "1 of these people are no longer members of the staff"
    assert [(each.outcome, each.detail) for each in answer.outcomes] == [
        ("done", one),
        ("unchanged", one),
        ("done", one),
        ("done", ""),
        ("done", "level 1"),
    ]
    told = [each for each in await desk.events(ticket) if each["meta"]["type"] == "ticket.notification_requested"]
    assert [(each["person_ids"], each["roles"], each["channels"]) for each in told] == [
        ([str(there.id)], [], []),
        ([], ["assignee"], ["email"]),
        ([], [], ["webhook"]),
    ]


async def test_a_person_is_shown_what_lists_and_tickets_show_them(desk: Any, rpc: Any) -> None:
    ours, theirs = await desk.department(), await desk.department()
    customer, other, agent = await desk.person(), await desk.person(), await desk.person("agent", ours)
    admin = await desk.person("admin")
    in_ours = await desk.opened(customer, department_id=str(ours))
    in_theirs = await desk.opened(other, department_id=str(theirs))
    of_nobody = await desk.opened(customer)
    deleted = await desk.opened(customer, department_id=str(ours))
    await desk.ask("DELETE", f"/tickets/{deleted['id']}", admin)
    ids = [each["id"] for each in (in_ours, in_theirs, of_nobody, deleted)]
    sla = rpc.as_service("sla")

    async def seen(person_id: Any) -> list[str]:
        answer = await sla.ListSeen(pb.ListSeenRequest(person_id=str(person_id), ticket_ids=[*ids, str(uuid4())]))
        return list(answer.ticket_ids)

    assert await seen(agent.id) == [in_ours["id"], of_nobody["id"]]
    assert await seen(customer.id) == [in_ours["id"], of_nobody["id"]]
    assert await seen(other.id) == [in_theirs["id"]]
    assert await seen(admin.id) == ids
    assert await seen(uuid4()) == []
    for person in (agent, customer, other, admin):
        shown = [each for each in ids if (await desk.ask("GET", f"/tickets/{each}", person)).status_code == 200]
        assert await seen(person.id) == shown


async def test_a_thousand_tickets_are_asked_for_in_one_statement(desk: Any, rpc: Any) -> None:
    customer = await desk.person()
    ticket = await desk.opened(customer)
    ids = [ticket["id"], *(str(uuid4()) for _ in range(999))]
    sla = rpc.as_service("sla")
    await sla.ListSeen(pb.ListSeenRequest(person_id=str(customer.id), ticket_ids=ids))

    with desk.counting() as statements:
        answer = await sla.ListSeen(pb.ListSeenRequest(person_id=str(customer.id), ticket_ids=ids))

    assert list(answer.ticket_ids) == [ticket["id"]]
    assert [each for each in statements if "escalated_tickets" in each] == statements[-1:]
    with pytest.raises(Invalid):
        await sla.ListSeen(pb.ListSeenRequest(person_id=str(customer.id), ticket_ids=[*ids, str(uuid4())]))


async def test_only_sla_may_ask(desk: Any, rpc: Any) -> None:
    notifications = rpc.as_service("notifications")
    with pytest.raises(Forbidden):
        await notifications.CheckActions(pb.CheckActionsRequest())
    with pytest.raises(Forbidden):
        await notifications.ListSeen(pb.ListSeenRequest(person_id=str(uuid4())))


async def test_a_ticket_tells_how_often_and_when_it_was_last_written_on(desk: Any, rpc: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    begun = desk.clock.now()
    ticket = await desk.opened(customer)
    desk.clock.move(timedelta(minutes=10))
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Which one?"})
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "Odd.", "internal": True})
    late = pb.AddMessageRequest(
        acting={"actor": {"kind": "mail", "id": "m", "name": "Mail"}},
        key=str(uuid4()),
        ticket_id=ticket["id"],
        author={"email": customer.email},
        body="Sent before the answer, here after it",
    )
    late.occurred_at.FromDatetime(begun + timedelta(minutes=5))
    await rpc.as_service("notifications").AddMessage(late)
    desk.clock.set(begun)

    event = (await desk.events(ticket))[-1]["ticket"]
    (told,) = (await rpc.as_service("notifications").GetTickets(pb.GetTicketsRequest(ids=[ticket["id"]]))).tickets

    assert (event["reply_count"], event["note_count"]) == (told.reply_count, told.note_count) == (2, 1)
    assert event["last_message_at"] == event["last_agent_message_at"] == "2026-01-05T09:10:00Z"
    assert event["last_customer_message_at"] == "2026-01-05T09:05:00Z"
    assert told.last_customer_message_at.ToJsonString() == "2026-01-05T09:05:00Z"


async def test_an_event_tells_what_was_before_and_since_when_the_status_is(desk: Any) -> None:
    ours, theirs = await desk.department(), await desk.department()
    agent, other, customer = await desk.person("agent", ours), await desk.person("agent", ours), await desk.person()
    ticket = await desk.opened(customer, department_id=str(ours))
    path, begun = f"/tickets/{ticket['id']}", desk.clock.now()
    desk.clock.move(timedelta(minutes=3))
    await desk.does(agent, f"{path}/assign", {"assignee_id": str(agent.id)})
    desk.clock.move(timedelta(minutes=3))
    await desk.does(agent, f"{path}/assign", {"assignee_id": str(other.id)})
    await desk.does(agent, f"{path}/priority", {"priority": "high"})
    await desk.does(agent, f"{path}/department", {"department_id": str(theirs)})
    desk.clock.set(begun)

    first, *events = await desk.events(ticket)

    told = {each["meta"]["type"]: each for each in events}
    assert told["ticket.assigned"]["old_assignee_id"] == str(agent.id)
    assert told["ticket.priority_changed"]["old_priority"] == "medium"
    assert told["ticket.department_changed"]["old_department_id"] == str(ours)
    assert (told["ticket.status_changed"]["old_status"], told["ticket.status_changed"]["old_category"]) == (
        "open",
        "new",
    )
    assert first["ticket"]["status_changed_at"] == "2026-01-05T09:00:00Z"
    assert {each["ticket"]["status_changed_at"] for each in events} == {"2026-01-05T09:03:00Z"}
    found = await desk.ask("GET", "/fields", agent)
    assert "hours_since_status_change" in [each["name"] for each in found.json()["data"]["fields"]]
