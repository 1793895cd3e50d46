"""What tags may be called, and when two names are one. Pure."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from escalated_chassis.errors import invalid
from escalated_rules.evaluation import fold

NAME_LENGTH: Final = 50


def clean_name(name: str, pointer: str = "/name") -> str:
    """A name as it is kept: letters composed, white space single. Raises Invalid for an empty or long one."""
    kept = _plain(name)
    if not kept or len(kept) > NAME_LENGTH or "," in kept:
        raise invalid(pointer, "bad_name", f"1 to {NAME_LENGTH} characters, no comma.")
    return kept


def folded(name: str) -> str:
    """A name as names are compared, here and by the table's unique index: without regard to case."""
    return fold(_plain(name))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def clean_names(names: Sequence[str]) -> list[str]:
    """Names as they are kept, without doubles. Raises Invalid as `clean_name`."""
    cleaned: dict[str, str] = {}
    for index, name in enumerate(names):
        kept = clean_name(name, f"/tags/{index}")
        cleaned.setdefault(folded(kept), kept)
    return list(cleaned.values())
