"""Webhooks: signed as the standard says, in order, retried, to nobody inside the house."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from escalated.events.v1 import events_pb2
from escalated.notifications.v1 import notifications_pb2
from escalated.tickets.v1 import events_pb2 as ticket_events
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from escalated_chassis.errors import Forbidden, Invalid
from escalated_chassis.testing.waiting import eventually

URL = "/api/v1/webhooks"


class Target:
    """A receiver of webhooks: keeps head and body of every call, answers with a status of its choice."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head)}
        self.calls.append((headers, await reader.readexactly(int(headers["content-length"]))))
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(b"HTTP/1.1 %d X\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok" % status)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def target() -> AsyncIterator[Target]:
    made = Target()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def webhook(desk: Any, url: str, *events: str) -> dict[str, Any]:
    admin = desk.as_person(desk.neighbours.person("Root", "admin"))
    answer = await desk.http.post(URL, json={"url": url, "events": list(events) or ["*"]}, headers=admin)
    assert answer.status_code == 201, answer.text
    return {**answer.json()["data"], "headers": admin}


async def publish(desk: Any, ticket: Any, event: Any = None) -> str:
    audience = events_pb2.Audience(staff_only=True)
    return await desk.publish(
        event or ticket_events.TicketUpdated(ticket=ticket), entity_id=ticket.id, audience=audience
    )


@pytest.fixture
def ticket(desk: Any) -> Any:
    return desk.neighbours.ticket(desk.neighbours.person("Ann", "customer"))


async def test_an_event_arrives_signed(desk: Any, ticket: Any) -> None:
    """given a webhook, when an event comes, then the target verifies it with the secret that was shown once"""
    async with target() as there:
        hook = await webhook(desk, there.url)
        event_id = await publish(desk, ticket)
        await eventually(lambda: there.calls)
        headers, body = there.calls[0]
        content = Webhook(hook["secret"]).verify(body, headers)
        assert content["meta"]["id"] == event_id == headers["webhook-id"]
        assert content["ticket"]["reference"] == ticket.reference
        with pytest.raises(WebhookVerificationError):
            Webhook(hook["secret"]).verify(body.replace(b"printer", b"printed"), headers)
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_the_secret_is_shown_once_and_kept_encrypted(desk: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url)
        assert hook["secret"].startswith("whsec_")
        shown = await desk.http.get(f"{URL}/{hook['id']}", headers=hook["headers"])
        assert "secret" not in shown.json()["data"]
        (row,) = await desk.rows("select secret from escalated_webhooks where id = cast(:id as uuid)", id=hook["id"])
        assert hook["secret"].encode() not in row.secret
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_only_what_was_asked_for_is_sent(desk: Any, ticket: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url, "ticket.closed", "reply.*")
        await publish(desk, ticket)
        await publish(desk, ticket, ticket_events.TicketClosed(ticket=ticket))
        await eventually(lambda: there.calls)
        assert [json.loads(body)["meta"]["type"] for _, body in there.calls] == ["ticket.closed"]
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_a_webhook_that_a_rule_asks_for_is_called_and_no_other(desk: Any, ticket: Any) -> None:
    async with target() as one, target() as other:
        wanted, hears_all = await webhook(desk, one.url, "sla.breached"), await webhook(desk, other.url, "*")
        event = ticket_events.WebhookRequested(ticket=ticket, webhook_id=wanted["id"], text="Look!")
        await publish(desk, ticket, event)
        await publish(desk, ticket)
        await eventually(lambda: one.calls and other.calls)
        assert [json.loads(body)["text"] for _, body in one.calls] == ["Look!"]
        assert [json.loads(body)["meta"]["type"] for _, body in other.calls] == ["ticket.updated"]
        for hook in (wanted, hears_all):
            await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_a_webhook_may_hear_what_rules_have_to_say(desk: Any, ticket: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url, "ticket.notification_requested")
        await publish(
            desk, ticket, ticket_events.NotificationRequested(ticket=ticket, roles=["assignee"], text="Look!")
        )
        await eventually(lambda: there.calls)
        assert [json.loads(body)["text"] for _, body in there.calls] == ["Look!"]
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


