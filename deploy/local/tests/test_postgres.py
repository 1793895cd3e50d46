"""The embedded PostgreSQL, as `make up` and the test fixtures rely on it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from escalated_local.ports import free_port
from escalated_local.postgres import EmbeddedPostgres, PostgresError, reachable_place, running_postmaster, sweep
from escalated_local.processes import is_alive, wait_until
from escalated_local.system_user import ServerUser, can_reach


@pytest.fixture
def durable(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "pg", durable=True, shared_buffers="16MB", max_connections=20)
    yield server
    server.stop()
    server.durable = False
    server.stop()  # now the data go too


def test_first_start_makes_a_cluster_that_asks_for_the_password(durable: EmbeddedPostgres) -> None:
    durable.start()

    assert durable.execute("show server_version").startswith("18.")
    assert durable.execute("show password_encryption") == "scram-sha-256"
    assert durable.execute("show max_connections") == "20"
    assert durable.execute("show fsync") == "on"
    with pytest.raises(PostgresError, match="password authentication failed"):
        _psql(durable, password="wrong")


async def test_the_dsn_is_what_asyncpg_takes(durable: EmbeddedPostgres) -> None:
    durable.start()
    durable.execute("create database desk")

    connection = await asyncpg.connect(durable.dsn("desk"))
    try:
        assert await connection.fetchval("select current_database()") == "desk"
    finally:
        await connection.close()


def test_rows_survive_kill_nine_and_restart(durable: EmbeddedPostgres) -> None:
    durable.start()
    durable.execute("create table kept (n int); insert into kept select generate_series(1, 500)")

    durable.kill()
    assert not durable.is_ready()
    durable.start()

    assert durable.execute("select count(*), max(n) from kept") == "500|500"


def test_a_server_left_behind_is_stopped_and_its_data_taken_over(durable: EmbeddedPostgres, tmp_path: Path) -> None:
    orphan = _start_and_abandon(tmp_path / "pg")
    assert is_alive(orphan)

    durable.start()

    assert not is_alive(orphan)
    assert durable.pid not in (None, orphan)
    assert durable.execute("select n from left_behind") == "7"


def test_a_second_run_on_the_same_directory_is_refused_and_harms_nothing(durable: EmbeddedPostgres) -> None:
    durable.start()
    second = EmbeddedPostgres(durable.data_dir)

    with pytest.raises(PostgresError, match="in use by another run"):
        second.start()
    second.stop()

    assert durable.execute("select 1") == "1"


def test_a_foreign_listener_on_the_port_is_not_mistaken_for_ours(durable: EmbeddedPostgres, tmp_path: Path) -> None:
    durable.start()
    other = EmbeddedPostgres(tmp_path / "other", port=durable.port, durable=False, shared_buffers="16MB")

    with pytest.raises(PostgresError, match="Address already in use"):
        other.start()

    assert not other.location.exists()


def test_a_stale_pid_file_with_a_pid_in_other_hands_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n0\n5432\n\n127.0.0.1\n\nready   \n")

    assert running_postmaster(tmp_path) is None


def test_a_forgetful_cluster_leaves_nothing(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg", durable=False, shared_buffers="16MB") as server:
        assert server.execute("show fsync") == "off"
        location, pid = server.location, server.pid

    assert pid is not None
    assert not is_alive(pid)
    assert not location.exists()


def test_a_forgetful_server_dies_with_the_run_that_started_it(tmp_path: Path) -> None:
    pid = _start_and_abandon(tmp_path / "pg", durable=False)

    assert wait_until(lambda: not is_alive(pid), 10)


def test_a_place_the_system_user_cannot_reach_moves_to_var_tmp(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    stranger = ServerUser("nobody", 65534, 65534)

    assert not can_reach(private / "pg", stranger)
    place = reachable_place(private / "pg", stranger)

    assert place.parts[:3] == ("/", "var", "tmp")
    assert place == reachable_place(private / "pg", stranger)
    assert place != reachable_place(private / "another" / "pg", stranger)
    place.parent.rmdir()
    reachable_place(private / "another" / "pg", stranger).parent.rmdir()


def test_what_killed_test_runs_left_is_swept_and_what_lives_is_not(tmp_path: Path) -> None:
    for name in ("escalated-dead", "escalated-alive", "escalated-durable"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pg.lock").touch()
    for name in ("escalated-dead", "escalated-alive"):
        (tmp_path / name / "forgetful").touch()

    with (tmp_path / "escalated-alive" / "pg.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sweep(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["escalated-alive", "escalated-durable"]


def _start_and_abandon(data_dir: Path, *, durable: bool = True) -> int:
    """Starts a server in a process that is then killed with -9; returns the postmaster's pid."""
    program = (
        "import os, signal, sys; from pathlib import Path; from escalated_local.postgres import EmbeddedPostgres\n"
        f"place, port = Path({str(data_dir)!r}), {free_port()}\n"
        f"server = EmbeddedPostgres(place, port=port, durable={durable}, shared_buffers='16MB')\n"
        "server.start(); server.execute('create table left_behind as select 7 as n'); server.execute('checkpoint')\n"
        "print(server.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return int(done.stdout)


def _psql(server: EmbeddedPostgres, password: str) -> None:
    address = ["-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres"]
    command = [server.binaries / "psql", "-X", *address, "-c", "select 1"]
    done = subprocess.run(
        command, env={**os.environ, "PGPASSWORD": password}, capture_output=True, check=False, text=True, timeout=20
    )
    if done.returncode != 0:
        raise PostgresError(done.stderr)
