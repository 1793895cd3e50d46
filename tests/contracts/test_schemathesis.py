"""Requests made from the services' own documents, good and bad: no failure of ours, and no answer but the documented.

Every operation is asked by an administrator, for things that are there and for things that are not.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from escalated_chassis.testing.databases import Databases
from escalated_chassis.testing.deployment import Deployment
from tests.contracts.documents import DOCUMENTS
from tests.contracts.services import SERVICES
from tests.contracts.suite_in_process import Desk, running_desk

EXAMPLES = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NEVER_ENDS = {"stream"}
"""Held open by design; notifications' own tests read it."""

ORDER = ("PUT", "POST", "PATCH", "GET", "DELETE")
"""First what makes things, last what removes them."""

SUCCESSES = {200, 201, 202, 204}
NEVER_SUCCEEDS = {
    "PATCH /api/v1/auth/me/password",
    "POST /api/v1/auth/password-reset/confirm",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/sso",
    "POST /api/v1/auth/verify-address",
    "GET /api/v1/attachments/{attachment_id}",
    "GET /api/v1/canned-responses/{response_id}/files/{file_id}",
    "DELETE /api/v1/statuses/{slug}",
    "GET /api/v1/inbound/{mail_id}/raw",
    "POST /api/v1/inbound/{mail_id}/retry",
    "POST /api/v1/guest/verification/confirm",
    "POST /api/v1/guest/ratings",
    "GET /api/v1/guest/tickets",
    "POST /api/v1/guest/tickets/lookup",
    "GET /api/v1/guest/tickets/{ticket}",
    "GET /api/v1/guest/tickets/{ticket}/messages",
    "POST /api/v1/guest/tickets/{ticket}/replies",
    "POST /api/v1/guest/tickets/{ticket}/close",
    "POST /api/v1/guest/tickets/{ticket}/reopen",
    "POST /api/v1/guest/tickets/{ticket}/rate",
    "POST /api/v1/tickets/{ticket}/rate",
    "POST /support/tickets/{ticket}/rate/",
    "POST /api/v1/people/{person_id}/erasure",
    "GET /api/v1/people/{person_id}/privacy-requests/{request_id}",
    "GET /api/v1/people/{person_id}/privacy-requests/{request_id}/file",
    "POST /api/v1/people/{person_id}/privacy-requests/{request_id}/retry",
    "POST /api/v1/bulk-jobs/{job_id}/undo",
    "POST /api/v1/tickets/{ticket}/participants/{participant_id}/approve",
    "POST /api/v1/tickets/{ticket}/split",
    "POST /api/v1/tickets/{ticket}/unmerge",
    "POST /api/v1/calendars/{calendar_id}/holidays/import",
    "POST /api/v1/calendars/{calendar_id}/holidays/import/preview",
    "PUT /api/v1/sla-policies/order",
    "PUT /api/v1/workflows/order",
    "PUT /api/v1/automations/order",
    "PUT /api/v1/escalation-rules/order",
}
"""Each needs a secret that cannot be guessed, a mail, a file, a ticket of one's own that is resolved, somebody who may
be erased, a status that no request made the default, a job that has ended, a ticket of several messages, a merge, or
every id of a list.

Elsewhere a run without a success would have shown nothing."""

OFFICE = {"timezone": "Europe/Berlin", "hours": {"mon": [["08:00", "18:00"]]}}
TARGETS = {"low": {"first_response": 3600}}
RAISE = {"type": "set_priority", "priority": "high"}
DAY = {"field": "hours_since_created", "operator": ">", "value": 24}
RULES: dict[str, dict[str, Any]] = {
    "workflows": {"name": "Up", "triggers": ["ticket.created"], "actions": [RAISE]},
    "automations": {"name": "Old", "conditions": {"all": [DAY]}, "actions": [RAISE]},
    "escalation-rules": {"name": "Late", "conditions": {"all": [DAY]}, "actions": [RAISE]},
}
"""Of each kind one; where it can be, about time."""

