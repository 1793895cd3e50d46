"""Departments that assign by themselves, people in Cc, sharing: through the gateway and by mail."""

import asyncio
from collections import Counter
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import httpx2

from tests.suite import ADMIN, AGENT, CUSTOMER, MAIL_DOMAIN, Suite, wait_for


async def sent(client: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    answer = await client.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()["data"] if answer.content else None


async def department_of_agents(admin: httpx2.AsyncClient, agents: int) -> tuple[str, list[dict[str, Any]]]:
    """A new department with new agents, once tickets has heard of all of them."""
    word = uuid4().hex[:8]
    department = (await sent(admin, "POST", "/departments", {"name": f"Assigning {word}"}))["id"]
    staff = []
    for number in range(agents):
        body = {"name": f"Agent {number}", "email": f"{word}-{number}@example.com", "roles": ["agent"]}
        person = await sent(admin, "POST", "/people", {**body, "departments": [department]})
        staff.append(person)

    async def heard() -> bool:
        path = f"/api/v1/assignment/agents?department={department}"
        return len((await admin.get(path)).json()["data"]) == agents

    await wait_for(heard)
    return department, sorted(staff, key=lambda each: str(each["id"]))


async def test_a_department_assigns_by_itself_and_no_limit_is_passed(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        department, staff = await department_of_agents(admin, 3)
        for each in staff:
            await sent(admin, "PUT", f"/assignment/agents/{each['id']}", {"capacity": 3})
        await sent(admin, "PUT", f"/assignment/departments/{department}", {"strategy": "round_robin"})

        new = {"subject": "Whose turn", "description": "x", "department_id": department}
        opened = await asyncio.gather(*(sent(customer, "POST", "/tickets", new) for _ in range(10)))

        listed = await sent(admin, "GET", f"/tickets?department={department}&limit=100")
        counted = Counter((each["assignee"] or {}).get("id") for each in listed)
        assert counted == {**{each["id"]: 3 for each in staff}, None: 1}
        assert len(opened) == 10

        taken = next(each for each in listed if each["assignee"])
        waiting = next(each for each in listed if not each["assignee"])
        await sent(admin, "POST", f"/tickets/{taken['id']}/resolve", {})

        async def assigned() -> bool:
            shown = await sent(admin, "GET", f"/tickets/{waiting['id']}")
            return bool(shown["assignee"]) and shown["assignee"]["id"] == taken["assignee"]["id"]

        await wait_for(assigned)
        activity = (await sent(admin, "GET", f"/tickets/{waiting['id']}?include=activity"))["activity"]
        (why,) = (each["after"] for each in activity if each["kind"] == "ticket.assigned")
        assert (why["strategy"], why["reason"].partition(":")[0]) == ("round_robin", "round robin")


async def test_a_department_gives_to_who_has_least_and_to_who_has_the_skill(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        department, (first, second) = await department_of_agents(admin, 2)
        new = {"subject": "Who", "description": "x", "department_id": department}
        place = f"/assignment/departments/{department}"
        for each in (first, second):
            await sent(admin, "PUT", f"/assignment/agents/{each['id']}", {"available": True})
        await sent(admin, "PUT", place, {"strategy": "least_open"})
        takers = [(await _taken(admin, await sent(customer, "POST", "/tickets", new)))["id"] for _ in range(4)]
        assert Counter(takers) == {first["id"]: 2, second["id"]: 2}

        skill, tag = f"skill {uuid4().hex[:6]}", f"tag{uuid4().hex[:6]}"
        held = {"available": True, "skills": [{"name": skill, "proficiency": 3}]}
        await sent(admin, "PUT", f"/assignment/agents/{second['id']}", held)
        await sent(admin, "PUT", place, {"strategy": "skill", "skills": [{"skill": skill}]})
        skilled = await _taken(admin, await sent(customer, "POST", "/tickets", new))
        assert skilled["id"] == second["id"]

        await sent(admin, "PUT", f"/assignment/agents/{second['id']}", {**held, "available": False})
        waiting = await sent(admin, "POST", "/tickets", {**new, "tags": [tag]})
        assert (await sent(admin, "GET", f"/tickets/{waiting['id']}"))["assignee"] is None


async def _taken(admin: httpx2.AsyncClient, ticket: dict[str, Any]) -> dict[str, Any]:
    return dict((await sent(admin, "GET", f"/tickets/{ticket['id']}"))["assignee"] or {"id": None})


async def test_an_agent_says_when_they_are_away(suite: Suite) -> None:
    async with suite.signed_in(AGENT) as agent:
        away = await sent(agent, "PUT", "/assignment/agents/me/availability", {"available": False})
        back = await sent(agent, "PUT", "/assignment/agents/me/availability", {"available": True})
    assert (away["available"], back["available"]) == (False, True)


async def test_cc_of_a_mail_waits_until_an_agent_approves(suite: Suite) -> None:
    word = uuid4().hex[:8]
    sender, copied = f"sue-{word}@elsewhere.example", f"carl-{word}@elsewhere.example"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = f"Sue <{sender}>", f"support@{MAIL_DOMAIN}", f"Carl <{copied}>"
    mail["Subject"], mail["Message-ID"] = f"Copied {word}", make_msgid(domain="elsewhere.example")
    mail.set_content("Carl should know.")
    suite.send_mail(mail)
    await wait_for(lambda: suite.mails(sender))

    async with suite.signed_in(ADMIN) as admin:
        found = await sent(admin, "GET", f"/tickets?q={word}")
        (ticket,) = [each["id"] for each in found]
        (carl,) = await sent(admin, "GET", f"/tickets/{ticket}/participants")
        assert (carl["email"], carl["name"], carl["state"]) == (copied, "Carl", "suggested")
        await sent(admin, "POST", f"/tickets/{ticket}/replies", {"body": "For Sue alone."})
        await wait_for(lambda: len(suite.mails(sender)) == 2)
        assert suite.mails(copied) == []

        await sent(admin, "POST", f"/tickets/{ticket}/participants/{carl['id']}/approve", {})
        await sent(admin, "POST", f"/tickets/{ticket}/replies", {"body": "For both."})
        await wait_for(lambda: suite.mails(copied))
        assert "For both." in str(suite.mails(copied)[0])


async def test_a_colleague_is_followed_in_by_who_may_share(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer, suite.signed_in(AGENT) as agent:
        me = await sent(agent, "GET", "/auth/me")
        department, _ = await department_of_agents(admin, 1)
        ticket = await sent(
            customer, "POST", "/tickets", {"subject": "Share me", "description": "x", "department_id": department}
        )
        path = f"/api/v1/tickets/{ticket['id']}"
        assert (await agent.get(path)).status_code == 404
        await sent(admin, "POST", f"/tickets/{ticket['id']}/followers", {"person_id": me["id"]})
        assert (await agent.get(path)).status_code == 200
        await sent(admin, "DELETE", f"/tickets/{ticket['id']}/followers/{me['id']}")
        assert (await agent.get(path)).status_code == 404


async def test_a_department_is_deactivated_and_its_tickets_stay_workable(suite: Suite) -> None:
    async with suite.signed_in(ADMIN) as admin, suite.signed_in(CUSTOMER) as customer:
        department, _ = await department_of_agents(admin, 1)
        new = {"subject": "Last one", "description": "x", "department_id": department}
        ticket = await sent(customer, "POST", "/tickets", new)
        assert (await admin.delete(f"/api/v1/departments/{department}")).status_code == 405
        await sent(admin, "PATCH", f"/departments/{department}", {"active": False})

        async def refused() -> bool:
            answer = await customer.post("/api/v1/tickets", json=new)
            return answer.status_code == 422 and answer.json()["errors"][0]["code"] == "inactive"

        await wait_for(refused)
        replied = await sent(admin, "POST", f"/tickets/{ticket['id']}/replies", {"body": "Still here."})
        assert (replied["department"]["id"], replied["status"]) == (department, "waiting_on_customer")
