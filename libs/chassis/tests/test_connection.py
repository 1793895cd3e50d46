"""NATS away at the start or later; broadcasts to those who listen; streams declared again and again."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from nats.js import JetStreamContext

from escalated_chassis.errors import Unavailable
from escalated_chassis.events.broadcasts import Broadcasts
from escalated_chassis.events.connection import Nats
from escalated_chassis.events.declare import declare, declare_everything
from escalated_chassis.settings import ServiceSettings
from escalated_chassis.testing.servers import NatsServer
from escalated_chassis.testing.waiting import eventually
from escalated_contracts.streams import DURABLES, STREAMS, Stream

SUBJECT = "escalated.broadcast.identity.access.p-1"


class Heard:
    def __init__(self) -> None:
        self.words: list[tuple[str, Mapping[str, Any]]] = []

    async def __call__(self, subject: str, payload: Mapping[str, Any]) -> None:
        self.words.append((subject, payload))


async def test_a_start_without_nats_succeeds_and_the_connection_comes_later(
    identity_settings: ServiceSettings, nats_server: NatsServer
) -> None:
    component = Nats(identity_settings)
    broadcasts, heard = Broadcasts(component), Heard()
    broadcasts.subscribe("escalated.broadcast.identity.access.*", heard)
    nats_server.kill()

    await component.start()
    await broadcasts.start()
    with pytest.raises(Unavailable, match="NATS is not connected"):
        _ = component.js
    assert component.trouble() is None
    await broadcasts.publish(SUBJECT, {"access_version": 1})
    await asyncio.to_thread(nats_server.start)
    await eventually(lambda: component.is_connected)
    await eventually(lambda: _is_heard(broadcasts, heard, 2))
    await component.stop()

    assert {"access_version": 1} not in [payload for _, payload in heard.words]


async def _is_heard(broadcasts: Broadcasts, heard: Heard, version: int) -> bool:
    await broadcasts.publish(SUBJECT, {"access_version": version})
    return (SUBJECT, {"access_version": version}) in heard.words


async def test_after_a_reconnect_listeners_hear_again_once_and_are_told_of_the_gap(
    nats_component: Nats, nats_server: NatsServer
) -> None:
    broadcasts, heard, connects = Broadcasts(nats_component), Heard(), []
    broadcasts.subscribe("escalated.broadcast.identity.access.*", heard)
    await broadcasts.start()

    async def note() -> None:
        connects.append("again")

    nats_component.on_connect(note)
    nats_server.kill()
    await asyncio.to_thread(nats_server.start)
    await eventually(lambda: connects == ["again"])
    await broadcasts.publish(SUBJECT, {"access_version": 7})
    await nats_component.nc.flush()
    await eventually(lambda: heard.words)

    assert heard.words == [(SUBJECT, {"access_version": 7})]


async def test_a_listener_that_fails_and_a_body_that_is_none_harm_nobody(nats_component: Nats) -> None:
    broadcasts, heard = Broadcasts(nats_component), Heard()

    async def fail(subject: str, payload: Mapping[str, Any]) -> None:
        raise RuntimeError("listener")

    broadcasts.subscribe("escalated.broadcast.identity.access.*", fail)
    broadcasts.subscribe("escalated.broadcast.identity.access.*", heard)
    await broadcasts.start()

    await nats_component.nc.publish(SUBJECT, b"{")
    await nats_component.nc.publish(SUBJECT, b"[]")
    await broadcasts.publish(SUBJECT, {"n": 1})
    await broadcasts.publish(SUBJECT, {"n": 2})
    await eventually(lambda: len(heard.words) == 2)

    assert [payload for _, payload in heard.words] == [{"n": 1}, {"n": 2}]


async def test_a_broadcast_cannot_be_an_event(nats_component: Nats) -> None:
    with pytest.raises(ValueError, match="is no broadcast"):
        await Broadcasts(nats_component).publish("escalated.identity.person.created.p-1", {})


async def test_streams_and_durables_are_declared_again_and_again(streams: JetStreamContext) -> None:
    await declare_everything(streams)

    assert {info.config.name for info in await streams.streams_info()} == {stream.name for stream in STREAMS}
    for durable in DURABLES:
        info = await streams.consumer_info(durable.stream, durable.name)
        assert (info.config.max_ack_pending, info.config.ack_wait) == (durable.max_ack_pending, durable.ack_wait)
        assert (info.config.filter_subjects or [info.config.filter_subject]) == list(durable.subjects)


async def test_a_changed_stream_is_brought_up_to_date_with_its_messages(streams: JetStreamContext) -> None:
    await declare(streams, [Stream("CHANGING", ("changing.a",), max_age=600)], [])
    await streams.publish("changing.a", b"kept")

    await declare(streams, [Stream("CHANGING", ("changing.a", "changing.b"), max_age=900)], [])

    info = await streams.stream_info("CHANGING")
    assert (info.config.subjects, info.config.max_age, info.state.messages) == (["changing.a", "changing.b"], 900, 1)
    await streams.delete_stream("CHANGING")
