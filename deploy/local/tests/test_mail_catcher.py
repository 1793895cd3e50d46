"""The mail catcher as the suite runs it: a process that speaks SMTP and keeps files."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from escalated_local.mail_catcher import file_name
from escalated_local.ports import free_port, is_taken
from escalated_local.processes import wait_until


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[int]:
    port = free_port()
    arguments = ["127.0.0.1", str(port), str(tmp_path / "mail")]
    process = subprocess.Popen([sys.executable, "-m", "escalated_local.mail_catcher", *arguments])
    assert wait_until(lambda: is_taken(port), 10)
    yield port
    process.terminate()
    assert process.wait(10) == 0


def test_an_accepted_mail_is_a_file_with_all_of_it(catcher: int, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@example.com", "customer@example.com", "Grüße"
    mail["Message-ID"] = "<ticket-1@example.com>"
    mail.set_content("Your printer is well again.\n.a line with a dot\n")

    with smtplib.SMTP("127.0.0.1", catcher, timeout=10) as client:
        client.send_message(mail, to_addrs=["customer@example.com", "boss@example.com"])

    (kept,) = (tmp_path / "mail").iterdir()
    found = message_from_bytes(kept.read_bytes())
    assert kept.name.endswith("-044b00e8.eml")  # sha256 of the Message-ID
    assert found["X-Envelope-To"] == "customer@example.com, boss@example.com"
    assert found["Message-ID"] == "<ticket-1@example.com>"
    payload = found.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.splitlines() == [b"Your printer is well again.", b".a line with a dot"]


def test_the_same_message_sent_twice_is_two_files_with_one_hash() -> None:
    content = b"Message-ID: <a@b>\r\n\r\nbody"

    first = file_name(content, datetime(2026, 3, 1, 12, 0, 0, 5, UTC))
    second = file_name(content, datetime(2026, 3, 1, 12, 0, 1, 0, UTC))

    assert first == "20260301T120000.000005Z-" + first[-12:]
    assert first[-12:] == second[-12:]
    assert first != second
    assert file_name(b"Message-ID: <c@d>\r\n\r\nbody", datetime(2026, 3, 1, tzinfo=UTC))[-12:] != first[-12:]
