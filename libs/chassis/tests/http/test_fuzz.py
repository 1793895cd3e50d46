"""Whatever arrives, the answer is a success or a problem document, and never a failure of ours."""

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Desk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=20,
)
BODIES = (
    st.binary(max_size=200)
    | JSON.map(lambda value: repr(value).encode())
    | JSON.map(lambda value: httpx2.Request("POST", "http://x", json=_finite(value)).read())
)
KINDS = st.sampled_from(
    ["application/json", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", ""]
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
        for name in ("Idempotency-Key", "If-Match", "X-Request-Id", "Origin", "Authorization")
    },
)
PATHS = st.sampled_from(["/departments", "/guests", "/files", "/secrets", "/failures", "/departments/x", "/whoami"])


def _finite(value: object) -> object:
    """JSON knows no NaN."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and value * 0 != 0 else value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["POST", "GET", "PATCH", "PUT", "DELETE", "OPTIONS"]),
    path=PATHS, body=BODIES, kind=KINDS, headers=HEADERS, signed=st.booleans(),
)  # fmt: skip
async def test_no_request_is_a_failure_of_ours(
    client: httpx2.AsyncClient, desk: Desk, method: str, path: str, body: bytes, kind: str, headers: dict[str, str],
    signed: bool,
) -> None:  # fmt: skip
    sent = headers | ({"Content-Type": kind} if kind else {}) | (desk.headers() if signed else {})

    answer = await client.request(method, path, content=body, headers=sent)

    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code", "request_id"} <= answer.json().keys()
