"""GET /reports/{name}."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from escalated_chassis.http import app
from escalated_chassis.http.answers import one
from escalated_chassis.http.dependencies import Caller, Reader
from escalated_chassis.http.tables import CSV, as_csv, form_of
from escalated_tickets.desk import TheDesk
from escalated_tickets.reports.question import read_question
from escalated_tickets.reports.schemas import OneReport, ReportParameters
from escalated_tickets.reports.views import report
from escalated_tickets.tickets.viewers import viewer_of

routes = app.router(prefix=app.API_PREFIX, tags=["reports"])


@routes.get(
    "/reports/{name}",
    response_model=OneReport,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
)
async def read_report(
    name: Annotated[str, Path(max_length=40, description="Ending in .csv: as CSV")],
    parameters: Annotated[ReportParameters, Query()],
    request: Request,
    caller: Caller,
    reader: Reader,
    desk: TheDesk,
) -> Response:
    """volume, first_response, resolution, backlog, reopen_rate, csat or summary, of tickets that the caller sees."""
    caller.require("reports:read")
    caller.require("tickets:read")
    form = form_of(name, parameters.format, request)
    question = read_question(name.removesuffix(".csv"), parameters.given(), viewer_of(caller), desk.clock.now())
    answer = await report(reader, question)
    if form == "json":
        return one(answer)
    filename = f"{question.name}-{question.start:%Y%m%d}-{question.end:%Y%m%d}.csv"
    return Response(as_csv(answer), 200, {"content-disposition": f'attachment; filename="{filename}"'}, CSV)