FITTING: dict[str, Any] = {
    **{f"POST /api/v1/{kind}": rule for kind, rule in RULES.items()},
    **{f"PUT /api/v1/{kind}/{{rule_id}}": rule for kind, rule in RULES.items()},
    **{f"POST /api/v1/{kind}/dry-run": {"rule": rule, "sample": 5} for kind, rule in RULES.items()},
    **{f"POST /api/v1/{kind}/{{rule_id}}/activate": {"active": True} for kind in RULES},
    **{f"POST /api/v1/{kind}/{{rule_id}}/rollback": {"version": 1} for kind in RULES},
    "POST /api/v1/automations/count-existing": RULES["automations"],
    "POST /api/v1/escalation-rules/count-existing": RULES["escalation-rules"],
    "POST /api/v1/sla-policies": {"name": "Quick", "targets": TARGETS},
    "POST /api/v1/sla-policies/preview": {"policy": {"name": "Quick", "targets": TARGETS}},
    "POST /api/v1/sla-policies/{policy_id}/rollback": {"version": 1},
    "POST /api/v1/calendars/{calendar_id}/preview-edit": {"name": "Berlin", **OFFICE},
    "POST /api/v1/auth/login": {"email": "customer@example.com", "password": "escalated-demo"},
    "POST /api/v1/auth/signup": {"email": "nora@example.com", "password": "correct horse battery", "name": "Nora"},
    "POST /api/v1/people": {"email": "otto@example.com", "name": "Otto"},
    "POST /api/v1/roles": {"slug": "writers", "name": "Writers", "permissions": ["tickets:reply"]},
    "PATCH /api/v1/departments/{department_id}": {"email": "help@example.com"},
    "PATCH /api/v1/roles/{role_id}": {"name": "Careful readers"},
    "POST /api/v1/api-tokens": {"name": "import", "scopes": ["tickets:read"]},
    "POST /api/v1/calendars": {"name": "Berlin", **OFFICE},
    "PUT /api/v1/sla-policies/{policy_id}": {"name": "Standard", "is_default": True, "targets": TARGETS},
    "PUT /api/v1/calendars/{calendar_id}": {"name": "Hamburg", **OFFICE},
    "POST /api/v1/calendars/preview": {"calendar": OFFICE, "start": "2026-01-05T09:00:00Z", "seconds": 3600},
    "POST /api/v1/tickets/{ticket}/assign": {"assignee_id": "$agent"},
    "POST /api/v1/tickets/{ticket}/department": {"department_id": None},
    "POST /api/v1/tickets/{ticket}/status": {"status": "waiting_on_customer"},
    "PATCH /api/v1/people/{person_id}": {"name": "Chris Customer"},
    "POST /api/v1/tickets/{ticket}/tags": {"tags": ["printers"]},
    "POST /api/v1/tickets/{ticket}/resolve": {},
    "POST /api/v1/tickets/{ticket}/replies": {"body": "Have you tried **turning it off**?"},
    "DELETE /api/v1/tickets/{ticket}/tags": {"tags": ["printers"]},
    "PUT /api/v1/tickets/{ticket}/draft": {"body": "Dear"},
    "PATCH /api/v1/tickets/{ticket}/messages/{message_id}": {"body": "Mended"},
    "POST /api/v1/tickets/{ticket}/side-conversations": {
        "subject": "A part",
        "channel": "email",
        "recipients": [{"email": "w@vendor.example"}],
        "body": "Have you?",
    },
    "POST /api/v1/tickets/{ticket}/side-conversations/{conversation_id}/messages": {"body": "Still there?"},
    "POST /api/v1/tickets/{ticket}/macro": {"macro_id": "$macro_id"},
    "POST /api/v1/tickets/{ticket}/snooze": {"preset": "tomorrow_9", "zone": "Europe/Berlin"},
    "POST /api/v1/macros": {"name": "Politely", "actions": [{"type": "add_note", "body": "Seen."}]},
    "PATCH /api/v1/macros/{macro_id}": {"name": "More politely"},
    "POST /api/v1/canned-responses": {"name": "Hello", "body": "Dear {{ requester.first_name }},"},
    "PATCH /api/v1/canned-responses/{response_id}": {"category": "Greetings"},
    "POST /api/v1/statuses": {"label": "At the bank", "category": "on_hold"},
    "PATCH /api/v1/statuses/{slug}": {"label": "By mail"},
    "PUT /api/v1/statuses/{slug}/transitions": {"transitions": ["open"]},
    "POST /api/v1/views": {"name": "Every ticket", "conditions": {"all": []}},
    "PATCH /api/v1/views/{view}": {"name": "All of them"},
    "PUT /api/v1/assignment/agents/{agent_id}": {"available": True},
    "PUT /api/v1/assignment/agents/{agent_id}/availability": {"available": True},
    "POST /support/agent/tickets/bulk/": {"ticket_ids": ["$ticket"], "action": "priority", "value": "high"},
    "POST /support/agent/tickets/{ticket}/macro/": {"macro_id": "$macro_id"},
    "POST /api/v1/tickets/bulk": {"ids": ["$ticket"], "action": {"type": "set_priority", "priority": "high"}},
    "POST /api/v1/tickets/{ticket}/followers": {"person_id": "$agent"},
    "POST /api/v1/tickets/{ticket}/links": {"kind": "related", "ticket": "$other"},
    "POST /api/v1/tickets/{ticket}/merge": {"into": "$other"},
    "POST /api/v1/tickets/{ticket}/participants": {"email": "copy@example.com", "name": "In Copy"},
    "PATCH /api/v1/custom-fields/{field_id}": {"label": "Number"},
    "PATCH /api/v1/settings/identity": {"session_days": 29},
    "PATCH /api/v1/settings/notifications": {"brand_footer": "Yours"},
    "PATCH /api/v1/settings/tickets": {"max_attachments": 7},
    "PATCH /api/v1/settings/sla": {"sla__reopened": "anew"},
    "POST /api/v1/webhooks": {"url": "https://hook.invalid/other", "events": ["reply.*"]},
    "PATCH /api/v1/webhooks/{webhook_id}": {"active": False},
}
"""Bodies whose meaning the schema cannot tell: sent now and then in place of a made one."""

