"""The demo desk: it shows what there is, by what people would get over REST, and the second time changes nothing."""

from datetime import datetime
from typing import Any
from uuid import uuid5

import pytest_asyncio

from escalated_tickets.demo.tickets import CALENDAR, CLOCK, DEMO_CLOCK, DEMO_TICKETS
from escalated_tickets.metadata import metadata
from escalated_tickets.seed import seed


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ada(desk: Any) -> Any:
    """The demo desk's administrator, the desk having been put up."""
    await seed(desk.settings, True)
    return await desk.person("admin", name="Ada Admin", email="admin@example.com")


async def got(desk: Any, who: Any, path: str) -> Any:
    answer = await desk.ask("GET", path, who)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def ticket_of(desk: Any, who: Any, subject: str, include: str = "") -> dict[str, Any]:
    (row,) = await desk.rows("SELECT id FROM escalated_tickets WHERE subject = :s", s=subject)
    shown: dict[str, Any] = await got(desk, who, f"/tickets/{row.id}?include={include}")
    return shown


async def whole_desk(desk: Any) -> dict[str, list[str]]:
    """Every row of every table."""
    return {table: sorted(map(str, await desk.rows(f"SELECT * FROM {table}"))) for table in metadata.tables}


async def test_the_demo_desk_is_put_up_once(desk: Any, ada: Any) -> None:
    before = await whole_desk(desk)

    await seed(desk.settings, True)

    assert await whole_desk(desk) == before
    assert len(before["escalated_tickets"]) == len(DEMO_TICKETS) == 26
    assert (await ticket_of(desk, ada, DEMO_TICKETS[0].subject))["status"] == "open"


async def test_one_ticket_waits_for_an_answer_since_the_desk_was_put_up(desk: Any, ada: Any) -> None:
    waiting = await ticket_of(desk, ada, "Is anybody there?")

    assert (waiting["status"], waiting["assignee"], waiting["last_agent_message_at"]) == ("open", None, None)
    assert max(each.created_at for each in await desk.rows("SELECT created_at FROM escalated_tickets")) == (
        datetime.fromisoformat(waiting["created_at"])
    )
    assert [tag["name"] for tag in waiting["tags"]] == [DEMO_CLOCK]
    assert waiting["tags"][0]["id"] == str(uuid5(desk.settings.deployment_id, "tag:demo-clock"))


async def test_what_an_administrator_took_down_stays_down(desk: Any, ada: Any) -> None:
    macros = await got(desk, ada, "/macros")
    await desk.ask("DELETE", f"/macros/{macros[0]['id']}", ada)
    (support,) = await desk.rows("SELECT id FROM escalated_departments WHERE slug = 'support'")
    await desk.ask("PUT", f"/assignment/departments/{support.id}", ada, json={"strategy": "none"})

    await seed(desk.settings, True)

    assert await got(desk, ada, "/macros") == macros[1:]
    assert (await got(desk, ada, f"/assignment/departments/{support.id}"))["strategy"] == "none"


async def test_agents_find_macros_responses_a_view_and_a_status(desk: Any, ada: Any) -> None:
    (billing,) = await desk.rows("SELECT id FROM escalated_departments WHERE slug = 'billing'")
    sam = await desk.person("agent", billing.id, name="Sam Second", email="sam@example.com")
    ticket = await ticket_of(desk, ada, "Payment failed, but my card was charged")

    responses = await got(desk, sam, "/canned-responses")
    views = [each for each in await got(desk, sam, "/views") if not each["built_in"]]
    statuses = {each["slug"]: each for each in await got(desk, sam, "/statuses")}
    (refund,) = [each for each in responses if each["name"] == "Refund on its way"]
    path = f"/tickets/{ticket['id']}/canned-responses/{refund['id']}/render"
    rendered = (await desk.ask("POST", path, sam, json={"preview": True})).json()["data"]["body"]
    listed = await got(desk, sam, f"/tickets?view={views[0]['id']}")

    assert {each["name"] for each in await got(desk, sam, "/macros")} >= {"Invoice corrected", "Mine, tomorrow morning"}
    assert {each["category"] for each in responses} == {"First answer", "Billing"}
    assert rendered.startswith("Hello Dana Doe,")
    assert [(each["name"], each["sharing"]) for each in views] == [("Urgent or VIP", "all")]
    assert ticket["id"] in [each["id"] for each in listed]
    assert (statuses["on_hold"]["category"], statuses["on_hold"]["default"]) == ("on_hold", True)


