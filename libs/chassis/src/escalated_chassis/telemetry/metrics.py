"""Prometheus metrics that every service has; further ones are declared where they are counted."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

HTTP_SECONDS = Histogram(
    "escalated_http_request_seconds",
    "Time from the request's head to the end of its answer",
    ("method", "route", "status"),
    buckets=_SECONDS,
)
HTTP_IN_FLIGHT = Gauge("escalated_http_requests_in_flight", "Requests being answered")
RPC_SECONDS = Histogram(
    "escalated_rpc_server_seconds", "Time to answer a gRPC call", ("method", "code"), buckets=_SECONDS
)
RPC_CALLS = Counter("escalated_rpc_client_calls", "gRPC calls to other services", ("method", "code"))


def render() -> bytes:
    """All metrics of this process in Prometheus' text format."""
    return generate_latest(REGISTRY)
