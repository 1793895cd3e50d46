"""Which origins are ours."""

import pytest

from escalated_chassis.access.origin import origins_of


@pytest.mark.parametrize(
    ("public_url", "own"),
    [
        ("https://desk.example/support", {"https://desk.example"}),
        ("https://desk.example:8443", {"https://desk.example:8443"}),
        ("http://127.0.0.1:8080", {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"}),
        ("http://localhost", {"http://127.0.0.1", "http://localhost", "http://[::1]"}),
    ],
)
def test_our_origins(public_url: str, own: set[str]) -> None:
    assert origins_of(public_url) == own
