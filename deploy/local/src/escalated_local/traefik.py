"""Traefik's configuration, made from the table of routes: for one machine, for compose and for clusters.

Routers: one for each (service, treatment, number of segments), with the prefixes of that group in one expression;
more segments have the higher priority, so the longest prefix wins. The alias `/{route prefix}/api/v1` is part of the
same expression and stripped, so whatever holds for a path holds for its alias. Posts of pages have one router for each
service, and keep the prefix: they are nowhere else.
"""

from __future__ import annotations

import json
import os
import sysconfig
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escalated_local.layout import SERVICES, WEB
from escalated_local.routes import Limits, Route, RouteTable

_INTERNAL_PATHS = "^/(livez|readyz|metrics)(/|$)"
# Above every prefix, because nothing may bring them back.
_INTERNAL_PRIORITY = 1000
_POSTS_PRIORITY = 50
_UNKNOWN_API_PRIORITY = 10
_DEFAULT_PRIORITY = 1
# Go's template syntax, evaluated by Traefik when it reads the file; backticks because the text stands in JSON.
ROUTE_PREFIX_FROM_ENVIRONMENT = "{{ env `ESCALATED_ROUTE_PREFIX` | default `support` }}"
COMPOSE_UPSTREAMS = {name: f"http://{name}:8000" for name in (*SERVICES, WEB)}
CLUSTER_UPSTREAMS = {**{name: f"http://{name}-api:8000" for name in SERVICES}, WEB: f"http://{WEB}:8000"}
# No path of ours has these; a proxy and a service may read them differently.
_AMBIGUOUS_WHEN_ENCODED = tuple(
    f"allowEncoded{name}"
    for name in ("Slash", "BackSlash", "NullCharacter", "Semicolon", "Percent", "QuestionMark", "Hash")
)

_SECURITY_HEADERS: dict[str, Any] = {
    "contentTypeNosniff": True,
    "customFrameOptionsValue": "SAMEORIGIN",
    "referrerPolicy": "strict-origin-when-cross-origin",
    "permissionsPolicy": "camera=(), geolocation=(), microphone=(), payment=()",
    "stsSeconds": 31_536_000,
    "customResponseHeaders": {"Server": "", "Cross-Origin-Opener-Policy": "same-origin"},
}


@dataclass(frozen=True)
class Listening:
    """Where the gateway listens, and what it writes.

    Attributes:
        address: of the public entry point, host:port.
        internal_address: of the entry point for its own health and figures; never public.
        access_log: a file, or None for standard output. Only failures and slow answers are written.
        trusted_proxies: networks whose X-Forwarded-* headers are believed.
    """

    address: str
    internal_address: str
    access_log: str | None = None
    trusted_proxies: tuple[str, ...] = ()


def static_config(listening: Listening, dynamic_file: str) -> dict[str, Any]:
    """What Traefik must know before it starts."""
    return {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "log": {"level": "WARN", "format": "json", "noColor": True},
        "accessLog": _access_log(listening.access_log),
        "ping": {"entryPoint": "internal"},
        "metrics": {"prometheus": {"entryPoint": "internal"}},
        "entryPoints": {
            "public": {
                "address": listening.address,
                "http": {
                    "aliasHeadersStrategy": "delete",
                    "maxHeaderBytes": 65_536,
                    "encodedCharacters": dict.fromkeys(_AMBIGUOUS_WHEN_ENCODED, False),
                },
                "forwardedHeaders": {"trustedIPs": list(listening.trusted_proxies)},
                "transport": {
                    "lifeCycle": {"graceTimeOut": "5s"},
                    "respondingTimeouts": {"readTimeout": "300s", "idleTimeout": "120s"},
                },
            },
            "internal": {"address": listening.internal_address, "http": {"aliasHeadersStrategy": "delete"}},
        },
        "providers": {"file": {"filename": dynamic_file, "watch": True}},
    }


