"""The activity of the whole desk: newest first, narrowed, page by page."""

from datetime import timedelta
from typing import Any

from escalated_chassis.acting import Acting
from escalated_tickets.tickets import service
from escalated_tickets.tickets.viewers import SERVICE


async def listed(desk: Any, who: Any, **parameters: Any) -> Any:
    answer = await desk.ask("GET", "/activity", who, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_who_did_what_is_found_by_ticket_actor_kind_and_time(desk: Any) -> None:
    admin, agent, customer = await desk.person("admin"), await desk.person("agent"), await desk.person()
    ticket, other = await desk.opened(customer), await desk.opened(customer)
    start = desk.clock.now()
    desk.clock.move(timedelta(minutes=5))
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "high"})
    await desk.does(agent, f"/tickets/{other['id']}/priority", {"priority": "low"})

    of_agent = (await listed(desk, admin, actor=str(agent.id)))["data"]
    of_ticket = (await listed(desk, admin, ticket=ticket["id"]))["data"]
    later = (await listed(desk, admin, since=(start + timedelta(minutes=1)).isoformat(), kind="ticket.created"))["data"]

    assert [(each["kind"], each["ticket_id"]) for each in of_agent] == [
        ("ticket.priority_changed", other["id"]),
        ("ticket.priority_changed", ticket["id"]),
    ]
    assert [each["kind"] for each in of_ticket] == ["ticket.priority_changed", "ticket.created"]
    assert (of_ticket[0]["before"], of_ticket[0]["after"]) == ({"priority": "medium"}, {"priority": "high"})
    assert later == []


async def test_pages_go_through_all_of_it_once(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    for _ in range(3):
        await desk.opened(customer)
    whole = (await listed(desk, admin, actor=str(customer.id)))["data"]
    first = await listed(desk, admin, actor=str(customer.id), limit=2)
    rest = await listed(desk, admin, actor=str(customer.id), limit=2, cursor=first["meta"]["next_cursor"])
    assert [*first["data"], *rest["data"]] == whole
    assert (len(whole), rest["meta"]["next_cursor"]) == (3, None)


async def test_parameters_that_are_none_are_refused(desk: Any) -> None:
    admin = await desk.person("admin")
    for parameters in ({"nobody": "x"}, {"since": "yesterday"}, {"limit": "101"}, {"cursor": "x"}):
        answer = await desk.ask("GET", "/activity", admin, params=parameters)
        assert answer.status_code == 422, answer.text


async def test_customers_learn_who_moved_their_ticket_and_not_what_a_rule_is_called(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent", name="Alex Agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/status", {"status": "in_progress"})
    async with desk.database.transaction(Acting(kind="rule", id="r1", name="Angry people first")) as uow:
        await service.resolve(uow, desk.desk, SERVICE, ticket["id"])

    async def told(who: Any) -> list[tuple[str, str]]:
        timeline = (await desk.ask("GET", f"/tickets/{ticket['id']}/timeline", who)).json()["data"]
        actors = [each["activity"]["actor"] for each in timeline if each["kind"] == "activity"]
        return [(each["kind"], each["name"]) for each in actors][1:]

    assert await told(customer) == [("person", "Alex Agent"), ("rule", "")]
    assert await told(agent) == [("person", "Alex Agent"), ("rule", "Angry people first")]


async def test_who_follows_and_who_no_longer_does_is_told_to_staff_alone(desk: Any) -> None:
    customer, agent, mate = await desk.person(), await desk.person("agent"), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/tickets/{ticket['id']}"
    followed_in = {"type": "add_follower", "person_id": str(mate.id)}
    macro = await desk.does(agent, "/macros", {"name": "Bring in", "actions": [followed_in]})

    await desk.does(agent, f"{path}/follow")
    await desk.does(agent, f"{path}/follow")
    await desk.ask("DELETE", f"{path}/follow", agent)
    await desk.does(agent, f"{path}/followers", {"person_id": str(mate.id)})
    await desk.ask("DELETE", f"{path}/followers/{mate.id}", agent)
    await desk.does(agent, f"{path}/replies", {"body": "Look", "internal": True, "mentions": [str(mate.id)]})
    await desk.ask("DELETE", f"{path}/followers/{mate.id}", agent)
    await desk.does(agent, f"{path}/macro", {"macro_id": macro["id"]})

    rows = (await listed(desk, await desk.person("admin"), ticket=ticket["id"], kind="ticket.followed"))["data"][::-1]
    one, other = {"follower_id": str(agent.id)}, {"follower_id": str(mate.id)}
    assert [(each["before"], each["after"]) for each in rows] == [
        (None, one),
        (one, None),
        (None, other),
        (other, None),
        (None, other),
        (other, None),
        (None, other),
    ]
    assert {each["actor"]["id"] for each in rows} == {str(agent.id)}
    for who, told in ((agent, 7), (customer, 0)):
        timeline = (await desk.ask("GET", f"{path}/timeline", who)).json()["data"]
        kinds = [each["activity"]["kind"] for each in timeline if each["kind"] == "activity"]
        assert kinds.count("ticket.followed") == told
        shown = (await desk.shown(who, ticket, "activity"))["activity"]
        assert [each["kind"] for each in shown].count("ticket.followed") == told


async def test_who_is_in_copy_and_who_no_longer_is_stands_in_the_activity(desk: Any) -> None:
    customer, agent, guest = await desk.person(), await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/participants", {"email": guest.email})
    await desk.ask("DELETE", f"/tickets/{ticket['id']}/participants/{guest.id}", agent)

    rows = (await desk.shown(agent, ticket, "activity"))["activity"][1:]

    nobody, them = {"participants": []}, {"participants": [str(guest.id)]}
    assert [(each["kind"], each["before"], each["after"]) for each in rows] == [
        ("ticket.updated", nobody, them),
        ("ticket.updated", them, nobody),
    ]
    assert [each["kind"] for each in (await desk.shown(customer, ticket, "activity"))["activity"]] == ["ticket.created"]
