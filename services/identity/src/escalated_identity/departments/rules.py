"""Decisions about departments, on plain data."""

import re
import unicodedata

from escalated_chassis.errors import invalid

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_of(name: str) -> str:
    """A slug made from a name: "Büro & Kasse" becomes "buro-kasse"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "department"


def check_slug(slug: str) -> str:
    """A slug of small letters, digits and single dashes."""
    if len(slug) > 60 or not _SLUG.fullmatch(slug):
        raise invalid("/slug", "slug", "Small letters, digits and dashes.")
    return slug
