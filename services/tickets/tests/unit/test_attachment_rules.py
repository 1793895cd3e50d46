from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from escalated_tickets.attachments.rules import (
    NAME_LENGTH,
    Link,
    NameLies,
    clean_name,
    identify,
    read_link,
    sign_link,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\x00" * 16
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 32
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = b"k" * 32


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "a__Set-Cookie_ x.txt"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("  ..  ", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_long_name_keeps_its_extension() -> None:
    cleaned = clean_name("x" * 400 + ".png")
    assert len(cleaned) == NAME_LENGTH
    assert cleaned.endswith("x.png")


@pytest.mark.parametrize(
    ("head", "name", "content_type", "inline"),
    [
        (PNG, "a.png", "image/png", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 32, "photo.JPEG", "image/jpeg", True),
        (PDF, "a.pdf", "application/pdf", True),
        (b"just words", "a.txt", "text/plain", True),
        (b"a,b\n1,2\n", "a.csv", "text/plain", True),
        (b"<script>alert(1)</script>", "a.html", "application/octet-stream", False),
        (b"<svg onload=alert(1)></svg>", "a.svg", "application/octet-stream", False),
        (b"\x00\x01\x02\x03", "core.bin", "application/octet-stream", False),
        ("Gr\u00f6\u00dfe;Name\n".encode("latin-1"), "a.csv", "application/octet-stream", False),
        ("BMW f\u00fcr M\u00f6ller".encode("latin-1"), "a.txt", "application/octet-stream", False),
        ("MZ \u00d6sterreich".encode("latin-1"), "a.txt", "application/octet-stream", False),
        ("hello w\u00f6rld".encode("utf-16"), "a.txt", "application/octet-stream", False),
        (rb"{\rtf1\ansi hello}", "a.rtf", "application/rtf", False),
    ],
)
def test_content_decides_what_a_file_is(head: bytes, name: str, content_type: str, inline: bool) -> None:
    kind = identify(head, name)
    assert (kind.content_type, kind.inline) == (content_type, inline)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (PNG, "a.pdf"),
        (EXE, "a.png"),
        (b"words", "a.jpg"),
        (EXE, "notes.txt"),
        (PNG, "table.csv"),
        (PDF, "page.html"),
        (b"PK\x03\x04" + b"\x14" * 32 + b"\xff", "letter.md"),
        (b"words", "a.rtf"),
        (PNG, "a.bmp"),
    ],
)
def test_a_name_that_lies_is_refused(head: bytes, name: str) -> None:
    with pytest.raises(NameLies, match="is named"):
        identify(head, name)


def test_a_link_opens_its_own_file_until_it_expires() -> None:
    link = Link(UUID(int=1), UUID(int=2), "session", NOW + timedelta(minutes=5))
    token = sign_link(link, KEY)
    assert read_link(UUID(int=1), token, NOW, KEY) == link
    assert read_link(UUID(int=3), token, NOW, KEY) is None
    assert read_link(UUID(int=1), token, NOW + timedelta(minutes=5), KEY) is None
    assert read_link(UUID(int=1), token, NOW, b"o" * 32) is None
    assert read_link(UUID(int=1), token.replace("session", "another"), NOW, KEY) is None


@pytest.mark.parametrize("token", ["", "a", "a.b.c.d", "...", "é.x.1.y", "a.b.1.é"])
def test_a_forged_link_opens_nothing(token: str) -> None:
    assert read_link(UUID(int=1), token, NOW, KEY) is None