@pytest.mark.parametrize(
    ("channels", "calls", "mails"), [([], 1, 1), (["email"], 0, 1), (["webhook"], 1, 0), (["webhook", "email"], 1, 1)]
)
async def test_what_a_rule_has_to_say_goes_by_the_channels_that_it_chose(
    desk: Any, ticket: Any, channels: list[str], calls: int, mails: int
) -> None:
    ada = desk.neighbours.person("Ada", "agent")
    async with target() as there:
        hook = await webhook(desk, there.url, "ticket.notification_requested", "ticket.closed")
        event = ticket_events.NotificationRequested(ticket=ticket, person_ids=[ada.id], text="Look!", channels=channels)
        await desk.publish(event, entity_id=ticket.id, audience=events_pb2.Audience(all_staff=True))
        await publish(desk, ticket, ticket_events.TicketClosed(ticket=ticket))
        await eventually(lambda: len(there.calls) == calls + 1)
        rows = await desk.settled(ticket.id, calls + mails + 1)
        told = [row.channel for row in rows if row.event_type == "ticket.notification_requested"]
        assert (told.count("webhook"), told.count("email")) == (calls, mails)
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_a_call_that_nobody_can_take_says_why_in_the_deliveries(desk: Any, ticket: Any) -> None:
    async with target() as there:
        off = await webhook(desk, there.url, "*")
        await desk.http.patch(f"{URL}/{off['id']}", json={"active": False}, headers=off["headers"])
        for named in (off["id"], str(uuid4()), "no id"):
            event = ticket_events.WebhookRequested(ticket=ticket, webhook_id=named, text="Look!")
            await desk.told(await publish(desk, ticket, event))

        assert [(row.state, row.detail) for row in await desk.deliveries(ticket.id)] == [
            ("suppressed", "the webhook is switched off"),
            ("suppressed", "there is no such webhook"),
            ("suppressed", "there is no such webhook"),
        ]
        listed = await desk.http.get(f"{URL}/{off['id']}/deliveries", headers=off["headers"])
        assert [each["detail"] for each in listed.json()["data"]] == ["the webhook is switched off"]
        assert there.calls == []
        await desk.http.delete(f"{URL}/{off['id']}", headers=off["headers"])


async def test_tickets_is_told_which_webhooks_there_are(desk: Any) -> None:
    hook = await webhook(desk, "https://hooks.example.com/desk", "*")
    await desk.http.patch(f"{URL}/{hook['id']}", json={"active": False}, headers=hook["headers"])
    request = notifications_pb2.FindWebhooksRequest(ids=[hook["id"], str(uuid4()), "no id"])

    async with desk.asked_by("tickets") as stub:
        found = await stub.FindWebhooks(request)
        with pytest.raises(Invalid):
            await stub.FindWebhooks(notifications_pb2.FindWebhooksRequest(ids=[hook["id"]] * 101))
    async with desk.asked_by("sla") as stub:
        with pytest.raises(Forbidden):
            await stub.FindWebhooks(request)

    assert list(found.ids) == [hook["id"]]
    await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_a_failing_call_holds_back_its_ticket_and_keeps_its_id(desk: Any, ticket: Any) -> None:
    async with target() as there:
        there.statuses = [500]
        hook = await webhook(desk, there.url)
        first = await publish(desk, ticket)

        async def failed() -> bool:
            return any(row.failures for row in await desk.deliveries(ticket.id))

        await eventually(failed)
        second = await publish(desk, ticket)
        await desk.told(second)
        other = desk.neighbours.ticket(desk.neighbours.person("Bob", "customer"))
        third = await publish(desk, other)
        await eventually(lambda: len(there.calls) == 2)
        desk.later(seconds=15)
        await desk.settled(ticket.id, 2)
        assert [headers["webhook-id"] for headers, _ in there.calls] == [first, third, first, second]
        listed = await desk.http.get(f"{URL}/{hook['id']}/deliveries", headers=hook["headers"])
        shown = {each["message_id"]: each for each in listed.json()["data"]}[first]
        assert [(each["outcome"], each["status"]) for each in shown["attempts"]] == [("again", 500), ("sent", 200)]
        assert shown["attempts"][0]["answer"] == "ok"
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_a_target_that_is_gone_is_parked_paused_and_its_owner_told(desk: Any, ticket: Any) -> None:
    async with target() as there:
        there.statuses = [410]
        hook = await webhook(desk, there.url)
        await publish(desk, ticket)
        await eventually(lambda: desk.postbox.to("root@example.com"))
        shown = (await desk.http.get(f"{URL}/{hook['id']}", headers=hook["headers"])).json()["data"]
        assert shown["paused"] == "failed for long: HTTP 410"
        waiting = await publish(desk, ticket)
        await desk.told(waiting)
        await desk.http.patch(f"{URL}/{hook['id']}", json={"active": True}, headers=hook["headers"])
        await eventually(lambda: len(there.calls) == 2)
        assert there.calls[1][0]["webhook-id"] == waiting
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


