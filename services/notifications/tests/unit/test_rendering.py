"""Mails from templates: both parts, and nothing that a customer wrote is ever more than text."""

import pytest

from escalated_chassis.errors import Invalid
from escalated_notifications.mail_out.compose import Envelope, compose, one_line
from escalated_notifications.templates.render import Body, Brand, Content, render, templates

BRAND = Brand("ACME", "#112233", "https://acme.example/logo.png", "ACME Ltd, 1 Road")
TICKET = {
    "reference": "ESC-00042", "subject": "Printer", "status": "open", "priority": "high", "department": "IT",
    "requester": "Ann",
}  # fmt: skip
VARIABLES = {
    "ticket": TICKET, "actor": "Ada", "detail": "80%", "person": {"name": "Ann"},
    "links": {"ticket": "https://desk.example/t/ESC-00042?a=1&b=2", "rate": "https://desk.example/r#grant=g"},
    "clock": {"metric": "first response", "due": "2026-01-05 10:00 UTC"},
    "variables": {"url": "https://desk.example/x", "code": "123456", "detail": "HTTP 500"},
}  # fmt: skip


@pytest.mark.parametrize("template", templates())
def test_every_template_renders_with_all_it_may_speak_of(template: str) -> None:
    mail = render(template, "en", BRAND, Content(VARIABLES, Body("words", "<p>words</p>", ("a.pdf",)), ("Why.",)))
    assert mail.subject
    assert "\n" not in mail.subject
    for part in (mail.text, mail.html):
        assert "ACME Ltd, 1 Road" in part
        assert "Why." in part
        assert "{{" not in part
        assert "{%" not in part
    assert "**" not in mail.text
    assert "<style" not in mail.html
    assert 'style="' in mail.html
    assert "#112233" in mail.html


def test_an_unknown_language_falls_back_and_an_unknown_template_is_refused() -> None:
    assert render("staff_assigned", "xx", BRAND, Content(VARIABLES)).subject == "[ESC-00042] Assigned to you: Printer"
    for name in ("nothing", "../layout", "en/staff_assigned"):
        with pytest.raises(Invalid):
            render(name, "en", BRAND, Content(VARIABLES))


HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://evil.example/p.png)", "{{ 7*7 }}",
    "{% for x in range(9) %}", "# heading", "</div><h1>x", "`code`", "&lt;b&gt;", "http://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_values_are_shown_as_they_are_and_do_nothing(words: str) -> None:
    mail = render("staff_assigned", "en", BRAND, Content({**VARIABLES, "actor": words}))
    assert words in mail.text
    for sign in ("<script", 'href="javascript', 'src="http://evil', "49", "<h1", "<code", 'href="http://evil'):
        assert sign not in mail.html


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe srcdoc='<b>'>",
        "<a href='javascript:alert(1)'>x</a>", "<math><mtext><script>alert(1)</script>", "<style>*{}</style>",
        "<form action=x><input></form>", "<p style='position:fixed'>x</p>",
    ],
)  # fmt: skip
def test_the_html_of_a_message_is_cleaned(html: str) -> None:
    mail = render("staff_reply_by_customer", "en", BRAND, Content(VARIABLES, Body("t", f"<p>ok</p>{html}")))
    for sign in ("alert(1)", "onerror", "<svg", "<iframe", "<form", "<input", "position:fixed"):
        assert sign not in mail.html
    assert ">ok</p>" in mail.html


def test_a_message_without_html_keeps_its_lines() -> None:
    mail = render("staff_note", "en", BRAND, Content(VARIABLES, Body("one\ntwo\n\n<three>")))
    assert "one<br>two" in mail.html
    assert "&lt;three&gt;" in mail.html
    assert "one\ntwo\n\n<three>" in mail.text


def test_no_value_begins_a_header() -> None:
    rendered = render(
        "staff_assigned", "en", BRAND, Content({**VARIABLES, "ticket": {**TICKET, "subject": "a\r\nBcc: x"}})
    )
    envelope = Envelope("s@d.example", "De\r\nsk", "a@b.example", "An\nn\r\nBcc: y@z", "<1@d.example>")
    from datetime import UTC, datetime

    mail = compose(envelope, rendered, datetime(2026, 1, 5, tzinfo=UTC))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "[ESC-00042] Assigned to you: a Bcc: x"
    assert one_line("a\x00\u2028b") == "a b"


@pytest.mark.parametrize("address", ["", "no-at", "a@", "a b@c.d", "a@b.c\r\nRCPT TO:<x@y>", "ä@example.com"])
def test_what_is_no_address_is_refused(address: str) -> None:
    from datetime import UTC, datetime

    envelope = Envelope("s@d.example", "Desk", address, "", "<1@d.example>")
    rendered = render("staff_assigned", "en", BRAND, Content(VARIABLES))
    with pytest.raises(Invalid):
        compose(envelope, rendered, datetime(2026, 1, 5, tzinfo=UTC))
