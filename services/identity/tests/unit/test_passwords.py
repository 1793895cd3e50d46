"""The password hasher, with the parameters it runs with."""

from collections.abc import AsyncIterator

import pytest_asyncio

from escalated_identity.sessions.passwords import Passwords


@pytest_asyncio.fixture
async def passwords() -> AsyncIterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


async def test_hashes_are_argon2id_and_salted(passwords: Passwords) -> None:
    first, second = await passwords.hash("the same password"), await passwords.hash("the same password")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_only_the_password_verifies(passwords: Passwords) -> None:
    kept = await passwords.hash("the password")
    assert await passwords.verify("the password", kept)
    assert not await passwords.verify("The password", kept)


async def test_without_an_account_the_work_is_done_all_the_same(passwords: Passwords) -> None:
    assert not await passwords.verify("nobody has this password", None)
    assert passwords.verifications == 1