def dynamic_config(table: RouteTable, upstreams: Mapping[str, str], *, route_prefix: str = "support") -> dict[str, Any]:
    """Routers, middlewares and services.

    Args:
        table: the prefixes and limits.
        upstreams: the base URL of each service of the table.
        route_prefix: first segment of the alias and of the UI, without slashes.

    Raises:
        KeyError: a service of the table has no upstream.
    """
    alias = f"(/{route_prefix})?"
    routers = {
        **_routers_of_prefixes(table, alias),
        **_routers_of_posts(table, route_prefix),
        **_remaining_routers(table, alias),
    }
    services = {name: _service(upstreams[name]) for name in table.services}
    return {
        "http": {
            "routers": routers,
            "middlewares": _middlewares(table, route_prefix),
            "services": services,
            "serversTransports": {
                "upstream": {"forwardingTimeouts": {"dialTimeout": "1s", "responseHeaderTimeout": "60s"}}
            },
        }
    }


def committed_dynamic(table: RouteTable, upstreams: Mapping[str, str] = COMPOSE_UPSTREAMS) -> str:
    """The file that compose and clusters mount: upstreams by service name, the route prefix from the environment."""
    return _committed(dynamic_config(table, upstreams, route_prefix=ROUTE_PREFIX_FROM_ENVIRONMENT))


def committed_static() -> str:
    """Its companion: public on 8080, health and figures on 8081, refusals and slow answers to standard output."""
    return _committed(static_config(Listening(":8080", ":8081"), "/etc/traefik/dynamic.yml"))


def _committed(config: Mapping[str, Any]) -> str:
    head = "# Made from gateway/routes.toml by `make generate`. Do not edit: change the table.\n"
    return head + json.dumps(config, indent=2) + "\n"


def write_atomically(path: Path, text: str) -> None:
    """Traefik watches the file: it must never see half of it."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    draft.replace(path)


def traefik_command(static_file: Path) -> list[str]:
    return [str(Path(sysconfig.get_path("scripts")) / "traefik"), f"--configFile={static_file}"]


def traefik_environment() -> dict[str, str]:
    """One thread for Go: on small machines it costs a quarter less CPU per request and a shorter tail (measured)."""
    return {"GOMAXPROCS": os.environ.get("ESCALATED_GATEWAY_GOMAXPROCS", "1")}


def _routers_of_prefixes(table: RouteTable, alias: str) -> dict[str, Any]:
    groups: dict[tuple[str, str, int], list[Route]] = defaultdict(list)
    for route in table.routes:
        groups[(route.service, _treatment(route), route.depth)].append(route)
    return {
        f"{service}-{treatment}-{depth}": _router(
            _expression(alias, routes), service, _chain(treatment), priority=100 + 10 * depth
        )
        for (service, treatment, depth), routes in sorted(groups.items())
    }


def _routers_of_posts(table: RouteTable, route_prefix: str) -> dict[str, Any]:
    paths: dict[str, list[str]] = defaultdict(list)
    for post in table.posts:
        paths[post.service].append(post.pattern)
    return {
        f"{service}-posts": _router(
            f"^/{route_prefix}({'|'.join(patterns)})/?$",
            service,
            _chain("posts"),
            priority=_POSTS_PRIORITY,
            method="POST",
        )
        for service, patterns in sorted(paths.items())
    }


def _remaining_routers(table: RouteTable, alias: str) -> dict[str, Any]:
    """What no prefix claims: internal paths are hidden, unknown API paths and the UI are the default service's."""
    return {
        "internal-paths": _router(_INTERNAL_PATHS, table.default, ["hide", "security"], priority=_INTERNAL_PRIORITY),
        "unknown-api": _router(f"^{alias}/api(/|$)", table.default, _chain("plain"), priority=_UNKNOWN_API_PRIORITY),
        "rest": _router("^/", table.default, _chain("pages"), priority=_DEFAULT_PRIORITY),
    }


def _treatment(route: Route) -> str:
    if route.stream:
        return "stream"
    if route.upload:
        return "upload"
    return "sign-in" if route.sign_in else "plain"


