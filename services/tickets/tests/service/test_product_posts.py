"""The posts that the product documents: a form or JSON, JSON back, and the way to a page for a browser's form."""

from typing import Any

import pytest

from escalated_tickets.product_posts.routes import routes_below

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_many_are_changed_by_the_products_words(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    tickets = [await desk.opened(customer) for _ in range(2)]
    form = {"ticket_ids": [each["id"] for each in tickets], "action": "priority", "value": "urgent"}

    by_json = await desk.ask("POST", "/support/agent/tickets/bulk/", agent, json=form)
    by_form = await desk.ask("POST", "/support/agent/tickets/bulk", agent, data=form)
    by_page = await desk.ask("POST", "/support/agent/tickets/bulk/", agent, data=form, headers=PAGE)

    for answer in (by_json, by_form):
        assert answer.status_code == 202, answer.text
        assert answer.json()["data"]["action"] == {"type": "set_priority", "priority": "urgent"}
        assert answer.json()["data"]["total"] == 2
    assert (by_page.status_code, by_page.headers["location"], by_page.content) == (303, "/support/agent/tickets/", b"")


@pytest.mark.parametrize(
    ("action", "value", "meant"),
    [
        ("assign", "me", {"type": "assign", "assignee_id": "me"}),
        ("assign", "", {"type": "unassign"}),
        ("status", "resolved", {"type": "set_status", "status": "resolved"}),
        ("tag", ["vip", "gold"], {"type": "add_tag", "tags": ["vip", "gold"]}),
        ("tag", "vip", {"type": "add_tag", "tags": ["vip"]}),
        ("close", "", {"type": "set_status", "status": "closed"}),
        ("delete", "", {"type": "delete"}),
    ],
)
async def test_each_word_of_the_product_is_an_action(desk: Any, action: str, value: Any, meant: dict[str, Any]) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())

    body = {"ticket_ids": [ticket["id"]], "action": action, "value": value}
    answer = await desk.ask("POST", "/support/agent/tickets/bulk/", agent, data=body)

    assert answer.status_code == 202, answer.text
    assert answer.json()["data"]["action"] == meant


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"action": "explode"}, "/action"),
        ({"action": "priority"}, "/value"),
        ({"action": "priority", "value": "top"}, "/action/priority"),
        ({"action": "status", "value": ["open", "closed"]}, "/value"),
        ({"action": "delete", "ticket_ids": "nothing"}, "/ticket_ids"),
        ({"action": "delete", "colour": "red"}, "/colour"),
    ],
)
async def test_a_bulk_form_that_says_nothing_sensible_is_refused(desk: Any, body: dict[str, Any], pointer: str) -> None:
    agent = await desk.person("agent")
    ticket = await desk.opened(await desk.person())
    jobs = await desk.rows("SELECT id FROM escalated_bulk_jobs ORDER BY id")

    form = {"ticket_ids": ticket["id"], **body}
    answer = await desk.ask("POST", "/support/agent/tickets/bulk/", agent, data=form, headers=PAGE)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert await desk.rows("SELECT id FROM escalated_bulk_jobs ORDER BY id") == jobs


