"""Decisions about people, on plain data."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from escalated_chassis.errors import Forbidden, Invalid, invalid
from escalated_contracts.permissions import BUILT_IN_ROLES, STAFF_ROLES

GUEST = "guest"
CUSTOMER = "customer"
ADMIN = "admin"

_ADDRESS = re.compile(
    r"[^@\s<>()\[\]\\,;:\"\x00-\x1f]{1,64}@[^@\s<>()\[\]\\,;:\"\x00-\x1f.]+(\.[^@\s<>()\[\]\\,;:\".]+)+"
)


@dataclass(frozen=True)
class Roles:
    """A kind, which names a built-in role, and the ids of custom roles beside it."""

    kind: str
    custom: tuple[UUID, ...] = ()


def check_address(address: str, pointer: str = "/email") -> str:
    """The trimmed address. Raises `Invalid` where mail could not go there."""
    trimmed = address.strip()
    if len(trimmed) > 254 or not _ADDRESS.fullmatch(trimmed):
        raise invalid(pointer, "email", "That is no e-mail address.")
    return trimmed


def check_password(password: str, *, email: str = "", pointer: str = "/password") -> None:
    """Raises `Invalid` for what is too short, too long to be hashed in bounded time, or the address itself.

    Length is what matters (NIST SP 800-63B §3.1.1): no rules about kinds of characters.
    """
    if len(password) < 10:
        raise invalid(pointer, "too_short", "A password has at least 10 characters.")
    if len(password) > 200:
        raise invalid(pointer, "too_long", "A password has at most 200 characters.")
    if email and password.casefold() == email.casefold():
        raise invalid(pointer, "too_easy", "The address is no password.")


def choose_roles(slugs: Iterable[str], custom: Mapping[str, UUID]) -> Roles:
    """The roles that slugs (or custom ids) name; at most one built-in one, customers hold no other.

    A custom role on a customer would lend the desk's sight to somebody outside of it.
    """
    wanted = list(dict.fromkeys(slugs))
    built_in = [slug for slug in wanted if slug in BUILT_IN_ROLES]
    others = [slug for slug in wanted if slug not in BUILT_IN_ROLES]
    unknown = [slug for slug in others if slug not in custom]
    if unknown:
        raise invalid("/roles", "unknown_role", f"There is no role {unknown[0]!r}.")
    if len(built_in) > 1:
        raise invalid("/roles", "several_kinds", "A person holds one built-in role.")
    kind = built_in[0] if built_in else CUSTOMER
    if others and kind not in STAFF_ROLES:
        raise invalid("/roles", "staff_only", "Custom roles are for staff: add agent or light_agent.")
    return Roles(kind, tuple(sorted({custom[slug] for slug in others})))


def role_ids(kind: str, custom: Iterable[UUID]) -> tuple[str, ...]:
    """All role ids of a person: a built-in role's id is its slug; guests have none."""
    built_in = (kind,) if kind in BUILT_IN_ROLES else ()
    return (*built_in, *(str(role) for role in custom))


def permissions_of(roles: Iterable[str], custom: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What roles allow together; a role that is gone allows nothing."""
    granted: set[str] = set()
    for role in roles:
        granted |= BUILT_IN_ROLES.get(role) or custom.get(role, frozenset())
    return frozenset(granted)


def check_may_grant(own: Collection[str], granted: Collection[str]) -> None:
    """Nobody hands out, or takes from another, what she does not hold: roles would be a ladder otherwise."""
    beyond = sorted(set(granted) - set(own))
    if beyond:
        raise Forbidden(f"That needs {beyond[0]}, which you do not hold.", code="beyond_own_permissions")


def check_departments(kind: str, departments: Collection[UUID]) -> None:
    """Only staff is in departments."""
    if departments and kind not in STAFF_ROLES:
        raise Invalid("Only staff can be in a department.", code="staff_only")


def may_be(kind: str, *, owns_address: bool) -> bool:
    """Nobody becomes staff under an address that somebody has only claimed."""
    return owns_address or kind not in STAFF_ROLES


def is_last_admin(kind: str, *, stays: bool, other_admins: int) -> bool:
    """Whether a change would leave the desk without an administrator."""
    return kind == ADMIN and not stays and other_admins == 0
