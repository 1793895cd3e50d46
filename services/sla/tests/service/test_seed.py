"""The desk that everybody begins with, and the demo desk: put up once, and a promise that is broken within minutes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest

from escalated_chassis.clock import SystemClock
from escalated_sla.seed import seed
from escalated_sla.settings import SlaSettings
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import types_of
from services.sla.tests.rule_making import hear
from services.sla.tests.ticket_events import Story


@pytest.fixture
def settings(desk: Desk, fresh_database_url: str) -> SlaSettings:
    return desk.deployment.settings(SlaSettings, database_url=fresh_database_url)


async def policies(desk: Desk) -> list[dict[str, Any]]:
    answer = await desk.http.get("/api/v1/sla-policies", headers=desk.as_("agent"))
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def opened(desk: Desk, tag_id: str) -> UUID:
    story = Story()
    event = story.opened(desk.clock.now())
    event.data.ticket.tags.add(id=tag_id, name="a tag")
    await hear(desk, event)
    return story.id


async def test_a_new_desk_promises_all_four_metrics_by_day_and_night(desk: Desk, settings: SlaSettings) -> None:
    await seed(settings, demo=False)
    (standard,) = await policies(desk)
    calendars = (await desk.http.get("/api/v1/calendars", headers=desk.as_("agent"))).json()["data"]

    assert (standard["name"], standard["is_default"], standard["calendar_id"]) == ("Standard", True, None)
    assert standard["targets"]["urgent"] == {
        "first_response": 7200.0,
        "next_response": 7200.0,
        "periodic_update": 14400.0,
        "resolution": 28800.0,
    }
    assert [(each["name"], each["timezone"], len(each["hours"])) for each in calendars] == [
        ("Business hours", "UTC", 5)
    ]


async def test_the_second_time_changes_nothing(desk: Desk, settings: SlaSettings) -> None:
    await seed(settings, demo=True)
    before = await policies(desk)
    await seed(settings, demo=True)
    assert await policies(desk) == before
    assert [each["name"] for each in before] == ["Two minutes, to look at", "Standard"]


async def test_the_demo_ticket_is_warned_of_breached_and_escalated_within_minutes(
    desk: Desk, settings: SlaSettings
) -> None:
    desk.clock.set(SystemClock().now())  # the seed tells time by it, and rules go by what happens after they are made
    await seed(settings, demo=True)
    tag = str(uuid5(settings.deployment_id, "tag:demo-clock"))
    ticket, other = await opened(desk, tag), await opened(desk, str(uuid4()))

    desk.clock.move(timedelta(seconds=61))
    await desk.fire()
    warned = types_of(await desk.published(ticket))
    desk.clock.move(timedelta(seconds=60))
    await desk.fire()
    await desk.run_rules()

    assert "sla.warning" in warned
    assert "sla.breached" not in warned
    assert "sla.breached" in types_of(await desk.published(ticket))
    assert not {"sla.warning", "sla.breached"} & set(types_of(await desk.published(other)))
    (applied,) = desk.tickets.applied
    assert (applied.ticket_id, [each.type for each in applied.actions]) == (
        str(ticket),
        ["set_priority", "escalate", "notify"],
    )
