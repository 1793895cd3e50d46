"""Who does something and why: carried by every command and written on every event."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """The rules and plugins that led here; `depth` grows by one for each of them."""

    root_event_id: str
    depth: int = 0
    chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acting:
    """`kind` is one of person, guest, rule, mail, plugin, sync, service, system.

    Attributes:
        on_behalf_of: the person that a rule, plugin or service acts for.
        key: the idempotency key of a calling service, if any.
    """

    kind: str
    id: str = ""
    name: str = ""
    on_behalf_of: str = ""
    cause: Cause | None = None
    key: str = ""


SYSTEM = Acting(kind="system")