async def test_tickets_tell_what_became_of_them(desk: Any, ada: Any) -> None:
    problem = await ticket_of(desk, ada, CLOCK, "links")
    incident = await ticket_of(desk, ada, "Login loop after the password reset", "links")
    target = await ticket_of(desk, ada, CALENDAR, "messages")
    (source,) = await desk.rows(
        "SELECT reference, status, merged_into_id::text FROM escalated_tickets WHERE subject LIKE 'Every meeting%'"
    )
    held = await ticket_of(desk, ada, "Two-factor codes are refused")
    asleep = await ticket_of(desk, ada, "Slow dashboard on Monday mornings")
    paid = await ticket_of(desk, ada, "Payment failed, but my card was charged")
    (subject,) = await got(desk, ada, f"/tickets/{paid['id']}/subjects")
    rated = await desk.rows("SELECT rating FROM escalated_tickets WHERE rating IS NOT NULL ORDER BY rating")

    assert [each["kind"] for each in problem["links"]] == ["incident", "incident"]
    assert [each["kind"] for each in incident["links"]] == ["problem"]
    assert incident["custom_fields"] == {"product": "web", "affected_users": 3}
    assert (source.status, source.merged_into_id) == ("closed", target["id"])
    assert len(target["messages"]) == 3
    assert held["status"] == "on_hold"
    assert (asleep["status"], asleep["snoozed_until"] is not None) == ("waiting_on_agent", True)
    assert (subject["type"], subject["subject_id"]) == ("order", "4711")
    assert [each.rating for each in rated] == [2, 4, 5]


async def test_customers_see_the_field_that_is_for_them(desk: Any, ada: Any) -> None:
    chris = await desk.person(name="Chris Customer", email="customer@example.com")

    fields = await got(desk, chris, "/custom-fields")
    shown = await ticket_of(desk, chris, "Login loop after the password reset")

    assert [each["key"] for each in fields] == ["product"]
    assert shown["custom_fields"] == {"product": "web"}
    assert [each["key"] for each in await got(desk, ada, "/custom-fields")] == ["product", "affected_users"]


async def test_departments_assign_by_themselves(desk: Any, ada: Any) -> None:
    (support,) = await desk.rows("SELECT id FROM escalated_departments WHERE slug = 'support'")
    (billing,) = await desk.rows("SELECT id FROM escalated_departments WHERE slug = 'billing'")
    agents = {each["name"]: each for each in await got(desk, ada, f"/assignment/agents?department={support.id}")}
    await desk.ask("PUT", f"/assignment/departments/{support.id}", ada, json={"strategy": "least_open"})
    chris = await desk.person(name="Chris Customer", email="customer@example.com")

    opened = await desk.opened(chris, department_id=str(support.id))

    fewest = min(agents.values(), key=lambda each: each["open"])["name"]
    assert (await got(desk, ada, f"/tickets/{opened['id']}"))["assignee"]["name"] == fewest
    assert (await got(desk, ada, f"/assignment/departments/{billing.id}"))["strategy"] == "round_robin"
    assert {each["name"]: each["proficiency"] for each in agents["Alex Agent"]["skills"]} == {"Sign-in": 5, "German": 3}
    assert (await ticket_of(desk, ada, "How do I add a second administrator?"))["assignee"] is None


async def test_a_step_that_is_refused_where_people_have_worked_ends_its_story(desk: Any, ada: Any) -> None:
    renamed = "UPDATE escalated_tickets SET subject = 'Renamed' WHERE merged_into_id IS NOT NULL"
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(renamed)
    target = await ticket_of(desk, ada, CALENDAR)
    assert (await desk.ask("DELETE", f"/tickets/{target['id']}", ada)).is_success

    await seed(desk.settings, True)

    again = await ticket_of(desk, ada, "Every meeting stands there two times")
    assert (again["status"], again["assignee"]["name"]) == ("in_progress", "Alex Agent")