async def test_following_is_a_switch(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/support/agent/tickets/{ticket['reference']}/follow/"

    on = await desk.ask("POST", path, agent)
    shown = (await desk.shown(agent, ticket))["follower_ids"]
    off = await desk.ask("POST", path, agent, data={"csrfmiddlewaretoken": "x" * 64}, headers=PAGE)

    assert (on.status_code, on.json()["data"]["id"]) == (200, ticket["id"])
    assert shown == [str(agent.id)]
    assert (off.status_code, off.headers["location"]) == (303, f"/support/agent/tickets/{ticket['reference']}/")
    assert (await desk.shown(agent, ticket))["follower_ids"] == []


async def test_a_switch_pressed_again_with_its_key_is_pressed_once(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path, key = f"/support/agent/tickets/{ticket['id']}/follow/", {"Idempotency-Key": f"follow-{ticket['id']}"}

    button = {"content-type": "application/x-www-form-urlencoded", **PAGE}

    answers = [await desk.ask("POST", path, agent, headers={**key, **button}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert (await desk.shown(agent, ticket))["follower_ids"] == [str(agent.id)]


async def test_pinning_is_a_switch_for_notes(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    note = (
        await desk.ask("POST", f"/tickets/{ticket['id']}/replies", agent, json={"body": "psst", "internal": True})
    ).json()["message"]
    reply = (await desk.shown(agent, ticket, "messages"))["messages"][0]
    place = f"/support/agent/tickets/{ticket['reference']}/pin"

    pinned = [(await desk.ask("POST", f"{place}/{note['id']}/", agent)).json()["message"]["pinned"] for _ in range(2)]
    refused = await desk.ask("POST", f"{place}/{reply['id']}/", agent)
    hidden = await desk.ask("POST", f"{place}/{note['id']}/", customer)

    assert pinned == [True, False]
    assert problem(refused) == (409, "not_a_note")
    assert problem(hidden) == (404, "message_not_found")
    assert [each["pinned"] for each in (await desk.shown(agent, ticket, "messages"))["messages"]] == [False, False]


async def test_a_macro_is_applied_by_a_form(desk: Any) -> None:
    customer, admin = await desk.person(), await desk.person("admin")
    ticket = await desk.opened(customer)
    macro = await desk.does(admin, "/macros", {"name": "Up", "actions": [{"type": "escalate"}]})
    path = f"/support/agent/tickets/{ticket['reference']}/macro/"

    applied = await desk.ask("POST", path, admin, data={"macro_id": macro["id"]})
    by_page = await desk.ask("POST", path, admin, data={"macro_id": macro["id"]}, headers=PAGE)
    wrong = await desk.ask("POST", path, admin, data={"macro_id": "7"})

    assert (applied.status_code, applied.json()["data"]["escalation_level"]) == (200, 1)
    assert (by_page.status_code, by_page.headers["location"]) == (303, f"/support/agent/tickets/{ticket['reference']}/")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/macro_id")
    assert (await desk.shown(admin, ticket))["escalation_level"] == 2


async def test_a_rating_is_given_by_a_form_once(desk: Any, problem: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    path = f"/support/tickets/{ticket['reference']}/rate/"
    form = {"rating": "5", "comment": "quick"}

    early = await desk.ask("POST", path, customer, data=form)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    wrong = [await desk.ask("POST", path, customer, data=each) for each in ({"rating": "6"}, {"rating": ""}, {})]
    given = await desk.ask("POST", path, customer, data=form, headers=PAGE)
    again = await desk.ask("POST", path, customer, json={"score": 1})

    assert problem(early)[0] == 409
    assert [answer.status_code for answer in wrong] == [422] * 3
    assert (given.status_code, given.headers["location"]) == (303, f"/support/tickets/{ticket['reference']}/")
    assert problem(again)[0] == 409
    ratings = (await desk.ask("GET", f"/tickets/{ticket['id']}/ratings", agent)).json()["data"]
    assert [(each["score"], each["comment"]) for each in ratings] == [(5, "quick")]


async def test_a_form_with_a_file_or_a_nul_is_refused(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/resolve")
    path = f"/support/tickets/{ticket['reference']}/rate/"

    filed = await desk.ask("POST", path, customer, data={"rating": "5"}, files={"file": ("a.txt", b"x")})
    nul = await desk.ask("POST", path, customer, data={"rating": "5", "comment": "a\x00b"})

    assert (filed.status_code, nul.status_code) == (400, 422)
    assert (await desk.ask("GET", f"/tickets/{ticket['id']}/ratings", agent)).json()["data"] == []


def test_the_posts_stand_below_the_prefix_that_is_configured() -> None:
    paths = {route.path for route in routes_below("help").routes}  # type: ignore[attr-defined]
    assert {"/help/agent/tickets/bulk/", "/help/tickets/{ticket}/rate/"} <= paths
    assert all(path.startswith("/help/") for path in paths)
