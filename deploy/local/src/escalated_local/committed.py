"""Files in the tree that are made from the table of routes, for compose and clusters. A test wants them fresh."""

from __future__ import annotations

from pathlib import Path

from escalated_local.layout import Layout
from escalated_local.routes import read_routes
from escalated_local.traefik import CLUSTER_UPSTREAMS, committed_dynamic, committed_static


def committed_files(layout: Layout) -> dict[Path, str]:
    """Each file with what it must say now."""
    compose = layout.checkout / "gateway" / "traefik"
    cluster = layout.checkout / "deploy" / "k8s" / "base" / "gateway"
    table = read_routes(layout.routes)
    return {
        compose / "traefik.yml": committed_static(),
        compose / "dynamic.yml": committed_dynamic(table),
        cluster / "traefik.yml": committed_static(),
        cluster / "dynamic.yml": committed_dynamic(table, CLUSTER_UPSTREAMS),
    }
