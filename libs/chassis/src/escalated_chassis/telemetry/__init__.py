"""Logs as JSON lines, Prometheus metrics, and traces where an endpoint is configured."""
