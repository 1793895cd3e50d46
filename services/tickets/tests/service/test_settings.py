"""Settings of run time: what is stored wins, is obeyed at once, and goes back to what was configured."""

from typing import Any


async def named(desk: Any, admin: Any, name: str) -> dict[str, Any]:
    shown = (await desk.ask("GET", "/settings/tickets", admin)).json()["data"]
    (found,) = [each for each in shown if each["name"] == name]
    return dict(found)


async def test_a_stored_value_is_obeyed_audited_and_taken_back(desk: Any, problem: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    ticket = await desk.opened(customer)
    before = await named(desk, admin, "allow_customer_close")

    stored = await desk.ask("PATCH", "/settings/tickets", admin, json={"allow_customer_close": False})
    refused = await desk.ask("POST", f"/tickets/{ticket['id']}/close", customer, json={})
    during = await named(desk, admin, "allow_customer_close")
    back = await desk.ask("PATCH", "/settings/tickets", admin, json={"allow_customer_close": None})
    closed = await desk.does(customer, f"/tickets/{ticket['id']}/close")

    assert (before["value"], before["default"], before["source"]) == (True, True, "default")
    assert stored.status_code == back.status_code == 200
    assert problem(refused) == (403, "forbidden")
    assert (during["value"], during["source"]) == (False, "stored")
    assert closed["status"] == "closed"
    audits = await desk.rows("SELECT body FROM escalated_outbox WHERE subject LIKE '%.audit.%' ORDER BY id")
    assert sum('"settings.updated"' in row.body for row in audits) == 2


async def test_a_ticket_without_a_priority_has_the_one_that_is_set(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    assert (await desk.opened(customer))["priority"] == "medium"
    await desk.ask("PATCH", "/settings/tickets", admin, json={"default_priority": "high"})
    assert (await desk.opened(customer))["priority"] == "high"
    assert (await desk.opened(customer, priority="low"))["priority"] == "low"
    await desk.ask("PATCH", "/settings/tickets", admin, json={"default_priority": None})


async def test_a_new_prefix_names_new_tickets_and_no_number_comes_twice(desk: Any) -> None:
    admin, customer = await desk.person("admin"), await desk.person()
    references = []
    for prefix in ("ESC-", "HELP-", "ESC-"):
        await desk.ask("PATCH", "/settings/tickets", admin, json={"ticket_reference_prefix": prefix})
        ticket = await desk.opened(customer)
        references.append(ticket["reference"])
        await desk.ask("DELETE", f"/tickets/{ticket['id']}", admin)
    await desk.ask("PATCH", "/settings/tickets", admin, json={"ticket_reference_prefix": None})

    assert [each.rpartition("-")[0] for each in references] == ["ESC", "HELP", "ESC"]
    numbers = [int(each.rpartition("-")[2]) for each in references]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    for reference in references[:2]:
        assert (await desk.ask("GET", f"/tickets/{reference}", admin)).json()["data"]["reference"] == reference


async def test_a_setting_stored_by_another_process_is_taken_over(desk: Any) -> None:
    admin = await desk.person("admin")
    await desk.rows(
        "INSERT INTO escalated_settings VALUES ('ticket_reference_prefix', '\"HELP-\"', now()) RETURNING name"
    )
    async with desk.database.reading() as reader:
        await desk.desk.stored.refresh(reader)
    ticket = await desk.opened(admin)
    assert ticket["reference"].startswith("HELP-")
    await desk.ask("PATCH", "/settings/tickets", admin, json={"ticket_reference_prefix": None})


async def test_what_does_not_fit_is_refused_by_name_and_nothing_is_stored(desk: Any) -> None:
    admin = await desk.person("admin")
    cases = [
        ({"reopen_window_days": -1}, "/reopen_window_days"),
        ({"database_url": "x"}, "/database_url"),
        ({"nothing": 1}, "/nothing"),
        ({"max_attachments": 3, "time_zone": "Mars/Olympus"}, "/time_zone"),
    ]
    for body, pointer in cases:
        answer = await desk.ask("PATCH", "/settings/tickets", admin, json=body)
        assert answer.status_code == 422, answer.text
        assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    empty = await desk.ask("PATCH", "/settings/tickets", admin, json={})
    assert empty.status_code == 422
    assert await desk.rows("SELECT 1 FROM escalated_settings") == []
