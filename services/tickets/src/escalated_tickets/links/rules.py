"""Kinds of links, and which may be made. A link is two rows, each saying what the other ticket is to this one."""

from typing import Final

from escalated_chassis.errors import Conflict, invalid

# What the other one is to this one, and what this one is thereby to the other.
INVERSE: Final[dict[str, str]] = {
    "related": "related",
    "duplicate": "duplicate",
    "follow_up": "follow_up",
    "parent": "child",
    "child": "parent",
    "problem": "incident",
    "incident": "problem",
}
KINDS: Final = tuple(INVERSE)
# A ticket has one of these at most.
ONLY_ONE: Final = frozenset({"parent", "problem"})
# Customers are told of these alone.
PUBLIC: Final = frozenset({"follow_up"})
# Trees, by the kind that leads up in each: nothing stands above itself in one.
UP: Final[dict[str, str]] = {"parent": "parent", "child": "parent", "problem": "problem", "incident": "problem"}


def check_ends(same: bool) -> None:
    if same:
        raise invalid("/ticket", "same_ticket", "A ticket is not linked with itself.")


def check_room(kind: str, existing: frozenset[str], others: frozenset[str]) -> None:
    """`existing` are the kinds of this ticket's links, `others` those of the other one's.

    Raises:
        Conflict: this ticket has its one parent or problem already, or the other one has.
    """
    if kind in ONLY_ONE and kind in existing:
        raise Conflict(f"The ticket has a {kind} already.", code=f"{kind}_exists")
    if INVERSE[kind] in ONLY_ONE and INVERSE[kind] in others:
        raise Conflict(f"That ticket has a {INVERSE[kind]} already.", code=f"{INVERSE[kind]}_exists")


def check_no_circle(up: str, above: frozenset[object], below: object) -> None:
    """`above` are a parent (or problem) and all above it. Raises Conflict where what is below stands among them."""
    if below in above:
        raise Conflict(f"A ticket would be its own {up} by that.", code="cyclic_link")
