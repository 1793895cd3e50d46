"""The OpenAPI document, the probes and the metrics of an application."""

import httpx2
import pytest
from starlette.responses import Response

from escalated_chassis.http.app import describe, router

from .conftest import Desk, routes


def test_every_operation_says_how_it_fails_and_who_may_call_it() -> None:
    made = describe(title="Departments", routers=[routes()])

    operations = [operation for item in made["paths"].values() for operation in item.values()]
    assert {op["operationId"] for op in operations} >= {"create_department", "list_departments", "upload"}
    for operation in operations:
        content = operation["responses"]["default"]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        assert "422" not in operation["responses"]
        assert operation["security"] == [{"bearer": []}, {"cookie": []}]
    assert set(made["components"]["securitySchemes"]) == {"bearer", "cookie"}
    assert "HTTPValidationError" not in made["components"]["schemas"]
    assert "/livez" not in made["paths"]


def test_a_post_takes_an_idempotency_key_and_a_change_the_version_seen() -> None:
    paths = describe(title="Departments", routers=[routes()])["paths"]

    posted = {each["name"] for each in paths["/api/v1/departments"]["post"]["parameters"]}
    changed = {each["name"] for each in paths["/api/v1/departments/{department_id}"]["patch"]["parameters"]}
    assert "Idempotency-Key" in posted
    assert "If-Match" in changed


def test_two_operations_of_one_name_are_a_mistake() -> None:
    made = router()

    @made.get("/a", name="show")
    async def first() -> Response: ...

    @made.get("/b", name="show")
    async def second() -> Response: ...

    with pytest.raises(ValueError, match="Duplicate Operation ID show"):
        describe(title="x", routers=[made])


async def test_the_document_is_served(desk: Desk) -> None:
    async with _at_root(desk) as root:
        answer = await root.get("/openapi.json")

        assert answer.json()["info"] == {"title": "Departments", "version": "1.0.0"}
        assert (await root.get("/docs")).status_code == 404


async def test_readiness_names_the_trouble(desk: Desk) -> None:
    async with _at_root(desk) as root:
        assert (await root.get("/readyz")).json() == {"ready": True, "trouble": []}

        desk.app.state.trouble.append("relay: ended")
        answer = await root.get("/readyz")

        assert (answer.status_code, answer.json()) == (503, {"ready": False, "trouble": ["relay: ended"]})
        assert (await root.get("/livez")).text == "ok"


async def test_requests_are_measured_by_route_and_status(desk: Desk, client: httpx2.AsyncClient) -> None:
    await client.get("/departments/018f0000-0000-7000-8000-000000000001")
    await client.get("/nowhere/at/all")

    async with _at_root(desk) as root:
        page = (await root.get("/metrics")).text

    assert 'route="/api/v1/departments/{department_id}",status="200"' in page
    assert 'route="unmatched",status="404"' in page
    assert "nowhere" not in page


def _at_root(desk: Desk) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=desk.app), base_url="http://desk.test")