KNOWN = {
    "role_id": ("identity", "/api/v1/roles"),
    "token_id": ("identity", "/api/v1/api-tokens"),
    "ticket": ("tickets", "/api/v1/tickets?sort=-created_at"),
    "ticket_id": ("tickets", "/api/v1/tickets?sort=-created_at"),
    "tag_id": ("tickets", "/api/v1/tags"),
    "macro_id": ("tickets", "/api/v1/macros"),
    "$macro_id": ("tickets", "/api/v1/macros"),
    "response_id": ("tickets", "/api/v1/canned-responses"),
    "view": ("tickets", "/api/v1/views"),
    "slug": ("tickets", "/api/v1/statuses"),
    "field_id": ("tickets", "/api/v1/custom-fields"),
    "$ticket": ("tickets", "/api/v1/tickets?sort=-created_at"),
    "$other": ("tickets", "/api/v1/tickets?sort=-created_at&limit=2"),
    "/merge ticket": ("tickets", "/api/v1/tickets?status_category=open"),
    "calendar_id": ("sla", "/api/v1/calendars"),
    "policy_id": ("sla", "/api/v1/sla-policies"),
    "recomputation_id": ("sla", "/api/v1/sla-recomputations"),
    "webhook_id": ("notifications", "/api/v1/webhooks"),
    "delivery_id": ("notifications", "/api/v1/deliveries"),
    "/resolve ticket": ("tickets", "/api/v1/tickets?status_category=open"),
    "/snooze ticket": ("tickets", "/api/v1/tickets?status_category=open"),
    "/macro ticket": ("tickets", "/api/v1/tickets?status_category=open"),
    "/status ticket": ("tickets", "/api/v1/tickets?status_category=open"),
    "/reopen ticket": ("tickets", "/api/v1/tickets?status_category=solved"),
}
"""Where a parameter's values are found that are there; for the end of one path, otherwise than in general."""

SIMPLE = {"country": "DE", "version": "1"}
"""Values that are there by themselves."""

FRESH = {"$fresh", "$another"}
OPENED = {"subject": "The printer", "description": "It is on fire.", "requester": {"email": "customer@example.com"}}
"""Tickets that are opened for one operation alone."""

