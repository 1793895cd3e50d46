"""GET /fields."""

from fastapi import Response

from escalated_chassis.errors import Forbidden
from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_rules import describe
from escalated_tickets.desk import TheDesk
from escalated_tickets.fields.actions import described_actions
from escalated_tickets.fields.schemas import OneVocabulary
from escalated_tickets.tickets.filters import SORTS
from escalated_tickets.views.columns import columns_of

routes = app.router(prefix=app.API_PREFIX, tags=["views"])


@routes.get("/fields", response_model=OneVocabulary)
async def list_fields(caller: Caller, reader: Reader, desk: TheDesk) -> Response:
    """What conditions, columns, sorts and actions can name. For staff."""
    caller.require("tickets:read")
    if not caller.is_staff:
        raise Forbidden("Conditions are for staff.")
    catalogue = await desk.fields.present(reader)
    columns = columns_of(catalogue.vocabulary.book)
    return one(
        {
            "fields": [describe(each) for each in catalogue.conditions],
            "columns": [{"name": name, "label": column.label} for name, column in columns.items()],
            "sorts": list(SORTS),
            "actions": described_actions(),
        }
    )