def _chain(treatment: str) -> list[str]:
    """Middlewares, outermost first. A buffering one would hold back a stream to its end, and an upload whole."""
    chains = {
        "plain": ["rate", "in-flight", "outage", "too-large", "compress", "body", "retry"],
        "sign-in": ["sign-in-rate", "in-flight", "outage", "too-large", "body", "retry"],
        "upload": ["rate", "in-flight", "outage", "compress", "retry"],
        "stream": ["rate", "outage", "retry"],
        "pages": ["rate", "in-flight", "compress", "retry"],
    }
    chains["posts"] = chains["plain"]
    alias = [] if treatment in ("pages", "posts") else ["alias"]
    return ["security", *alias, *chains[treatment]]


def _expression(alias: str, routes: list[Route]) -> str:
    alternatives = "|".join(route.pattern for route in routes)
    return f"^{alias}({alternatives})(/|$)"


def _router(
    expression: str, service: str, middlewares: list[str], *, priority: int, method: str = ""
) -> dict[str, Any]:
    only = f"Method(`{method}`) && " if method else ""
    return {
        "rule": f"{only}PathRegexp(`{expression}`)",
        "entryPoints": ["public"],
        "service": service,
        "middlewares": middlewares,
        "priority": priority,
    }


def _service(url: str) -> dict[str, Any]:
    return {"loadBalancer": {"servers": [{"url": url}], "serversTransport": "upstream"}}


def _middlewares(table: RouteTable, route_prefix: str) -> dict[str, Any]:
    limits = table.limits
    return {
        "security": {"headers": _SECURITY_HEADERS},
        "alias": {"stripPrefix": {"prefixes": [f"/{route_prefix}"]}},
        "hide": {"replacePath": {"path": "/api/hidden"}},
        "rate": _rate(limits.requests_per_second, limits.burst),
        "sign-in-rate": _rate(limits.sign_in_per_second, limits.sign_in_burst),
        "in-flight": {"inFlightReq": {"amount": limits.in_flight, "sourceCriterion": {"ipStrategy": {"depth": 0}}}},
        "body": {"buffering": {"maxRequestBodyBytes": limits.body_bytes, "memRequestBodyBytes": limits.body_bytes}},
        # Only where the gateway itself speaks: a service's own 4xx and 503 are problem documents already.
        "outage": _problem_pages(table.default, "502", "504"),
        "too-large": _problem_pages(table.default, "413"),
        "compress": {"compress": {"minResponseBodyBytes": 1400, "excludedContentTypes": ["text/event-stream"]}},
        # Repeats only what never reached a service (no connection), so it is safe for every method.
        "retry": {"retry": {"attempts": 5, "initialInterval": "100ms"}},
    }


def _problem_pages(service: str, *statuses: str) -> dict[str, Any]:
    return {"errors": {"status": list(statuses), "service": service, "query": "/api/problems/{status}"}}


def _rate(average: int, burst: int) -> dict[str, Any]:
    return {"rateLimit": {"average": average, "period": "1s", "burst": max(burst, 1)}}


def _access_log(file: str | None) -> dict[str, Any]:
    """Filtered: logging every request costs a sixth of the gateway's CPU and says nothing new."""
    return {
        **({"filePath": file} if file else {}),
        "format": "json",
        "bufferingSize": 512,
        "filters": {"statusCodes": ["400-599"], "minDuration": "500ms"},
        "fields": {"headers": {"defaultMode": "drop", "names": {"X-Request-Id": "keep", "User-Agent": "keep"}}},
    }


def with_limits(table: RouteTable, environment: Mapping[str, str]) -> RouteTable:
    """The table with ESCALATED_RATE_LIMIT (requests a second per address, 0 for none) in place of its own figure."""
    asked = environment.get("ESCALATED_RATE_LIMIT")
    if asked is None:
        return table
    limits = Limits(**{**vars(table.limits), "requests_per_second": int(asked), "burst": max(2 * int(asked), 1)})
    return RouteTable(table.routes, limits, table.default)
