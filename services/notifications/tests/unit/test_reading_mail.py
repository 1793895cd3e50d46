"""Reading mails of strangers: decoded, bounded, and never an exception that is not ours."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalated_chassis.errors import Malformed
from escalated_notifications.mail_in import rules
from escalated_notifications.mail_in.parse import parse, peek
from escalated_notifications.mail_in.quoting import body_of, unquoted

ENGLISH = "Thanks!\n\nOn Mon, 5 Jan 2026 at 10:00, Support <s@desk.test> wrote:\n> Try water\n> and soap"
GERMAN = "Danke!\n\nAm 5.1.2026 um 10:00 schrieb Support <s@desk.test>:\n> Versuch Wasser"


@pytest.mark.parametrize(("text", "new"), [(ENGLISH, "Thanks!"), (GERMAN, "Danke!"), ("Just this", "Just this")])
def test_the_new_words_are_told_from_the_quoted_ones(text: str, new: str) -> None:
    said = unquoted(text)
    assert said.text == new
    assert f"{said.text}{said.quoted}".replace("\n", "") == text.replace("\n", "")


def test_a_mail_of_quotes_alone_is_not_emptied() -> None:
    assert unquoted("> one\n> two").text == "> one\n> two"


@given(st.text(max_size=3000))
@settings(max_examples=60, deadline=None)
def test_folding_loses_nothing(text: str) -> None:
    said = unquoted(text)
    kept = "".join(f"{said.text}{said.quoted}".split())
    assert kept == "".join(text.split())


@pytest.mark.parametrize("word", ["On ", "Am ", ">", "From: ", "_", "-", "\n", "On Mon wrote:\n", "Sent from my ", "<"])
def test_hostile_text_takes_bounded_time(word: str) -> None:
    begun = time.process_time()
    unquoted(word * (100_000 // len(word)))
    assert time.process_time() - begun < 3


def test_headers_and_bodies_in_other_charsets_are_decoded() -> None:
    raw = (
        b"From: =?iso-8859-1?q?J=F6rg?= <JOERG@example.com>\r\nSubject: =?utf-8?b?w6TDtsO8?= =?utf-8?q?_x?=\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe\r\n"
    )
    mail = parse(raw)
    assert (mail.sender_name, mail.sender, mail.subject, mail.text) == ("Jörg", "joerg@example.com", "äöü x", "Grüße")


def test_those_in_cc_are_named_each_once_and_the_desk_is_none_of_them() -> None:
    raw = (
        b"From: Sue <sue@new.example>\r\nTo: support@desk.test\r\n"
        b"Cc: =?utf-8?q?M=C3=BCller=2C_Jo?= <JO@cc.example>, plain@cc.example, jo@cc.example, sue@new.example,\r\n"
        b" help@company.example, reply+x@desk.test, nobody\r\n\r\nHello"
    )
    mail = parse(raw)
    copied = rules.copied_strangers(mail, ["Help@company.example"], "desk.test")
    assert copied == [("Müller, Jo", "jo@cc.example"), ("", "plain@cc.example")]


@pytest.mark.parametrize("charset", ["nonsense", "unicode_escape", "idna", "base64", "utf-7", ""])
def test_odd_charsets_break_nothing(charset: str) -> None:
    raw = b"From: a@b.c\r\nContent-Type: text/plain; charset=%b\r\n\r\nGr\xfc\xdfe \\u0041\r\n" % charset.encode()
    assert parse(raw).text.startswith("Gr")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"(" * 100_000 + b"\r\n\r\nhi",
        b"To: " + b"(" * 100_000 + b"\r\n\r\nhi",
        b"Message-ID: <a\x00b@c>\r\nFrom: a\x00@b.c\r\n\r\nhi",
        b"From: a@b.c\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-\r\n",
        b"From: =?utf-7?q?+2AA-?= <a@b.c>\r\n\r\nhi",
    ],
)
def test_what_is_read_can_be_stored_and_sent_on(raw: bytes) -> None:
    mail = parse(raw)
    for text in (mail.message_id, mail.sender, mail.sender_name, mail.subject, mail.text, peek(raw).sender):
        assert "\x00" not in text
        text.encode()


@given(st.binary(max_size=4000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for candidate in (raw, b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw):
        peek(candidate)
        try:
            body_of(parse(candidate))
        except Malformed:
            continue


def test_attachments_have_clean_names_and_inline_images_their_place() -> None:
    mail = EmailMessage()
    mail["From"] = "a@b.c"
    mail.set_content("text")
    mail.add_attachment(b"1", maintype="image", subtype="png", filename="..\\..\\a/b.png", cid="<pic@x>")
    mail.add_attachment(b"2", maintype="application", subtype="pdf")
    found = [(each.filename, each.content_type, each.content_id) for each in parse(mail.as_bytes()).attachments]
    assert found == [("b.png", "image/png", "pic@x"), ("part-2", "application/pdf", "")]


def test_only_the_trusted_receivers_verdict_counts() -> None:
    raw = (
        b"From: a@b.c\r\nAuthentication-Results: mx.evil.example; dmarc=pass\r\n"
        b"Authentication-Results: mx.desk.test; spf=pass; dmarc=fail header.from=b.c\r\n\r\nhi"
    )
    mail = parse(raw)
    assert rules.authentication_failed(mail, "mx.desk.test")
    assert not rules.authentication_failed(mail, "mx.evil.example")
    assert not rules.authentication_failed(mail, "")
