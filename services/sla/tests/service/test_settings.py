"""What of sla is changed while it runs: stored, obeyed at once, and told to the clocks that are open."""

import asyncio
from datetime import timedelta
from typing import Any

from escalated_sla.policies.queries import PolicyBook
from escalated_sla.settings import SlaOptions, SlaSettings
from escalated_sla.switches import Switches
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import with_policy
from services.sla.tests.rule_making import hear
from services.sla.tests.ticket_events import Story


async def settings(desk: Desk, **values: Any) -> Any:
    url, headers = "/api/v1/settings/sla", desk.as_("admin")
    if not values:
        return await desk.http.get(url, headers=headers)
    return await desk.http.patch(url, json=values, headers=headers)


async def test_the_settings_of_run_time_are_shown_and_taken_back(desk: Desk) -> None:
    shown = {each["name"]: each for each in (await settings(desk)).json()["data"]}
    assert set(shown) == {"sla__enabled", "sla__reopened"}
    assert (shown["sla__enabled"]["value"], shown["sla__enabled"]["source"]) == (True, "default")

    changed = await settings(desk, sla__reopened="anew")
    assert changed.status_code == 200, changed.text
    assert desk.context.switches.anew is True
    stored = {each["name"]: each for each in (await settings(desk)).json()["data"]}
    assert (stored["sla__reopened"]["value"], stored["sla__reopened"]["source"]) == ("anew", "stored")

    await settings(desk, sla__reopened=None)
    assert desk.context.switches.anew is False


async def test_a_value_that_is_none_is_refused_by_its_name(desk: Desk) -> None:
    for values, pointer in (
        ({"sla__reopened": "never"}, "/sla__reopened"),
        ({"sla__enabled": "perhaps"}, "/sla__enabled"),
        ({"sla__business_hours_only": True}, "/sla__business_hours_only"),
        ({"enabled": True}, "/enabled"),
    ):
        answer = await settings(desk, **values)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rows("select name from escalated_settings") == []


async def test_switched_off_no_clock_runs_and_switched_on_they_come_back(desk: Desk) -> None:
    await with_policy(desk)
    story = Story()
    await hear(desk, story.opened(desk.clock.now()))
    states = "select distinct state from escalated_sla_clocks"
    assert await desk.rows(states) == [("running",)]

    await settings(desk, sla__enabled=False)
    await desk.recompute()
    desk.clock.move(timedelta(days=2))

    async with desk.database.reading() as reader:
        assert await PolicyBook(enabled=True).in_force(reader) == []
    assert await desk.fire() == 0
    assert await desk.rows(f"{states} where state in ('running', 'breached')") == []
    assert await desk.rows("select 1 from escalated_sla_timers") == []

    await settings(desk, sla__enabled=True)
    await desk.recompute()
    await desk.fire()
    assert await desk.rows(states) == [("breached",)]


async def test_what_the_environment_switched_off_is_off_from_the_start(desk: Desk) -> None:
    await with_policy(desk)
    await hear(desk, Story().opened(desk.clock.now()))
    off = desk.deployment.settings(SlaSettings, database_url="unused", sla=SlaOptions(enabled=False))
    stopping = asyncio.Event()
    stopping.set()
    told = "select object_name from escalated_sla_recomputations where reason = 'settings.updated' order by id"

    for _ in range(2):
        await Switches(off, PolicyBook(enabled=False)).watching(desk.database)(stopping)
    assert await desk.rows(told) == [("sla__enabled=false",)]
    await desk.context.switches.watching(desk.database)(stopping)
    await desk.context.switches.watching(desk.database)(stopping)

    assert await desk.rows(told) == [("sla__enabled=false",), ("sla__enabled=true",)]
