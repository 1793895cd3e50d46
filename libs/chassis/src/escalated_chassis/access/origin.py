"""Whether a browser's request comes from our own pages: what stands between a cookie and a forged request."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from escalated_chassis.errors import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def origins_of(public_url: str) -> frozenset[str]:
    """The origins that are us; a desk on the loopback answers to each of its names."""
    parts = urlsplit(public_url)
    own = f"{parts.scheme}://{parts.netloc}"
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    if host not in _LOOPBACK:
        return frozenset({own})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{name}{port}" for name in _LOOPBACK)


def require_same_origin(method: str, headers: Headers, own: frozenset[str]) -> None:
    """Raises Forbidden (`origin_mismatch`) for a method that changes something and does not come from our pages.

    Browsers send `Origin` with those; one that leaves it out must at least say `Sec-Fetch-Site: same-origin`.
    """
    if method in SAFE_METHODS:
        return
    origin = headers.get("origin")
    allowed = headers.get("sec-fetch-site") == "same-origin" if origin is None else origin in own
    if not allowed:
        raise Forbidden("With a cookie, this is only taken from our own pages.", code="origin_mismatch")
