"""The suite's streams for tests: as `migrate` declares them, and empty."""

import nats

from escalated_chassis.events.declare import declare_everything


async def reset_streams(url: str) -> None:
    """Drops every stream with its durables and declares them anew."""
    client = await nats.connect(url)
    try:
        context = client.jetstream()
        for stream in await context.streams_info():
            await context.delete_stream(stream.config.name or "")
        await declare_everything(context)
    finally:
        await client.close()
