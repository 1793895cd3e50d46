"""The key set: fetched when needed, no oftener, and kept while identity is away."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from escalated_chassis.access.keyset import KeySet
from escalated_chassis.access.signing import generate_jwk, import_key, public_jwk
from escalated_chassis.clock import ManualClock
from escalated_chassis.errors import Unavailable


class Published:
    def __init__(self, *kids: str) -> None:
        self.keys = [public_jwk(generate_jwk(kid)) for kid in kids]
        self.fetched = 0
        self.away = False

    async def fetch(self) -> dict[str, Any]:
        self.fetched += 1
        if self.away:
            raise httpx2.ConnectError("refused")
        return {"keys": self.keys}


async def test_a_known_key_is_fetched_once(manual_clock: ManualClock) -> None:
    published = Published("a")
    keys = KeySet(published.fetch, clock=manual_clock)

    found = [await keys.find("a") for _ in range(3)]

    assert [key.kid for key in found if key] == ["a", "a", "a"]
    assert published.fetched == 1


async def test_an_unknown_key_is_asked_for_at_most_every_five_seconds(manual_clock: ManualClock) -> None:
    published = Published("a")
    keys = KeySet(published.fetch, clock=manual_clock)
    assert [await keys.find(f"x{number}") for number in range(10)] == [None] * 10
    assert published.fetched == 1

    published.keys.append(public_jwk(generate_jwk("b")))
    manual_clock.move(timedelta(seconds=4))
    assert await keys.find("b") is None
    manual_clock.move(timedelta(seconds=1))

    assert (await keys.find("b")) is not None
    assert (published.fetched, keys.generation) == (2, 2)


async def test_keys_are_kept_while_identity_is_away(manual_clock: ManualClock) -> None:
    published = Published("a")
    keys = KeySet(published.fetch, clock=manual_clock)
    await keys.find("a")
    published.away = True

    manual_clock.move(timedelta(hours=1))

    assert (await keys.find("a")) is not None
    assert published.fetched == 2


async def test_a_withdrawn_key_is_forgotten(manual_clock: ManualClock) -> None:
    published = Published("a", "b")
    keys = KeySet(published.fetch, clock=manual_clock)
    assert await keys.find("b") is not None
    published.keys.pop()

    manual_clock.move(timedelta(minutes=5))

    assert await keys.find("b") is None


async def test_without_any_key_nothing_can_be_said(manual_clock: ManualClock) -> None:
    published = Published("a")
    published.away = True
    keys = KeySet(published.fetch, clock=manual_clock)

    with pytest.raises(Unavailable) as caught:
        await keys.find("a")
    assert caught.value.code == "keys_unavailable"

    published.away = False
    manual_clock.move(timedelta(seconds=5))
    assert await keys.find("a") is not None


@pytest.mark.parametrize("changed", [{"crv": "Ed448"}, {"kty": "RSA"}, {"kid": ""}, {"x": "!"}])
def test_only_ed25519_keys_with_a_name_are_keys(changed: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        import_key(public_jwk(generate_jwk("a")) | changed)
