"""What operators run: each does once, now, what workers do all the time, beside them, and says how much that was."""

import asyncio
from datetime import timedelta

from escalated_chassis.errors import Unavailable
from services.sla.tests.conftest import Desk
from services.sla.tests.hearing import with_policy
from services.sla.tests.processes import command
from services.sla.tests.rule_making import hear, make_rule, runs
from services.sla.tests.service.test_bad_days import opened, told
from services.sla.tests.ticket_events import Story

# Commands go by the clock of the machine, for which all of this is long past.
CHECK, EVALUATE = ("sla", "check"), ("escalations", "evaluate")


async def test_check_fires_what_is_due_and_counts_it(desk: Desk) -> None:
    await with_policy(desk)
    await opened(desk, 3)

    assert await command(desk, *CHECK, "--dry-run") == (0, "6 timers due\n")
    assert await told(desk) == []
    # One timer for each clock: what it passed, warning and breach, is told by one firing.
    assert await command(desk, *CHECK) == (0, "6 timers fired\n")
    assert sorted(kind for kind, _ in await told(desk)) == ["sla.breached"] * 6 + ["sla.warning"] * 6
    assert await command(desk, *CHECK) == (0, "0 timers fired\n")


async def test_evaluate_lets_rules_about_time_come_and_runs_what_they_call_for(desk: Desk) -> None:
    automation = await make_rule(desk, "escalation", [], [("hours_since_created", ">", 1)])
    workflow = await make_rule(desk, "workflow", ["ticket.created"])
    await hear(desk, Story().opened(desk.clock.now()))

    assert await command(desk, *EVALUATE, "--dry-run") == (0, "1 timers due\n1 runs that wait\n")
    assert (await runs(desk, automation), desk.tickets.applied) == ([], [])
    assert await command(desk, *EVALUATE) == (0, "1 timers fired\n2 runs tried\n")
    assert [(run.rule_id, run.state) for run in await runs(desk)] == [(workflow, "sent"), (automation, "sent")]
    assert await command(desk, *EVALUATE) == (0, "0 timers fired\n0 runs tried\n")
    assert len(desk.tickets.applied) == 2


async def test_commands_are_safe_beside_workers_and_one_another(desk: Desk) -> None:
    await with_policy(desk)
    await make_rule(desk, "escalation", ["sla.breached"], [("clock_metric", "is", "first_response")])
    tickets = await opened(desk, 20)
    desk.clock.move(timedelta(days=400))

    await asyncio.gather(command(desk, *CHECK), command(desk, *EVALUATE), desk.fire(), desk.run_rules())
    await desk.fire()
    await desk.run_rules()

    assert sorted(ticket for kind, ticket in await told(desk) if kind == "sla.breached") == sorted(
        [str(ticket) for ticket in tickets] * 2
    )
    assert sorted(each.ticket_id for each in desk.tickets.applied) == sorted(str(ticket) for ticket in tickets)


async def test_while_tickets_is_away_check_says_so_and_fires_nothing(desk: Desk) -> None:
    await with_policy(desk)
    await opened(desk, 1)
    desk.tickets.refusal = Unavailable("away")

    code, said = await command(desk, *CHECK)

    assert (code, "error: " in said) == (1, True)
    assert await told(desk) == []
    assert await desk.rows("select 1 from escalated_sla_timers where claimed_until is not null") == []


async def test_check_obeys_what_was_switched_off_at_run_time(desk: Desk) -> None:
    await with_policy(desk)
    await opened(desk, 1)
    off = {"sla__enabled": False}
    answer = await desk.http.patch("/api/v1/settings/sla", json=off, headers=desk.as_("admin"))
    assert answer.status_code == 200, answer.text

    assert await command(desk, *CHECK) == (0, "0 timers fired\n")
    assert await told(desk) == []
