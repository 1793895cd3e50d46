"""Variables of texts: from a list, escaped for where they land."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from escalated_chassis.errors import Invalid
from escalated_tickets.canned_responses.variables import VARIABLES, Facts, check_variables, render
from escalated_tickets.conversation.rules import clean
from escalated_tickets.tickets.state import Names, PersonRef, TagRef


def _facts(**ticket: Any) -> Facts:
    values: dict[str, Any] = {
        "reference": "ESC-00042",
        "subject": "Printer",
        "priority_name": "high",
        "type": "problem",
        "created_at": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "requester_name": "Maria  del Carmen López",
        "requester_email": "maria@example.com",
        "assignee_name": "Alex Agent",
        **ticket,
    }
    names = Names("Support", (TagRef(uuid4(), "vip", "#000000"), TagRef(uuid4(), "late", "#000000")))
    agent = PersonRef(uuid4(), "Otto Other", "otto@example.com")
    return Facts(SimpleNamespace(**values), names, "Waiting on agent", agent)  # type: ignore[arg-type]


def test_every_variable_says_what_it_is_called() -> None:
    facts = _facts()
    assert {name: take(facts) for name, take in VARIABLES.items()} == {
        "ticket.reference": "ESC-00042",
        "ticket.subject": "Printer",
        "ticket.status": "Waiting on agent",
        "ticket.priority": "high",
        "ticket.type": "problem",
        "ticket.department": "Support",
        "ticket.tags": "vip, late",
        "ticket.created_on": "2026-01-05",
        "requester.name": "Maria  del Carmen López",
        "requester.first_name": "Maria",
        "requester.last_name": "López",
        "requester.email": "maria@example.com",
        "assignee.name": "Alex Agent",
        "assignee.first_name": "Alex",
        "agent.name": "Otto Other",
        "agent.first_name": "Otto",
        "agent.email": "otto@example.com",
    }


def test_a_text_is_filled_in() -> None:
    text = "Hi {{requester.first_name}}, {{ ticket.reference }} is { not } {{  ticket.priority  }}."
    assert render(text, _facts()) == "Hi Maria, ESC-00042 is { not } high."
    assert render("{{ assignee.name }}.", _facts(assignee_name="")) == "."


@pytest.mark.parametrize(
    "subject",
    [
        "[click](https://evil.example)",
        "<https://evil.example>",
        "<script>alert(1)</script>",
        "**bold** _it_ `code` ~~gone~~",
        "![x](cid:1)",
        "\\[click](https://evil.example)",
        "{{ requester.email }}",
        "a\n\n# Heading\n\n- list",
    ],
)
@pytest.mark.parametrize("body_format", ["markdown", "html"])
def test_what_a_customer_wrote_stays_text(subject: str, body_format: Any) -> None:
    rendered = render("About: {{ ticket.subject }}", _facts(subject=subject), body_format)

    assert clean(rendered, body_format).text == "About: " + " ".join(subject.split())


@pytest.mark.parametrize("name", ["ticket.secret", "", "ticket", "ticket.reference|upper", "agent.__class__", "7*7"])
def test_an_unknown_variable_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_variables("{{ ticket.reference }} {{ " + name + " }}")
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/body", "unknown_variable")]
    assert repr(name) in refused.value.errors[0].detail
