"""The table of REST prefixes, `gateway/routes.toml`: which service owns which path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PREFIX = re.compile(r"(/([a-z0-9._-]+|\{[a-z_]+\}))+")


class RoutesError(ValueError):
    """The table says something that cannot be meant; the message names the line."""


@dataclass(frozen=True)
class Route:
    """One prefix: whose it is, and how its requests are treated on the way (see the head of routes.toml)."""

    prefix: str
    service: str
    stream: bool = False
    upload: bool = False
    sign_in: bool = False

    @property
    def depth(self) -> int:
        """The number of segments: of two prefixes of one path the longer one has more."""
        return self.prefix.count("/")

    @property
    def pattern(self) -> str:
        """A regular expression for the prefix; a parameter stands for one segment."""
        return "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in self.prefix.split("/"))

    def matches(self, path: str) -> bool:
        return re.match(f"{self.pattern}(/|$)", path) is not None


@dataclass(frozen=True)
class Limits:
    """What one client address may do; bytes and counts, 0 is no limit for the rates."""

    body_bytes: int
    requests_per_second: int
    burst: int
    sign_in_per_second: int
    sign_in_burst: int
    in_flight: int


@dataclass(frozen=True)
class RouteTable:
    """The whole table; `default` is the service that gets what no prefix claims.

    `posts` are paths below the UI's prefix, whole and without a last slash: a POST there is a service's.
    """

    routes: tuple[Route, ...]
    limits: Limits
    default: str
    posts: tuple[Route, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(sorted({route.service for route in (*self.routes, *self.posts)} | {self.default}))

    def owner_of(self, path: str) -> str:
        """The service that a request for `path` reaches, by the longest prefix."""
        matching = [route for route in self.routes if route.matches(path)]
        return max(matching, key=lambda route: route.depth).service if matching else self.default

    def owner_of_post(self, path: str) -> str:
        """The service that a POST reaches at `path` below the UI's prefix."""
        matching = [post.service for post in self.posts if re.fullmatch(f"{post.pattern}/?", path)]
        return matching[0] if matching else self.default


def read_routes(path: Path) -> RouteTable:
    """Reads and checks the table.

    Raises:
        RoutesError: an unknown option, or a prefix that is no path.
    """
    content = tomllib.loads(path.read_text())
    try:
        routes = tuple(Route(prefix, **options) for prefix, options in content["routes"].items())
        posts = tuple(Route(path, service) for path, service in content.get("posts", {}).items())
        table = RouteTable(routes, Limits(**content["limits"]), content["default"], posts)
    except (KeyError, TypeError) as error:
        raise RoutesError(f"{path}: {error}") from error
    _check((*routes, *posts))
    return table


def _check(routes: Iterable[Route]) -> None:
    for route in routes:
        if not isinstance(route.service, str):
            raise RoutesError(f"{route.prefix!r}: name its service, and nothing else")
        if not _PREFIX.fullmatch(route.prefix):
            raise RoutesError(
                f"{route.prefix!r} is no prefix: segments of a-z 0-9 . _ - or {{name}}, no slash at the end"
            )
