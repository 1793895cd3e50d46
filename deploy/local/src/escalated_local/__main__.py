"""`python -m escalated_local up|down|status|ports|logs|psql|sub|generate`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable

from escalated_local import up as commands
from escalated_local.committed import committed_files
from escalated_local.databases import database_name
from escalated_local.environment import Setup
from escalated_local.layout import SERVICES, Layout, LayoutError, find_layout
from escalated_local.log_files import last_lines
from escalated_local.observe import connect_observer, follow
from escalated_local.postgres import reachable_binaries
from escalated_local.routes import RoutesError
from escalated_local.suite import supervise
from escalated_local.system_user import server_user
from escalated_local.traefik import write_atomically


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, find_layout()))
    except (LayoutError, RoutesError) as error:
        print(error, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def _up(options: argparse.Namespace, layout: Layout) -> int:
    return commands.up(_setup(options, layout), foreground=options.foreground)


def _supervise(options: argparse.Namespace, layout: Layout) -> int:
    return asyncio.run(supervise(_setup(options, layout)))


def _down(options: argparse.Namespace, layout: Layout) -> int:  # noqa: ARG001
    return commands.down(layout)


def _hold(options: argparse.Namespace, layout: Layout) -> int:
    return commands.hold(layout, options.name)


def _release(options: argparse.Namespace, layout: Layout) -> int:
    return commands.release(layout, options.name)


def _erase(options: argparse.Namespace, layout: Layout) -> int:  # noqa: ARG001
    return commands.erase(layout)


def _status(options: argparse.Namespace, layout: Layout) -> int:  # noqa: ARG001
    return commands.status(layout)


def _ports(options: argparse.Namespace, layout: Layout) -> int:  # noqa: ARG001
    return commands.show_ports(commands.setup_of(layout, demo=True))


def _setup(options: argparse.Namespace, layout: Layout) -> Setup:
    return commands.setup_of(layout, demo=not options.no_demo, without=frozenset(options.without))


def _logs(options: argparse.Namespace, layout: Layout) -> int:
    path = layout.logs / f"{options.name}.log"
    if not path.exists():
        names = ", ".join(sorted(found.stem for found in layout.logs.glob("*.log")))
        print(f"no log {path}; there are: {names or 'none'}", file=sys.stderr)
        return 1
    if options.follow:
        os.execvp("tail", ["tail", "-n", str(options.lines), "-F", str(path)])  # noqa: S606 - becomes tail
    print("\n".join(last_lines(path, options.lines, window=1_048_576)))
    return 0


def _psql(options: argparse.Namespace, layout: Layout) -> int:
    setup = commands.setup_of(layout, demo=True)
    role = database_name(options.name)
    program = str(reachable_binaries(server_user()) / "psql")
    address = ["-h", "127.0.0.1", "-p", str(setup.ports.postgres), "-U", role, "-d", role]
    environment = {**os.environ, "PGPASSWORD": setup.credentials.database[options.name]}
    os.execve(program, [program, *address, *options.arguments], environment)  # noqa: S606 - becomes psql


def _sub(options: argparse.Namespace, layout: Layout) -> int:
    asyncio.run(_follow(commands.setup_of(layout, demo=True), options.subject, options.count))
    return 0


async def _follow(setup: Setup, subject: str, count: int | None) -> None:
    client = await connect_observer(f"nats://127.0.0.1:{setup.ports.nats}", setup.credentials.nats)
    await follow(client, subject, lambda line: print(line, flush=True), count)


def _generate(options: argparse.Namespace, layout: Layout) -> int:
    """Writes the files that compose and clusters mount, or only says which are stale."""
    stale = [
        path for path, wanted in committed_files(layout).items() if not path.exists() or path.read_text() != wanted
    ]
    if options.check:
        for path in stale:
            print(f"{path} is stale: run `make generate`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, committed_files(layout)[path])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="escalated-local", description="Runs the suite on this machine.")
    commands_of = parser.add_subparsers(required=True)

    def command(name: str, run: Callable[[argparse.Namespace, Layout], int], words: str) -> argparse.ArgumentParser:
        one = commands_of.add_parser(name, help=words)
        one.set_defaults(run=run)
        return one

    start = command("up", _up, "start the suite")
    start.add_argument("--foreground", action="store_true", help="stay at the prompt")
    for one in (start, command("supervise", _supervise, "what `up` starts in the background")):
        one.add_argument("--no-demo", action="store_true", help="leave the desk empty")
        one.add_argument("--without", action="append", default=[], choices=SERVICES, help="run it by hand")
    command("down", _down, "stop it; data stay")
    command("hold", _hold, "stop one process until `release`").add_argument("name")
    command("release", _release, "let it start again").add_argument("name")
    command("erase", _erase, "remove all data; the suite must be down")
    command("status", _status, "show the processes")
    command("ports", _ports, "show what listens where, and how to choose")
    logs = command("logs", _logs, "show a log")
    logs.add_argument("name", nargs="?", default="supervisor")
    logs.add_argument("-n", "--lines", type=int, default=100)
    logs.add_argument("-f", "--follow", action="store_true")
    psql = command("psql", _psql, "open a service's database")
    psql.add_argument("name", choices=SERVICES)
    psql.add_argument("arguments", nargs=argparse.REMAINDER)
    sub = command("sub", _sub, "follow events as the observer, one a line")
    sub.add_argument("subject", nargs="?", default="escalated.>")
    sub.add_argument("--count", type=int, help="end after so many events")
    generate = command("generate", _generate, "make the files of gateway/traefik/")
    generate.add_argument("--check", action="store_true", help="only say whether they are fresh")
    return parser


if __name__ == "__main__":
    sys.exit(main())
