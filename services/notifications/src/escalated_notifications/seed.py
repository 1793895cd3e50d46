"""What a new desk needs here: nothing. Templates ship with the service, people come by events."""

from escalated_notifications.settings import NotificationsSettings


async def seed(_settings: NotificationsSettings, _demo: bool) -> None:
    """Changes nothing, the first time as the second."""
