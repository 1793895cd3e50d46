"""Ends the open streams when the process stops: the HTTP server would wait for them."""

from escalated_notifications.live.hub import Hub


class StreamCloser:
    """A component that starts after the HTTP server, and so stops before it."""

    name = "streams"

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def start(self) -> None:
        """Streams are opened by their readers."""

    async def stop(self) -> None:
        self._hub.close_all()

    def trouble(self) -> str | None:
        return None