SIDE = {"subject": "A part", "channel": "email", "recipients": [{"email": "v@vendor.example"}], "body": "Have you?"}
ON_TICKET: dict[str, tuple[str, dict[str, Any], Callable[[Any], str]]] = {
    "message_id": ("/replies", {"body": "psst", "internal": True}, lambda answer: answer["message"]["id"]),
    "outgoing_id": ("/replies", {"body": "later", "send_after": 3600}, lambda answer: answer["outgoing"]["id"]),
    "conversation_id": ("/side-conversations", SIDE, lambda answer: answer["data"]["id"]),
    "follower_id": ("/followers", {"person_id": "$agent"}, lambda answer: answer["data"]["follower_ids"][-1]),
    "other": ("/links", {"kind": "related", "ticket": "$another"}, lambda answer: answer["data"]["links"][-1]["id"]),
    "participant_id": (
        "/participants",
        {"email": "cc@example.com", "name": "Cc"},
        lambda answer: answer["data"]["participants"][-1]["id"],
    ),
    "subject_id": (
        "/subjects",
        {"type": "order", "subject_id": "7", "title": "Order 7"},
        lambda answer: answer["subject"]["id"],
    ),
}
"""What hangs on a ticket is made for each operation: where it is posted, with what, and its id in the answer."""

MADE = {
    "identity": [
        ("/api/v1/roles", {"slug": "readers", "name": "Readers", "permissions": ["tickets:read"]}),
        ("/api/v1/api-tokens", {"name": "script", "scopes": ["tickets:read"]}),
    ],
    "tickets": [
        ("/api/v1/tags", {"name": "printers", "color": "#3451b2"}),
        ("/api/v1/macros", {"name": "Up", "shared": "all", "actions": [{"type": "escalate"}]}),
        ("/api/v1/canned-responses", {"name": "Guide", "body": "See {{ ticket.reference }}.", "shared": "all"}),
        ("/api/v1/views", {"name": "Last", "conditions": {"all": []}, "position": 1000000}),
        ("/api/v1/statuses", {"label": "With the post", "category": "open", "order": 1000000}),
        ("/api/v1/custom-fields", {"key": "meter", "label": "Meter", "type": "number", "position": 100000}),
    ],
    "sla": [
        ("/api/v1/sla-policies", {"name": "Slow", "position": 10_000, "targets": TARGETS}),
        *((f"/api/v1/{kind}", rule) for kind, rule in RULES.items()),
    ],
    "notifications": [("/api/v1/webhooks", {"url": "https://hook.invalid/desk", "events": ["ticket.*"]})],
}
"""Things that may be changed and taken away: the last of their lists."""


