"""Rating a resolution: who, when, how often, and what others hear of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from escalated.identity.v1 import types_pb2
from escalated.tickets.v1 import tickets_pb2 as pb

from escalated_chassis.errors import Conflict, Forbidden, Invalid, NotFound
from escalated_tickets.people.service import keep_person


@dataclass(frozen=True)
class Resolved:
    customer: Any
    agent: Any
    ticket: dict[str, Any]


async def resolved(desk: Any) -> Resolved:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    return Resolved(customer, agent, await desk.does(agent, f"/tickets/{ticket['id']}/resolve"))


async def scores(desk: Any, agent: Any, ticket: dict[str, Any]) -> list[tuple[int, str]]:
    answer = await desk.ask("GET", f"/tickets/{ticket['id']}/ratings", agent)
    assert answer.status_code == 200, answer.text
    return [(each["score"], each["comment"]) for each in answer.json()["data"]]


async def test_the_requester_rates_once_per_resolution(desk: Any, problem: Any) -> None:
    it = await resolved(desk)
    path = f"/tickets/{it.ticket['id']}"

    before = await desk.shown(it.customer, it.ticket)
    rated = await desk.does(it.customer, f"{path}/rate", {"score": 4, "comment": "quick"})
    again = await desk.ask("POST", f"{path}/rate", it.customer, json={"score": 1})
    await desk.does(it.customer, f"{path}/reopen")
    open_again = await desk.ask("POST", f"{path}/rate", it.customer, json={"score": 1})
    desk.clock.move(timedelta(seconds=1))
    await desk.does(it.agent, f"{path}/resolve")
    await desk.does(it.customer, f"{path}/rate", {"score": 5})
    desk.clock.move(timedelta(seconds=-1))

    assert ("rate" in before["can"], "rate" in rated["can"]) == (True, False)
    assert problem(again) == (409, "already_rated")
    assert problem(open_again) == (409, "not_resolved")
    assert await scores(desk, it.agent, it.ticket) == [(4, "quick"), (5, "")]
    assert (await desk.shown(it.agent, it.ticket))["rating"] == 5
    assert "rating" not in await desk.shown(it.customer, it.ticket)
    rows = await desk.rows("SELECT rating FROM escalated_tickets WHERE id = CAST(:id AS uuid)", id=it.ticket["id"])
    assert rows == [(5,)]


async def test_reopening_clears_the_tickets_rating_and_keeps_the_row(desk: Any) -> None:
    it = await resolved(desk)
    await desk.does(it.customer, f"/tickets/{it.ticket['id']}/rate", {"score": 2})
    await desk.does(it.agent, f"/tickets/{it.ticket['id']}/reopen")
    rows = await desk.rows("SELECT rating FROM escalated_tickets WHERE id = CAST(:id AS uuid)", id=it.ticket["id"])
    assert rows == [(None,)]
    assert await scores(desk, it.agent, it.ticket) == [(2, "")]


async def test_a_reopening_that_is_undone_leaves_the_resolution_rated(desk: Any, problem: Any) -> None:
    it = await resolved(desk)
    path = f"/tickets/{it.ticket['id']}"
    await desk.does(it.customer, f"{path}/rate", {"score": 2})
    await desk.does(it.agent, f"{path}/reopen")

    restored = await desk.does(it.agent, f"{path}/undo")
    again = await desk.ask("POST", f"{path}/rate", it.customer, json={"score": 5})

    assert (restored["status"], restored["rating"]) == ("resolved", 2)
    assert problem(again) == (409, "already_rated")
    assert await scores(desk, it.agent, it.ticket) == [(2, "")]


async def test_staff_hear_score_and_words_and_customers_streams_do_not(desk: Any) -> None:
    it = await resolved(desk)
    await desk.does(it.customer, f"/tickets/{it.ticket['id']}/rate", {"score": 3, "comment": "so so"})

    event = (await desk.events(it.ticket))[-1]
    assert (event["meta"]["type"], event["score"], event["comment"]) == ("ticket.rated", 3, "so so")
    assert (event["meta"]["audience"]["staff_only"], event["ticket"]["rating"]) == (True, 3)
    activity = (await desk.shown(it.agent, it.ticket, "activity"))["activity"][-1]
    assert (activity["kind"], activity["after"]) == ("ticket.rated", {"score": 3})
    customers = (await desk.shown(it.customer, it.ticket, "activity"))["activity"]
    assert "ticket.rated" not in [each["kind"] for each in customers]


async def test_nobody_else_rates_and_nothing_happened(desk: Any, problem: Any) -> None:
    it = await resolved(desk)
    path = f"/tickets/{it.ticket['id']}/rate"
    told = await desk.event_types(it.ticket)

    assert problem(await desk.ask("POST", path, it.agent, json={"score": 5})) == (403, "not_requester")
    assert problem(await desk.ask("POST", path, await desk.person(), json={"score": 5})) == (404, "ticket_not_found")
    for body, pointer in (
        ({"score": 0}, "/score"),
        ({"score": 6}, "/score"),
        ({"score": "5"}, "/score"),
        ({"score": 5, "comment": "x" * 2001}, "/comment"),
        ({"score": 5, "stars": 1}, "/stars"),
        ({}, "/score"),
    ):
        answer = await desk.ask("POST", path, it.customer, json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert problem(await desk.ask("GET", f"{path}ings".replace("rateings", "ratings"), it.customer)) == (
        403,
        "forbidden",
    )
    assert await desk.event_types(it.ticket) == told
    assert await scores(desk, it.agent, it.ticket) == []


async def test_two_ratings_at_the_same_moment_are_one(desk: Any) -> None:
    import asyncio

    it = await resolved(desk)
    path = f"/tickets/{it.ticket['id']}/rate"
    answers = await asyncio.gather(*(desk.ask("POST", path, it.customer, json={"score": 5}) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]


async def granted(rpc: Any, it: Resolved, **more: str) -> Any:
    values = {"ticket_id": it.ticket["id"], "person_id": str(it.customer.id), "purpose": "rating", **more}
    return await rpc.as_service("notifications").IssueGrant(pb.IssueGrantRequest(**values))


async def rates_by_link(desk: Any, grant: str, score: int = 5) -> Any:
    return await desk.ask("POST", "/guest/ratings", None, json={"grant": grant, "score": score, "comment": "thanks"})


async def test_the_mailed_grant_rates_without_a_sign_in_and_once(desk: Any, rpc: Any, problem: Any) -> None:
    it = await resolved(desk)
    answer = await granted(rpc, it)

    looked = await desk.ask("GET", "/guest/ratings", None, params={"grant": answer.grant})
    rated = await rates_by_link(desk, answer.grant)
    again = await rates_by_link(desk, answer.grant)

    assert answer.expires_at.ToJsonString() == "2026-02-04T09:00:00Z"
    # Programs that follow links send GETs: there is nothing to GET.
    assert looked.status_code == 405
    assert (rated.status_code, rated.json()) == (201, {"data": {"reference": it.ticket["reference"], "score": 5}})
    assert problem(again) == (409, "already_rated")
    assert await scores(desk, it.agent, it.ticket) == [(5, "thanks")]


async def test_a_grant_to_rate_dies_with_its_resolution_its_person_and_its_time(
    desk: Any, rpc: Any, problem: Any
) -> None:
    it, other, third = await resolved(desk), await resolved(desk), await resolved(desk)
    reopened, gone, late = [await granted(rpc, each) for each in (it, other, third)]
    await desk.does(it.agent, f"/tickets/{it.ticket['id']}/reopen")
    desk.clock.move(timedelta(seconds=1))
    await desk.does(it.agent, f"/tickets/{it.ticket['id']}/resolve")
    person = other.customer
    row = types_pb2.Person(id=str(person.id), name="x", email=person.email, kind="customer", active=False, version=9)
    async with desk.database.transaction() as uow:
        await keep_person(uow, row)

    assert problem(await rates_by_link(desk, reopened.grant)) == (409, "resolution_over")
    assert problem(await rates_by_link(desk, gone.grant)) == (401, "grant_ended")
    desk.clock.move(timedelta(days=30))
    assert problem(await rates_by_link(desk, late.grant)) == (401, "grant_invalid")
    desk.clock.move(timedelta(days=-30, seconds=-1))
    for each in (it, other, third):
        assert await scores(desk, each.agent, each.ticket) == []


async def test_a_grant_to_rate_is_not_for_the_ticket_that_its_own_went_into(desk: Any, rpc: Any, problem: Any) -> None:
    it = await resolved(desk)
    grant = (await granted(rpc, it)).grant
    other = await desk.opened(it.customer)
    desk.clock.move(timedelta(seconds=1))
    await desk.does(it.agent, f"/tickets/{other['id']}/resolve")
    await desk.does(it.agent, f"/tickets/{it.ticket['id']}/merge", {"into": other["id"]})

    answer = await rates_by_link(desk, grant)
    desk.clock.move(timedelta(seconds=-1))

    assert problem(answer) == (409, "resolution_over")
    assert await scores(desk, it.agent, other) == []
    assert (await desk.shown(it.agent, other))["rating"] is None


async def test_a_grant_to_rate_opens_nothing_else(desk: Any, rpc: Any, problem: Any) -> None:
    it = await resolved(desk)
    headers = {"X-Guest-Grant": (await granted(rpc, it)).grant}
    assert problem(await desk.ask("GET", "/guest/tickets", None, headers=headers)) == (401, "grant_invalid")


async def test_no_grant_is_issued_where_there_is_nothing_to_rate(desk: Any, rpc: Any) -> None:
    it = await resolved(desk)
    with pytest.raises(Invalid):
        await granted(rpc, it, purpose="everything")
    with pytest.raises(Forbidden):
        await granted(rpc, it, person_id=str((await desk.person()).id))
    with pytest.raises(NotFound):
        await granted(rpc, it, ticket_id=str(uuid4()))
    await desk.does(it.agent, f"/tickets/{it.ticket['id']}/reopen")
    with pytest.raises(Conflict):
        await granted(rpc, it)
