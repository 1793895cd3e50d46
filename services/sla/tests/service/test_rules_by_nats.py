"""Events through NATS: the same one delivered twice runs a rule once."""

from escalated_chassis.events.connection import Nats
from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.envelope import Event, encode, headers_of
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.streams import durables_of
from escalated_sla import events
from escalated_sla.settings import SlaSettings
from services.sla.tests.conftest import Desk
from services.sla.tests.rule_making import make_rule, runs
from services.sla.tests.ticket_events import Story


async def publish(nats: Nats, event: Event, times: int) -> None:
    """Puts an event into the stream several times, as a relay does that lost its place."""
    headers = headers_of(event.meta, "tickets", event.entity_id)
    for number in range(times):
        await nats.js.publish(
            event.subject, encode(event.data), headers=headers | {"Nats-Msg-Id": f"{event.id}-{number}"}
        )


async def test_an_event_that_nats_delivers_twice_runs_a_rule_once(desk: Desk, nats_url: str) -> None:
    rule_id = await make_rule(desk, "workflow", ["ticket.created"])
    nats = Nats(desk.deployment.settings(SlaSettings, database_url="unused", nats_url=nats_url))
    await nats.start()
    handlers = events.handlers(desk.context.clocks)
    (durable,) = durables_of("sla")
    consumer = DurableConsumer(durable, desk.database, nats, events.REGISTRY, handlers)
    await consumer.start()
    doubled, last = Story(), Story()
    try:
        await eventually(lambda: nats.is_connected)
        await publish(nats, doubled.opened(desk.clock.now()), times=2)
        await publish(nats, last.opened(desk.clock.now()), times=1)

        async def heard() -> bool:
            return len(await runs(desk, rule_id)) == 2

        await eventually(heard)
        await desk.run_rules()
    finally:
        await consumer.stop()
        await nats.stop()

    assert [run.ticket_id for run in await runs(desk, rule_id)] == [doubled.id, last.id]
    assert sorted(each.ticket_id for each in desk.tickets.applied) == sorted([str(doubled.id), str(last.id)])
