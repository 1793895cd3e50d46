"""The services' OpenAPI documents and the table of routes say the same.

That the merged document is theirs is seen to by `scripts/merge_openapi.py --check`, a step of `scripts/check`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from escalated_chassis.http.problems import MEDIA_TYPE
from escalated_local.routes import RouteTable, read_routes
from tests.contracts.documents import DOCUMENTS
from tests.contracts.services import SERVICES

CHECKOUT = Path(__file__).parents[2]
POSTS = "/support"
"""Where the posts of pages stand; everything else is the API."""
METHODS = ("get", "put", "post", "patch", "delete")
EMPTY = {"204", "304"}
BYTES = {
    "/.well-known/jwks.json",
    "/api/v1/attachments/{attachment_id}",
    "/api/v1/calendars/{calendar_id}/holidays.ics",
    "/api/v1/canned-responses/{response_id}/files/{file_id}",
    "/api/v1/inbound/{mail_id}/raw",
    "/api/v1/people/{person_id}/privacy-requests/{request_id}/file",
    "/api/v1/stream",
    "/api/v1/tickets/export.csv",
}
"""Answers that are no JSON of ours, or a format of somebody else's."""

COMING = {
    "/api/v1/users": "the product's name for /people, with its importer",
    "/api/v1/notifications": "the in-app inbox and preferences",
    "/api/v1/templates": "templates that administrators edit",
    "/api/v1/presence": "who is at the desk, beside who is on a ticket",
}
"""Prefixes kept for what is not built yet; a request there is 404 by the service that will own them."""


PATHS = [(service, path) for service in SERVICES for path in DOCUMENTS[service]["paths"]]


def operations() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for service, document in DOCUMENTS.items():
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield service, method, path, item[method]


OPERATIONS = {f"{method.upper()} {path}": operation for _, method, path, operation in operations()}


@pytest.fixture(scope="module")
def routes() -> RouteTable:
    return read_routes(CHECKOUT / "gateway" / "routes.toml")


@pytest.mark.parametrize(("service", "path"), PATHS)
def test_a_documented_path_is_routed_to_who_documents_it(service: str, path: str, routes: RouteTable) -> None:
    sent = re.sub(r"\{[a-z_]+\}", "0192d0c1-7a3e-7000-8000-00000000000e", path)
    if not path.startswith(POSTS):
        assert routes.owner_of(sent) == service
        return
    assert routes.owner_of_post(sent.removeprefix(POSTS)) == service
    assert list(DOCUMENTS[service]["paths"][path]) == ["post"]


def test_every_post_of_the_table_is_documented(routes: RouteTable) -> None:
    documented = {path.removeprefix(POSTS).rstrip("/") for _, path in PATHS if path.startswith(POSTS)}
    assert {re.sub(r"\{[a-z_]+\}", "{}", each) for each in documented} == {
        re.sub(r"\{[a-z_]+\}", "{}", post.prefix) for post in routes.posts
    }


def test_no_prefix_is_without_paths_but_those_that_are_coming(routes: RouteTable) -> None:
    owned = {
        max((route for route in routes.routes if route.matches(path)), key=lambda route: route.depth).prefix
        for _, path in PATHS
        if not path.startswith(POSTS)
    }
    below = {route.prefix for route in routes.routes if any(each.startswith(f"{route.prefix}/") for each in owned)}
    assert {route.prefix for route in routes.routes} - owned - below == set(COMING)


def test_uploads_are_let_through_where_the_service_takes_files(routes: RouteTable) -> None:
    takers = {
        path
        for _, _, path, operation in operations()
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    }
    assert takers
    for path in takers:
        if path.startswith(POSTS):
            continue  # forms without files
        assert max((r for r in routes.routes if r.matches(path)), key=lambda r: r.depth).upload, path


def test_operation_ids_are_unique_in_the_whole_suite() -> None:
    counted = Counter(operation["operationId"] for operation in OPERATIONS.values())
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_operation_says_what_it_does_and_how_it_fails(label: str) -> None:
    operation = OPERATIONS[label]
    assert operation["summary"]
    assert operation["description"]
    successes = [status for status in operation["responses"] if status.startswith("2")]
    assert successes
    problem = operation["responses"]["default"]["content"]
    assert problem == {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for success in successes:
        if success in EMPTY or label.partition(" ")[2] in BYTES:
            continue
        schemas = [content["schema"] for content in operation["responses"][success]["content"].values()]
        assert schemas and all(schemas), "an answer without a schema promises nothing"


@pytest.mark.parametrize("label", sorted(label for label in OPERATIONS if label.startswith("POST ")))
def test_every_post_takes_an_idempotency_key(label: str) -> None:
    names = [each["name"] for each in OPERATIONS[label]["parameters"] if each["in"] == "header"]
    assert "Idempotency-Key" in names


@pytest.mark.parametrize("service", SERVICES)
def test_every_reference_leads_somewhere(service: str) -> None:
    document = DOCUMENTS[service]
    named = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= document["components"]["schemas"].keys()
