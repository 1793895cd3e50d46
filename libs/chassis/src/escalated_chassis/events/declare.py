"""Streams and durables as `escalated_contracts.streams` lists them, made or brought up to date by `migrate`."""

from collections.abc import Iterable

import nats
import structlog
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from escalated_chassis.settings import ServiceSettings
from escalated_contracts.streams import DURABLES, STREAMS, Durable, Stream, durables_of

DUPLICATE_WINDOW_SECONDS = 120
CONNECT_SECONDS = 10

_log = structlog.get_logger(__name__)


async def declare_for(settings: ServiceSettings) -> None:
    """Declares all streams, and the durables of this service, as the provisioner.

    Raises:
        nats.errors.Error, OSError: NATS is away, or refuses.
    """
    client = await nats.connect(
        settings.nats_url,
        user=settings.nats_provisioner_user,
        password=settings.nats_provisioner_password.get_secret_value(),
        inbox_prefix=b"_INBOX_provisioner",
        connect_timeout=CONNECT_SECONDS,
        allow_reconnect=False,
    )
    try:
        await declare(client.jetstream(), STREAMS, durables_of(settings.service), settings.nats_replicas)
    finally:
        await client.close()


async def declare_everything(js: JetStreamContext, replicas: int = 1) -> None:
    """All streams and all durables of the suite."""
    await declare(js, STREAMS, DURABLES, replicas)


async def declare(
    js: JetStreamContext, streams: Iterable[Stream], durables: Iterable[Durable], replicas: int = 1
) -> None:
    """Makes what is missing and updates what differs; every service may do it, in any order, again and again.

    All streams are declared and not the service's own only: its durables may read a stream whose owner comes later.
    """
    for stream in streams:
        await _declare_stream(js, stream_config(stream, replicas))
    for durable in durables:
        await js.add_consumer(durable.stream, consumer_config(durable))


def stream_config(stream: Stream, replicas: int = 1) -> StreamConfig:
    return StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        storage=StorageType.FILE,
        max_age=stream.max_age,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
        allow_direct=True,
    )


def consumer_config(durable: Durable) -> ConsumerConfig:
    """Delivers for ever (`max_deliver=-1`): the consumer itself decides when a message is dead."""
    only_one = len(durable.subjects) == 1
    return ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        filter_subject=durable.subjects[0] if only_one else None,
        filter_subjects=None if only_one else list(durable.subjects),
        deliver_policy=DeliverPolicy.ALL if durable.deliver == "all" else DeliverPolicy.NEW,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=durable.ack_wait,
        max_ack_pending=durable.max_ack_pending,
        max_deliver=-1,
    )


async def _declare_stream(js: JetStreamContext, config: StreamConfig) -> None:
    try:
        await js.stream_info(config.name or "")
    except NotFoundError:
        await js.add_stream(config)
        _log.info("stream_created", stream=config.name)
    else:
        await js.update_stream(config)
