"""Decisions about roles, on plain data."""

import re
from collections.abc import Iterable

from escalated_chassis.errors import Conflict, invalid
from escalated_contracts.permissions import BUILT_IN_ROLES, PERMISSIONS

_SLUG = re.compile(r"[a-z][a-z0-9_]{1,48}")


def check_slug(slug: str) -> str:
    """A slug of small letters, digits and underscores that no built-in role has."""
    if not _SLUG.fullmatch(slug):
        raise invalid("/slug", "slug", "Small letters, digits and underscores, beginning with a letter.")
    if slug in BUILT_IN_ROLES or slug == "guest":
        raise Conflict("A built-in role has this slug.", code="slug_taken")
    return slug


def check_permissions(permissions: Iterable[str], pointer: str = "/permissions") -> tuple[str, ...]:
    """Permissions of the vocabulary, each once and sorted."""
    wanted = sorted(set(permissions))
    unknown = [permission for permission in wanted if permission not in PERMISSIONS]
    if unknown:
        raise invalid(pointer, "unknown_permission", f"There is no permission {unknown[0]!r}.")
    return tuple(wanted)
