"""GET /reports/sla."""

from collections.abc import Collection
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from escalated_chassis.errors import Problem
from escalated_chassis.http.answers import one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller
from escalated_chassis.http.tables import CSV, as_csv, form_of
from escalated_sla.context import Context, TheContext
from escalated_sla.reports.question import Question, read_question
from escalated_sla.reports.schemas import ComplianceParameters, OneCompliance
from escalated_sla.reports.service import compliance, read_figures

routes = router(prefix=API_PREFIX, tags=["reports"])
_CSV_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {CSV: {"schema": {"type": "string"}}}}}


@routes.get("/reports/sla", response_model=OneCompliance, responses=_CSV_ANSWER)
async def report_compliance(
    parameters: Annotated[ComplianceParameters, Query()], request: Request, caller: Caller, context: TheContext
) -> Response:
    """How promises were kept, by metric, policy, priority, department or agent. Needs reports:read and sla:read.

    Of the tickets that the caller may hear of; of all with tickets:view_all. Clocks count for whom and what their
    ticket was when they ended.
    """
    caller.require("reports:read")
    caller.require("sla:read")
    form = form_of("sla", parameters.format, request)
    question = read_question(parameters, caller, context.clock.now())
    async with request.app.state.database.reading() as reader:
        figures = await read_figures(reader, question)
    answer = compliance(question, figures, await _names(context, question, figures.keys))
    if form == "json":
        return one(answer)
    filename = f"sla-{question.start:%Y%m%d}-{question.end:%Y%m%d}.csv"
    return Response(as_csv(answer), 200, {"content-disposition": f'attachment; filename="{filename}"'}, CSV)


async def _names(context: Context, question: Question, keys: Collection[Any]) -> dict[str, str]:
    """What departments and agents are called; who has them may be away, and figures are told all the same."""
    ids = [each for each in keys if each is not None]
    if not ids or question.by not in ("department", "agent"):
        return {}
    try:
        if question.by == "agent":
            return {str(each): name for each, name in (await context.people.names(ids)).items()}
        department = (await context.fields.known()).of_tickets.get("department")
        return {option.value: option.label for option in department.options} if department else {}
    except Problem:
        return {}
