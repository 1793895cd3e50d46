"""The subjects that the suite's events come under, and NATS' rule for matching them."""

from escalated_chassis.events.envelope import subject_of
from tests.contracts.golden_events import CLASSES, CONTEXTS, ENTITY, context_of


def matches(wanted: str, subject: str) -> bool:
    """`*` is one token, `>` one or more at the end."""
    patterns, tokens = wanted.split("."), subject.split(".")
    for index, pattern in enumerate(patterns):
        if pattern == ">":
            return len(tokens) > index
        if index >= len(tokens) or pattern not in ("*", tokens[index]):
            return False
    return len(patterns) == len(tokens)


def _contexts(kind: str) -> tuple[str, ...]:
    """The shared events are published by every service."""
    descriptor = CLASSES[kind].DESCRIPTOR
    return CONTEXTS if descriptor.file.package == "escalated.events.v1" else (context_of(descriptor),)


SUBJECTS = {
    kind: [subject_of(each(), ENTITY, context=context) for context in _contexts(kind)] for kind, each in CLASSES.items()
}
"""Event type → every subject it may come under."""
