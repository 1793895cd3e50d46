"""What tickets are about: said by agents and hosts, seen by who sees the ticket, on record when it changes."""

from typing import Any
from uuid import uuid4

import pytest

ORDER = {"type": "order", "subject_id": "1234", "title": "Order 1234", "link": "https://shop.example/orders/1234"}


def order() -> dict[str, str]:
    return {**ORDER, "subject_id": uuid4().hex}


async def state_of(desk: Any, ticket: dict[str, Any]) -> Any:
    return await desk.rows(
        "SELECT version, (SELECT count(*) FROM escalated_ticket_subjects WHERE ticket_id = t.id) AS subjects, "
        "(SELECT count(*) FROM escalated_activities WHERE ticket_id = t.id) AS activities "
        "FROM escalated_tickets AS t WHERE id = CAST(:id AS uuid)",
        id=ticket["id"],
    )


async def test_a_subject_is_named_seen_and_taken_away(desk: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    ticket, about = await desk.opened(customer), order()
    path = f"/tickets/{ticket['id']}/subjects"

    answer = await desk.ask("POST", path, agent, json=about, headers={"if-match": '"1"'})

    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"2"'
    subject = answer.json()["subject"]
    assert subject == {**about, "id": subject["id"]}
    for who in (agent, customer):
        assert (await desk.ask("GET", path, who)).json()["data"] == [subject]
    named = {"type": "order", "id": about["subject_id"], "title": about["title"], "link": about["link"]}
    event = (await desk.events(ticket))[-1]
    assert event["meta"]["type"] == "ticket.updated"
    (change,) = event["changes"]
    assert change["field"] == "subjects"
    assert (change["before"], about["subject_id"] in change["after"]) == ("[]", True)
    activity = (await desk.shown(agent, ticket, "activity"))["activity"][-1]
    assert (activity["before"], activity["after"]) == ({"subjects": []}, {"subjects": [named]})

    answer = await desk.ask("DELETE", f"{path}/{subject['id']}", agent)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')
    assert (await desk.ask("GET", path, customer)).json()["data"] == []


async def test_the_same_thing_again_gets_a_new_title_or_changes_nothing(desk: Any) -> None:
    agent = await desk.person("agent")
    ticket, about = await desk.opened(agent), order()
    path = f"/tickets/{ticket['id']}/subjects"
    admin = await desk.person("admin")
    first = (await desk.ask("POST", path, admin, json=about)).json()["subject"]
    before = await state_of(desk, ticket)

    await desk.ask("POST", path, admin, json=about)
    assert await state_of(desk, ticket) == before
    again = await desk.ask("POST", path, admin, json={**about, "type": "ORDER", "title": "Renamed"})

    assert again.json()["subject"] == {**first, "title": "Renamed"}
    assert len((await desk.ask("GET", path, admin)).json()["data"]) == 1


async def test_tickets_about_a_thing_are_those_that_one_sees(desk: Any) -> None:
    department = await desk.department()
    agent, colleague = await desk.person("agent", department), await desk.person("agent")
    customer, other, about = await desk.person(), await desk.person(), order()
    ticket = await desk.opened(
        agent, requester={"email": customer.email}, department_id=str(department), subjects=[about]
    )
    types = await desk.event_types(ticket)
    assert types[:2] == ["ticket.created", "ticket.updated"]
    query = {"type": "order", "id": about["subject_id"]}
    for who, expected in ((agent, [ticket["id"]]), (customer, [ticket["id"]]), (other, []), (colleague, [])):
        answer = await desk.ask("GET", "/subjects", who, params=query)
        assert [each["id"] for each in answer.json()["data"]] == expected
        listed = await desk.ask("GET", "/tickets", who, params={"about": f"order:{about['subject_id']}"})
        assert [each["id"] for each in listed.json()["data"]] == expected
        searched = await desk.ask("GET", "/search", who, params={"q": f"about:order:{about['subject_id']}"})
        assert [each["id"] for each in searched.json()["data"]] == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("link", "javascript:alert(1)"),
        ("link", "http://"),
        ("link", "https://ho st/"),
        ("link", 'https://host/"><script>'),
        ("link", "https://[::1"),
        ("link", "//host/path"),
        ("link", "https://h/" + "x" * 2_000),
        ("type", ""),
        ("type", "an order"),
        ("type", "x" * 51),
        ("subject_id", ""),
        ("subject_id", "x" * 201),
        ("subject_id", "a\x01b"),
        ("title", ""),
        ("title", "x" * 301),
        ("title", 7),
        ("color", "red"),
    ],
)
async def test_what_is_no_subject_is_refused_and_changes_nothing(desk: Any, field: str, value: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    before = await state_of(desk, ticket)

    answer = await desk.ask("POST", f"/tickets/{ticket['id']}/subjects", agent, json={**ORDER, field: value})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert await state_of(desk, ticket) == before


async def test_customers_strangers_and_late_comers_set_no_subjects(desk: Any, problem: Any) -> None:
    agent, customer, other = await desk.person("agent"), await desk.person(), await desk.person()
    ticket, elsewhere = await desk.opened(customer), await desk.opened(customer)
    path = f"/tickets/{ticket['id']}/subjects"
    foreign = (await desk.ask("POST", f"/tickets/{elsewhere['id']}/subjects", agent, json=order())).json()["subject"]
    before = await state_of(desk, ticket)

    assert problem(await desk.ask("POST", path, customer, json=ORDER)) == (403, "forbidden")
    assert problem(await desk.ask("POST", path, other, json=ORDER)) == (404, "ticket_not_found")
    stale = await desk.ask("POST", path, agent, json=ORDER, headers={"if-match": '"9"'})
    assert problem(stale) == (412, "version_mismatch")
    assert problem(await desk.ask("DELETE", f"{path}/{foreign['id']}", agent)) == (404, "subject_not_found")
    own = {"subject": "x", "description": "y", "subjects": [ORDER]}
    assert problem(await desk.ask("POST", "/tickets", customer, json=own)) == (422, "invalid")
    twice = {**own, "subjects": [ORDER, ORDER]}
    assert (await desk.ask("POST", "/tickets", agent, json=twice)).json()["errors"][0]["pointer"] == "/subjects/1"

    assert await state_of(desk, ticket) == before
    assert len((await desk.ask("GET", f"/tickets/{elsewhere['id']}/subjects", agent)).json()["data"]) == 1


async def test_a_host_opens_a_customers_ticket_about_a_thing_with_a_token(desk: Any) -> None:
    customer, about = await desk.person(), order()
    token = desk.api_token(customer, "tickets:create", "tickets:read")
    body = {"subject": "x", "description": "y", "subjects": [about]}

    answer = await desk.ask("POST", "/tickets", None, json=body, headers=token)

    assert answer.status_code == 201, answer.text
    shown = await desk.ask("GET", f"/tickets/{answer.json()['data']['id']}/subjects", customer)
    assert [each["subject_id"] for each in shown.json()["data"]] == [about["subject_id"]]


async def test_a_ticket_is_about_twenty_things_at_most(desk: Any, problem: Any) -> None:
    agent = await desk.person("admin")
    things = [order() for _ in range(20)]
    ticket = await desk.opened(agent, subjects=things)
    path = f"/tickets/{ticket['id']}/subjects"
    before = await state_of(desk, ticket)

    assert problem(await desk.ask("POST", path, agent, json=order())) == (409, "too_many_subjects")
    assert await state_of(desk, ticket) == before
    more = await desk.ask(
        "POST", "/tickets", agent, json={"subject": "x", "description": "y", "subjects": [*things, order()]}
    )
    assert problem(more) == (422, "invalid")
    renamed = await desk.ask("POST", path, agent, json={**things[0], "title": "still there"})
    assert renamed.status_code == 201
