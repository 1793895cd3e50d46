"""Statements that count, no further than to a thousand and one; several counts in one statement."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import BindParameter, Select, func, literal_column, select, union, union_all
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.sql.visitors import replacement_traverse

from escalated_tickets.tickets.listing import Query, Shape, is_told_apart, narrowed, query_of
from escalated_tickets.tickets.models import tickets
from escalated_tickets.tickets.sight import CONDITIONS, SIGHT_NAMES, visible
from escalated_tickets.tickets.visibility import Reason

COUNTED_TO: Final = 1_001


@lru_cache(maxsize=1_024)
def count_query(shape: Shape) -> Query:
    """How many tickets match, counted no further than `COUNTED_TO`."""
    return query_of(_count_statement(shape))


def _count_statement(shape: Shape) -> Select[Any]:
    if not shape.reasons:
        return select(literal_column("0"))
    if _is_one_stretch(shape):
        (reason, *_) = shape.reasons
        found = select(tickets.c.id).where(visible(shape.reasons), *narrowed(shape, reason))
        return select(func.count()).select_from(found.limit(literal_column(str(COUNTED_TO))).subquery())
    branches = [select(_ids_of(shape, reason).subquery().c.id) for reason in shape.reasons]
    ids: CompoundSelect[Any] | Select[Any] = branches[0] if len(branches) == 1 else union(*branches)
    capped = select(ids.subquery().c.id).limit(literal_column(str(COUNTED_TO))).subquery()
    return select(func.count()).select_from(capped)


def _is_one_stretch(shape: Shape) -> bool:
    """What was solved lately is few, whoever asks: found once, not once for each reason to see it."""
    return "since" in shape.filters and not is_told_apart(shape)


def _ids_of(shape: Shape, reason: Reason) -> Select[Any]:
    """A branch's ids for counting, in no order."""
    conditions = (CONDITIONS[reason], *narrowed(shape, reason))
    return select(tickets.c.id).where(*conditions).limit(literal_column(str(COUNTED_TO)))


@lru_cache(maxsize=256)
def counts_query(shapes: tuple[Shape, ...]) -> Query:
    """Several counts in one statement: rows of (place, count). What each binds beside the sight is told `apart`."""
    counts = (
        select(
            literal_column(str(place)).label("place"),
            _renamed(_count_statement(shape), place).scalar_subquery().label("count"),
        )
        for place, shape in enumerate(shapes)
    )
    return query_of(union_all(*counts))


def apart(bound: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What each of the lists binds, under names of its own."""
    return {_name(place, name): value for place, values in enumerate(bound) for name, value in values.items()}


def _name(place: int, name: str) -> str:
    return f"v{place}_{name}"


def _renamed(statement: Select[Any], place: int) -> Select[Any]:
    """The viewer is the same for all lists; anything else two of them may bind differently."""

    def other(element: Any, **_: Any) -> BindParameter[Any] | None:
        if isinstance(element, BindParameter) and element.key not in SIGHT_NAMES:
            return BindParameter(_name(place, element.key), type_=element.type, required=True)
        return None

    return cast(Select[Any], replacement_traverse(statement, {}, other))
