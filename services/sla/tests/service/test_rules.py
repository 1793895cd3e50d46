"""Rules over REST: kept, checked, arranged, tried out and brought back, the same way for all three kinds."""

from datetime import timedelta
from typing import Any

import pytest

from escalated_chassis.errors import Unavailable
from services.sla.tests.conftest import Desk

RAISE = {"type": "set_priority", "priority": "high"}
HELD = {"field": "priority", "operator": "is", "value": "low"}
DAY = {"field": "hours_since_created", "operator": ">", "value": 24}
BODY: dict[str, dict[str, Any]] = {
    "workflows": {"name": "W", "triggers": ["ticket.created"], "conditions": {"all": [HELD]}, "actions": [RAISE]},
    "automations": {"name": "A", "conditions": {"all": [DAY]}, "actions": [RAISE]},
    "escalation-rules": {"name": "E", "triggers": ["sla.breached"], "conditions": {"all": []}, "actions": [RAISE]},
}
KINDS = tuple(BODY)
NOBODYS = "00000000-0000-0000-0000-000000000001"


async def made(desk: Desk, kind: str = "workflows", **more: Any) -> dict[str, Any]:
    answer = await desk.http.post(f"/api/v1/{kind}", json=BODY[kind] | more, headers=desk.as_("admin"))
    assert answer.status_code == 201, answer.text
    rule: dict[str, Any] = answer.json()["data"]
    return rule


