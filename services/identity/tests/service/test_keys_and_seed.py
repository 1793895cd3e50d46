"""Signing keys, the demo desk, the operators' command, housekeeping, migrations."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from escalated_chassis.ids import id_for_email
from escalated_identity import housekeeping
from escalated_identity.keys import rules
from escalated_identity.keys import service as keys
from escalated_identity.keys.service import KeyRing
from escalated_identity.seed import seed
from escalated_identity.tables import metadata


async def test_a_rotated_key_signs_and_the_old_one_still_verifies(desk: Any) -> None:
    # given a session under the first key
    person = await desk.person("agent")
    headers = await desk.signed_in(person)
    first = (await desk.context.keys.signing_jwk())["kid"]
    # when
    async with desk.database.transaction() as uow:
        second = await keys.rotate(uow, desk.context.keys.sealing_key)
    desk.clock.move(keys.HELD_FOR)
    # then
    assert (await desk.context.keys.signing_jwk())["kid"] == second != first
    published = (await desk.http.get("/.well-known/jwks.json")).json()["keys"]
    assert {key["kid"] for key in published} == {first, second}
    assert (await desk.http.get("/api/v1/auth/me", headers=headers)).status_code == 200
    desk.clock.move(timedelta(minutes=1))
    assert (await desk.http.get("/api/v1/auth/me", headers=await desk.signed_in(person))).status_code == 200
    # and is no longer published when its tokens are gone
    desk.clock.move(rules.PUBLISHED_AFTER_RETIREMENT)
    published = (await desk.http.get("/.well-known/jwks.json")).json()["keys"]
    assert [key["kid"] for key in published] == [second]


async def test_processes_that_start_together_make_one_key(desk: Any) -> None:
    async with desk.database.transaction() as uow:
        await uow.connection.exec_driver_sql("delete from escalated_signing_keys")
    rings = [KeyRing(desk.database, desk.clock, "the same secret for all of them") for _ in range(4)]
    found = await asyncio.gather(*(ring.signing_jwk() for ring in rings))
    assert len({key["kid"] for key in found}) == 1
    stored = await desk.rows("select kid from escalated_signing_keys")
    assert [row.kid for row in stored] == [found[0]["kid"]]
    # and under another secret it cannot be opened
    with pytest.raises(rules.CannotUnsealError):
        await KeyRing(desk.database, desk.clock, "another secret").signing_jwk()
    async with desk.database.transaction() as uow:
        await keys.rotate(uow, desk.context.keys.sealing_key)
    desk.context.keys.forget()


async def test_the_demo_desk_is_sown_once_with_ids_that_others_can_derive(desk: Any) -> None:
    # when
    deployment = desk.context.settings.deployment_id
    await seed(desk.context.settings, True)
    await seed(desk.context.settings, True)
    # then
    sown = await desk.rows(
        "select id, email, kind, name from escalated_people where name ~ '^(Ada|Alex|Sam|Chris|Dana) '"
    )
    assert {(row.id, row.kind) for row in sown} == {
        (id_for_email(deployment, email), kind)
        for email, kind in (
            ("admin@example.com", "admin"),
            ("agent@example.com", "agent"),
            ("sam@example.com", "agent"),
            ("customer@example.com", "customer"),
            ("dana@example.com", "customer"),
        )
    }
    agent = (await desk.log_in("agent@example.com", "escalated-demo")).json()["data"]["user"]
    support = {"id": str(uuid5(deployment, "department:support")), "name": "Support"}
    assert agent["departments"] == [support]
    assert len(await desk.published("person.created", UUID(agent["id"]))) == 1


def _environment(desk: Any) -> Mapping[str, str]:
    settings = desk.context.settings
    return os.environ | {
        "ESCALATED_DATABASE_URL": settings.database_url,
        "ESCALATED_SECRET": settings.secret.get_secret_value(),
        "ESCALATED_DEPLOYMENT_ID": str(settings.deployment_id),
    }


async def _command(desk: Any, *arguments: str, says: str = "", fails: bool = False) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "escalated_identity",
        *arguments,
        env=_environment(desk),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(says.encode()), 60)
    assert (process.returncode != 0) is fails, out.decode()
    return out.decode()


async def test_the_first_administrator_is_made_by_the_command(desk: Any) -> None:
    # a dry run goes all the way and changes nothing
    out = await _command(desk, "users", "create", "boss@example.com", "--name", "Bo Boss", "--admin", "--dry-run")
    assert "dry run: nothing was changed" in out
    assert await desk.rows("select 1 from escalated_people where address = 'boss@example.com'") == []
    # when
    out = await _command(desk, "users", "create", "boss@example.com", "--name", "Bo Boss", "--admin")
    # then
    password = re.findall(r"password: (\S+)", out)[0]
    user = (await desk.log_in("boss@example.com", password)).json()["data"]["user"]
    assert (user["name"], user["kind"]) == ("Bo Boss", "admin")
    again = await _command(desk, "users", "create", "boss@example.com", "--admin", fails=True)
    assert again.strip() == "error: This address has an account."


async def test_passwords_and_access_by_the_command(desk: Any, problem: Any) -> None:
    person = await desk.person("agent")
    out = await _command(desk, "users", "set-password", person.email, "--password-stdin", says="from a pipe, long\n")
    assert "from a pipe" not in out
    assert (await desk.log_in(person.email, "from a pipe, long")).status_code == 200
    assert person.email in await _command(desk, "users", "list", "--staff")
    await _command(desk, "users", "deactivate", person.email)
    assert (await desk.log_in(person.email, "from a pipe, long")).status_code == 401


async def test_tokens_and_keys_by_the_command(desk: Any) -> None:
    # given
    person = await desk.person("agent")
    out = await _command(desk, "tokens", "create", person.email, "--scope", "people:read", "--name", "cron")
    token_id, secret = out.split()[0], out.split()[-1]
    # then
    bearer = {"authorization": f"Bearer {secret}"}
    assert (await desk.http.get("/api/v1/people", headers=bearer)).status_code == 200
    assert token_id in await _command(desk, "tokens", "list", person.email)
    await _command(desk, "tokens", "revoke", token_id)
    assert token_id not in await _command(desk, "tokens", "list", person.email)
    refused = await _command(desk, "tokens", "create", person.email, "--scope", "settings:manage", fails=True)
    assert "which you do not hold" in refused
    kid = (await _command(desk, "keys", "rotate")).strip()
    assert kid in await _command(desk, "keys", "list")


async def test_housekeeping_deletes_what_is_over_and_nothing_else(desk: Any) -> None:
    # given one session that is refreshed, and one that is left
    kept, left = await desk.person(), await desk.person()
    first = (await desk.log_in(kept.email)).json()["data"]["refresh_token"]
    await desk.log_in(left.email)
    for _ in range(3):
        desk.clock.move(timedelta(days=20, minutes=1))
        answer = await desk.http.post("/api/v1/auth/refresh", json={"refresh_token": first})
        first = answer.json()["data"]["refresh_token"]
    # when
    async with desk.database.transaction() as uow:
        deleted = await housekeeping.purge(uow, 1000)
    # then
    assert deleted > 0
    sessions = await desk.rows("select person_id from escalated_sessions")
    assert [row.person_id for row in sessions] == [kept.id]
    tokens = await desk.rows("select used_at from escalated_refresh_tokens order by issued_at")
    assert [row.used_at is None for row in tokens] == [False, True]
    async with desk.database.reading() as connection:
        due = await housekeeping.next_due(connection)
    assert due == tokens[0].used_at + housekeeping.USED_TOKENS_KEPT


async def test_the_migrations_make_the_tables_of_the_models(desk: Any) -> None:
    def differences(connection: Any) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    async with desk.database.engine.connect() as connection:
        found = await connection.run_sync(differences)
    assert [entry for entry in found if "escalated_schema_version" not in str(entry)] == []
