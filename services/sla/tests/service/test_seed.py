"""The desk that everybody begins with, and the demo desk: put up once, and a promise that is broken within minutes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from pydantic import ValidationError

from escalated_chassis.clock import SystemClock
from escalated_chassis.testing.deployment import Deployment
from escalated_sla.seed import seed
from escalated_sla.settings import SlaOptions, SlaSettings
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


async def test_the_settings_decide_the_first_calendar_and_whether_the_policy_follows_it(
    desk: Desk, settings: SlaSettings
) -> None:
    hours = {"start": "08:30:00", "end": "24:00", "timezone": "Europe/Berlin", "days": [6, 7]}
    options = SlaOptions.model_validate({"business_hours_only": True, "business_hours": hours})

    await seed(settings.model_copy(update={"sla": options}), demo=False)
    (standard,) = await policies(desk)
    (calendar,) = (await desk.http.get("/api/v1/calendars", headers=desk.as_("agent"))).json()["data"]

    assert standard["calendar_id"] == calendar["id"]
    assert (calendar["timezone"], calendar["hours"]) == (
        "Europe/Berlin",
        {"sat": [["08:30", "24:00"]], "sun": [["08:30", "24:00"]]},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "localtime"),
        ("START", "24:00"),
        ("START", "9:00"),
        ("END", "09:00"),
        ("END", "25:00"),
        ("END", "17:00:30"),
        ("DAYS", "[]"),
        ("DAYS", "[0]"),
    ],
)
def test_hours_that_are_none_stop_the_start_with_the_name_of_the_setting(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ESCALATED_SLA__BUSINESS_HOURS__{name}", value)

    with pytest.raises(ValidationError) as refused:
        deployment.settings(SlaSettings, database_url="unused")

    assert {error["loc"][:3] for error in refused.value.errors()} == {("sla", "business_hours", name.lower())}


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
