"""Variables of texts: `{{ ticket.reference }}`, from a list, and nothing else. Pure.

There is no language here to break out of: a name is looked up, its value is escaped for where it lands.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from escalated_chassis.errors import FieldError, Invalid
from escalated_tickets.tickets.state import Names, PersonRef, TicketState

_MARK: Final = re.compile(r"\{\{([^{}]*)\}\}")
# What would begin an emphasis, a link, code or HTML; a subject written by a customer must stay a subject.
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<~])")


@dataclass(frozen=True)
class Facts:
    """What variables are taken from. `agent` is whoever writes; nobody for a rule."""

    ticket: TicketState
    names: Names
    status_label: str
    agent: PersonRef | None


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else ""


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if " " in name.strip() else ""


VARIABLES: Final[dict[str, Callable[[Facts], str]]] = {
    "ticket.reference": lambda facts: facts.ticket.reference,
    "ticket.subject": lambda facts: facts.ticket.subject,
    "ticket.status": lambda facts: facts.status_label,
    "ticket.priority": lambda facts: facts.ticket.priority_name,
    "ticket.type": lambda facts: facts.ticket.type,
    "ticket.department": lambda facts: facts.names.department,
    "ticket.tags": lambda facts: ", ".join(tag.name for tag in facts.names.tags),
    "ticket.created_on": lambda facts: facts.ticket.created_at.date().isoformat(),
    "requester.name": lambda facts: facts.ticket.requester_name,
    "requester.first_name": lambda facts: _first(facts.ticket.requester_name),
    "requester.last_name": lambda facts: _last(facts.ticket.requester_name),
    "requester.email": lambda facts: facts.ticket.requester_email,
    "assignee.name": lambda facts: facts.ticket.assignee_name,
    "assignee.first_name": lambda facts: _first(facts.ticket.assignee_name),
    "agent.name": lambda facts: facts.agent.name if facts.agent else "",
    "agent.first_name": lambda facts: _first(facts.agent.name) if facts.agent else "",
    "agent.email": lambda facts: facts.agent.email if facts.agent else "",
}


def check_variables(text: str, pointer: str = "/body") -> None:
    """Raises Invalid that names each variable there is not."""
    named = dict.fromkeys(found.strip() for found in _MARK.findall(text))
    unknown = [name for name in named if name not in VARIABLES]
    if unknown:
        said = [FieldError(pointer, "unknown_variable", f"There is no variable {name[:100]!r}.") for name in unknown]
        known = ", ".join(VARIABLES)
        raise Invalid(f"{said[0].detail} Known ones: {known}.", errors=said, extra={"variables": list(VARIABLES)})


def render(text: str, facts: Facts, body_format: Literal["markdown", "html"] = "markdown") -> str:
    """The text with its variables filled in. Raises Invalid where one is unknown."""
    check_variables(text)
    escape = html.escape if body_format == "html" else _as_markdown
    return _MARK.sub(lambda found: escape(_line(VARIABLES[found.group(1).strip()](facts))), text)


def _line(value: str) -> str:
    return " ".join(value.split())


def _as_markdown(value: str) -> str:
    return _MARKDOWN.sub(r"\\\1", value)
