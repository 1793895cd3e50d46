"""How many statements a page costs, whatever its size, and how many calls in this process."""

import sys
from typing import Any

import pytest

# Seconds are `make bench`'s: how many a request takes depends on the machine. Calls do not; a request costs 6,387,
# 4,706 and 7,001 of them, the client in this process included, and a quarter more is an accident or a decision.
LIST_CALLS = 8_000
SHOW_CALLS = 6_000
CREATE_CALLS = 9_000


@pytest.mark.parametrize("limit", [1, 25])
async def test_a_list_is_at_most_three_statements(desk: Any, limit: int) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    for _ in range(30):
        await desk.opened(customer, department_id=str(department))
    for who in (customer, agent, await desk.person("admin")):
        await desk.ask("GET", "/tickets", who)
        with desk.counting() as statements:
            answer = await desk.ask("GET", f"/tickets?limit={limit}&total=true", who)
        assert len(answer.json()["data"]) == limit
        assert len(statements) <= 3, statements


async def test_a_ticket_with_twenty_messages_is_at_most_five_statements(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for number in range(20):
        await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": f"Reply {number}"})
    path = f"/tickets/{ticket['id']}?include=messages,activity,clocks"
    await desk.ask("GET", path, agent)

    with desk.counting() as statements:
        answer = await desk.ask("GET", path, agent)

    assert len(answer.json()["data"]["messages"]) == 21
    assert len(statements) <= 5, statements


async def _calls_of(desk: Any, work: Any, times: int = 5) -> int:
    """The fewest Python and C functions that one run of `work` calls in this process."""
    await work()
    counts = []
    for _ in range(times):
        calls = 0

        def count(_frame: Any, event: str, _arg: Any) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            await work()
        finally:
            sys.setprofile(None)
        counts.append(calls)
    return min(counts)


async def test_the_hot_requests_stay_within_their_calls(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    for _ in range(19):
        await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": "A reply of some length."})
    for _ in range(25):
        await desk.opened(customer)

    listed = await _calls_of(desk, lambda: desk.ask("GET", "/tickets", agent))
    shown = await _calls_of(desk, lambda: desk.ask("GET", f"/tickets/{ticket['id']}?include=messages", agent))
    opened = await _calls_of(desk, lambda: desk.opened(customer))

    assert listed <= LIST_CALLS
    assert shown <= SHOW_CALLS
    assert opened <= CREATE_CALLS