async def ask(desk: Desk, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return await desk.http.request(method, f"/api/v1{path}", json=body, headers=desk.as_("admin") | headers)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_rule_is_kept_changed_listed_and_removed(desk: Desk, kind: str) -> None:
    rule = await made(desk, kind)
    assert (rule["version"], rule["position"], rule["active"], rule["loops"]) == (1, 0, True, 0)

    changed = await ask(desk, "PUT", f"/{kind}/{rule['id']}", BODY[kind] | {"name": "Other"})
    assert (changed.status_code, changed.json()["data"]["version"], changed.headers["etag"]) == (200, 2, '"2"')
    stale = await ask(desk, "PUT", f"/{kind}/{rule['id']}", BODY[kind], **{"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    shown = await ask(desk, "GET", f"/{kind}/{rule['id']}")
    assert shown.json()["data"]["name"] == "Other"
    listed = await ask(desk, "GET", f"/{kind}")
    assert [each["id"] for each in listed.json()["data"]] == [rule["id"]]
    for other in set(KINDS) - {kind}:
        assert (await ask(desk, "GET", f"/{other}/{rule['id']}")).status_code == 404

    assert (await ask(desk, "DELETE", f"/{kind}/{rule['id']}")).status_code == 204
    assert (await ask(desk, "GET", f"/{kind}/{rule['id']}")).status_code == 404
    actions = [row.action for row in await desk.rows(_AUDITED)]
    assert [each.split(".")[1] for each in actions] == ["created", "updated", "deleted"]


_AUDITED = (
    "select body::jsonb->>'action' as action from escalated_outbox "
    "where headers->>'ce-type' = 'audit.recorded' order by id"
)


def _nested(depth: int) -> Any:
    return [_nested(depth - 1)] if depth else 1


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("workflows", {"triggers": []}, "/triggers", "required"),
    ("workflows", {"triggers": ["ticket.exploded"]}, "/triggers/0", "unknown_trigger"),
    ("workflows", {"triggers": ["ticket.created", "ticket.deleted"]}, "/triggers/1", "unknown_trigger"),
    ("workflows", {"name": ""}, "/name", "string_too_short"),
    ("workflows", {"name": "a\nb"}, "/name", "string_pattern_mismatch"),
    ("workflows", {"position": -1}, "/position", "greater_than_equal"),
    ("workflows", {"version": 3}, "/version", "unknown_field"),
    ("workflows", {"conditions": {"some": []}}, "/conditions", "bad_group"),
    ("workflows", {"conditions": {"any": []}}, "/conditions/any", "empty"),
    ("workflows", {"conditions": []}, "/conditions", "dict_type"),
    ("workflows", {"conditions": {"all": [HELD | {"field": "colour"}]}}, "/conditions/all/0/field", "unknown_field"),
    (
        "workflows",
        {"conditions": {"all": [HELD | {"operator": ">"}]}},
        "/conditions/all/0/operator",
        "unknown_operator",
    ),
    ("workflows", {"conditions": {"all": [HELD | {"value": "lofty"}]}}, "/conditions/all/0/value", "unknown_value"),
    (
        "workflows",
        {"conditions": {"all": [{"field": "assignee", "operator": "is", "value": "me"}]}},
        "/conditions/all/0/value",
        "bad_id",
    ),
    ("workflows", {"conditions": {"any": [DAY]}}, "/conditions/any/0", "time_not_on_top"),
    ("workflows", {"conditions": {"all": [{"none": [DAY]}]}}, "/conditions/all/0/none/0", "time_not_on_top"),
    ("workflows", {"apply_to_existing": 3}, "/apply_to_existing", "not_about_time"),
    ("workflows", {"actions": []}, "/actions", "too_short"),
    ("workflows", {"actions": [RAISE] * 51}, "/actions", "too_long"),
    ("workflows", {"actions": [{"priority": "high"}]}, "/actions/0/type", "required"),
    ("workflows", {"actions": [{"type": "explode"}]}, "/actions/0/type", "unknown_action"),
    ("workflows", {"actions": [{"type": "stop", "now": True}]}, "/actions/0/now", "unknown_field"),
    ("workflows", {"actions": [{"type": "stop"}, RAISE]}, "/actions/0", "not_last"),
    ("workflows", {"actions": [{"type": "delay", "hours": 1}, RAISE, {"type": "stop"}]}, "/actions/2", "after_delay"),
    ("workflows", {"actions": [RAISE, {"type": "delay", "hours": 1}]}, "/actions/1", "nothing_follows"),
    ("workflows", {"actions": [{"type": "delay"}, RAISE]}, "/actions/0", "value_error"),
    ("workflows", {"actions": [{"type": "delay", "hours": 1, "days": 1}, RAISE]}, "/actions/0", "value_error"),
    ("workflows", {"actions": [{"type": "delay", "days": 91}, RAISE]}, "/actions/0", "value_error"),
    ("workflows", {"actions": [{"type": "delay", "minutes": 0}, RAISE]}, "/actions/0/minutes", "greater_than"),
    ("workflows", {"actions": [{"type": "set_sla_policy"}]}, "/actions/0/policy_id", "required"),
    ("workflows", {"actions": [{"type": "set_sla_policy", "policy_id": NOBODYS}]}, "/actions/0/policy_id", "unknown"),
    (
        "workflows",
        {"actions": [{"type": "delay", "days": 90}, RAISE | {"priority": "lofty"}]},
        "/actions/1/priority",
        "literal_error",
    ),
    ("workflows", {"actions": [{"type": "add_note", "body": _nested(12)}]}, "/actions/0", "bad_value"),
    ("automations", {"triggers": ["ticket.created"]}, "/triggers/0", "unknown_trigger"),
    ("automations", {"conditions": {"all": [HELD]}}, "/conditions/all", "no_time"),
    ("automations", {"conditions": {"all": [DAY, {"any": [DAY]}]}}, "/conditions/all/1/any/0", "time_not_on_top"),
    (
        "automations",
        {"conditions": {"all": [DAY, {"field": "previous_status", "operator": "is", "value": "open"}]}},
        "/conditions/all/1/field",
        "unknown_field",
    ),
    ("escalation-rules", {"triggers": ["ticket.created"]}, "/triggers/0", "unknown_trigger"),
    ("escalation-rules", {"triggers": []}, "/conditions/all", "no_time"),
]


@pytest.mark.parametrize(("kind", "change", "pointer", "code"), WRONG)
async def test_what_cannot_be_kept_is_refused_with_a_pointer(
    desk: Desk, kind: str, change: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await ask(desk, "POST", f"/{kind}", BODY[kind] | change)

    assert answer.status_code == 422, answer.text
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.rows("select 1 from escalated_rules") == []


async def test_all_mistakes_are_told_at_once(desk: Desk) -> None:
    wrong = {"triggers": ["x"], "conditions": {"all": [HELD | {"value": "lofty"}]}, "actions": [{"type": "explode"}]}
    answer = await ask(desk, "POST", "/workflows", BODY["workflows"] | wrong)
    assert [each["pointer"] for each in answer.json()["errors"]] == [
        "/triggers/0",
        "/actions/0/type",
        "/conditions/all/0/value",
    ]


async def test_while_tickets_is_away_nothing_is_saved(desk: Desk) -> None:
    rule = await made(desk)
    desk.tickets.refusal = Unavailable("away")

    created = await ask(desk, "POST", "/workflows", BODY["workflows"])
    changed = await ask(desk, "PUT", f"/workflows/{rule['id']}", BODY["workflows"] | {"name": "Other"})

    assert [(each.status_code, each.json()["code"]) for each in (created, changed)] == [(503, "tickets_away")] * 2
    assert "nothing was saved" in created.json()["detail"]
    assert [(row.name, row.version) for row in await desk.rows("select name, version from escalated_rules")] == [
        ("W", 1)
    ]
    assert (await ask(desk, "GET", "/workflows")).status_code == 200


async def test_labels_become_values_and_a_rule_is_read_without_asking_anybody(desk: Desk) -> None:
    condition = {"field": "tags", "operator": "contains_any", "value": ["vip"]}
    rule = await made(desk, conditions={"all": [condition]})
    assert rule["conditions"]["all"][0]["value"] == ["0a000000-0000-4000-8000-000000000001"]

    desk.tickets.refusal = Unavailable("away")
    async with desk.database.reading() as reader:
        (found,) = await desk.context.rules.in_force(reader)

    assert (found.name, found.triggers, found.version) == ("W", ("ticket.created",), 1)
    assert found.conditions.members[0].value == ("0a000000-0000-4000-8000-000000000001",)  # type: ignore[union-attr]


async def test_rules_are_arranged_and_run_in_that_order(desk: Desk) -> None:
    ids = [(await made(desk, name=name))["id"] for name in "abc"]
    order = [ids[2], ids[0], ids[1]]

    answer = await ask(desk, "PUT", "/workflows/order", {"ids": order})

    assert [(each["id"], each["position"]) for each in answer.json()["data"]] == list(zip(order, range(3), strict=True))
    async with desk.database.reading() as reader:
        assert [str(each.id) for each in await desk.context.rules.in_force(reader)] == order


@pytest.mark.parametrize(
    ("pick", "pointer", "code"),
    [
        (lambda ids: ids[:1], "/ids", "incomplete"),
        (lambda ids: [*ids, NOBODYS], "/ids/2", "unknown"),
        (lambda ids: [*ids, ids[0]], "/ids", "repeated"),
    ],
)
async def test_an_order_names_every_rule_once(desk: Desk, pick: Any, pointer: str, code: str) -> None:
    ids = [(await made(desk, name=name))["id"] for name in "ab"]
    answer = await ask(desk, "PUT", "/workflows/order", {"ids": pick(ids)})
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]


async def test_a_rule_goes_back_to_an_earlier_version_as_a_new_one(desk: Desk) -> None:
    rule = await made(desk)
    url = f"/workflows/{rule['id']}"
    await ask(desk, "PUT", url, BODY["workflows"] | {"name": "Second", "triggers": ["ticket.closed"]})

    back = await ask(desk, "POST", f"{url}/rollback", {"version": 1})

    assert (back.json()["data"]["name"], back.json()["data"]["version"]) == ("W", 3)
    versions = (await ask(desk, "GET", f"{url}/versions?limit=2")).json()
    assert [(each["version"], each["name"]) for each in versions["data"]] == [(3, "W"), (2, "Second")]
    rest = (await ask(desk, "GET", f"{url}/versions?cursor={versions['meta']['next_cursor']}")).json()
    assert [(each["version"], each["name"]) for each in rest["data"]] == [(1, "W")]
    assert (await ask(desk, "POST", f"{url}/rollback", {"version": 9})).json()["code"] == "version_not_found"


async def test_what_an_earlier_version_named_must_still_be_there(desk: Desk) -> None:
    policy = {"name": "P", "targets": {"medium": {"resolution": 3600}}}
    policy_id = (await ask(desk, "POST", "/sla-policies", policy)).json()["data"]["id"]
    rule = await made(desk, actions=[{"type": "set_sla_policy", "policy_id": policy_id}])
    await ask(desk, "PUT", f"/workflows/{rule['id']}", BODY["workflows"])
    assert (await ask(desk, "DELETE", f"/sla-policies/{policy_id}")).status_code == 204

    back = await ask(desk, "POST", f"/workflows/{rule['id']}/rollback", {"version": 1})

    assert (back.status_code, back.json()["errors"][0]["pointer"]) == (422, "/actions/0/policy_id")
    assert (await ask(desk, "GET", f"/workflows/{rule['id']}")).json()["data"]["version"] == 2


async def test_what_is_asked_anew_concerns_a_rule_from_then_on(desk: Desk) -> None:
    rule = await made(desk, "automations")
    url, since = f"/automations/{rule['id']}", rule["active_since"]
    desk.clock.move(timedelta(hours=1))

    renamed = await ask(desk, "PUT", url, BODY["automations"] | {"name": "Other"})
    assert renamed.json()["data"]["active_since"] == since
    off = await ask(desk, "POST", f"{url}/activate", {"active": False})
    assert (off.json()["data"]["active"], off.json()["data"]["active_since"]) == (False, since)
    async with desk.database.reading() as reader:
        assert await desk.context.rules.in_force(reader) == []
    on = await ask(desk, "POST", f"{url}/activate", {"active": True})
    assert on.json()["data"]["active_since"] == "2026-01-05T10:00:00Z"
    desk.clock.move(timedelta(hours=1))
    asked = await ask(desk, "PUT", url, BODY["automations"] | {"conditions": {"all": [DAY | {"value": 5}]}})
    assert asked.json()["data"]["active_since"] == "2026-01-05T11:00:00Z"


@pytest.mark.parametrize("kind", KINDS)
async def test_the_vocabulary_tells_all_that_a_rule_can_be_made_of(desk: Desk, kind: str) -> None:
    told = (await ask(desk, "GET", f"/{kind}/vocabulary")).json()["data"]
    names = {each["name"] for each in told["fields"]}
    actions = {each["type"]: each["parameters"] for each in told["actions"]}
    assert {"priority", "custom.plan", "hours_since_created", "business_hours_since_customer_reply"} <= names
    assert ("previous_status" in names, "message_text" in names) == ((kind != "automations"),) * 2
    assert {"set_priority", "set_sla_policy", "delay", "stop"} <= actions.keys()
    assert str(actions["set_priority"]["maxItems"]) == "50"
    assert set(actions["delay"]["properties"]) == {"type", "minutes", "hours", "days"}
    assert bool(told["triggers"]) == (kind != "automations")


async def test_nobody_changes_rules_of_another_kind_by_their_id(desk: Desk) -> None:
    rule = await made(desk)
    answer = await ask(desk, "PUT", f"/automations/{rule['id']}", BODY["automations"])
    assert (answer.status_code, answer.json()["code"]) == (404, "rule_not_found")


def _deep(depth: int, inner: str, outer: str) -> str:
    return outer * depth + inner + {"[": "]", '{"all":[': "]}"}[outer] * depth


def _raw(name: str = "x", triggers: str = '["ticket.created"]', more: str = "", **body: str) -> str:
    """A rule as text, with one thing in it that no encoder would write."""
    actions = body.get("actions", f"[{body['action']}]" if "action" in body else '[{"type": "stop"}]')
    return f'{{"name": "{name}", "triggers": {triggers}, "actions": {actions}{more}}}'


RAW = [
    _raw(actions=_deep(5_000, "", "[")),
    _raw(action=f'{{"type": "add_note", "body": {_deep(200, "1", "[")}}}'),
    _raw(more=', "conditions": ' + _deep(300, "", '{"all":[')),
    _raw(action='{"type": "add_note", "body": 1e999}'),
    _raw(action='{"type": "add_note", "body": "\\ud800"}'),
    _raw(action='{"type": "add_note", "\\ud800": 1}'),
    _raw(action='{"type": "\\ud800"}'),
    _raw(name="\\ud800"),
    _raw(triggers='["\\ud800"]'),
    _raw(triggers="[7]", action="7"),
    _raw(actions='[{"type": "delay", "days": 1e308}, {"type": "escalate"}]'),
    _raw(actions='[{"type": "delay", "days": "1"}, {"type": "explode"}]'),
    _raw(action='{"type": ["stop"]}'),
    _raw(action='{"type": "set_sla_policy", "policy_id": "me"}'),
    _raw(more=', "apply_to_existing": 1e30'),
]


@pytest.mark.parametrize("raw", RAW, ids=[each[:40] + each[-60:] for each in RAW])
async def test_no_body_is_a_fault_of_ours(desk: Desk, raw: str) -> None:
    headers = desk.as_("admin") | {"content-type": "application/json"}
    answer = await desk.http.post("/api/v1/workflows", content=raw, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert await desk.rows("select 1 from escalated_rules") == []
