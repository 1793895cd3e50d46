"""Saved views over REST: who sees and changes which, what is refused, what they list and count."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from escalated.tickets.v1 import tickets_pb2 as pb
from google.protobuf import json_format

from escalated_chassis.errors import Problem
from escalated_rules import Catalogue, describe, described
from escalated_tickets.views import kept
from escalated_tickets.views.queries import COLUMNS, view_of
from escalated_tickets.views.rules import SEEDED

pytestmark = pytest.mark.usefixtures("quick")
OPEN = {"field": "status_category", "operator": "not_in", "value": ["solved", "closed"]}
URGENT = {"all": [{"field": "priority", "operator": "in", "value": ["urgent", "critical"]}]}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the machine does, no count takes so long that it is kept."""
    monkeypatch.setattr(kept, "LONG_SECONDS", 100.0)


async def _made(desk: Any, who: Any, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await desk.does(who, "/views", {"name": "Mine", "conditions": URGENT, **more})
    return made


async def _listed(desk: Any, who: Any, view: str, query: str = "") -> list[str]:
    answer = await desk.ask("GET", f"/tickets?view={view}{query}", who)
    assert answer.status_code == 200, answer.text
    return [ticket["id"] for ticket in answer.json()["data"]]


async def _counts(desk: Any, who: Any, *keys: str) -> dict[str, Any]:
    answer = await desk.ask("GET", f"/views/counts?ids={','.join(keys)}", who)
    assert answer.status_code == 200, answer.text
    counts: dict[str, Any] = answer.json()["data"]
    return counts


async def test_the_desk_comes_with_five_views(desk: Any) -> None:
    agent = await desk.person("agent")

    shown = (await desk.ask("GET", "/views", agent)).json()["data"]

    assert [(each["slug"], each["name"], each["sort"], each["built_in"]) for each in shown] == [
        ("mine_open", "My open", "-updated_at", True),
        ("unassigned", "Unassigned", "-updated_at", True),
        ("all_open", "All open", "-updated_at", True),
        ("sla_at_risk", "SLA at risk", "sla_due", True),
        ("recently_solved", "Recently solved", "-updated_at", True),
    ]
    assert all(each["problems"] == [] and each["can_edit"] is False for each in shown)
    rows = await desk.rows(
        f"SELECT {', '.join(column.name for column in COLUMNS)} FROM escalated_views WHERE slug IS NOT NULL "
        "ORDER BY position"
    )
    assert tuple(view_of(row) for row in rows) == SEEDED


async def test_the_seeded_views_list_what_they_say(desk: Any) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    made = []
    for _ in range(4):
        desk.clock.move(timedelta(seconds=1))
        made.append((await desk.opened(customer, department_id=str(department)))["id"])
    mine, free, late, solved = made
    for ticket in (mine, late, solved):
        await desk.does(agent, f"/tickets/{ticket}/assign", {"assignee_id": str(agent.id)})
    await desk.does(agent, f"/tickets/{solved}/resolve")
    async with desk.database.transaction() as uow:
        statement = "UPDATE escalated_tickets SET sla_state = 'breached', sla_next_due_at = now() WHERE id = $1"
        raw = await uow.connection.get_raw_connection()
        await raw.driver_connection.execute(statement, late)

    ours = {view.slug: set(await _listed(desk, agent, view.slug or "")) & set(made) for view in SEEDED}
    assert ours == {
        "mine_open": {mine, late},
        "unassigned": {free},
        "all_open": {mine, free, late},
        "sla_at_risk": {late},
        "recently_solved": {solved},
    }
    counts = await _counts(desk, agent, *ours)
    assert counts == (await desk.ask("GET", "/tickets/counts", agent)).json()["data"]
    assert counts["mine_open"] == 2
    desk.clock.move(timedelta(days=7, seconds=1))
    later = await desk.person("agent", department)
    assert solved not in await _listed(desk, later, "recently_solved")


async def test_a_view_lists_counts_and_is_narrowed_by_filters(desk: Any) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    made = [
        await desk.opened(customer, department_id=str(department), type=kind, tags=[])
        for kind in ("question", "incident", "incident")
    ]
    for ticket, priority in zip(made, ("urgent", "critical", "low"), strict=True):
        await desk.does(agent, f"/tickets/{ticket['id']}/priority", {"priority": priority})

    view = await _made(desk, agent, conditions=URGENT, sort="created_at")
    hottest = await _made(desk, agent, name="Hottest", conditions=URGENT, sort="-priority,created_at")

    assert await _listed(desk, agent, hottest["id"]) == [made[1]["id"], made[0]["id"]]
    assert await _listed(desk, agent, view["id"]) == [made[0]["id"], made[1]["id"]]
    assert await _listed(desk, agent, view["id"], "&sort=-created_at") == [made[1]["id"], made[0]["id"]]
    assert await _listed(desk, agent, view["id"], "&type=incident") == [made[1]["id"]]
    assert await _listed(desk, agent, view["id"], "&priority=low,urgent") == [made[0]["id"]]
    paged = await desk.ask("GET", f"/tickets?view={view['id']}&limit=1&total=true", agent)
    assert paged.json()["meta"]["total"] == 2
    cursor = paged.json()["meta"]["next_cursor"]
    assert await _listed(desk, agent, view["id"], f"&limit=1&cursor={cursor}") == [made[1]["id"]]
    assert await _counts(desk, agent, view["id"]) == {view["id"]: 2}


async def test_what_is_saved_is_shown_changed_and_deleted(desk: Any) -> None:
    agent = await desk.person("agent")
    before = len(await desk.rows("SELECT 1 FROM escalated_outbox WHERE headers->>'ce-type' = 'audit.recorded'"))

    made = await _made(
        desk,
        agent,
        conditions={"any": [{"field": "assignee", "operator": "is", "value": "me"}, {"none": [OPEN]}]},
        columns=["reference", "subject", "sla_state"],
        position=7,
    )
    again = await desk.ask("GET", f"/views/{made['id']}", agent)
    assert again.json()["data"] == made
    assert again.headers["etag"] == '"1"'
    assert (made["sharing"], made["owner_id"], made["can_edit"], made["position"]) == (
        "personal",
        str(agent.id),
        True,
        7,
    )

    changed = await desk.ask(
        "PATCH", f"/views/{made['id']}", agent, json={"name": "Other"}, headers={"if-match": '"1"'}
    )
    assert (changed.status_code, changed.json()["data"]["name"], changed.headers["etag"]) == (200, "Other", '"2"')
    stale = await desk.ask("PATCH", f"/views/{made['id']}", agent, json={"name": "X"}, headers={"if-match": '"1"'})
    assert stale.status_code == 412
    assert (await desk.ask("DELETE", f"/views/{made['id']}", agent)).status_code == 204
    assert (await desk.ask("GET", f"/views/{made['id']}", agent)).status_code == 404
    after = await desk.rows("SELECT 1 FROM escalated_outbox WHERE headers->>'ce-type' = 'audit.recorded'")
    assert len(after) - before == 3


async def test_labels_become_values_that_a_new_name_does_no_harm(desk: Any) -> None:
    department = await desk.department("Billing of views")
    customer, agent, admin = await desk.person(), await desk.person("agent", department), await desk.person("admin")
    tag = await desk.does(admin, "/tags", {"name": "vip of views"})
    view = await _made(
        desk,
        agent,
        conditions={
            "all": [
                {"field": "tags", "operator": "contains_any", "value": ["VIP of views"]},
                {"field": "department", "operator": "is", "value": "billing of views"},
            ]
        },
    )
    ticket = await desk.opened(customer, department_id=str(department))
    await desk.does(agent, f"/tickets/{ticket['id']}/tags", {"tags": ["vip of views"]})

    renamed = await desk.ask("PATCH", f"/tags/{tag['id']}", admin, json={"name": "very important"})
    assert renamed.status_code == 200

    assert [each["value"] for each in view["conditions"]["all"]] == [[tag["id"]], str(department)]
    assert await _listed(desk, agent, view["id"]) == [ticket["id"]]


async def test_who_sees_and_who_changes_which(desk: Any) -> None:
    ours, theirs = await desk.department(), await desk.department()
    admin, light = await desk.person("admin"), await desk.person("light_agent", ours)
    agent, other = await desk.person("agent", ours), await desk.person("agent", theirs)
    mine = await _made(desk, agent)
    shared = await _made(desk, admin, sharing="department", department_id=str(ours))
    for_all = await _made(desk, admin, sharing="all")
    views = {"mine": mine, "shared": shared, "for_all": for_all}

    seen = {}
    for name, who in {"agent": agent, "other": other, "light": light, "admin": admin}.items():
        listed = {each["id"] for each in (await desk.ask("GET", "/views", who)).json()["data"]}
        shown = {
            key
            for key, view in views.items()
            if (await desk.ask("GET", f"/views/{view['id']}", who)).status_code == 200
        }
        counted = {key for key, view in views.items() if (await _counts(desk, who, view["id"]))[view["id"]] is not None}
        used = {
            key
            for key, view in views.items()
            if (await desk.ask("GET", f"/tickets?view={view['id']}", who)).status_code == 200
        }
        assert shown == counted == used == {key for key, view in views.items() if view["id"] in listed}
        seen[name] = shown
    assert seen == {
        "agent": {"mine", "shared", "for_all"},
        "other": {"for_all"},
        "light": {"shared", "for_all"},
        "admin": {"shared", "for_all"},
    }
    for view, who, status in ((mine, admin, 404), (shared, agent, 403), (shared, other, 404), (for_all, light, 403)):
        for method in ("PATCH", "DELETE"):
            body = {"json": {"name": "Taken"}} if method == "PATCH" else {}
            assert (await desk.ask(method, f"/views/{view['id']}", who, **body)).status_code == status
    for view, who in ((mine, agent), (shared, admin), (for_all, admin)):
        assert (await desk.ask("GET", f"/views/{view['id']}", who)).json()["data"]["name"] == "Mine"
    assert [each["problems"] for each in (shared, for_all)] == [[], []]
    missing = await desk.ask("GET", f"/views/counts?ids={mine['id']}", other)
    assert missing.json()["meta"]["problems"][mine["id"]][0]["code"] == "view_not_found"


async def test_sharing_is_for_those_who_may(desk: Any) -> None:
    department = await desk.department()
    agent, admin = await desk.person("agent", department), await desk.person("admin")
    mine = await _made(desk, agent)
    for body in ({"sharing": "all"}, {"sharing": "department", "department_id": str(department)}):
        refused = await desk.ask("POST", "/views", agent, json={"name": "X", "conditions": URGENT, **body})
        assert refused.status_code == 403
        assert (await desk.ask("PATCH", f"/views/{mine['id']}", agent, json=body)).status_code == 403
    assert (await desk.ask("GET", f"/views/{mine['id']}", agent)).json()["data"] == mine

    own = await _made(desk, admin)
    shared = await desk.ask("PATCH", f"/views/{own['id']}", admin, json={"sharing": "all"})
    assert (shared.status_code, shared.json()["data"]["sharing"]) == (200, "all")


async def test_a_view_outlives_the_department_that_it_was_shared_with(desk: Any) -> None:
    department, admin = await desk.department(), await desk.person("admin")
    view = await _made(desk, admin, sharing="department", department_id=str(department))
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql(
            f"UPDATE escalated_departments SET active = false WHERE id = '{department}'"
        )

    renamed = await desk.ask("PATCH", f"/views/{view['id']}", admin, json={"name": "Archive"})
    shared = {"sharing": "department", "department_id": str(department)}
    refused = await desk.ask("PATCH", f"/views/{view['id']}", admin, json=shared)

    assert (renamed.status_code, renamed.json()["data"]["name"]) == (200, "Archive"), renamed.text
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [("/department_id", "unknown")]


def _asking(quantifier: str, field: str, operator: str, *value: Any) -> dict[str, Any]:
    one = {"field": field, "operator": operator, **({"value": value[0]} if value else {})}
    return {"conditions": {quantifier: [one]}}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (_asking("all", "nothing", "is", 1), "/conditions/all/0/field", "unknown_field"),
        (_asking("all", "custom.none", "is_set"), "/conditions/all/0/field", "unknown_field"),
        (_asking("all", "tags", "contains_any", ["no such tag"]), "/conditions/all/0/value/0", "unknown_value"),
        (_asking("any", "department", "is", str(uuid4())), "/conditions/any/0/value", "unknown_value"),
        (_asking("none", "assignee", "is", str(uuid4())), "/conditions/none/0/value", "unknown"),
        (_asking("all", "follower", "contains_any", ["me", str(uuid4())]), "/conditions/all/0/value/1", "unknown"),
        ({"conditions": {"every": []}}, "/conditions", "bad_group"),
        ({"columns": ["reference", "password"]}, "/columns/1", "unknown_column"),
        ({"columns": ["reference", "reference"]}, "/columns/1", "doubled"),
        ({"columns": []}, "/columns", "too_short"),
        ({"sort": "subject"}, "/sort", "unknown_sort"),
        ({"sort": "priority,-priority"}, "/sort", "sorted_twice"),
        ({"name": ""}, "/name", "string_too_short"),
        ({"name": "x" * 101}, "/name", "string_too_long"),
        ({"position": -1}, "/position", "greater_than_equal"),
        ({"owner_id": str(uuid4())}, "/owner_id", "unknown_field"),
        ({"sharing": "department"}, "/department_id", "missing"),
        ({"sharing": "department", "department_id": str(uuid4())}, "/department_id", "unknown"),
        ({"department_id": str(uuid4())}, "/department_id", "unexpected"),
    ],
)
async def test_refusals_say_where_and_change_nothing(desk: Any, body: dict[str, Any], pointer: str, code: str) -> None:
    admin = await desk.person("admin")
    before = await desk.rows("SELECT count(*) FROM escalated_views")

    refused = await desk.ask("POST", "/views", admin, json={"name": "X", "conditions": URGENT, **body})

    assert refused.status_code == 422, refused.text
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [(pointer, code)]
    assert await desk.rows("SELECT count(*) FROM escalated_views") == before


