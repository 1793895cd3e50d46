"""The gateway as it is deployed: the committed table, a real Traefik, and small servers that say what they got."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from escalated_local.committed import committed_files
from escalated_local.layout import find_layout
from escalated_local.ports import free_port
from escalated_local.processes import wait_until
from escalated_local.routes import RoutesError, RouteTable, read_routes
from escalated_local.traefik import (
    Listening,
    committed_dynamic,
    dynamic_config,
    static_config,
    traefik_command,
    traefik_environment,
    with_limits,
    write_atomically,
)

GATEWAY = Path(__file__).parents[3] / "gateway"


@pytest.fixture(scope="module")
def table() -> RouteTable:
    return read_routes(GATEWAY / "routes.toml")


@dataclass
class Upstream:
    """A server that answers with its name, the path and headers it saw; /stream sends its second event when told."""

    name: str
    hits: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                upstream.hits.append(self.path)
                if self.path.startswith("/api/v1/stream"):
                    self._stream()
                else:
                    self._echo()

            def do_POST(self) -> None:
                if self.headers.get("Transfer-Encoding") == "chunked":
                    self._first_chunk()
                    return
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def _echo(self) -> None:
                seen = {"service": upstream.name, "path": self.path, "headers": dict(self.headers)}
                self._answer(json.dumps(seen).encode())

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _first_chunk(self) -> None:
                """Tells of the first chunk as soon as it is here, then reads the rest."""
                size = int(self.rfile.readline(), 16)
                upstream.hits.append(self.rfile.read(size).decode())
                upstream.go_on.set()
                while self.rfile.readline().strip() != b"0":
                    pass
                self.rfile.readline()
                self._answer(b"{}")

            def _stream(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(b"data: one\n\n")
                self.wfile.flush()
                upstream.go_on.wait(10)
                self.wfile.write(b"data: two\n\n")

            def log_message(self, *args: object) -> None:
                del args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Gateway:
    port: int
    internal_port: int
    upstreams: dict[str, Upstream]
    process: subprocess.Popen[bytes]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def seen(self, path: str, **headers: str) -> dict[str, Any]:
        return self.ask(path, **headers).json()


@pytest.fixture(scope="module")
def gateway(table: RouteTable, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with _running(tmp_path_factory.mktemp("traefik"), table) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/v1/tickets", "tickets"),
        ("/api/v1/tickets/ESC-00042/replies?x=1", "tickets"),
        ("/api/v1/tickets/ESC-00042/presence", "notifications"),
        ("/api/v1/tickets/ESC-00042/presenceX", "tickets"),
        ("/api/v1/ticketsX", "web"),
        ("/api/v1/auth/me", "identity"),
        ("/api/v1/auth/login", "identity"),
        ("/.well-known/jwks.json", "identity"),
        ("/.well-known/jwksXjson", "web"),
        ("/api/v1/settings/sla", "sla"),
        ("/api/v1/settings/slack", "web"),
        ("/api/v1/sla-policies/p1", "sla"),
        ("/api/v1/nothing", "web"),
        ("/api/openapi.json", "web"),
        ("/support", "web"),
        ("/support/tickets/t1", "web"),
        ("/supportive/api/v1/tickets", "web"),
        ("/", "web"),
    ],
)
def test_a_path_reaches_the_service_that_owns_it(gateway: Gateway, table: RouteTable, path: str, service: str) -> None:
    seen = gateway.seen(path)

    assert (seen["service"], seen["path"]) == (service, path)
    assert table.owner_of(path.partition("?")[0]) == service


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/agent/tickets/bulk/", "tickets"),
        ("/agent/tickets/ESC-00042/follow", "tickets"),
        ("/agent/tickets/ESC-00042/pin/m1/", "tickets"),
        ("/agent/tickets/ESC-00042/presence/", "notifications"),
        ("/tickets/ESC-00042/rate/", "tickets"),
        ("/tickets/ESC-00042/rate/more", "web"),
        ("/agent/tickets/ESC-00042/", "web"),
    ],
)
def test_a_post_of_a_page_reaches_its_service_as_it_is_and_a_get_is_the_page(
    gateway: Gateway, table: RouteTable, path: str, service: str
) -> None:
    posted = gateway.ask(f"/support{path}", "POST", b"a=b").json()
    shown = gateway.seen(f"/support{path}")

    assert (posted["service"], posted["path"]) == (service, f"/support{path}")
    assert (shown["service"], shown["path"]) == ("web", f"/support{path}")
    assert table.owner_of_post(path) == service


def test_posts_of_pages_are_nowhere_but_below_the_prefix(gateway: Gateway) -> None:
    for path in ("/agent/tickets/bulk/", "/support/support/agent/tickets/bulk/", "/api/v1/agent/tickets/bulk/"):
        assert gateway.ask(path, "POST", b"a=b").json()["service"] == "web"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/v1/tickets/t1", "tickets"),
        ("/api/v1/nothing", "web"),
        ("/api/docs", "web"),
    ],
)
def test_the_alias_is_the_same_path(gateway: Gateway, path: str, service: str) -> None:
    seen = gateway.seen("/support" + path)

    assert (seen["service"], seen["path"]) == (service, path)
    assert seen["headers"]["X-Forwarded-Prefix"] == "/support"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/metrics/more"])
def test_what_is_internal_is_not_public(gateway: Gateway, path: str) -> None:
    assert gateway.seen(path)["path"] == "/api/hidden"


@pytest.mark.parametrize("path", ["/api/v1/stream", "/support/api/v1/stream"])
def test_a_stream_flows_event_by_event(gateway: Gateway, path: str) -> None:
    notifications = gateway.upstreams["notifications"]
    notifications.go_on.clear()

    with contextlib.closing(gateway.connect()) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        first = answer.readline() + answer.readline()
        notifications.go_on.set()
        second = answer.read()

    assert first == b"data: one\n\n"
    assert second == b"data: two\n\n"


def test_an_upload_reaches_the_service_while_it_is_still_coming(gateway: Gateway) -> None:
    tickets = gateway.upstreams["tickets"]
    tickets.go_on.clear()
    with contextlib.closing(gateway.connect()) as connection:
        connection.putrequest("POST", "/api/v1/uploads")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()

        connection.send(b"5\r\nfirst\r\n")
        assert tickets.go_on.wait(5)
        connection.send(b"4\r\nlast\r\n0\r\n\r\n")

        assert connection.getresponse().status == 200
    assert tickets.hits[-1] == "first"


def test_a_body_over_the_limit_is_refused_with_a_problem_from_web_and_reaches_nobody(gateway: Gateway) -> None:
    before = list(gateway.upstreams["sla"].hits)

    refused = gateway.ask("/api/v1/calendars", "POST", b"x" * 2_097_153)
    taken = gateway.ask("/api/v1/calendars", "POST", b"x" * 2_097_152)

    assert refused.status == 413
    assert (refused.json()["service"], refused.json()["path"]) == ("web", "/api/problems/413")
    assert taken.status == 200
    assert gateway.upstreams["sla"].hits == [*before, "/api/v1/calendars"]


def test_headers_of_every_answer(gateway: Gateway) -> None:
    for path in ("/api/v1/tickets", "/support", "/api/v1/nothing"):
        headers = gateway.ask(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Server"] is None


def test_a_client_cannot_say_where_it_comes_from(gateway: Gateway) -> None:
    seen = gateway.seen("/api/v1/tickets", **{"X-Forwarded-For": "10.9.9.9", "X_Forwarded_For": "10.9.9.9"})

    assert "10.9.9.9" not in json.dumps(seen["headers"])


def test_its_own_health_stands_on_the_internal_address(gateway: Gateway) -> None:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", gateway.internal_port, timeout=5)) as connection:
        connection.request("GET", "/ping")

        assert connection.getresponse().read() == b"OK"


def test_a_service_that_is_away_is_a_problem_from_web(table: RouteTable, tmp_path: Path) -> None:
    with _running(tmp_path, table) as gateway:
        gateway.upstreams["sla"].close()

        answer = gateway.ask("/api/v1/clocks/t1")

    assert answer.status == 502
    assert answer.headers["Content-Type"] == "application/json"  # that of the document, not of the gateway's own text
    assert (answer.json()["service"], answer.json()["path"]) == ("web", "/api/problems/502")


def test_the_rate_limit_answers_429_with_the_time_to_wait(table: RouteTable, tmp_path: Path) -> None:
    with _running(tmp_path, with_limits(table, {"ESCALATED_RATE_LIMIT": "1"})) as gateway:
        answers = [gateway.ask("/api/v1/tags") for _ in range(4)]

    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert len(gateway.upstreams["tickets"].hits) == 2


def test_the_committed_files_are_fresh() -> None:
    for path, wanted in committed_files(find_layout(GATEWAY)).items():
        assert path.read_text() == wanted, f"{path} is stale: run `make generate`"


def test_a_table_with_an_unknown_option_is_refused(tmp_path: Path) -> None:
    text = (GATEWAY / "routes.toml").read_text()
    (tmp_path / "routes.toml").write_text(text + '\n"/api/v1/x" = { service = "web", stremm = true }\n')

    with pytest.raises(RoutesError, match="stremm"):
        read_routes(tmp_path / "routes.toml")


def test_a_prefix_with_a_slash_at_its_end_is_refused(tmp_path: Path) -> None:
    text = (GATEWAY / "routes.toml").read_text()
    (tmp_path / "routes.toml").write_text(text + '\n"/api/v1/x/" = { service = "web" }\n')

    with pytest.raises(RoutesError, match="/api/v1/x/"):
        read_routes(tmp_path / "routes.toml")


def test_the_committed_file_reads_the_route_prefix_from_the_environment(table: RouteTable, tmp_path: Path) -> None:
    paths = ("/help/api/v1/tags", "/api/v1/tags", "/support/api/v1/tags")

    with _running(tmp_path, table, committed=True, environment={"ESCALATED_ROUTE_PREFIX": "help"}) as gateway:
        alias, plain, other = (gateway.seen(path) for path in paths)

    assert (alias["service"], alias["path"]) == ("tickets", "/api/v1/tags")
    assert (plain["service"], plain["path"]) == ("tickets", "/api/v1/tags")
    assert (other["service"], other["path"]) == ("web", "/support/api/v1/tags")


@contextlib.contextmanager
def _running(
    place: Path, table: RouteTable, *, committed: bool = False, environment: dict[str, str] | None = None
) -> Iterator[Gateway]:
    upstreams = {name: Upstream(name) for name in table.services}
    dynamic = _committed(table, upstreams) if committed else _generated(table, upstreams)
    gateway = _start(place, upstreams, dynamic, environment or {})
    try:
        ready = wait_until(lambda: gateway.process.poll() is not None or _routes_are_loaded(gateway), 20, every=0.05)
        log = (place / "traefik.log").read_text()
        assert ready, log
        assert [line for line in log.splitlines() if '"level":"error"' in line] == []
        yield gateway
    finally:
        gateway.process.terminate()
        gateway.process.wait(15)
        for upstream in upstreams.values():
            upstream.close()


def _start(place: Path, upstreams: dict[str, Upstream], dynamic: str, environment: dict[str, str]) -> Gateway:
    port, internal = free_port(), free_port()
    dynamic_file, static_file = place / "dynamic.yml", place / "static.yml"
    write_atomically(dynamic_file, dynamic)
    listening = Listening(f"127.0.0.1:{port}", f"127.0.0.1:{internal}", str(place / "access.log"))
    static_file.write_text(json.dumps(static_config(listening, str(dynamic_file))))
    with (place / "traefik.log").open("wb") as log:
        process = subprocess.Popen(
            traefik_command(static_file),
            env={**os.environ, **traefik_environment(), **environment},
            stdout=log,
            stderr=log,
        )
    return Gateway(port, internal, upstreams, process)


def _generated(table: RouteTable, upstreams: dict[str, Upstream]) -> str:
    return json.dumps(dynamic_config(table, {name: upstream.url for name, upstream in upstreams.items()}))


def _committed(table: RouteTable, upstreams: dict[str, Upstream]) -> str:
    text = committed_dynamic(table)
    for name, upstream in upstreams.items():
        text = text.replace(f"http://{name}:8000", upstream.url)
    return text


def _routes_are_loaded(gateway: Gateway) -> bool:
    try:
        return gateway.ask("/").status == 200
    except OSError:
        return False


def test_a_post_that_names_no_service_is_refused(tmp_path: Path) -> None:
    text = (GATEWAY / "routes.toml").read_text()
    (tmp_path / "routes.toml").write_text(text.replace('bulk" = "tickets"', 'bulk" = { service = "tickets" }'))
    with pytest.raises(RoutesError, match="bulk"):
        read_routes(tmp_path / "routes.toml")
