"""The language of the search box: tokens such as `status:open`, and words. Pure, and in linear time.

What is no known token is words: a search for `https://example.com` or `re: invoice` must not be refused. Of what looks
like a token and is none it is told that it was taken for words, and what may have been meant.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

LENGTH: Final = 400
MOST_WORDS: Final = 32
# Each token narrows by the list's filter of this name.
FILTERS: Final[dict[str, str]] = {
    "status": "status",
    "category": "status_category",
    "priority": "priority",
    "type": "type",
    "channel": "channel",
    "department": "department",
    "assignee": "assignee",
    "requester": "requester",
    "follower": "follower",
    "tag": "tag",
    "sla": "sla",
    "created": "created",
    "updated": "updated",
    "snoozed": "snoozed",
    "has": "has",
    "reference": "reference",
    "about": "about",
}
STAFF_ONLY: Final = frozenset({"sla", "follower", "assignee", "snoozed"})
# Of these a ticket has one, so that two tokens contradict each other.
_SINGLE: Final = frozenset({"department", "assignee", "requester", "follower", "snoozed", "has", "about"})
_KEY: Final = re.compile(r"(-?)([a-z]{2,20}):", re.ASCII | re.IGNORECASE)
# With a value right behind it, which is no address of a page.
_LOOKS_LIKE_TOKEN: Final = re.compile(r"-?([a-z]{2,20}):(?!//).", re.ASCII | re.IGNORECASE)
MOST_HINTS: Final = 5


class NotUnderstood(ValueError):
    """A token that cannot be; `token` as it was written, `detail` says what would do."""

    def __init__(self, token: str, detail: str) -> None:
        super().__init__(detail)
        self.token, self.detail = token, detail


@dataclass(frozen=True, slots=True)
class Token:
    """`key:value`, the value without its quotation marks."""

    key: str
    value: str
    written: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words next to each other."""

    text: str
    negated: bool = False


# Any group holds, and in it every term.
Words = tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that was taken for words, as it was written, and why it may not have been meant so."""

    token: str
    detail: str


@dataclass(frozen=True, slots=True)
class Search:
    tokens: tuple[Token, ...]
    words: Words
    hints: tuple[Hint, ...] = ()


def parse(text: str, known: Set[str]) -> Search:
    """Splits what somebody typed; `known` are the tokens' keys for this searcher.

    Raises:
        NotUnderstood: a token without a value, negated, or given twice where it can be but once; too many words.
    """
    tokens: list[Token] = []
    plain: list[str] = []
    for piece in _pieces(text[:LENGTH]):
        found = _KEY.match(piece)
        if found and found[2].lower() in known:
            tokens.append(_token(piece, found))
        else:
            plain.append(piece)
    _refuse_contradictions(tokens)
    return Search(tuple(tokens), _words(plain), _hints(plain, known))


def parse_words(text: str) -> Words:
    """Words alone, as a list's `q` takes them. Raises NotUnderstood for too many."""
    return _words(_pieces(text[:LENGTH]))


def _pieces(text: str) -> list[str]:
    """Cut at white space outside quotation marks; a mark that is never closed reaches to the end."""
    pieces: list[str] = []
    start, quoted = 0, False
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character.isspace() and not quoted:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _hints(plain: list[str], known: Set[str]) -> tuple[Hint, ...]:
    unknown = [(piece, found[1].lower()) for piece in plain if (found := _LOOKS_LIKE_TOKEN.match(piece))]
    return tuple(Hint(piece, _why(key, known)) for piece, key in unknown[:MOST_HINTS])


def _why(key: str, known: Set[str]) -> str:
    close = get_close_matches(key, sorted(known), n=1)
    meant = f"Did you mean {close[0]}:?" if close else f"There are {', '.join(sorted(known))}."
    return f"There is no token {key}:, so this was searched as words. {meant}"


def _token(piece: str, found: re.Match[str]) -> Token:
    key, value = found[2].lower(), piece[found.end() :].replace('"', "").strip()
    if found[1]:
        raise NotUnderstood(piece, f"{key}: cannot be turned round; only words take a minus.")
    if not value:
        raise NotUnderstood(piece, f"{key}: needs a value.")
    return Token(key, value, piece)


def _refuse_contradictions(tokens: list[Token]) -> None:
    seen: set[str] = set()
    for token in tokens:
        if token.key in _SINGLE and token.key in seen:
            raise NotUnderstood(token.written, f"{token.key}: can be given once.")
        seen.add(token.key)


def _words(pieces: list[str]) -> Words:
    """`or` stands between groups; a minus before a word or a phrase leaves out what has it."""
    groups: list[list[Term]] = [[]]
    for piece in pieces:
        if piece.lower() == "or":
            groups.append([])
            continue
        negated = piece.startswith("-") and len(piece) > 1
        groups[-1] += [Term(part, negated) for part in _phrases(piece[1:] if negated else piece)]
    if sum(map(len, groups)) > MOST_WORDS:
        raise NotUnderstood(pieces[0], f"At most {MOST_WORDS} words.")
    return tuple(tuple(group) for group in groups if group)


def _phrases(piece: str) -> list[str]:
    """What stands within and without quotation marks: `a"b c"` is a word and a phrase."""
    return [part.strip() for part in piece.split('"') if part.strip()]