async def test_switched_off_it_stays_silent_until_it_is_on_again(desk: Any, ticket: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url)
        path, headers = f"{URL}/{hook['id']}", hook["headers"]
        off = await desk.http.patch(path, json={"active": False}, headers=headers)
        assert (off.json()["data"]["active"], off.json()["data"]["paused"]) == (False, "switched off")
        await desk.told(await publish(desk, ticket))
        refused = await desk.http.post(f"{path}/test", headers=headers)
        assert (refused.status_code, refused.json()["code"], there.calls) == (409, "webhook_paused", [])
        await desk.http.patch(path, json={"active": True}, headers=headers)
        heard = await publish(desk, ticket)
        await eventually(lambda: there.calls)
        assert [each["webhook-id"] for each, _ in there.calls] == [heard]
        await desk.http.delete(path, headers=headers)


async def test_the_test_button_calls_at_once(desk: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url, "ticket.closed")
        answer = await desk.http.post(f"{URL}/{hook['id']}/test", headers=hook["headers"])
        assert (answer.status_code, answer.json()["data"]["state"]) == (200, "queued")
        await eventually(lambda: there.calls)
        assert Webhook(hook["secret"]).verify(there.calls[0][1], there.calls[0][0])["meta"]["type"] == "webhook.test"
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2/x", "http://10.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/x"]
)
async def test_an_address_inside_the_house_is_refused(desk: Any, url: str) -> None:
    admin = desk.as_person(desk.neighbours.person("Root", "admin"))
    answer = await desk.http.post(URL, json={"url": url, "events": ["*"]}, headers=admin)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/url"
    assert await desk.rows("select 1 from escalated_webhooks where url = :url", url=url) == []


@pytest.mark.parametrize(
    "body",
    [
        {"url": "ftp://example.com"},
        {"url": "https://example.com", "events": []},
        {"url": "https://example.com", "events": ["ticket.*.x"]},
        {"url": "https://example.com", "secret": "mine"},
        {},
    ],
)
async def test_what_is_wrong_is_named(desk: Any, body: dict[str, Any]) -> None:
    admin = desk.as_person(desk.neighbours.person("Root", "admin"))
    answer = await desk.http.post(URL, json=body, headers=admin)
    assert (answer.status_code, bool(answer.json()["errors"])) == (422, True)


async def test_a_stale_version_is_refused(desk: Any) -> None:
    async with target() as there:
        hook = await webhook(desk, there.url)
        headers = {**hook["headers"], "if-match": '"7"'}
        answer = await desk.http.patch(f"{URL}/{hook['id']}", json={"events": ["ticket.*"]}, headers=headers)
        assert answer.status_code == 412
        shown = (await desk.http.get(f"{URL}/{hook['id']}", headers=hook["headers"])).json()["data"]
        assert (shown["events"], shown["version"]) == (["*"], 1)
        await desk.http.delete(f"{URL}/{hook['id']}", headers=hook["headers"])
