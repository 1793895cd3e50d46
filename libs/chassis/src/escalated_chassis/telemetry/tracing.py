"""OpenTelemetry traces. Nothing of it is loaded unless `otlp_endpoint` is set: a span then costs nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from escalated_chassis.settings import ServiceSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

_tracer: "Tracer | None" = None


def configure_tracing(settings: ServiceSettings, exporter: "SpanExporter | None" = None) -> None:
    """Starts to export spans to `settings.otlp_endpoint` (OTLP over HTTP); does nothing where that is empty."""
    global _tracer  # noqa: PLW0603 -- one process, one exporter, as OpenTelemetry itself has it
    if not settings.otlp_endpoint:
        _tracer = None
        return
    from opentelemetry import trace
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"escalated-{settings.service}"}))
    provider.add_span_processor(BatchSpanProcessor(exporter or _otlp_exporter(settings.otlp_endpoint)))
    trace.set_tracer_provider(provider)
    _tracer = provider.get_tracer("escalated_chassis")


def _otlp_exporter(endpoint: str) -> "SpanExporter":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")


@contextmanager
def span(name: str, *, parent: Mapping[str, str] | None = None, **attributes: Any) -> Iterator[None]:
    """A span around a block; `parent` carries a W3C `traceparent` from elsewhere."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract(dict(parent)) if parent else None
    with _tracer.start_as_current_span(name, context=context, attributes=attributes):
        yield


def traceparent() -> str:
    """The W3C `traceparent` of the span in hand; empty without tracing."""
    if _tracer is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")
