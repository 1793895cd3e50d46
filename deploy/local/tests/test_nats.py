"""The embedded NATS: what a crash leaves, and who may say and hear what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.js.api import ConsumerConfig, ExternalStream, StreamConfig, StreamSource

from escalated_contracts.streams import DURABLES, STREAMS
from escalated_local.nats import EmbeddedNats, NatsError
from escalated_local.nats_accounts import USERS, accounts_config, mirror_configs, unknown_services

PASSWORDS = {name: f"{name}-secret" for name in USERS}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedNats]:
    with EmbeddedNats(tmp_path / "nats", sync_interval="always") as started:
        yield started


@pytest.fixture
async def suite(tmp_path: Path) -> AsyncIterator[EmbeddedNats]:
    with EmbeddedNats(tmp_path / "nats", config=accounts_config(PASSWORDS)) as started:
        await _provision(started)
        yield started


async def test_acknowledged_messages_are_there_after_kill_nine(server: EmbeddedNats) -> None:
    client = await nats.connect(server.url, user=server.user, password=server.password)
    await client.jetstream().add_stream(StreamConfig(name="KEPT", subjects=["kept.>"]))
    for number in range(50):
        await client.jetstream().publish("kept.one", str(number).encode())
    await client.close()

    server.kill()
    server.start()

    client = await nats.connect(server.url_with_user)
    info = await client.jetstream().stream_info("KEPT")
    assert info.state.messages == 50
    await client.close()


async def test_a_wrong_password_is_refused(server: EmbeddedNats) -> None:
    with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
        await nats.connect(server.url, user=server.user, password="wrong", allow_reconnect=False)


def test_another_server_on_the_port_is_not_mistaken_for_ours(server: EmbeddedNats, tmp_path: Path) -> None:
    with pytest.raises(NatsError, match="address already in use"):
        EmbeddedNats(tmp_path / "other", port=server.port).start()

    assert server.is_ready()


async def test_a_service_publishes_its_own_events_and_nobody_elses(suite: EmbeddedNats) -> None:
    tickets, errors = await _connect(suite, "tickets")

    ack = await tickets.jetstream().publish("escalated.tickets.ticket.created.t1", b"{}")
    with pytest.raises(nats.errors.TimeoutError):
        await tickets.jetstream().publish("escalated.sla.sla.breached.t1", b"{}", timeout=1)

    assert ack.stream == "ESCALATED_TICKETS"
    assert 'permissions violation for publish to "escalated.sla.sla.breached.t1"' in str(errors[0]).lower()
    await tickets.close()
    assert await _stored(suite, "ESCALATED_SLA") == 0


async def test_a_service_pulls_from_its_own_durables_and_nobody_elses(suite: EmbeddedNats) -> None:
    tickets, _ = await _connect(suite, "tickets")
    sla, _ = await _connect(suite, "sla")
    await tickets.jetstream().publish("escalated.tickets.ticket.created.t1", b'{"n":1}')

    own = await sla.jetstream().pull_subscribe_bind(consumer="sla-tickets", stream="ESCALATED_TICKETS")
    (message,) = await own.fetch(1, timeout=5)
    await message.ack_sync(timeout=5)
    foreign = await sla.jetstream().pull_subscribe_bind(consumer="notifications-tickets", stream="ESCALATED_TICKETS")
    with pytest.raises(nats.errors.TimeoutError):
        await foreign.fetch(1, timeout=1)

    assert message.data == b'{"n":1}'
    await tickets.close()
    await sla.close()


async def test_notifications_hears_tickets_live_and_another_service_does_not(suite: EmbeddedNats) -> None:
    tickets, _ = await _connect(suite, "tickets")
    notifications, none = await _connect(suite, "notifications")
    sla, errors = await _connect(suite, "sla")
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def hear(message: Any) -> None:
        await heard.put(message.data)

    for client in (notifications, sla):
        await client.subscribe("escalated.tickets.reply.>", cb=hear)
        await client.flush()
    await tickets.jetstream().publish("escalated.tickets.reply.created.t1", b"hello")
    await tickets.flush()
    await sla.flush()

    assert await asyncio.wait_for(heard.get(), 5) == b"hello"
    assert heard.empty()
    assert none == []
    assert "permissions violation for subscription" in str(errors[0]).lower()
    for client in (tickets, notifications, sla):
        await client.close()


async def test_a_service_may_make_again_its_own_durables_as_declared(suite: EmbeddedNats) -> None:
    for durable in DURABLES:
        client, _ = await _connect(suite, durable.service)
        made = await client.jetstream().add_consumer(durable.stream, _consumer(durable))
        assert made.name == durable.name
        await client.close()


async def test_a_service_changes_no_stream(suite: EmbeddedNats) -> None:
    tickets, _ = await _connect(suite, "tickets")

    for attempt in (tickets.jetstream().purge_stream, tickets.jetstream().delete_stream):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(attempt("ESCALATED_TICKETS"), 1)

    await tickets.close()
    assert await _stored(suite, "ESCALATED_TICKETS") == 0


async def test_broadcasts_reach_every_service_and_no_observer(suite: EmbeddedNats) -> None:
    identity, _ = await _connect(suite, "identity")
    tickets, _ = await _connect(suite, "tickets")
    observer, _ = await _connect(suite, "observer")
    heard = await tickets.subscribe("escalated.broadcast.>")
    overheard = await observer.subscribe("escalated.>")
    await tickets.flush()
    await observer.flush()

    await identity.publish("escalated.broadcast.identity.access_changed", b"p1")
    await identity.publish("escalated.identity.person.created.p1", b"after")
    await identity.flush()

    assert (await heard.next_msg(timeout=5)).subject == "escalated.broadcast.identity.access_changed"
    assert (await overheard.next_msg(timeout=5)).subject == "escalated.identity.person.created.p1"
    for client in (identity, tickets, observer):
        await client.close()


async def test_the_observer_follows_live_and_reads_what_is_stored(suite: EmbeddedNats) -> None:
    tickets, _ = await _connect(suite, "tickets")
    observer, _ = await _connect(suite, "observer")
    live = await observer.subscribe("escalated.tickets.>")
    await observer.flush()

    await tickets.jetstream().publish("escalated.tickets.ticket.created.t1", b"first")

    assert (await live.next_msg(timeout=5)).data == b"first"
    stored = await observer.jetstream().subscribe("escalated.tickets.>", stream="EXT_TICKETS", ordered_consumer=True)
    assert (await stored.next_msg(timeout=5)).data == b"first"
    await tickets.close()
    await observer.close()


async def test_the_observer_places_nothing_in_the_suite_not_even_by_reply_subject(suite: EmbeddedNats) -> None:
    observer, _ = await _connect(suite, "observer")
    admin, _ = await _connect(suite, "ext_provisioner")
    forged = "escalated.sla.sla.breached.t1"

    await observer.publish(forged, b"forged")
    await observer.publish("$JS.API.STREAM.INFO.EXT_SLA", b"", reply=forged)
    await admin.publish(forged, b"forged")
    await admin.publish("$JS.API.STREAM.INFO.EXT_SLA", b"", reply=forged)
    await observer.flush()
    await admin.flush()

    assert await _stored(suite, "ESCALATED_SLA") == 0
    await observer.close()
    await admin.close()


def test_every_service_with_a_durable_has_a_user() -> None:
    assert unknown_services() == set()


async def _connect(server: EmbeddedNats, user: str) -> tuple[Client, list[Exception]]:
    errors: list[Exception] = []

    async def keep(error: Exception) -> None:
        errors.append(error)

    client = (
        await nats.connect(
            server.url, user=user, password=PASSWORDS[user], inbox_prefix=f"_INBOX_{user}".encode(), error_cb=keep
        )
        if user != "ext_provisioner"
        else await nats.connect(server.url, user=user, password=PASSWORDS[user], error_cb=keep)
    )
    return client, errors


def _consumer(durable: Any) -> ConsumerConfig:
    single = len(durable.subjects) == 1
    return ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        filter_subject=durable.subjects[0] if single else None,
        filter_subjects=None if single else list(durable.subjects),
        ack_policy="explicit",
    )


async def _provision(server: EmbeddedNats) -> None:
    provisioner, _ = await _connect(server, "provisioner")
    for stream in STREAMS:
        await provisioner.jetstream().add_stream(StreamConfig(name=stream.name, subjects=list(stream.subjects)))
    for durable in DURABLES:
        await provisioner.jetstream().add_consumer(durable.stream, _consumer(durable))
    await provisioner.close()
    external, _ = await _connect(server, "ext_provisioner")
    for config in mirror_configs():
        source = config["mirror"]
        mirror = StreamSource(name=source["name"], external=ExternalStream(**source["external"]))
        await external.jetstream().add_stream(StreamConfig(name=config["name"], mirror=mirror))
    await external.close()


async def _stored(server: EmbeddedNats, stream: str) -> int:
    provisioner, _ = await _connect(server, "provisioner")
    info = await provisioner.jetstream().stream_info(stream)
    await provisioner.close()
    return info.state.messages
