"""The search language without a database: what is a token, what is words, and that nothing breaks it."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from escalated_tickets.search.rules import (
    FILTERS,
    LENGTH,
    MOST_HINTS,
    MOST_WORDS,
    NotUnderstood,
    Search,
    Term,
    Token,
    parse,
)

KNOWN = FILTERS.keys()


def parsed(text: str) -> Search:
    return parse(text, KNOWN)


def test_tokens_and_words_are_told_apart() -> None:
    search = parsed('status:open  assignee:me "exact words" -without or Tag:"very important",vip')

    assert [(token.key, token.value) for token in search.tokens] == [
        ("status", "open"),
        ("assignee", "me"),
        ("tag", "very important,vip"),
    ]
    assert search.words == ((Term("exact words"), Term("without", negated=True)),)


def test_or_makes_groups() -> None:
    assert parsed("refund invoice OR delivery").words == ((Term("refund"), Term("invoice")), (Term("delivery"),))
    assert parsed("or or").words == ()


@pytest.mark.parametrize("text", ["https://example.com/a?b=c", "re: invoice", "12:30", "note:secret", ":", "a:", "-"])
def test_what_is_no_known_token_is_words(text: str) -> None:
    search = parsed(text)

    assert search.tokens == ()
    assert [term.text for group in search.words for term in group] == text.split()


def test_a_token_that_the_searcher_does_not_know_is_words() -> None:
    found = parse("sla:breached", KNOWN - {"sla"})

    assert (found.tokens, found.words) == ((), ((Term("sla:breached"),),))
    assert [hint.token for hint in found.hints] == ["sla:breached"]


def test_hints_are_few_and_addresses_of_pages_are_no_tokens() -> None:
    assert parse("https://a.example ftp://b re: -: x:", KNOWN).hints == ()
    assert len(parse(" ".join(f"ab{letter}:1" for letter in "cdefghij"), KNOWN).hints) == MOST_HINTS


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("status:", "status:"),
        ('x tag:""', 'tag:""'),
        ("-status:open", "-status:open"),
        ("assignee:me assignee:none", "assignee:none"),
        ("a " * (MOST_WORDS + 1), "a"),
    ],
)
def test_a_token_that_cannot_be_is_refused_by_name(text: str, token: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parsed(text)

    assert refused.value.token == token


def test_a_value_keeps_what_stands_in_it() -> None:
    assert parsed("created:2026-01-01T10:00:00Z").tokens == (
        Token("created", "2026-01-01T10:00:00Z", "created:2026-01-01T10:00:00Z"),
    )
    assert parsed('tag:"a b').tokens == (Token("tag", "a b", 'tag:"a b'),)


_pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["status:", '"', "-", "or", "OR", ":", 'tag:"', "created:>", "..", "\x00", "\u2028", "é", "((("]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(_pieces, max_size=60).map(" ".join))
@example('"' * LENGTH)
@example("a:" * LENGTH)
@example("-" * LENGTH)
def test_nothing_but_the_typed_error_comes_of_any_text(text: str) -> None:
    try:
        search = parsed(text)
    except NotUnderstood as refused:
        assert refused.detail
        return
    assert sum(len(group) for group in search.words) <= MOST_WORDS
    assert all(token.key in KNOWN and token.value for token in search.tokens)
    assert all(term.text.strip() and '"' not in term.text for group in search.words for term in group)


@pytest.mark.parametrize("hostile", ['"', "a:", "status:", "-", " ", 'tag:"', "or "])
def test_time_grows_with_length_alone(hostile: str) -> None:
    """A text is cut at its greatest length, whatever is sent: ten thousand times as much costs no more."""

    def cost(text: str) -> float:
        began = time.process_time()
        for _ in range(20):
            try:
                parsed(text)
            except NotUnderstood:
                continue
        return time.process_time() - began

    assert cost(hostile * 100_000) <= 20 * 0.01
