"""A list is merged from walks over several indexes: no ticket twice, none left out, in one order over its pages."""

from datetime import timedelta
from typing import Any

import pytest


async def _listed(desk: Any, who: Any, query: str, *, limit: int = 7) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    cursor = ""
    while True:
        answer = await desk.ask("GET", f"/tickets?limit={limit}{query}{cursor}", who)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += [ticket["id"] for ticket in page["data"]]
        if page["meta"]["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['meta']['next_cursor']}"


@pytest.mark.parametrize("count", [1, 3, 8, 9])
async def test_somebody_of_many_departments_sees_each_ticket_once_the_newest_first(desk: Any, count: int) -> None:
    departments = [await desk.department() for _ in range(count)]
    customer = await desk.person()
    agent = await desk.person("agent", *departments)
    admin = await desk.person("admin")
    made = []
    for number in range(30):
        desk.clock.move(timedelta(seconds=1))
        made.append(await desk.opened(customer, department_id=str(departments[number % count])))
    for ticket in made[::10]:  # seen for three reasons now: department, assignee, follower
        desk.clock.move(timedelta(seconds=1))
        await desk.does(admin, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
        await desk.does(agent, f"/tickets/{ticket['id']}/follow")
    changed, unchanged = made[::10], [each for each in made if each not in made[::10]]
    newest_first = [each["id"] for each in (*reversed(changed), *reversed(unchanged))]

    assert await _listed(desk, agent, "&status_category=new,open,pending,on_hold") == newest_first
    assert await _listed(desk, agent, "&sort=updated_at") == newest_first[::-1]
    assert await _listed(desk, agent, "&sort=-created_at") == [each["id"] for each in reversed(made)]


async def test_of_a_colleagues_tickets_one_sees_those_that_one_may(desk: Any) -> None:
    ours, theirs = await desk.department(), await desk.department()
    customer, admin = await desk.person(), await desk.person("admin")
    agent, colleague = await desk.person("agent", ours), await desk.person("agent", ours, theirs)
    seen, followed, hidden = [await desk.opened(customer, department_id=str(each)) for each in (ours, theirs, theirs)]
    await desk.does(admin, f"/tickets/{followed['id']}/assign", {"assignee_id": str(agent.id)})
    await desk.does(agent, f"/tickets/{followed['id']}/follow")
    for ticket in (seen, followed, hidden):
        desk.clock.move(timedelta(seconds=1))
        await desk.does(admin, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(colleague.id)})

    assert await _listed(desk, agent, f"&assignee={colleague.id}") == [followed["id"], seen["id"]]
    assert await _listed(desk, agent, f"&requester={customer.id}", limit=1) == [followed["id"], seen["id"]]
    assert await _listed(desk, colleague, f"&assignee={colleague.id}") == [hidden["id"], followed["id"], seen["id"]]
    assert await _listed(desk, customer, f"&assignee={agent.id}") == []
