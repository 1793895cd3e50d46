"""person.merged: everything that named the one names the other, ticket by ticket, with events."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from escalated.tickets.v1 import tickets_pb2 as pb

from escalated_chassis.due import DueWorker
from escalated_tickets.people import merging
from escalated_tickets.people.merging import PATIENCE, merge_people
from escalated_tickets.tickets.queries import find_ticket


def worker(desk: Any, batch: int = 50) -> DueWorker:
    return DueWorker(
        "merged-people",
        desk.database,
        lambda uow, limit: merging.follow_merges(uow, desk.desk, limit),
        merging.next_merge,
        batch=batch,
        clock=desk.clock,
    )


async def merged(desk: Any, one: Any, other: Any, batch: int = 50) -> None:
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, other.id)
    await worker(desk, batch).run_once()


async def state_of(desk: Any, ticket: dict[str, Any]) -> Any:
    async with desk.database.reading() as reader:
        found = await find_ticket(reader, UUID(ticket["id"]))
    assert found is not None
    return found[0]


async def test_the_requesters_tickets_follow_with_events_and_searched_words(desk: Any) -> None:
    one = await desk.person(name="Zebedee Old", email="zebedee@old.example")
    other, agent = await desk.person(name="Zora New", email="zora@new.example"), await desk.person("agent")
    ticket = await desk.opened(one)

    await merged(desk, one, other)

    shown = await desk.shown(other, ticket, "messages")
    assert shown["requester"] == {"id": str(other.id), "name": "Zora New", "email": "zora@new.example"}
    assert shown["messages"][0]["author"]["id"] == str(other.id)
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}", one)).status_code == 404
    _, updated = await desk.events(ticket)
    assert (updated["meta"]["type"], updated["meta"]["sequence"], updated["meta"]["version"]) == (
        "ticket.updated",
        2,
        2,
    )
    assert updated["changes"] == [{"field": "requester", "before": str(one.id), "after": str(other.id)}]
    assert updated["ticket"]["requester"]["name"] == "Zora New"
    assert updated["meta"]["audience"]["person_ids"] == [str(other.id)]
    assert updated["meta"]["former_audience"]["person_ids"] == [str(one.id)]
    found = (await desk.ask("GET", "/search?q=zora", agent)).json()["data"]
    assert [each["id"] for each in found] == [ticket["id"]]
    assert (await desk.ask("GET", "/search?q=zebedee", agent)).json()["data"] == []


async def test_every_way_to_be_named_and_nobody_twice(desk: Any) -> None:
    one, other, customer = await desk.person("agent"), await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    for who in (one, other):
        await desk.does(who, f"/tickets/{ticket['id']}/follow")
    await desk.does(one, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(one.id)})
    before = await state_of(desk, ticket)

    await merged(desk, one, other)

    after = await state_of(desk, ticket)
    assert (after.assignee_id, after.assignee_name, after.follower_ids) == (other.id, other.name, [other.id])
    assert after.version == before.version + 1
    assert after.public_version == before.public_version
    last = (await desk.events(ticket))[-1]
    assert {each["field"] for each in last["changes"]} == {"assignee", "followers"}
    assert last["meta"]["audience"]["staff_only"] is True


async def test_who_becomes_the_requester_leaves_cc(desk: Any) -> None:
    one, other, admin = await desk.person(), await desk.person(), await desk.person("admin")
    ticket, copied = await desk.opened(one), await desk.opened(other)
    await desk.does(admin, f"/tickets/{ticket['id']}/participants", {"person_id": str(other.id)})
    await desk.does(admin, f"/tickets/{copied['id']}/participants", {"person_id": str(one.id)})

    await merged(desk, one, other)

    for each in (ticket, copied):
        state = await state_of(desk, each)
        assert (state.requester_id, state.participant_ids) == (other.id, [])


async def test_done_and_deleted_tickets_follow_too_in_batches_and_again_is_no_harm(desk: Any) -> None:
    one, other, admin = await desk.person(), await desk.person(), await desk.person("admin")
    tickets = [await desk.opened(one) for _ in range(7)]
    await desk.does(admin, f"/tickets/{tickets[0]['id']}/resolve")
    await desk.ask("DELETE", f"/tickets/{tickets[1]['id']}", admin)
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, other.id)

    async with desk.database.transaction() as uow:
        assert await merging.follow_merges(uow, desk.desk, 3) == 3
    first = [each for each in tickets if (await state_of(desk, each)).requester_id == other.id]
    assert len(first) == 3
    assert tickets[0] not in first
    await worker(desk, 3).run_once()
    versions = [(await state_of(desk, each)).version for each in tickets]
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, other.id)
    assert await worker(desk, 3).run_once() == 0

    assert {(await state_of(desk, each)).requester_id for each in tickets} == {other.id}
    assert [(await state_of(desk, each)).version for each in tickets] == versions
    assert [kinds.count("ticket.updated") for each in tickets if (kinds := await desk.event_types(each))] == [1] * 7


async def test_merges_in_a_row_end_with_the_last(desk: Any) -> None:
    one, middle, last = await desk.person(), await desk.person(), await desk.person()
    ticket = await desk.opened(one)
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, middle.id)
        await merge_people(uow, middle.id, last.id)

    await worker(desk).run_once()

    assert (await state_of(desk, ticket)).requester_id == last.id
    assert (await desk.event_types(ticket)).count("ticket.updated") == 1


async def test_somebody_who_is_not_known_yet_is_waited_for(desk: Any) -> None:
    one = await desk.person()
    ticket, begun, stranger = await desk.opened(one), desk.clock.now(), uuid4()
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, stranger)

    await worker(desk).run_once()
    assert (await state_of(desk, ticket)).requester_id == one.id
    async with desk.database.reading() as reader:
        assert await merging.next_merge(reader) == begun + PATIENCE
    other = await desk.person()
    async with desk.database.transaction() as uow:
        await merge_people(uow, one.id, other.id)
    desk.clock.move(timedelta(seconds=1))
    await worker(desk).run_once()
    desk.clock.set(begun)

    assert (await state_of(desk, ticket)).requester_id == other.id


async def test_a_mail_of_somebody_merged_opens_a_ticket_of_whom_they_are_now(desk: Any, rpc: Any) -> None:
    one, other = await desk.person(email="first@merged.example"), await desk.person()
    await merged(desk, one, other)

    opened = await rpc.as_service("notifications").CreateTicket(
        pb.CreateTicketRequest(
            acting={"actor": {"kind": "mail"}},
            key=str(uuid4()),
            requester={"email": "first@merged.example"},
            subject="Hello again",
            body="x",
            channel="email",
        )
    )

    assert opened.ticket.requester.id == str(other.id)
