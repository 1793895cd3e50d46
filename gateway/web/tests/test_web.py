import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from escalated_web.app import create_app
from escalated_web.settings import WebSettings

INDEX = '<html><script id="escalated-config" type="application/json">__ESCALATED_CONFIG__</script></html>'


@pytest.fixture
def ui_dir(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-1a2b.js").write_text("export {}")
    (tmp_path / "index.html").write_text(INDEX)
    return tmp_path


def client_of(settings: WebSettings) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=create_app(settings)), base_url="http://desk")


@pytest.fixture
async def web(ui_dir: Path) -> AsyncIterator[httpx2.AsyncClient]:
    settings = WebSettings(ui_dir=ui_dir, route_prefix="help", brand_name="Desk </script>", demo=True)
    async with client_of(settings) as client:
        yield client


async def test_every_page_of_the_ui_is_the_index_with_its_configuration(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/help/agent/tickets/ESC-00001/")

    assert answer.status_code == 200
    text = answer.text.removeprefix(INDEX.split("__", maxsplit=1)[0]).removesuffix("</script></html>")
    assert json.loads(text)["name"] == "Desk </script>"
    assert "</script>" not in text
    assert answer.headers["content-security-policy"].startswith(
        "default-src 'self'; script-src 'self'; style-src 'self'"
    )
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/verify-email", "/password-reset"])
async def test_pages_that_mailed_links_name_answer_without_the_prefix(web: httpx2.AsyncClient, path: str) -> None:
    answer = await web.get(path)

    assert answer.status_code == 200
    assert answer.text == (await web.get(f"/help{path}")).text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


async def test_the_root_leads_to_the_ui(web: httpx2.AsyncClient) -> None:
    for path in ("/", "/help"):
        answer = await web.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/help/")


async def test_hashed_files_are_kept_by_browsers(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/assets/app-1a2b.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    missing = await web.get("/assets/other.js")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/api/v2/tickets"])
async def test_an_api_path_that_nobody_owns_is_a_problem_document(web: httpx2.AsyncClient, path: str) -> None:
    answer = await web.post(path, content=b"{}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


async def test_the_merged_document_names_its_server_paths(web: httpx2.AsyncClient) -> None:
    document = (await web.get("/api/openapi.json")).json()
    assert "/api/v1/tickets" in document["paths"]
    reader = await web.get("/api/docs")
    assert '<script src="/api-reader/start.js">' in reader.text


async def test_a_ui_that_was_not_built_says_how(tmp_path: Path) -> None:
    async with client_of(WebSettings(ui_dir=tmp_path)) as client:
        answer = await client.get("/support/")
        files = [await client.get(path) for path in ("/assets/app.js", "/api-reader/start.js")]
    assert answer.status_code == 503
    assert [file.status_code for file in files] == [404, 404]
    assert "make ui" in answer.text


def test_a_prefix_that_is_no_path_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="route_prefix"):
        WebSettings(route_prefix="a/b")


@pytest.mark.parametrize(
    ("status", "code", "retry_after"), [(413, "too_large", None), (502, "unavailable", "2"), (504, "unavailable", "2")]
)
async def test_what_the_gateway_refuses_or_misses_has_a_problem_document(
    web: httpx2.AsyncClient, status: int, code: str, retry_after: str | None
) -> None:
    answer = await web.get(f"/api/problems/{status}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers.get("retry-after") == retry_after
    assert (answer.json()["status"], answer.json()["code"]) == (status, code)


async def test_a_status_the_gateway_never_answers_has_none(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/api/problems/500")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
