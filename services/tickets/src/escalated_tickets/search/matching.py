"""Words against a ticket: what the text is turned into, and what it is held against.

Tags stand in a document by their ids. A word that is in a tag's name is looked for as that tag's id too, which is
found when the question is asked: so a renamed tag is found by its new name, and no document is written again.
Custom fields that customers see are read from the ticket itself when a customer asks, whose tickets are few: so a
field that is hidden from them is so at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Table, Text, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import invalid
from escalated_tickets.custom_fields.models import custom_fields
from escalated_tickets.search.models import public_documents, staff_documents
from escalated_tickets.search.rules import NotUnderstood, Words, parse_words
from escalated_tickets.tickets.models import tickets

CONFIGURATION: Final = text("'escalated_words'")
QUERY: Final = cast(bindparam("q", type_=Text), TSQUERY)
# A query that nothing matches: words of nothing but signs are no words.
NOTHING: Final = "'#'"

_TERMS = text(
    """
    SELECT phraseto_tsquery('escalated_words', term.words)::text AS query,
           ARRAY(
               SELECT tag.id::text FROM escalated_tags AS tag
               WHERE to_tsvector('escalated_words', tag.name) @@ phraseto_tsquery('escalated_words', term.words)
           ) AS tags
    FROM unnest(CAST(:terms AS text[])) WITH ORDINALITY AS term (words, place)
    ORDER BY term.place
    """
).bindparams(bindparam("terms", type_=ARRAY(Text)))

_SHOWN: Final = custom_fields.c.active & custom_fields.c.visible_to_customers
_VALUES: Final = text("""'["string", "numeric"]'""")


def documents_for(*, as_staff: bool) -> Table:
    """Where the words are that somebody may search."""
    return staff_documents if as_staff else public_documents


def searched(document: FromClause, *, as_staff: bool, of: FromClause = tickets) -> ColumnElement[Any]:
    """What is searched of a ticket and its document."""
    words: ColumnElement[Any] = document.c.words
    if as_staff:
        return words
    keys = func.jsonb_object_keys(of.c.custom_fields, type_=Text).column_valued("key")
    hidden = select(keys).where(keys.not_in(select(custom_fields.c.key).where(_SHOWN))).correlate(of)
    shown = of.c.custom_fields.op("-")(func.array(hidden.scalar_subquery()))
    fields = func.jsonb_to_tsvector(CONFIGURATION, shown, _VALUES, type_=TSVECTOR)
    return words.op("||", return_type=TSVECTOR())(fields)


def holds(words: ColumnElement[Any], query: ColumnElement[Any] = QUERY) -> ColumnElement[bool]:
    """Whether the query holds, asked of each document by itself: written so that no index of words is taken."""
    return func.ts_match_vq(words, query)


def words_match(*, as_staff: bool) -> ColumnElement[bool]:
    """Whether the words `q` (a tsquery by now) stand in what somebody may read of a ticket."""
    document = documents_for(as_staff=as_staff)
    ids = select(document.c.ticket_id)
    if as_staff:
        return tickets.c.id.in_(ids.where(document.c.words.bool_op("@@")(QUERY)))
    theirs = holds(searched(document, as_staff=False))
    return ids.where(document.c.ticket_id == tickets.c.id, theirs).correlate(tickets).exists()


async def with_words(reader: AsyncConnection, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A list's values with their words turned into what is searched for. Raises Invalid for too many words."""
    if "q" not in values:
        return values
    try:
        return {**values, "q": await tsquery_of(reader, parse_words(values["q"]))}
    except NotUnderstood as error:
        raise invalid("q", "too_many_words", error.detail) from None


async def tsquery_of(reader: AsyncConnection, words: Words) -> str:
    """The words as a tsquery in PostgreSQL's own writing."""
    terms = [term.text for group in words for term in group]
    rows = (await reader.execute(_TERMS, {"terms": terms})).all() if terms else []
    found = iter(rows)
    groups = [[_operand(next(found), negated=term.negated) for term in group] for group in words]
    joined = [" & ".join(operands) for group in groups if (operands := [each for each in group if each])]
    return " | ".join(f"({each})" for each in joined) or NOTHING


def _operand(row: Any, *, negated: bool) -> str:
    """A word, or a tag that is named so; empty for what has no word in it."""
    tags: Sequence[str] = row.tags
    either = [f"({row.query})"] if row.query else []
    either += [f"'#{tag}'" for tag in tags]
    if not either:
        return ""
    return f"{'!' if negated else ''}({' | '.join(either)})"
