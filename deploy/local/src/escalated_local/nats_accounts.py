"""Who may say what on NATS: accounts, users and allow-lists, made from the streams and durables of the contracts.

Two accounts. SUITE holds the services: each publishes its own subjects only and pulls from its own durables only. EXT
holds everybody who listens from outside: it gets the events live (an import) and stored (a mirror of each stream), and
nothing it publishes can reach SUITE. Allow-lists alone would not do: the server does not check the reply subject of a
request, by which a reader could place messages under foreign subjects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from escalated_contracts.streams import DEAD_LETTERS, DURABLES, LISTENERS, STREAMS, Durable, Stream, durables_of
from escalated_local.layout import SERVICES

PROVISIONER = "provisioner"
OBSERVER = "observer"
EXTERNAL_PROVISIONER = "ext_provisioner"
USERS = (*SERVICES, PROVISIONER, OBSERVER, EXTERNAL_PROVISIONER)

_DELIVERIES = "ext.deliver.>"
_IMPORTED_API = "$JS.SUITE.API"


@dataclass(frozen=True)
class Rights:
    """The subjects a user may publish and subscribe to."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def service_rights(service: str) -> Rights:
    """A service publishes its context's events, broadcasts and dead letters, and pulls from its own durables."""
    durables = durables_of(service)
    read = {durable.stream for durable in durables} | {stream.name for stream in STREAMS if _owner(stream) == service}
    return Rights(
        publish=(
            f"escalated.{service}.>",
            f"escalated.broadcast.{service}.>",
            f"escalated.dead.{service}.>",
            *(subject for durable in durables for subject in _durable_api(durable)),
            *(f"$JS.API.STREAM.INFO.{name}" for name in sorted(read)),
            *_dead_letter_api(),
        ),
        subscribe=("escalated.broadcast.>", f"_INBOX_{service}.>", *LISTENERS.get(service, ())),
    )


def provisioner_rights() -> Rights:
    """Makes streams and durables during `migrate`, in the name of any service; publishes no event."""
    inboxes = (f"_INBOX_{name}.>" for name in (*SERVICES, PROVISIONER))
    return Rights(publish=("$JS.API.>", "$JS.ACK.>"), subscribe=("_INBOX.>", *inboxes))


def observer_rights() -> Rights:
    """Listens live, and reads what is stored through nameless consumers of the mirrors."""
    return Rights(
        publish=(
            "$JS.API.INFO",
            "$JS.API.STREAM.NAMES",
            "$JS.API.STREAM.LIST",
            *(subject for stream in public_streams() for subject in _reader_api(mirror_name(stream))),
        ),
        subscribe=("escalated.>", "_INBOX.>", f"_INBOX_{OBSERVER}.>"),
    )


def public_streams() -> tuple[Stream, ...]:
    """The streams that observers may follow: all but the dead letters."""
    return tuple(stream for stream in STREAMS if stream != DEAD_LETTERS)


def mirror_name(stream: Stream) -> str:
    """The name of a stream's mirror in the account of the observers."""
    return stream.name.replace("ESCALATED_", "EXT_", 1)


def accounts_config(passwords: Mapping[str, str]) -> dict[str, Any]:
    """The `accounts` section of the server's configuration; `passwords` has one entry for each of `USERS`."""
    suite_users = [
        *(_user(name, passwords[name], service_rights(name)) for name in SERVICES),
        _user(PROVISIONER, passwords[PROVISIONER], provisioner_rights()),
    ]
    external_users = [
        _user(OBSERVER, passwords[OBSERVER], observer_rights()),
        {"user": EXTERNAL_PROVISIONER, "password": passwords[EXTERNAL_PROVISIONER]},
    ]
    return {
        "accounts": {
            "SUITE": {"jetstream": "enabled", "users": suite_users, "exports": _exports()},
            "EXT": {"jetstream": "enabled", "users": external_users, "imports": _imports()},
        }
    }


def mirror_configs() -> list[dict[str, Any]]:
    """What `EXTERNAL_PROVISIONER` creates in EXT: one mirror for each public stream, kept as long as its origin."""
    return [
        {
            "name": mirror_name(stream),
            "max_age": stream.max_age,
            "mirror": {
                "name": stream.name,
                "external": {"api": _IMPORTED_API, "deliver": _DELIVERIES.removesuffix(".>")},
            },
        }
        for stream in public_streams()
    ]


def render(config: Mapping[str, Any]) -> str:
    """A configuration as nats-server reads it: JSON is a part of its language."""
    return json.dumps(config, indent=1) + "\n"


def _user(name: str, password: str, rights: Rights) -> dict[str, Any]:
    permissions = {"publish": {"allow": list(rights.publish)}, "subscribe": {"allow": list(rights.subscribe)}}
    return {"user": name, "password": password, "permissions": permissions}


def _owner(stream: Stream) -> str:
    return stream.subjects[0].split(".")[1]


def _durable_api(durable: Durable) -> Iterable[str]:
    """Enumerated: a permission knows no wildcard for a part of a token."""
    target = f"{durable.stream}.{durable.name}"
    only_filter = f".{durable.subjects[0]}" if len(durable.subjects) == 1 else ""
    yield f"$JS.API.CONSUMER.CREATE.{target}{only_filter}"
    yield f"$JS.API.CONSUMER.INFO.{target}"
    yield f"$JS.API.CONSUMER.MSG.NEXT.{target}"
    yield f"$JS.ACK.{target}.>"


def _dead_letter_api() -> Iterable[str]:
    """For `escalated dlq`: look, and drop what was replayed."""
    for verb in ("STREAM.INFO", "STREAM.MSG.GET", "STREAM.MSG.DELETE", "DIRECT.GET"):
        yield f"$JS.API.{verb}.{DEAD_LETTERS.name}"


def _reader_api(stream: str) -> Iterable[str]:
    """Without $JS.FC an ordered consumer works in small tests and stalls silently after some hundred messages."""
    yield f"$JS.API.STREAM.INFO.{stream}"
    yield f"$JS.API.CONSUMER.CREATE.{stream}"
    yield f"$JS.API.CONSUMER.INFO.{stream}.*"
    yield f"$JS.API.CONSUMER.MSG.NEXT.{stream}.*"
    yield f"$JS.ACK.{stream}.>"
    yield f"$JS.FC.{stream}.>"


def _exports() -> list[dict[str, Any]]:
    creations = [f"$JS.API.CONSUMER.CREATE.{stream.name}" for stream in public_streams()]
    return [
        *({"service": subject, "response": "stream", "accounts": ["EXT"]} for subject in creations),
        {"service": "$JS.FC.>", "accounts": ["EXT"]},
        {"stream": _DELIVERIES, "accounts": ["EXT"]},
        *({"stream": subject, "accounts": ["EXT"]} for stream in public_streams() for subject in stream.subjects),
    ]


def _imports() -> list[dict[str, Any]]:
    creations = [f"CONSUMER.CREATE.{stream.name}" for stream in public_streams()]
    return [
        *(
            {"service": {"account": "SUITE", "subject": f"$JS.API.{verb}"}, "to": f"{_IMPORTED_API}.{verb}"}
            for verb in creations
        ),
        {"service": {"account": "SUITE", "subject": "$JS.FC.>"}},
        {"stream": {"account": "SUITE", "subject": _DELIVERIES}},
        *(
            {"stream": {"account": "SUITE", "subject": subject}}
            for stream in public_streams()
            for subject in stream.subjects
        ),
    ]


def unknown_services() -> set[str]:
    """Services that the contracts give durables but that have no user here; the tests want none."""
    return {durable.service for durable in DURABLES} - set(SERVICES)
