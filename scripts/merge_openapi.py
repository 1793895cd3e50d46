"""Merges the services' OpenAPI documents into the one that the gateway serves.

    python scripts/merge_openapi.py            write gateway/web/src/escalated_web/openapi.json
    python scripts/merge_openapi.py --check    fail where the committed file is stale

Each service prints its own document without a database: `python -m escalated_<service> openapi`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MERGED = Path(__file__).parent.parent / "gateway" / "web" / "src" / "escalated_web" / "openapi.json"
SERVICES = ("identity", "tickets", "sla", "notifications")


class Clash(Exception):
    """Two services claim one name for different things."""


def document_of(service: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"escalated_{service}", "openapi"]
    return dict(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))


def add_all(into: dict[str, Any], more: dict[str, Any], what: str) -> None:
    for name, value in more.items():
        if into.setdefault(name, value) != value:
            raise Clash(f"{what} {name!r} is defined twice, differently")


def clashing_schemas(documents: dict[str, dict[str, Any]]) -> set[str]:
    """Names of schemas that two documents define differently."""
    seen: dict[str, Any] = {}
    clashing = set()
    for document in documents.values():
        for name, schema in document.get("components", {}).get("schemas", {}).items():
            if seen.setdefault(name, schema) != schema:
                clashing.add(name)
    return clashing


def with_renamed(document: dict[str, Any], service: str, names: set[str]) -> dict[str, Any]:
    """The document with these schemas, and what refers to them, under names of the service's own."""
    text = json.dumps(document)
    for name in names:
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{service.title()}{name}"')
    renamed: dict[str, Any] = json.loads(text)
    schemas = renamed.get("components", {}).get("schemas", {})
    for name in names & set(schemas):
        schemas[f"{service.title()}{name}"] = schemas.pop(name)
    return renamed


def merge(documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One document out of several. Raises Clash where two claim one path, or one component beside schemas."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Escalated", "version": "1", "description": "The support desk's REST API."},
        "servers": [{"url": "/"}],
        "tags": [],
        "paths": {},
        "components": {},
    }
    clashing = clashing_schemas(documents)
    for service, document in documents.items():
        merged["tags"].append({"name": service, "description": document["info"].get("description", "")})
        renamed = with_renamed(document, service, clashing)
        add_all(merged["paths"], renamed["paths"], "the path")
        for kind, parts in renamed.get("components", {}).items():
            add_all(merged["components"].setdefault(kind, {}), parts, f"the component of {kind}")
    return merged


def main(arguments: list[str]) -> int:
    text = json.dumps(merge({service: document_of(service) for service in SERVICES}), indent=1, sort_keys=True) + "\n"
    if arguments == ["--check"]:
        if MERGED.read_text() == text:
            return 0
        sys.stderr.write(f"{MERGED.name} is stale: run `make openapi`\n")
        return 1
    MERGED.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
