"""Macros and canned responses that cannot be kept, and macros that name what has changed since."""

from typing import Any
from uuid import uuid4

import pytest

UNKNOWN = "00000000-0000-4000-8000-00000000dead"


async def test_a_macro_whose_field_or_option_is_gone_points_at_it(desk: Any, problem: Any) -> None:
    admin, ticket = await desk.person("admin"), await desk.opened(await desk.person())
    key = f"f_{uuid4().hex[:6]}"
    options = [{"value": "s", "label": "Small"}, {"value": "l", "label": "Large"}]
    field = await desk.does(
        admin, "/custom-fields", {"key": key, "label": "Size", "type": "multiselect", "options": options}
    )
    step = {"type": "set_custom_field", "field": key, "value": ["s", "l"]}
    macro = await desk.does(admin, "/macros", {"name": "Sizes", "actions": [{"type": "escalate"}, step]})

    for change, pointer, code in (
        ({"options": options[:1]}, "/actions/1/value/1", "bad_option"),
        ({"options": options, "active": False}, "/actions/1/field", "not_applicable"),
    ):
        await desk.ask("PATCH", f"/custom-fields/{field['id']}", admin, json=change)
        answer = await desk.ask("POST", f"/tickets/{ticket['id']}/macro", admin, json={"macro_id": macro["id"]})
        assert problem(answer) == (422, "invalid")
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
    assert await desk.event_types(ticket) == ["ticket.created"]
    assert (await desk.shown(admin, ticket))["custom_fields"] == {}


@pytest.mark.parametrize("path", ["/macros", "/canned-responses"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "x" * 121}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": "two\nlines"}, "/name"),
        ({"shared": "everybody"}, "/shared"),
        ({"shared": "department"}, ""),
        ({"owner_id": UNKNOWN}, "/owner_id"),
        ({"shared": "department", "department_id": UNKNOWN}, "/department_id"),
    ],
    ids=str,
)
async def test_bad_values_are_refused_where_they_stand_and_nothing_is_kept(
    desk: Any, problem: Any, path: str, body: dict[str, Any], pointer: str
) -> None:
    admin = await desk.person("admin")
    table = f"escalated_{path[1:].replace('-', '_')}"
    before = await desk.rows(f"SELECT id, version FROM {table} ORDER BY id")
    rest = {"actions": [{"type": "unassign"}]} if path == "/macros" else {"body": "Hello"}

    answer = await desk.ask("POST", path, admin, json={"name": "Fine", **rest, **body})

    assert problem(answer) == (422, "invalid"), answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert await desk.rows(f"SELECT id, version FROM {table} ORDER BY id") == before
