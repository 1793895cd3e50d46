"""The bench's own arithmetic: a figure that is computed wrongly looks like any other."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.load import words
from tests.load.client import Request, Sample, UnexpectedAnswer, once_each, poll
from tests.load.explaining import Plan
from tests.load.polling import are_counts
from tests.load.processes import cpu_of_family, cpu_seconds, family, pss_bytes, spent
from tests.load.report import table


@pytest.mark.parametrize(("share", "milliseconds"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)])
def test_a_percentile_is_the_smallest_latency_that_the_share_does_not_exceed(share: float, milliseconds: float) -> None:
    sample = Sample([number / 1_000 for number in range(100, 0, -1)])

    assert sample.percentile(share) == pytest.approx(milliseconds)


def test_rounds_add_up() -> None:
    sample = Sample([0.1], 1.0, {"tickets": 0.004})

    sample.add(Sample([0.2, 0.3, 0.4], 1.0, {"tickets": 0.004}))

    assert sample.per_second == 2.0
    assert sample.cpu_ms("tickets") == pytest.approx(2.0)


def test_the_cpu_clock_of_another_process_counts_its_work() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        while cpu_seconds(busy.pid) < 0.05:
            os.sched_yield()
        assert busy.pid in family(os.getpid())
        assert pss_bytes(busy.pid) > 1_000_000
        busy.kill()


async def test_an_answer_that_is_not_the_measured_one_ends_the_run() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await once_each(port, [Request.make("GET", "/", "t", check=lambda body: body == b"[]")] * 2)
        with pytest.raises(UnexpectedAnswer):
            await once_each(port, [Request.make("GET", "/", "t", check=lambda body: body == b"{}")])
        with pytest.raises(UnexpectedAnswer):
            await once_each(port, [Request.make("GET", "/", "t", status=201, check=lambda _: True)])


async def test_polling_sends_each_request_once_a_round_evenly_spread() -> None:
    asked: list[tuple[float, bytes]] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                asked.append((time.perf_counter(), head.split()[1]))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        writer.close()

    requests = [Request.make("GET", path, "t", check=lambda _: True) for path in ("/a", "/b")]
    began = time.perf_counter()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        sample = await poll(server.sockets[0].getsockname()[1], requests, every=0.2, rounds=2)

    assert [path for _, path in asked] == [b"/a", b"/b", b"/a", b"/b"]
    assert all(at - began >= 0.1 * turn for turn, (at, _) in enumerate(asked))
    assert len(sample.latencies) == 4
    assert sample.seconds >= 0.4


def test_a_family_has_spent_what_its_members_have_since_they_are_here() -> None:
    assert spent({1: 5.0, 2: 1.0, 3: 9.0}, {1: 5.5, 2: 1.0, 4: 0.25}) == pytest.approx(0.75)
    assert cpu_of_family(os.getpid())[os.getpid()] > 0.0


@pytest.mark.parametrize(
    ("data", "right"),
    [
        (b'{"a": 0, "b": 1000}', True),
        (b'{"a": "1000+", "b": 7}', True),
        (b'{"a": 1001, "b": 7}', False),
        (b'{"a": null, "b": 7}', False),
        (b'{"a": 3}', False),
    ],
)
def test_counts_are_exact_to_a_thousand_and_none_is_left_out(data: bytes, right: bool) -> None:
    assert are_counts(b'{"data": ' + data + b"}", ["a", "b"]) is right


def test_a_plan_tells_rows_buffers_and_the_indexes_that_were_walked() -> None:
    plan = Plan.read(_EXPLAINED)

    assert plan is not None
    assert (plan.milliseconds, plan.rows, plan.buffers) == (1.25, 26, 12)
    assert plan.indexes == {"a_idx": 2, "b_idx": 1}
    assert plan.walked_whole == {"d": 1}
    assert plan.statement == "SELECT *\nFROM a"
    assert plan.text.splitlines()[0] == "Limit (actual rows=26.00 loops=1)"
    assert "cost" not in plan.text
    assert Plan.read("something else") is None


_EXPLAINED = """duration: 1.250 ms  plan:
Query Text: SELECT *
FROM a
Limit  (cost=0.29..8.31 rows=1 width=8) (actual rows=26.00 loops=1)
  Buffers: shared hit=10 read=2 dirtied=1
  ->  Index Scan Backward using a_idx on a a_1  (cost=0.29..8.31 rows=1 width=8) (actual rows=26.00 loops=1)
        Index Searches: 1
        Buffers: shared hit=7
  ->  Index Only Scan using a_idx on a  (cost=0.29..8.31 rows=1 width=8) (actual rows=0.00 loops=26)
  ->  Bitmap Index Scan on b_idx  (cost=0.29..8.31 rows=1 width=8) (actual rows=3.00 loops=1)
  ->  Index Scan using c_idx on c  (cost=0.29..8.31 rows=1 width=8) (never executed)
  ->  Seq Scan on d  (cost=0.29..8.31 rows=1 width=8) (actual rows=3.00 loops=1)
"""


def test_texts_are_the_same_each_time_and_their_words_as_frequent_as_zipf_has_them() -> None:
    texts = list(words.paragraphs(500))
    counts = [" ".join(texts).lower().split().count(word) for word in words.vocabulary()[:30]]

    assert list(words.paragraphs(500)) == texts
    assert counts[0] > 1.8 * counts[9] > 1.8 * 1.5 * counts[29]


def test_a_table_sets_numbers_to_the_right() -> None:
    assert table(["what", "ms"], [["list", "1.5"], ["show", "10"]]).splitlines() == [
        "| what |  ms |",
        "| ---- | --: |",
        "| list | 1.5 |",
        "| show |  10 |",
    ]