async def test_a_view_whose_field_vanished_says_which(desk: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    tag = await desk.does(admin, "/tags", {"name": "short lived"})
    field = await desk.does(admin, "/custom-fields", {"key": "short_lived", "label": "Short", "type": "text"})
    view = await _made(
        desk,
        agent,
        conditions={
            "all": [
                {"field": "tags", "operator": "contains_any", "value": ["short lived"]},
                {"field": "custom.short_lived", "operator": "is", "value": "x"},
            ]
        },
        columns=["reference", "custom.short_lived"],
    )
    sound = await _made(desk, agent)
    assert await _listed(desk, agent, view["id"]) == []

    assert (await desk.ask("DELETE", f"/tags/{tag['id']}", admin)).status_code == 204
    assert (await desk.ask("DELETE", f"/custom-fields/{field['id']}", admin)).status_code == 204

    refused = await desk.ask("GET", f"/tickets?view={view['id']}", agent)
    assert (refused.status_code, refused.json()["code"]) == (409, "view_broken")
    places = ["/conditions/all/0/value/0", "/conditions/all/1/field"]
    assert [each["pointer"] for each in refused.json()["errors"]] == places
    shown = (await desk.ask("GET", f"/views/{view['id']}", agent)).json()["data"]
    assert [each["pointer"] for each in shown["problems"]] == [*places, "/columns/1"]
    counts = (await desk.ask("GET", f"/views/counts?ids={view['id']},{sound['id']}", agent)).json()
    assert counts["data"][view["id"]] is None
    assert isinstance(counts["data"][sound["id"]], int)
    assert [each["pointer"] for each in counts["meta"]["problems"][view["id"]]] == places
    mended = await desk.ask("PATCH", f"/views/{view['id']}", agent, json={"conditions": URGENT, "columns": ["subject"]})
    assert mended.json()["data"]["problems"] == []


async def test_a_view_by_a_deactivated_field_breaks_at_once(desk: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")
    field = await desk.does(admin, "/custom-fields", {"key": "switched_off", "label": "Off", "type": "text"})
    condition = {"field": "custom.switched_off", "operator": "is", "value": "x"}
    view = await _made(desk, agent, conditions={"all": [condition]})
    assert await _listed(desk, agent, view["id"]) == []

    changed = await desk.ask("PATCH", f"/custom-fields/{field['id']}", admin, json={"active": False})
    broken = await desk.ask("GET", f"/tickets?view={view['id']}", agent)
    await desk.ask("PATCH", f"/custom-fields/{field['id']}", admin, json={"active": True})

    assert changed.status_code == 200, changed.text
    assert (broken.status_code, broken.json()["code"]) == (409, "view_broken")
    assert [each["pointer"] for each in broken.json()["errors"]] == ["/conditions/all/0/field"]
    assert await _listed(desk, agent, view["id"]) == []


async def test_the_desks_own_views_stay(desk: Any) -> None:
    admin, agent = await desk.person("admin"), await desk.person("agent")

    for body in ({"conditions": URGENT}, {"sharing": "personal"}):
        refused = await desk.ask("PATCH", "/views/all_open", admin, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "view_built_in")
    assert (await desk.ask("DELETE", "/views/all_open", admin)).status_code == 409
    assert (await desk.ask("PATCH", "/views/all_open", agent, json={"name": "X"})).status_code == 403
    renamed = await desk.ask("PATCH", "/views/all_open", admin, json={"name": "Everything", "position": 99})
    assert (renamed.status_code, renamed.json()["data"]["name"]) == (200, "Everything")
    back = await desk.ask("PATCH", "/views/all_open", admin, json={"name": "All open", "position": 30})
    assert back.status_code == 200


async def test_customers_have_no_views(desk: Any) -> None:
    customer = await desk.person()
    for path in ("/views", "/views/all_open", "/views/counts", "/fields"):
        assert (await desk.ask("GET", path, customer)).status_code == 403
    listed = await desk.ask("GET", "/tickets?view=all_open", customer)
    assert (listed.status_code, listed.json()["errors"][0]["pointer"]) == (422, "view")


async def test_many_counts_are_one_statement_and_are_right_at_once(desk: Any) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    views = [
        await _made(desk, agent, conditions={"all": [OPEN, {"field": "reply_count", "operator": "<", "value": number}]})
        for number in range(15)
    ]
    keys = [*(view["id"] for view in views), *(view.slug or "" for view in SEEDED)]
    before = await _counts(desk, agent, *keys)
    await desk.opened(customer, department_id=str(department))

    with desk.counting() as statements:
        after = await _counts(desk, agent, *keys)

    assert len([each for each in statements if "count(" in each]) == 1
    assert len(statements) <= 3, statements
    assert {key: after[key] - before[key] for key in keys} == {
        **{view["id"]: int(number > 0) for number, view in enumerate(views)},
        "mine_open": 0,
        "unassigned": 1,
        "all_open": 1,
        "sla_at_risk": 0,
        "recently_solved": 0,
    }
    assert (await desk.ask("GET", f"/views/counts?ids={','.join(map(str, range(51)))}", agent)).status_code == 422


async def test_counts_that_take_long_are_kept_a_while(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    department = await desk.department()
    customer, agent = await desk.person(), await desk.person("agent", department)
    monkeypatch.setattr(kept, "LONG_SECONDS", 0.0)
    monkeypatch.setattr(kept, "KEPT_TIMES", 1e6)
    first = await _counts(desk, agent, "all_open")
    await desk.opened(customer, department_id=str(department))

    assert await _counts(desk, agent, "all_open") == first

    monkeypatch.setattr(kept, "LONG_SECONDS", 100.0)
    desk.desk.counts.keep(next(iter(desk.desk.counts._kept)), [], 0.0)
    assert (await _counts(desk, agent, "all_open"))["all_open"] == first["all_open"] + 1


async def test_nobody_has_more_than_a_hundred_of_their_own(desk: Any) -> None:
    agent = await desk.person("agent")
    for _ in range(100):
        await _made(desk, agent)

    refused = await desk.ask("POST", "/views", agent, json={"name": "X", "conditions": URGENT})

    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_views")


async def test_the_catalogue_of_fields(desk: Any) -> None:
    agent, admin = await desk.person("agent"), await desk.person("admin")
    await desk.does(
        admin,
        "/custom-fields",
        {"key": "plan", "label": "Plan", "type": "select", "options": [{"value": "pro", "label": "Pro"}]},
    )

    answer = (await desk.ask("GET", "/fields", agent)).json()["data"]

    fields = {each["name"]: each for each in answer["fields"]}
    assert fields["status_category"]["operators"] == ["is", "is_not", "in", "not_in"]
    assert fields["hours_since_customer_reply"]["elapsed"] == {"of": "last_customer_message_at", "ahead": False}
    assert fields["custom.plan"] == {
        "name": "custom.plan",
        "type": "choice",
        "label": "Plan",
        "operators": ["is", "is_not", "in", "not_in", "is_set", "is_empty"],
        "options": [{"value": "pro", "label": "Pro"}],
        "open": False,
    }
    assert {"reference", "sla_state", "custom.plan"} <= {each["name"] for each in answer["columns"]}
    assert {"set_status", "add_tag"} <= {each["type"] for each in answer["actions"]}


async def test_other_services_are_told_the_same_catalogue(desk: Any, rpc: Any) -> None:
    admin = await desk.person("admin")
    shown = (await desk.ask("GET", "/fields", admin)).json()["data"]
    async with desk.database.reading() as reader:
        catalogue = await desk.desk.fields.present(reader)

    with pytest.raises(Problem) as refused:
        await rpc.as_service("notifications").DescribeFields(pb.DescribeFieldsRequest())
    told = await rpc.as_service("sla").DescribeFields(pb.DescribeFieldsRequest())

    assert refused.value.status == 403
    plain = json_format.MessageToDict(told, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)
    rebuilt = Catalogue.of(described(each) for each in plain["fields"])
    assert [describe(each) for each in rebuilt] == [describe(each) for each in catalogue.conditions] == shown["fields"]
    assert [each["type"] for each in plain["actions"]] == [each["type"] for each in shown["actions"]]


async def test_the_documents_example_is_taken(desk: Any) -> None:
    page = (Path(__file__).parents[4] / "docs" / "conditions.md").read_text()
    example = json.loads(page.split("```json")[1].split("```")[0])

    view = await _made(desk, await desk.person("agent"), conditions=example)

    assert view["conditions"] == example


@pytest.mark.parametrize("deep", [6, 200, 20_000])
async def test_conditions_of_any_depth_are_refused(desk: Any, deep: int) -> None:
    agent = await desk.person("agent")
    nested = '{"all":[' * deep + "]}" * deep
    body = f'{{"name": "X", "conditions": {nested}}}'

    refused = await desk.ask(
        "POST", "/views", agent, content=body.encode(), headers={"content-type": "application/json"}
    )

    assert refused.status_code in (400, 422), refused.text
