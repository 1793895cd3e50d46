"""The export: what the list shows, all of it, or a download that fails."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from escalated_chassis.errors import Unavailable
from escalated_chassis.http.server import HttpServer
from escalated_tickets.export import service

URGENT = {"all": [{"field": "priority", "operator": "is", "value": "urgent"}]}


async def _table(desk: Any, who: Any, query: str = "") -> list[list[str]]:
    answer = await desk.ask("GET", f"/tickets/export.csv?{query}", who)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text, newline="")))


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE", 3)


@pytest.mark.usefixtures("small_pages")
async def test_the_table_holds_what_the_list_shows_over_its_pages(desk: Any) -> None:
    ours, theirs = await desk.department(), await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", ours)
    made = []
    for number in range(8):
        desk.clock.move(timedelta(seconds=1))
        made.append(await desk.opened(customer, department_id=str(ours if number % 4 else theirs)))

    table = await _table(desk, agent, f"requester={customer.id}&columns=reference,created_at")

    assert table[0] == ["Reference", "Created"]
    assert [row[0] for row in table[1:]] == [each["reference"] for number, each in enumerate(made) if number % 4]
    listed = (await desk.ask("GET", f"/tickets?requester={customer.id}&limit=100", agent)).json()["data"]
    assert {row[0] for row in table[1:]} == {each["reference"] for each in listed}


async def test_a_view_gives_its_columns_and_its_tickets(desk: Any) -> None:
    department = await desk.department("Exporting")
    customer = await desk.person(name="=cmd()", email="formula@example.com")
    agent, admin = await desk.person("agent", department, name="Ärla"), await desk.person("admin")
    await desk.does(admin, "/custom-fields", {"key": "plan", "label": "Plan", "type": "text"})
    ticket = await desk.opened(customer, subject='+1, "quoted"', department_id=str(department))
    await desk.opened(customer, department_id=str(department))
    await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": "urgent"})
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["b", "a"]})
    await desk.ask("PATCH", f"/tickets/{ticket['id']}", agent, json={"custom_fields": {"plan": "@pro"}})
    columns = ["reference", "subject", "requester", "assignee", "department", "tags", "custom.plan", "resolved_at"]
    view = await desk.does(agent, "/views", {"name": "E", "conditions": URGENT, "columns": columns})

    answer = await desk.ask("GET", f"/tickets/export.csv?view={view['id']}&bom=true", agent)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    day = desk.clock.now().date().isoformat()
    assert answer.headers["content-disposition"] == f'attachment; filename="tickets-{day}.csv"'
    assert answer.content.startswith("\ufeffReference,".encode())
    row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))[1:]
    assert row == [[ticket["reference"], '\'+1, "quoted"', "'=cmd()", "Ärla", "Exporting", "a, b", "'@pro", ""]]


async def test_what_only_staff_are_told_is_empty_where_one_is_the_customer(desk: Any) -> None:
    theirs = await desk.department()
    agent, other = await desk.person("agent"), await desk.person("agent", theirs)
    ticket = await desk.opened(agent, department_id=str(theirs))
    await desk.does(other, f"/tickets/{ticket['id']}/replies", {"body": "psst", "internal": True})
    query = f"requester={agent.id}&columns=reference,note_count,sla_state"

    assert (await _table(desk, agent, query))[1:] == [[ticket["reference"], "", ""]]
    assert (await _table(desk, other, query))[1:] == [[ticket["reference"], "1", "none"]]


async def test_refusals(desk: Any) -> None:
    customer, light = await desk.person(), await desk.person("light_agent")
    agent, other = await desk.person("agent"), await desk.person("agent")
    mine = await desk.does(agent, "/views", {"name": "E", "conditions": URGENT})
    asked = [
        (None, "", 401, "unauthenticated"),
        (customer, "", 403, "permission_missing"),
        (light, "", 403, "permission_missing"),
        (other, f"view={mine['id']}", 404, "view_not_found"),
        (agent, "columns=reference,password", 422, "invalid"),
        (agent, "columns=", 422, "invalid"),
        (agent, "status=nonsense", 422, "invalid"),
        (agent, "sort=created_at", 422, "invalid"),
    ]

    for who, query, status, code in asked:
        answer = await desk.ask("GET", f"/tickets/export.csv?{query}", who)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), query
        assert answer.json()["code"] == code


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("end", ["session", "database"])
async def test_a_table_that_breaks_off_is_no_table(desk: Any, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    customer, agent = await desk.person(), await desk.person("admin")
    for _ in range(7):
        await desk.opened(customer)
    pages = 0
    list_tickets = service.queries.list_tickets

    async def counted(*arguments: Any, **more: Any) -> Any:
        nonlocal pages
        pages += 1
        if pages == 2 and end == "database":
            raise Unavailable("PostgreSQL is away.")
        page = await list_tickets(*arguments, **more)
        if pages == 1 and end == "session":
            authenticator = desk.http._transport.app.state.authenticator
            authenticator.revocations.raised(agent.id, 99)
        return page

    monkeypatch.setattr(service.queries, "list_tickets", counted)

    server = HttpServer(desk.http._transport.app, desk.settings)
    await server.start()

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{server.port}/api/v1", headers=agent.headers) as client:
        with pytest.raises(httpx2.RemoteProtocolError):
            await client.get("/tickets/export.csv", params={"requester": str(customer.id)})

    assert pages == {"session": 1, "database": 2}[end]
    await server.stop()
