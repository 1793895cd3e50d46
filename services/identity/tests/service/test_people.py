"""People, roles and departments over REST, with their events and audit entries."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

PEOPLE, ROLES, DEPARTMENTS = "/api/v1/people", "/api/v1/roles", "/api/v1/departments"


async def _create(desk: Any, admin: dict[str, str], path: str, **body: Any) -> dict[str, Any]:
    answer = await desk.http.post(path, json=body, headers=admin)
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_an_administrator_adds_an_agent(desk: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    support = await _create(desk, admin, DEPARTMENTS, name="First Line")
    # when
    body = {
        "name": "Amy",
        "email": "amy@example.com",
        "roles": ["agent"],
        "departments": [support["id"]],
        "password": "a password of Amy's",
    }
    answer = await desk.http.post(PEOPLE, json=body, headers=admin)
    # then
    data = answer.json()["data"]
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert UUID(data["id"]) == desk.context.owner_id("amy@example.com")
    assert (data["kind"], data["roles"], data["departments"]) == ("agent", ["agent"], [support["id"]])
    assert data["active"] is True
    assert data["created_at"].endswith("Z")
    (event,) = await desk.published("person.created", data["id"])
    assert event["person"]["department_ids"] == [support["id"]]
    assert event["meta"]["version"] == 1
    assert (await desk.log_in("amy@example.com", "a password of Amy's")).status_code == 200


async def test_a_guest_becomes_the_agent_that_is_added(desk: Any) -> None:
    admin = await desk.as_new("admin")
    guest = await desk.guest("becoming@example.com")
    data = await _create(desk, admin, PEOPLE, name="Bea", email="becoming@example.com", roles=["agent"])
    assert UUID(data["id"]) == guest.id
    assert (data["kind"], data["name"]) == ("agent", "Bea")


async def test_an_address_has_one_account(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    body = {"name": "Twin", "email": "twin@example.com", "roles": ["agent"]}
    answers = await asyncio.gather(*(desk.http.post(PEOPLE, json=body, headers=admin) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_changed_roles_raise_the_access_version_and_refuse_older_tokens(desk: Any, problem: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    agents_token = await desk.signed_in(agent)
    desk.http.cookies.clear()
    # when
    answer = await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"roles": ["light_agent"]}, headers=admin)
    # then
    assert answer.json()["data"]["kind"] == "light_agent"
    (event,) = await desk.published("person.updated", agent.id)
    assert event["person"]["access_version"] == 2
    assert event["changes"] == [{"field": "roles", "before": "agent", "after": "light_agent"}]
    authenticator = desk.http._transport.app.state.authenticator
    await authenticator.revocations.ask()
    assert problem(await desk.http.get("/api/v1/auth/me", headers=agents_token)) == (401, "token_outdated")


async def test_a_name_changes_no_access(desk: Any) -> None:
    agent = await desk.person("agent")
    headers = await desk.signed_in(agent)
    answer = await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"name": "Al"}, headers=headers)
    assert answer.json()["data"]["name"] == "Al"
    (event,) = await desk.published("person.updated", agent.id)
    assert (event["person"]["access_version"], event["person"]["version"]) == (1, 2)


async def test_a_stale_change_is_refused(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    first = await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"name": "One"}, headers=admin | {"if-match": '"1"'})
    second = await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"name": "Two"}, headers=admin | {"if-match": '"1"'})
    assert first.status_code == 200
    assert problem(second) == (412, "precondition_failed")
    assert (await desk.http.get(f"{PEOPLE}/{agent.id}", headers=admin)).json()["data"]["name"] == "One"


async def test_two_changes_at_the_same_moment_are_both_kept(desk: Any) -> None:
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    changes = [{"name": "Renamed"}, {"locale": "de"}]
    await asyncio.gather(*(desk.http.patch(f"{PEOPLE}/{agent.id}", json=change, headers=admin) for change in changes))
    data = (await desk.http.get(f"{PEOPLE}/{agent.id}", headers=admin)).json()["data"]
    assert (data["name"], data["locale"], data["version"]) == ("Renamed", "de", 3)


async def test_the_last_administrator_stays(desk: Any, problem: Any) -> None:
    # given one administrator
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("update escalated_people set active = false where kind = 'admin'")
    boss = await desk.person("admin")
    headers = await desk.signed_in(boss)
    # when
    for change in ({"active": False}, {"roles": ["agent"]}):
        answer = await desk.http.patch(f"{PEOPLE}/{boss.id}", json=change, headers=headers)
        # then
        assert problem(answer) == (409, "last_admin")
    assert (await desk.http.get(f"{PEOPLE}/{boss.id}", headers=headers)).json()["data"]["kind"] == "admin"


async def test_nobody_hands_out_what_she_does_not_hold(desk: Any, problem: Any) -> None:
    # given a role that may manage people, and no more
    admin = await desk.as_new("admin")
    await _create(desk, admin, ROLES, slug="hr", name="HR", permissions=["people:manage", "people:read"])
    hr = await _create(
        desk, admin, PEOPLE, name="H", email="hr@example.com", roles=["light_agent", "hr"], password="hr hr hr hr hr"
    )
    headers = await desk.signed_in(await desk.person_of(hr["id"]), "hr hr hr hr hr")
    customer = await desk.person("customer")
    boss = await desk.person("admin")
    # when she makes herself or another an administrator, or takes one down
    for person_id, change in (
        (hr["id"], {"roles": ["admin"]}),
        (customer.id, {"roles": ["agent"]}),
        (boss.id, {"active": False}),
    ):
        answer = await desk.http.patch(f"{PEOPLE}/{person_id}", json=change, headers=headers)
        # then
        assert problem(answer) == (403, "beyond_own_permissions")
    assert (await desk.http.get(f"{PEOPLE}/{boss.id}", headers=admin)).json()["data"]["active"] is True


async def test_customers_hold_no_custom_role_and_are_in_no_department(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    await _create(desk, admin, ROLES, slug="seer", name="Seer", permissions=["tickets:view_all"])
    department = await _create(desk, admin, DEPARTMENTS, name="Closed Shop")
    customer = await desk.person("customer")
    answer = await desk.http.patch(f"{PEOPLE}/{customer.id}", json={"roles": ["seer"]}, headers=admin)
    assert problem(answer) == (422, "invalid")
    path = f"{DEPARTMENTS}/{department['id']}/members/{customer.id}"
    assert problem(await desk.http.put(path, headers=admin)) == (422, "staff_only")


async def test_people_are_listed_by_name_page_by_page(desk: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    for name in ("Zed Zulu", "adam zulu", "Bert Zulu"):
        await desk.person("customer", name=name)
    # when
    first = (await desk.http.get(PEOPLE, params={"q": "zulu", "limit": 2}, headers=admin)).json()
    rest = {"q": "zulu", "limit": 2, "cursor": first["meta"]["next_cursor"]}
    second = (await desk.http.get(PEOPLE, params=rest, headers=admin)).json()
    # then
    assert [person["name"] for person in first["data"]] == ["adam zulu", "Bert Zulu"]
    assert [person["name"] for person in second["data"]] == ["Zed Zulu"]
    assert second["meta"]["next_cursor"] is None


async def test_words_are_no_pattern(desk: Any) -> None:
    admin = await desk.as_new("admin")
    await desk.person("customer", name="100% sure_thing")
    for words, found in (("0% s", 1), ("%", 1), ("sure_t", 1), ("sureXt", 0), ("_", 1)):
        answer = await desk.http.get(PEOPLE, params={"q": words}, headers=admin)
        assert len(answer.json()["data"]) == found, words


async def test_people_are_listed_by_kind(desk: Any) -> None:
    admin = await desk.as_new("admin")
    for kind in ("agent", "customer"):
        await desk.person(kind, name=f"Kim {kind}")
    await desk.guest("kim-guest@example.com", "Kim guest")
    found = {
        kind: [
            person["kind"]
            for person in (await desk.http.get(PEOPLE, params={"q": "Kim ", "kind": kind}, headers=admin)).json()[
                "data"
            ]
        ]
        for kind in ("staff", "customer")
    }
    assert found == {"staff": ["agent"], "customer": ["customer", "guest"]}


async def test_a_custom_role_allows_what_it_says(desk: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    role = await _create(desk, admin, ROLES, slug="auditor", name="Auditor", permissions=["audit:read"])
    agent = await desk.person("light_agent")
    await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"roles": ["light_agent", "auditor"]}, headers=admin)
    desk.clock.move(timedelta(seconds=30))  # what processes know of roles is at most so old
    # when
    headers = await desk.signed_in(agent)
    # then
    admin = await desk.as_new("admin")
    assert (await desk.http.get("/api/v1/audit", headers=headers)).status_code == 200
    me = (await desk.http.get("/api/v1/auth/me", headers=headers)).json()["data"]
    assert me["roles"] == ["light_agent", "auditor"]
    assert "audit:read" in me["permissions"]
    listed = (await desk.http.get(ROLES, headers=admin)).json()["data"]
    assert role in listed
    assert [r["slug"] for r in listed if r["built_in"]] == ["admin", "agent", "light_agent", "customer"]


async def test_a_role_is_changed_and_deleted(desk: Any, problem: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    role = await _create(desk, admin, ROLES, slug="reporter", name="Reporter", permissions=["reports:read"])
    agent = await desk.person("agent")
    await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"roles": ["agent", "reporter"]}, headers=admin)
    path = f"{ROLES}/{role['id']}"
    # when
    changed = await desk.http.patch(path, json={"permissions": ["reports:read", "audit:read"]}, headers=admin)
    in_use = await desk.http.delete(path, headers=admin)
    await desk.http.patch(f"{PEOPLE}/{agent.id}", json={"roles": ["agent"]}, headers=admin)
    gone = await desk.http.delete(path, headers=admin)
    # then
    assert changed.json()["data"]["permissions"] == ["audit:read", "reports:read"]
    assert problem(in_use) == (409, "role_in_use")
    assert gone.status_code == 204
    assert problem(await desk.http.delete(path, headers=admin)) == (404, "not_found")


async def test_bad_roles_are_refused(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    for body, wanted in (
        ({"slug": "admin", "name": "A", "permissions": []}, (409, "slug_taken")),
        ({"slug": "Bad Slug", "name": "A", "permissions": []}, (422, "invalid")),
        ({"slug": "fine", "name": "A", "permissions": ["everything:all"]}, (422, "invalid")),
    ):
        assert problem(await desk.http.post(ROLES, json=body, headers=admin)) == wanted
    assert problem(await desk.http.delete(f"{ROLES}/admin", headers=admin)) == (403, "built_in_role")


async def test_departments_and_their_members(desk: Any, problem: Any) -> None:
    # given
    admin = await desk.as_new("admin")
    agent = await desk.person("agent")
    made = await _create(desk, admin, DEPARTMENTS, name="Büro & Kasse", email="kasse@example.com")
    path = f"{DEPARTMENTS}/{made['id']}"
    # when
    added = await desk.http.put(f"{path}/members/{agent.id}", headers=admin)
    again = await desk.http.put(f"{path}/members/{agent.id}", headers=admin)
    # then
    assert made["slug"] == "buro-kasse"
    assert added.json()["data"]["departments"] == [made["id"]]
    assert again.json()["data"]["version"] == added.json()["data"]["version"] == 2
    assert (await desk.http.get(path, headers=admin)).json()["data"]["member_count"] == 1
    members = (await desk.http.get(f"{path}/members", headers=admin)).json()["data"]
    assert [member["id"] for member in members] == [str(agent.id)]
    (event,) = await desk.published("person.updated", agent.id)
    assert event["person"]["department_ids"] == [made["id"]]
    assert event["person"]["access_version"] == 2
    removed = await desk.http.delete(f"{path}/members/{agent.id}", headers=admin)
    assert removed.status_code == 204
    assert problem(await desk.http.delete(f"{path}/members/{agent.id}", headers=admin)) == (404, "not_found")


async def test_a_department_is_deactivated_never_deleted(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    made = await _create(desk, admin, DEPARTMENTS, name="Archive")
    path = f"{DEPARTMENTS}/{made['id']}"
    assert problem(await desk.http.delete(path, headers=admin)) == (405, "method_not_allowed")
    closed = await desk.http.patch(path, json={"active": False}, headers=admin)
    assert (closed.status_code, closed.json()["data"]["active"]) == (200, False)
    assert (await desk.http.get(path, headers=admin)).json()["data"]["name"] == "Archive"


async def test_a_department_is_changed_with_its_event(desk: Any, problem: Any) -> None:
    admin = await desk.as_new("admin")
    made = await _create(desk, admin, DEPARTMENTS, name="Logistics")
    other = await _create(desk, admin, DEPARTMENTS, name="Returns")
    path = f"{DEPARTMENTS}/{made['id']}"
    answer = await desk.http.patch(path, json={"name": "Shipping", "active": False}, headers=admin)
    assert answer.headers["etag"] == '"2"'
    (event,) = await desk.published("department.updated", made["id"])
    assert event["department"]["active"] is False
    assert [change["field"] for change in event["changes"]] == ["name", "active"]
    taken = await desk.http.patch(path, json={"slug": other["slug"]}, headers=admin)
    assert problem(taken) == (409, "slug_taken")
    customer = await desk.as_new("customer")
    shown = (await desk.http.get(DEPARTMENTS, headers=customer)).json()["data"]
    assert made["id"] not in [department["id"] for department in shown]
    assert {"id": other["id"], "name": "Returns", "slug": "returns", "active": True} in shown
    assert problem(await desk.http.get(path, headers=customer)) == (404, "not_found")


async def test_a_key_creates_one_department(desk: Any) -> None:
    admin = await desk.as_new("admin") | {"idempotency-key": "dep-1"}
    answers = [await desk.http.post(DEPARTMENTS, json={"name": "Keyed"}, headers=admin) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotent-replayed"] == "true"


async def test_changes_stand_in_the_audit_trail(desk: Any) -> None:
    # given
    boss = await desk.person("admin", name="Ada Admin")
    admin = await desk.signed_in(boss)
    made = await _create(desk, admin, DEPARTMENTS, name="Watched")
    await desk.http.patch(f"{DEPARTMENTS}/{made['id']}", json={"name": "Watched more"}, headers=admin)
    # when
    params = {"object_type": "department", "object_id": made["id"]}
    answer = await desk.http.get("/api/v1/audit", params=params, headers=admin)
    # then
    last, first = answer.json()["data"]
    assert (first["action"], last["action"]) == ("department.created", "department.updated")
    assert last["actor"] == {"kind": "person", "id": str(boss.id), "name": "Ada Admin"}
    assert last["object"] == {"type": "department", "id": made["id"], "name": "Watched more"}
    assert (last["before"], last["after"]) == ({"name": "Watched"}, {"name": "Watched more"})
    assert len(await desk.published("audit.recorded", made["id"])) == 2


async def test_the_audit_trail_is_paged_and_cannot_be_changed(desk: Any) -> None:
    admin = await desk.as_new("admin")
    for number in range(3):
        await _create(desk, admin, DEPARTMENTS, name=f"Paged {number}")
    params: dict[str, Any] = {"action": "department.created", "limit": 2}
    first = (await desk.http.get("/api/v1/audit", params=params, headers=admin)).json()
    params["cursor"] = first["meta"]["next_cursor"]
    second = (await desk.http.get("/api/v1/audit", params=params, headers=admin)).json()
    assert len({entry["id"] for entry in first["data"] + second["data"]}) == len(first["data"] + second["data"])
    assert [entry["object"]["name"] for entry in first["data"]] == ["Paged 2", "Paged 1"]
    for statement in ("update escalated_audit_entries set action = 'x'", "delete from escalated_audit_entries"):
        refused = ""
        try:
            await desk.rows(statement)
        except Exception as error:
            refused = str(error)
        assert "append-only" in refused
