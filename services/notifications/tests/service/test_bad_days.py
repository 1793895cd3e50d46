"""Bad days: a worker killed with -9 while it sends, a mail server that is not there, PostgreSQL gone at the door."""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import aiosmtplib
import pytest
from escalated.events.v1 import events_pb2
from escalated.tickets.v1 import events_pb2 as ticket_events

from escalated_chassis.testing.waiting import eventually


async def reply(desk: Any, name: str) -> Any:
    """A ticket with one public reply, on its way to one customer."""
    customer = desk.neighbours.person(name, "customer")
    ticket = desk.neighbours.ticket(customer)
    message = desk.neighbours.message(ticket, desk.neighbours.person("Ada", "agent"), "Hello")
    audience = events_pb2.Audience(person_ids=[customer.id])
    await desk.publish(
        ticket_events.ReplyCreated(ticket=ticket, message=message), entity_id=ticket.id, audience=audience
    )
    return ticket


def environment(desk: Any) -> dict[str, str]:
    """What another process of the same service is started with."""
    kept = {
        name: getattr(desk.settings, name)
        for name in (
            "database_url", "nats_url", "identity_url", "identity_grpc", "tickets_grpc", "mail_domain", "smtp_port",
            "smtp_tls", "public_url", "deployment_id", "service_keys",
        )
    }  # fmt: skip
    secret = {
        "secret": desk.settings.secret.get_secret_value(),
        "service_key": desk.settings.service_key.get_secret_value(),
    }
    values = {f"ESCALATED_{name.upper()}": str(value) for name, value in {**kept, **secret}.items()}
    return {**os.environ, **values, "ESCALATED_NOTIFICATION_CHANNELS": "email"}


async def test_kill_9_while_sending_is_one_mail_under_one_id(desk: Any) -> None:
    """given a worker killed while the server holds the mail, when another one goes on, then one Message-ID, marked"""
    ours = desk.composition.parts.mail_worker
    await ours.stop()
    desk.postbox.held["kai@example.com"] = asyncio.Event()
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "escalated_notifications", "worker", env=environment(desk),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    ticket = await reply(desk, "Kai")
    await eventually(lambda: desk.postbox.to("kai@example.com"), 40)
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    desk.postbox.held.pop("kai@example.com").set()
    assert [row.state for row in await desk.deliveries(ticket.id)] == ["sending"]
    desk.later(seconds=120)
    await ours.start()
    (row,) = await desk.settled(ticket.id, 1)
    first, second = desk.postbox.to("kai@example.com")
    assert (row.state, first["Message-ID"]) == ("uncertain", second["Message-ID"])
    assert [attempt["outcome"] for attempt in row.attempts] == ["interrupted", "sent"]


async def test_a_mail_server_that_is_not_there_is_waited_for(desk: Any) -> None:
    desk.postbox.stop()
    ticket = await reply(desk, "Lea")

    async def failed() -> bool:
        rows = await desk.deliveries(ticket.id)
        return bool(rows) and rows[0].failures == 1

    await eventually(failed)
    assert "SMTPConnectError" in (await desk.deliveries(ticket.id))[0].detail
    await desk.postbox.start()
    desk.later(seconds=15)
    (row,) = await desk.settled(ticket.id, 1)
    assert (row.state, len(desk.postbox.to("lea@example.com"))) == ("sent", 1)


async def test_without_postgresql_no_mail_is_acknowledged_and_all_goes_on_after(
    desk: Any, postgres_server: Any
) -> None:
    """given PostgreSQL killed, when a mail comes, then 451 and 503; when it is back, the same mail is taken"""
    raw = b"From: pg@example.com\r\nSubject: Kept\r\nMessage-ID: <pg@example.com>\r\n\r\nhello"
    headers = desk.as_person(desk.neighbours.person("Root", "admin"))
    postgres_server.kill()
    with pytest.raises(aiosmtplib.SMTPResponseException) as caught:
        await desk.receive(raw, sender="pg@example.com")
    assert caught.value.code == 451
    answer = await desk.http.get("/api/v1/deliveries", headers=headers)
    assert (answer.status_code, json.loads(answer.text)["code"]) == (503, "database_unavailable")
    await asyncio.to_thread(postgres_server.start)

    async def taken() -> bool:
        try:
            return "Kept" in await desk.receive(raw, sender="pg@example.com")
        except aiosmtplib.SMTPResponseException:
            return False

    await eventually(taken)
    await eventually(lambda: [each.subject for each in desk.neighbours.tickets.created] == ["Kept"])
    ticket = await reply(desk, "Pam")
    (row,) = await desk.settled(ticket.id, 1)
    assert row.state == "sent"
