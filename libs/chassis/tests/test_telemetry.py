"""What a process says about itself: lines of JSON, and traces where somebody takes them."""

import json
import subprocess
import sys
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import get_tracer_provider

from escalated_chassis.settings import ServiceSettings
from escalated_chassis.telemetry.tracing import configure_tracing, span, traceparent
from escalated_chassis.testing.deployment import Deployment

LOGS = """
import logging, structlog
from escalated_chassis.telemetry.logging import configure_logging
configure_logging("tickets", "INFO")
log = structlog.get_logger("x")
structlog.contextvars.bind_contextvars(request_id="r1")
log.info("made", count=1)
log.debug("unheard")
logging.getLogger("library").warning("said by %s", "a library")
logging.getLogger("httpx2").info("unheard")
try:
    raise ValueError("wrong")
except ValueError:
    log.exception("failed")
"""

NO_TRACING = """
import sys
import escalated_chassis.telemetry.tracing as tracing
with tracing.span("a"):
    assert tracing.traceparent() == ""
print(any(name.startswith("opentelemetry") for name in sys.modules))
"""


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


def test_every_line_is_json_whoever_wrote_it() -> None:
    lines: list[dict[str, Any]] = [json.loads(line) for line in run(LOGS).splitlines()]

    seen = [(line["event"], line["level"], line["service"], line["request_id"]) for line in lines]
    assert seen == [
        ("made", "info", "tickets", "r1"),
        ("said by a library", "warning", "tickets", "r1"),
        ("failed", "error", "tickets", "r1"),
    ]
    assert lines[0]["count"] == 1
    assert lines[0]["timestamp"].endswith("Z")
    assert lines[2]["exception"][0]["exc_type"] == "ValueError"


def test_without_an_endpoint_nothing_of_tracing_is_loaded() -> None:
    assert run(NO_TRACING) == "False\n"


@pytest.fixture
def exporter(deployment: Deployment) -> Any:
    values = deployment.values("identity", database_url="postgresql+asyncpg://unused/unused")
    taken = InMemorySpanExporter()
    configure_tracing(ServiceSettings(**values, otlp_endpoint="http://127.0.0.1:4318"), taken)
    yield taken
    configure_tracing(ServiceSettings(**values))


def test_spans_are_children_of_what_called(exporter: InMemorySpanExporter) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with span("answer", parent={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}, route="/tickets"):
        passed_on = traceparent()
        with span("query"):
            pass
    get_tracer_provider().force_flush()  # type: ignore[attr-defined]

    query, answer = exporter.get_finished_spans()
    assert (query.name, answer.name) == ("query", "answer")
    assert passed_on == f"00-{trace}-{answer.context.span_id:016x}-01"
    assert query.parent is not None and query.parent.span_id == answer.context.span_id
    assert answer.parent is not None and f"{answer.parent.span_id:016x}" == "00f067aa0ba902b7"
    assert dict(answer.attributes or {}) == {"route": "/tickets"}
