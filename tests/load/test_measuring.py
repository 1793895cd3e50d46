"""The bench's own arithmetic: a figure that is computed wrongly looks like any other."""

import asyncio
import os
import subprocess
import sys

import pytest

from tests.load import words
from tests.load.client import Request, Sample, UnexpectedAnswer, once_each
from tests.load.processes import cpu_seconds, family, pss_bytes
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