SCHEMAS = {service: schemathesis.openapi.from_dict(deepcopy(DOCUMENTS[service])) for service in SERVICES}
OPERATIONS = {
    (service, operation.label): operation
    for service, schema in SCHEMAS.items()
    for found in schema.get_all_operations()
    for operation in [found.ok()]
    if operation.definition.raw["operationId"] not in NEVER_ENDS
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(
    databases: Databases, nats_url: str, deployment: Deployment, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    files: Path = tmp_path_factory.mktemp("files")
    async with running_desk(databases, nats_url, deployment, files) as running:
        async with httpx2.AsyncClient(headers=await running.sign_in(), timeout=20) as client:
            for service, things in MADE.items():
                for path, body in things:
                    answer = await client.post(running.urls[service] + path, json=body)
                    assert answer.status_code == 201, answer.text
        yield running


@dataclass
class Asking:
    """An administrator who asks one operation, what is known to be there for it, and how it answered."""

    desk: Desk
    client: httpx2.AsyncClient
    answered: Counter[int] = field(default_factory=Counter)
    _there: dict[str, str] = field(default_factory=dict)

    async def known_for(self, operation: Any) -> dict[str, str]:
        """A value that is there for each parameter that we know where to look for."""
        names = [each.name for each in operation.path_parameters]
        found = {name: await self.there(name, operation.path) for name in names}
        hanging = [name for name in names if name in ON_TICKET]
        if hanging:
            # Of one's own: any other may have been merged, solved or deleted by an operation before.
            found["ticket"] = await self.there("$fresh")
            found.update({name: await self.on_ticket(name, found["ticket"]) for name in hanging})
        if operation.label == "GET /api/v1/tickets/{ticket}/draft":
            url = f"{self.desk.urls['tickets']}/api/v1/tickets/{found['ticket']}/draft"
            await self.client.put(url, json={"body": "Dear"})
        if "job_id" in names:
            found["job_id"] = await self.job()
        return {name: value for name, value in found.items() if value}

    async def there(self, name: str, path: str = "") -> str:
        """The id of something that is there; empty where nothing is."""
        if name == "department_id":
            return self.desk.department_id
        if name in {"$agent", "agent_id"} or path.endswith("/members/{person_id}"):
            return self.desk.agent_id
        if name == "name" and "/reports/" in path:
            return "volume"
        if name in FRESH:
            return await self.fresh(name)
        if name == "person_id":
            return self.desk.customer_id
        if name in SIMPLE:
            return SIMPLE[name]
        special = [
            each for each in KNOWN if each.endswith(f" {name}") and path.rstrip("/").endswith(each.partition(" ")[0])
        ]
        place = KNOWN.get(special[0] if special else name)
        if name == "rule_id":
            place = ("sla", path.partition("/{")[0])
        if place is not None and name not in self._there:
            rows = (await self.client.get(self.desk.urls[place[0]] + place[1])).json()["data"]
            self._there[name] = str(rows[-1].get("id") or rows[-1]["slug"]) if rows else ""
        return self._there.get(name, "")

    async def fresh(self, name: str) -> str:
        if name not in self._there:
            answer = await self.client.post(f"{self.desk.urls['tickets']}/api/v1/tickets", json=OPENED)
            assert answer.is_success, answer.text
            self._there[name] = answer.json()["data"]["id"]
        return self._there[name]

    async def on_ticket(self, name: str, ticket: str) -> str:
        if name not in self._there:
            path, body, id_in = ON_TICKET[name]
            url = f"{self.desk.urls['tickets']}/api/v1/tickets/{ticket}{path}"
            answer = await self.client.post(url, json=await self.filled(body))
            assert answer.is_success, answer.text
            self._there[name] = id_in(answer.json())
        return self._there[name]

    async def job(self) -> str:
        if "job_id" not in self._there:
            body = await self.fitting("POST /api/v1/tickets/bulk")
            answer = await self.client.post(f"{self.desk.urls['tickets']}/api/v1/tickets/bulk", json=body)
            assert answer.is_success, answer.text
            self._there["job_id"] = answer.json()["data"]["id"]
        return self._there["job_id"]

    async def fitting(self, label: str) -> Any:
        return await self.filled(FITTING[label])

    async def filled(self, body: Any) -> Any:
        """The body with ids of what is there in the places that begin with $."""
        if isinstance(body, dict):
            return {key: await self.filled(value) for key, value in body.items()}
        if isinstance(body, list):
            return [await self.filled(value) for value in body]
        return await self.there(body) if str(body).startswith("$") else body


@pytest_asyncio.fixture(loop_scope="session")
async def asking(desk: Desk, label: str) -> AsyncIterator[Asking]:
    async with httpx2.AsyncClient(headers=await desk.sign_in(), timeout=20) as client:
        asking = Asking(desk, client)
        yield asking
    assert asking.answered.keys() & SUCCESSES or label in NEVER_SUCCEEDS, f"only {dict(asking.answered)}"


@pytest.mark.parametrize(
    ("service", "label"),
    sorted(OPERATIONS, key=lambda each: (ORDER.index(each[1].partition(" ")[0]), *each)),
    ids=lambda value: value.replace("/api/v1", ""),
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_an_operation_answers_as_documented(
    service: str, label: str, asking: Asking, data: st.DataObject
) -> None:
    # given a request that fits the document or is bent a little; the plainest, which comes first, fits what is there
    operation = OPERATIONS[service, label]
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if label in FITTING and data.draw(st.integers(0, 2)) == 0:
        case.body, case.media_type = await asking.fitting(label), "application/json"
    if data.draw(st.integers(0, 3)) < 3:
        case.path_parameters = {**(case.path_parameters or {}), **await asking.known_for(operation)}
    # when
    answer = await asking.client.send(as_sent(asking.client, case, asking.desk.urls[service]))
    asking.answered[answer.status_code] += 1
    # then
    case.validate_response(answer, checks=CHECKS)


def as_sent(client: httpx2.AsyncClient, case: schemathesis.Case, url: str) -> httpx2.Request:
    """The request byte for byte as schemathesis would send it, but by the administrator."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url=url)).prepare()
    ours = ("content-length", "authorization", "cookie")
    sent = {name: value for name, value in prepared.headers.items() if name.lower() not in ours}
    return client.build_request(prepared.method or "GET", prepared.url or url, headers=sent, content=prepared.body)
