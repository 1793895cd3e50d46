"""Erasing people takes names out of reports, and no figure."""

from datetime import timedelta
from typing import Any

from escalated_tickets.privacy.findings import Subject
from escalated_tickets.privacy.service import erase_person
from escalated_tickets.reports.question import NAMES
from escalated_tickets.reports.rebuild import rebuild


async def figures(desk: Any, admin: Any) -> dict[str, Any]:
    """Every report, by agent and in all, by ids and without names."""
    found = {}
    for name in NAMES:
        for group in ("none", "agent", "day"):
            asked = {"from": "2026-01-01", "to": "2026-01-31", "group": group}
            answer = await desk.ask("GET", f"/reports/{name}", admin, params=asked)
            assert answer.status_code == 200, answer.text
            rows = [{key: row[key] for key in row if key != "label"} for row in answer.json()["data"]["rows"]]
            found[f"{name} by {group}"] = sorted(rows, key=lambda row: str(row["key"]))
    return found


async def test_figures_stay_when_those_who_asked_and_answered_are_erased(desk: Any, hearing: Any) -> None:
    # given a ticket that was answered, resolved, reopened, resolved again and rated, and one in hand
    customer, agent, admin = await desk.person(), await desk.person("agent", name="Al Gone"), await desk.person("admin")
    done, open_one = await desk.opened(customer), await desk.opened(customer)
    path = f"/tickets/{done['id']}"
    for command in (
        (agent, f"{path}/assign", {"assignee_id": str(agent.id)}),
        (agent, f"{path}/replies", {"body": "Use water."}),
        (agent, f"{path}/resolve", {}),
        (customer, f"{path}/reopen", {}),
        (agent, f"{path}/resolve", {}),
        (customer, f"{path}/rate", {"score": 4, "comment": "kind"}),
    ):
        desk.clock.move(timedelta(minutes=1))
        await desk.does(*command)
    await hearing.all_of_it()
    before = await figures(desk, admin)
    assert before["summary by none"][0]["resolved"] == 2
    # when both are erased
    for person in (customer, agent):
        await erase_person(desk.database, desk.desk, Subject(person.id, person.email), desk.clock.now())
    await hearing.all_of_it()
    # then the figures are what they were, as they were heard and made anew from rows
    assert await figures(desk, admin) == before
    await hearing.forget()
    await rebuild(desk.database)
    assert await figures(desk, admin) == before
    answer = await desk.ask("GET", "/reports/resolution", admin, params={"from": "2026-01-01", "group": "agent"})
    assert [row["label"] for row in answer.json()["data"]["rows"]] == ["[erased]"]
    assert (await desk.shown(admin, open_one))["requester"]["name"] == "[erased]"
