"""A view as a list of tickets: what `GET /tickets?view=`, its counts, the export and bulk changes go by."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from escalated_chassis.errors import Conflict, FieldError, Invalid, invalid
from escalated_rules import Group
from escalated_tickets.desk import Desk
from escalated_tickets.fields.catalogue import TicketCatalogue
from escalated_tickets.fields.conditions import kept_conditions, read_conditions
from escalated_tickets.fields.narrowing import narrow
from escalated_tickets.tickets.filters import Filters, read_filters
from escalated_tickets.tickets.visibility import Viewer
from escalated_tickets.views.columns import columns_of, unknown_columns
from escalated_tickets.views.queries import visible_view
from escalated_tickets.views.rules import View


async def filters_for(
    reader: AsyncConnection, desk: Desk, viewer: Viewer, given: Mapping[str, str | None], key: str | None
) -> Filters:
    """The list that the parameters ask for, within the view `key` where there is one; its sort unless one is given.

    Raises:
        Invalid: a parameter, or a customer who asks for a view. NotFound: no such view. Conflict: a broken one.
    """
    book, now = await desk.statuses.book(reader), desk.clock.now()
    if key is None:
        return read_filters(given, viewer, book, now)
    if not viewer.is_staff:
        raise invalid("view", "unknown_parameter", "There is no filter 'view'.")
    view = await visible_view(reader, viewer, key)
    group = await conditions_of(reader, desk, view)
    asked = {**given, "sort": given.get("sort") or view.sort}
    return narrow(group, viewer, book, now, read_filters(asked, viewer, book, now))


async def conditions_of(reader: AsyncConnection, desk: Desk, view: View) -> Group:
    """Raises Conflict where the view names what has vanished since it was saved."""
    try:
        return await kept_conditions(reader, desk.fields, view.conditions)
    except Invalid as refused:
        raise broken(view, refused.errors) from None


def broken(view: View, errors: Sequence[FieldError]) -> Conflict:
    return Conflict(
        f"The view {view.name!r} names what is no longer there; `errors` says what.", code="view_broken", errors=errors
    )


def problems_of(view: View, catalogue: TicketCatalogue) -> list[FieldError]:
    """What of a view has vanished."""
    errors = unknown_columns(view.columns, columns_of(catalogue.vocabulary.book))
    try:
        read_conditions(view.conditions, catalogue)
    except Invalid as refused:
        return [*refused.errors, *errors]
    return errors
