"""The examples of docs/rules.md are taken as they stand there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from escalated_sla.rules.vocabulary import TRIGGERS
from services.sla.tests.conftest import Desk

PAGE = (Path(__file__).parents[4] / "docs" / "rules.md").read_text()
EXAMPLES = [(path, json.loads(body)) for path, body in re.findall(r"`POST (\S+)`\n\n```json\n(.*?)```", PAGE, re.S)]


def test_the_page_has_an_example_of_each_kind() -> None:
    assert [path for path, _ in EXAMPLES] == ["/api/v1/workflows", "/api/v1/automations", "/api/v1/escalation-rules"]
    assert all(f"`{trigger}`" in PAGE for trigger in TRIGGERS["escalation"])


@pytest.mark.parametrize(("path", "body"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
async def test_an_example_is_kept_and_can_be_tried(desk: Desk, path: str, body: dict[str, Any]) -> None:
    admin = desk.as_("admin")
    kept = await desk.http.post(path, json=body, headers=admin)
    tried = await desk.http.post(f"{path}/dry-run", json={"rule": body, "sample": 10}, headers=admin)
    assert (kept.status_code, tried.status_code) == (201, 200), kept.text + tried.text
    assert kept.json()["data"]["actions"] == body["actions"]
