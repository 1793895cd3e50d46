"""`make bench`: see README.md, or `make bench ARGS=--help`."""

import argparse
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import uvloop

from escalated_chassis.telemetry.logging import quiet_logging
from tests.load import bulk, desk, memory, plans, relay, report, reports, requests, rules, search, sla, views
from tests.load.filling import Size
from tests.load.processes import load_average
from tests.load.stand import RUN

DOCS = desk.CHECKOUT / "docs"
# The parts by the page on which they stand, with its title.
PAGES = {
    DOCS / "benchmarks.md": (
        "Benchmarks",
        ("requests", "views", "search", "reports", "bulk", "relay", "sla", "rules", "memory"),
    ),
    DOCS / "queries.md": ("Queries", ("plans",)),
}
PARTS = tuple(name for _, names in PAGES.values() for name in names)


def main() -> int:
    options = _options()
    quiet_logging()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started is stopped
    for name in options.parts or PARTS:
        before = load_average()
        section = uvloop.run(_part(name, options)())
        text = report.rendered(section, before)
        print(f"\n{text}", flush=True)
        _kept(name).write_text(text)
    if options.write:
        _write()
    return 0


def _part(name: str, options: argparse.Namespace) -> Callable[[], Coroutine[Any, Any, report.Section]]:
    sizes = [Size(tickets) for tickets in sorted({options.small, options.tickets})]
    return {
        "requests": lambda: requests.measure(sizes, options.seconds, _say),
        "views": lambda: views.measure(sizes[-1], options.seconds, _say),
        "search": lambda: search.measure(sizes[-1], options.seconds, _say),
        "reports": lambda: reports.measure(sizes[-1], _say),
        "bulk": lambda: bulk.measure(sizes[-1], _say),
        "plans": lambda: plans.measure(sizes[-1], _say),
        "relay": lambda: relay.measure(_say),
        "sla": lambda: sla.measure(options.timers, _say),
        "rules": lambda: rules.measure(_say),
        "memory": lambda: memory.measure(_say),
    }[name]


def _write() -> None:
    """Parts that were not measured now stand as they were last measured here, under the conditions of that time."""
    for page, (title, names) in PAGES.items():
        kept = [_kept(name).read_text() for name in names if _kept(name).exists()]
        if kept:
            report.write(title, kept, page)
            _say(f"written to {page.relative_to(desk.CHECKOUT)}")


def _kept(name: str) -> Path:
    RUN.mkdir(parents=True, exist_ok=True)
    return RUN / f"{name}.md"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures what the suite costs.")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--tickets", type=int, default=requests.LARGE.tickets, help="of the large desk")
    parser.add_argument("--small", type=int, default=requests.SMALL.tickets, help="of the desk it is compared with")
    parser.add_argument("--timers", type=int, default=sla.TIMERS, help="armed ones, of the part sla")
    parser.add_argument("--seconds", type=float, default=requests.ROUND_SECONDS, help="of each round of requests")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and docs/queries.md")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
