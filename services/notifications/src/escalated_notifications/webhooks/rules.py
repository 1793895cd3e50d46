"""Which events a webhook hears of, and what an answer of its target means. Pure."""

import re
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

PATTERN = re.compile(r"^(?:\*|[a-z_]+\.\*|[a-z_]+\.[a-z_]+)$")
GONE = 410


def hears(patterns: Iterable[str], event_type: str) -> bool:
    """Whether any pattern takes this type: `*`, `ticket.*` or `ticket.created`."""
    entity = event_type.partition(".")[0]
    return any(pattern in ("*", event_type, f"{entity}.*") for pattern in patterns)


def webhook_id_from(text: str) -> UUID | None:
    """The id that a text is; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def verdict(status: int) -> Literal["sent", "again", "refused"]:
    """Only 2xx is success. 410 says that nobody is there any more; everything else may mend itself."""
    if 200 <= status < 300:
        return "sent"
    return "refused" if status == GONE else "again"
