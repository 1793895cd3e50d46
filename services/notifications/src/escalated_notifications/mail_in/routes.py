"""Mail that came in, over HTTP: for operators, who see what became of each."""

from uuid import UUID

from starlette.responses import Response

from escalated_chassis.http.answers import many, one
from escalated_chassis.http.app import API_PREFIX, router
from escalated_chassis.http.dependencies import Caller, Page, Reader, Uow
from escalated_notifications.context import TheContext
from escalated_notifications.mail_in import queries, service
from escalated_notifications.mail_in.schemas import STORED, MailState, ManyMails, OneMail, mail_answer

routes = router(prefix=API_PREFIX, tags=["mail in"])


@routes.get("/inbound", response_model=ManyMails)
async def list_inbound(caller: Caller, reader: Reader, page: Page, state: MailState | None = None) -> Response:
    """Mail that came in, the newest first. Needs deliveries:manage."""
    caller.require("deliveries:manage")
    rows, next_cursor = await queries.list_mails(reader, page, STORED[state] if state else None)
    return many([mail_answer(row) for row in rows], next_cursor=next_cursor)


@routes.get("/inbound/{mail_id}/raw", response_class=Response, responses={200: {"content": {"message/rfc822": {}}}})
async def get_raw_mail(caller: Caller, reader: Reader, mail_id: UUID) -> Response:
    """The mail as it came, for download. Needs deliveries:manage."""
    caller.require("deliveries:manage")
    headers = {
        "content-disposition": f'attachment; filename="{mail_id}.eml"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
    }
    return Response(await queries.raw_of(reader, mail_id), media_type="message/rfc822", headers=headers)


@routes.post("/inbound/{mail_id}/retry", response_model=OneMail)
async def retry_inbound(caller: Caller, uow: Uow, context: TheContext, mail_id: UUID) -> Response:
    """Handles a mail again that failed or was ignored. Needs deliveries:manage."""
    caller.require("deliveries:manage")
    row = await service.retry_mail(uow, mail_id)
    uow.after_commit(context.wake)
    return one(mail_answer(row))
