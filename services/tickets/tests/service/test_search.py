"""The search box and the list's filters over REST: what is found, how it is marked, what is refused and why."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from escalated.identity.v1 import types_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalated_tickets.people.service import keep_person
from escalated_tickets.search.rules import FILTERS
from escalated_tickets.search.service import rebuild_after
from escalated_tickets.tickets.visibility import NOBODY


def word() -> str:
    """One that no other test has written."""
    return f"w{uuid4().hex}"


async def found(desk: Any, who: Any, q: str, path: str = "/search") -> list[str]:
    answer = await desk.ask("GET", path, who, params={"q": q})
    assert answer.status_code == 200, answer.text
    return [each["reference"] for each in answer.json()["data"]]


async def refused(desk: Any, who: Any, q: str) -> dict[str, Any]:
    answer = await desk.ask("GET", "/search", who, params={"q": q})
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert (answer.json()["code"], error["pointer"]) == ("invalid", "q")
    return dict(error)


async def test_words_are_found_in_subject_messages_requester_reference_and_tags(desk: Any) -> None:
    mark = word()
    agent, customer = await desk.person("agent"), await desk.person(name=f"Nora {mark}n")
    ticket = await desk.opened(customer, subject=f"Broken {mark}s", description=f"It {mark}d burns")
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": f"use {mark}r", "internal": False})
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": [f"very {mark}t"]})

    for suffix in ("s", "d", "r", "n", "t"):
        assert await found(desk, agent, mark + suffix) == [ticket["reference"]]
        assert await found(desk, customer, mark + suffix) == [ticket["reference"]]
        assert await found(desk, agent, mark + suffix, "/tickets") == [ticket["reference"]]
    assert await found(desk, agent, f"{mark}s {mark}t {mark}r") == [ticket["reference"]]
    assert await found(desk, agent, ticket["reference"].lower()) == [ticket["reference"]]
    assert await found(desk, agent, f"reference:{ticket['reference'].lower()}") == [ticket["reference"]]
    assert await found(desk, agent, customer.email) == [ticket["reference"]]


async def test_phrases_alternatives_and_what_is_left_out(desk: Any) -> None:
    mark = word()
    customer = await desk.person()
    one = await desk.opened(customer, subject=f"{mark} red apple")
    two = await desk.opened(customer, subject=f"{mark} apple red")
    three = await desk.opened(customer, subject=f"{mark} green pear")

    assert await found(desk, customer, f'{mark} "red apple"') == [one["reference"]]
    assert await found(desk, customer, f"{mark} -apple") == [three["reference"]]
    assert await found(desk, customer, f'{mark} -"red apple" red') == [two["reference"]]
    assert set(await found(desk, customer, f'"red apple" {mark} or {mark} pear')) == {
        one["reference"],
        three["reference"],
    }
    assert await found(desk, customer, f"{mark} !!! ... ()") == [three["reference"], two["reference"], one["reference"]]
    assert await found(desk, customer, "!!! ...") == []


async def test_a_renamed_tag_is_found_by_its_new_name_alone(desk: Any) -> None:
    old, new = word(), word()
    admin, customer = await desk.person("admin"), await desk.person()
    ticket = await desk.opened(customer)
    await desk.does(admin, f"/tickets/{ticket['id']}/tags", {"tags": [old]})
    tag = (await desk.shown(admin, ticket))["tags"][0]
    before = await desk.rows("SELECT xmin::text FROM escalated_staff_documents WHERE ticket_id = :id", id=ticket["id"])

    answer = await desk.ask("PATCH", f"/tags/{tag['id']}", admin, json={"name": new})

    assert answer.status_code == 200
    assert await found(desk, admin, old) == []
    assert await found(desk, admin, new) == [ticket["reference"]]
    assert await found(desk, admin, f"tag:{new}") == [ticket["reference"]]
    after = await desk.rows("SELECT xmin::text FROM escalated_staff_documents WHERE ticket_id = :id", id=ticket["id"])
    assert after == before
    await desk.ask("DELETE", f"/tickets/{ticket['id']}/tags", admin, json={"tags": [new]})
    assert await found(desk, admin, new) == []


async def test_custom_fields_are_found_by_whom_they_are_shown_to(desk: Any) -> None:
    open_word, hidden_word, key = word(), word(), f"k{uuid4().hex[:8]}"
    admin, customer = await desk.person("admin"), await desk.person()
    shown = {"key": key, "label": "Shown", "type": "text", "visible_to_customers": True}
    field = await desk.does(admin, "/custom-fields", shown)
    await desk.does(admin, "/custom-fields", {"key": f"{key}h", "label": "Hidden", "type": "text"})
    ticket = await desk.opened(customer)
    values = {key: f"box {open_word}", f"{key}h": hidden_word}
    answer = await desk.ask("PATCH", f"/tickets/{ticket['id']}", admin, json={"custom_fields": values})
    assert answer.status_code == 200, answer.text

    assert await found(desk, admin, open_word) == await found(desk, admin, hidden_word) == [ticket["reference"]]
    assert await found(desk, customer, open_word) == [ticket["reference"]]
    assert await found(desk, customer, f"{open_word} printer") == [ticket["reference"]]
    for path in ("/search", "/tickets"):
        assert await found(desk, customer, hidden_word, path) == []

    await desk.ask("PATCH", f"/custom-fields/{field['id']}", admin, json={"visible_to_customers": False})

    for path in ("/search", "/tickets"):
        assert await found(desk, customer, open_word, path) == []
    assert await found(desk, admin, open_word) == [ticket["reference"]]


async def test_a_requester_who_is_renamed_is_found_by_the_new_name(desk: Any) -> None:
    old, new = word(), word()
    agent, customer = await desk.person("agent"), await desk.person(name=old)
    ticket = await desk.opened(customer)
    assert await found(desk, agent, old) == [ticket["reference"]]
    row = types_pb2.Person(id=str(customer.id), name=new, email=customer.email, kind="customer", active=True, version=2)

    async with desk.database.transaction() as uow:
        await keep_person(uow, row)

    assert await found(desk, agent, old) == []
    assert await found(desk, agent, new) == [ticket["reference"]]


async def test_matches_are_marked_and_everything_else_is_escaped(desk: Any) -> None:
    mark = word()
    customer = await desk.person()
    await desk.opened(customer, subject=f"<b>{mark}</b> & more", description=f"first <i>{mark}</i> then")

    answer = await desk.ask("GET", "/search", customer, params={"q": mark})
    listed = await desk.ask("GET", "/search", customer, params={"q": "requester:me"})

    (one,) = answer.json()["data"]
    assert " ".join(one["marks"]["subject"].split()) == f"<mark>{mark}</mark> &amp; more"
    assert f"<mark>{mark}</mark>" in one["marks"]["text"]
    assert "<i>" not in one["marks"]["text"]
    marks = {"subject": f"&lt;b&gt;{mark}&lt;/b&gt; &amp; more", "text": None}
    assert [each["marks"] for each in listed.json()["data"]] == [marks]


async def test_the_best_comes_first_and_pages_go_on(desk: Any) -> None:
    mark = word()
    customer = await desk.person()
    named = await desk.opened(customer, subject=f"All of {mark}")
    told = [await desk.opened(customer, description=f"told of {mark}") for _ in range(4)]

    seen: list[str] = []
    cursor = None
    while True:
        after = {"cursor": cursor} if cursor else dict[str, str]()
        answer = await desk.ask("GET", "/search", customer, params={"q": mark, "limit": 2, **after})
        seen += [each["reference"] for each in answer.json()["data"]]
        cursor = answer.json()["meta"]["next_cursor"]
        if cursor is None:
            break

    assert seen == [named["reference"], *[each["reference"] for each in reversed(told)]]


async def test_names_in_tokens_are_compared_in_every_script(desk: Any) -> None:
    department = await desk.department("İzmir Ofisi")
    agent, customer = await desk.person("agent", department, name="İpek Τάσος"), await desk.person()
    ticket = await desk.opened(customer)
    await desk.does(agent, f"/tickets/{ticket['id']}/assign", {"assignee_id": str(agent.id)})
    await desk.does(agent, f"/tickets/{ticket['id']}/department", {"department_id": str(department)})

    assert await found(desk, agent, 'assignee:"İPEK Τάσος"') == [ticket["reference"]]
    assert await found(desk, agent, 'department:"İzmir ofisi" assignee:me') == [ticket["reference"]]


async def test_tokens_alone_list_what_changed_last_first(desk: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    tickets = []
    for _ in range(3):
        tickets.append(await desk.opened(customer))
        desk.clock.move(timedelta(minutes=1))
    await desk.does(agent, f"/tickets/{tickets[0]['id']}/assign", {"assignee_id": str(agent.id)})
    references = [each["reference"] for each in tickets]

    q = f"requester:{customer.email.upper()}"
    assert await found(desk, agent, q) == [references[0], references[2], references[1]]
    assert await found(desk, agent, f"{q} assignee:me") == [references[0]]
    assert await found(desk, agent, f'{q} assignee:"{agent.name.upper()}"') == [references[0]]
    assert await found(desk, agent, f"{q} assignee:{agent.email} status:in_progress,open") == [references[0]]
    assert await found(desk, agent, f"{q} assignee:none created:<1h") == references[:0:-1]
    assert await found(desk, agent, "requester:nobody@nowhere.example") == []
    first = await desk.ask("GET", "/search", agent, params={"q": q, "limit": 2})
    cursor = first.json()["meta"]["next_cursor"]
    second = await desk.ask("GET", "/search", agent, params={"q": q, "limit": 2, "cursor": cursor})
    assert [each["reference"] for each in second.json()["data"]] == [references[1]]


@pytest.mark.parametrize(
    ("q", "says"),
    [
        ("status:opened", "'opened' is none of open, in_progress, waiting_on_customer"),
        ("x priority:top", "'top' is none of low, medium, high, urgent, critical"),
        ("type:bug", "'bug' is none of question, problem, incident, task"),
        ("sla:late", "'late' is none of none, ok, paused, at_risk, breached, met"),
        ("created:yesterday", "is no stretch of time; write 2026-01-31"),
        ("snoozed:maybe", "'maybe' is none of yes, no"),
        ("has:files", "'files' is none of attachment"),
        ("assignee:nobody-of-this-name", "nobody of the staff has this name"),
        ("requester:somebody", "give me, a mail address or an id"),
        ("department:nowhere", "there is no such department"),
        ("about:order", "Name a subject as type:id"),
        ("-status:open", "cannot be turned round"),
        ("status:", "needs a value"),
        ("assignee:me assignee:none", "can be given once"),
        ("x " * 33, "At most 32 words"),
    ],
)
async def test_a_token_that_cannot_be_is_refused_with_what_would_do(desk: Any, q: str, says: str) -> None:
    error = await refused(desk, await desk.person("agent"), q)

    assert error["code"] == "bad_token"
    assert error["detail"].startswith(q.rsplit(maxsplit=1)[-1])
    assert says in error["detail"]


async def test_the_examples_of_the_documentation_are_understood(desk: Any) -> None:
    page = (Path(__file__).parents[4] / "docs" / "search.md").read_text()
    examples = [line.partition("#")[0].strip() for line in page.split("```")[1].strip().splitlines()]
    agent = await desk.person("agent")
    assert len(examples) == 6
    for q in examples:
        assert (await desk.ask("GET", "/search", agent, params={"q": q})).status_code == 200, q
    assert (await refused(desk, agent, "priority:top"))["detail"] in page
    keys = {line.split("|")[1] for line in page.splitlines() if line.startswith("| `")}
    assert {key.strip(" `") for each in keys for key in each.split(",")} == FILTERS.keys()


async def test_customers_have_no_tokens_of_what_they_are_not_told(desk: Any) -> None:
    customer, agent = await desk.person(), await desk.person("agent")
    secret = await desk.department(f"Secret {word()}")
    ticket = await desk.opened(customer)
    for q in ("sla:ok", "follower:me", "assignee:none", "snoozed:no"):
        assert await found(desk, customer, q) == []
    known = (await desk.rows("SELECT name FROM escalated_departments WHERE id = :id", id=str(secret)))[0].name
    for q in (f'department:"{known}"', "department:nowhere", f"requester:{agent.email}"):
        assert await found(desk, customer, q) == []
    assert await found(desk, customer, "department:none requester:me") == [ticket["reference"]]
    for path in ("/tickets?snoozed=yes", "/tickets?sla=ok", "/tickets?follower=me"):
        assert (await desk.ask("GET", path, customer)).status_code == 422


async def test_lists_by_time_snooze_file_and_reference(desk: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    created = ticket["created_at"][:10]
    mine = f"requester={customer.id}"

    async def listed(query: str, who: Any = agent) -> list[str]:
        answer = await desk.ask("GET", f"/tickets?{mine}&{query}", who)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["data"]]

    for query in (f"created={created}", f"created=%3E%3D{created}", f"created={created}..", "created=%3C7d,%3C30d"):
        assert await listed(query) == [ticket["id"]]
    for query in (f"created=%3E{created}", f"created=%3C{created}", "created=%3E7d", "updated=%3E1h"):
        assert await listed(query) == []
    assert await listed(f"updated={created}", customer) == [ticket["id"]]
    assert await listed("snoozed=no") == [ticket["id"]]
    assert await listed("snoozed=yes") == []
    assert await listed("has=attachment") == []
    assert await listed(f"reference={ticket['reference'].lower()}") == [ticket["id"]]
    for query, name in (
        ("created=soon", "created"),
        ("updated=1..2", "updated"),
        ("snoozed=x", "snoozed"),
        ("about=x", "about"),
    ):
        answer = await desk.ask("GET", f"/tickets?{query}", agent)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].endswith(name)


async def test_a_note_neither_dates_nor_fills_a_ticket_for_its_customer(desk: Any) -> None:
    agent, customer = await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer)
    upload = await desk.ask("POST", "/uploads", agent, files={"file": ("note.txt", b"for staff", "text/plain")})
    desk.clock.move(timedelta(minutes=5))
    now = desk.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {"body": "psst", "internal": True, "attachments": [upload.json()["data"]["id"]]}
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", body)

    for q in (f"updated:>={now} requester:me", "has:attachment requester:me"):
        assert await found(desk, customer, q) == []
    for q in (f"updated:>={now} requester:{customer.email}", f"has:attachment requester:{customer.email}"):
        assert await found(desk, agent, q) == [ticket["reference"]]


async def test_documents_made_anew_find_the_same(desk: Any) -> None:
    mark = word()
    agent, customer = await desk.person("agent"), await desk.person()
    ticket = await desk.opened(customer, subject=f"{mark}s", description=f"{mark}d")
    await desk.does(agent, f"/tickets/{ticket['id']}/replies", {"body": f"{mark}i", "internal": True})
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": [f"{mark}t"]})
    document = """
        SELECT department_id, tsvector_to_array(staff.words) AS staffs, tsvector_to_array(shown.words) AS customers
        FROM escalated_staff_documents AS staff JOIN escalated_public_documents AS shown USING (ticket_id)
        WHERE ticket_id = :id
    """
    before = await desk.rows(document, id=ticket["id"])

    async with desk.database.transaction() as uow:
        last = NOBODY
        while done := await rebuild_after(uow, last, 50):
            last = done[-1]

    assert await desk.rows(document, id=ticket["id"]) == before
    assert await found(desk, customer, f"{mark}i") == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowd(desk: Any) -> list[Any]:
    """A customer, an agent and an administrator, and something for them to find."""
    people = [await desk.person(), await desk.person("agent", await desk.department()), await desk.person("admin")]
    await desk.opened(people[0])
    return people


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=15),
            st.sampled_from(
                [
                    "status:",
                    "status:open",
                    '"',
                    "-",
                    "or",
                    "tag:",
                    "created:<",
                    "created:>=2026-01-01",
                    "& | ! ( )",
                    "<->",
                    "a:*",
                    "':1A",
                    "\\",
                    "'#'",
                    "requester:me",
                    "assignee:",
                    "department:none",
                    "%",
                    "\u202e",
                    "ﬁ",
                    "'' OR 1=1",
                ]
            ),
        ),
        min_size=1,
        max_size=12,
    ).map(" ".join)
)
async def test_any_text_is_answered(desk: Any, crowd: list[Any], q: str) -> None:
    for who in crowd:
        for path in ("/search", "/tickets"):
            answer = await desk.ask("GET", path, who, params={"q": q[:400]})
            assert answer.status_code in {200, 422}, (q, answer.text)


async def test_what_looks_like_a_token_and_is_none_is_searched_as_words_and_said(desk: Any) -> None:
    mark = word()
    customer, agent = await desk.person(), await desk.person("agent")
    ticket = await desk.opened(customer, subject=f"Mail re:{mark} from https://{mark}.example")

    async def asked(who: Any, q: str) -> tuple[list[str], list[tuple[str, str]]]:
        answer = await desk.ask("GET", "/search", who, params={"q": q})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        return [each["id"] for each in body["data"]], [(each["token"], each["detail"]) for each in body["hints"]]

    assert await asked(agent, f"staus:open {mark}") == (
        [],
        [("staus:open", "There is no token staus:, so this was searched as words. Did you mean status:?")],
    )
    assert await asked(agent, f"re:{mark}") == (
        [ticket["id"]],
        [
            (
                f"re:{mark}",
                f"There is no token re:, so this was searched as words. There are {', '.join(sorted(FILTERS))}.",
            )
        ],
    )
    assert await asked(agent, f"https://{mark}.example") == ([ticket["id"]], [])
    assert await asked(agent, f"status:open {mark}") == ([ticket["id"]], [])
    # customers are told of the tokens that are theirs, and of no other
    _, ((_, detail),) = await asked(customer, "sla:breached")
    assert "assignee" not in detail.partition("There are")[2] and "status" in detail
