"""What somebody typed as filters of a list and words: names in tokens become ids here.

Who is no member of staff may not learn which departments there are: an unknown one matches nothing, as does one
that none of their tickets is in. Staff are told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import Invalid, invalid
from escalated_tickets.people.queries import departments_by_name, person_by_email, staff_by_name
from escalated_tickets.search.rules import FILTERS, STAFF_ONLY, Hint, NotUnderstood, Token, Words, parse
from escalated_tickets.statuses.rules import StatusBook
from escalated_tickets.tickets.filters import Filters, read_filters
from escalated_tickets.tickets.visibility import NOBODY, Viewer

_FOR_CUSTOMERS: Final = frozenset(FILTERS) - STAFF_ONLY
_PEOPLE: Final = frozenset({"assignee", "requester", "follower"})


@dataclass(frozen=True, slots=True)
class Understood:
    filters: Filters
    words: Words
    hints: tuple[Hint, ...] = ()


async def understand(reader: AsyncConnection, viewer: Viewer, text: str, book: StatusBook, now: datetime) -> Understood:
    """Raises Invalid that names the token and what would do."""
    try:
        search = parse(text, FILTERS.keys() if viewer.is_staff else _FOR_CUSTOMERS)
    except NotUnderstood as error:
        raise invalid("q", "bad_token", f"{error.token}: {error.detail}") from None
    written: dict[str, list[Token]] = {}
    for token in search.tokens:
        written.setdefault(FILTERS[token.key], []).append(token)
    given = {name: [await _value(reader, viewer, token) for token in tokens] for name, tokens in written.items()}
    for name, values in given.items():
        _check(name, values, written[name], viewer, book, now)
    filters = read_filters({name: ",".join(values) for name, values in given.items()}, viewer, book, now)
    return Understood(filters, search.words, search.hints)


def _check(name: str, values: list[str], tokens: list[Token], viewer: Viewer, book: StatusBook, now: datetime) -> None:
    """Reads one filter by itself, so that what is refused is told as it was written."""
    try:
        read_filters({name: ",".join(values)}, viewer, book, now)
    except Invalid as refused:
        written = " ".join(token.written for token in tokens)
        raise invalid("q", "bad_token", f"{written}: {refused.detail}") from None


async def _value(reader: AsyncConnection, viewer: Viewer, token: Token) -> str:
    if token.key == "department":
        return await _department(reader, viewer, token)
    return await _person(reader, viewer, token) if token.key in _PEOPLE else token.value


async def _department(reader: AsyncConnection, viewer: Viewer, token: Token) -> str:
    if token.value == "none" or _is_id(token.value):
        return token.value
    found = await departments_by_name(reader, token.value)
    if not found and viewer.is_staff:
        raise invalid("q", "bad_token", f"{token.written}: there is no such department; give its name, an id or none.")
    return str(found[0] if found else NOBODY)


async def _person(reader: AsyncConnection, viewer: Viewer, token: Token) -> str:
    """`me`, an id, an address; of staff the name too. An address that nobody has matches nothing."""
    value = token.value
    if value == "me" or _is_id(value) or (value == "none" and token.key == "assignee"):
        return value
    if "@" in value:
        if not viewer.is_staff:
            return str(viewer.id if value.lower() == viewer.email.lower() else NOBODY)
        return str(await person_by_email(reader, value) or NOBODY)
    if token.key == "requester":
        raise invalid("q", "bad_token", f"{token.written}: give me, a mail address or an id.")
    found = await staff_by_name(reader, value)
    if len(found) != 1:
        why = "several have this name" if found else "nobody of the staff has this name"
        raise invalid("q", "bad_token", f"{token.written}: {why}; give me, a name, a mail address or an id.")
    return str(found[0])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
