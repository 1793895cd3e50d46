"""Files that come in over HTTP: alone, or in a form beside a message."""

from typing import Final
from uuid import UUID

from starlette.datastructures import UploadFile

from escalated_chassis.database.unit_of_work import UnitOfWork
from escalated_chassis.errors import invalid
from escalated_tickets.attachments.queries import AttachmentRow
from escalated_tickets.attachments.service import NewFile, upload
from escalated_tickets.attachments.storage import chunks_of
from escalated_tickets.desk import Desk

LARGEST_BODY: Final = 1_048_576 * 1_025
"""Above the largest size that the settings allow; below it the setting decides, while a file is read."""

WITH_FILES: Final = {"x-files": True, "x-max-body": LARGEST_BODY}
"""What a route says (`openapi_extra`) that takes a form with files beside JSON."""


async def take_file(uow: UnitOfWork, desk: Desk, file: UploadFile) -> AttachmentRow:
    """Keeps one file for whoever acts. Raises as `service.upload`."""
    new = NewFile(file.filename or "", chunks_of(file))
    return await upload(uow, desk.files, new, desk.settings.max_attachment_size_kb * 1024)


async def with_files(uow: UnitOfWork, desk: Desk, upload_ids: list[UUID], files: list[UploadFile]) -> tuple[UUID, ...]:
    """The uploads that a message names, and after them the files that came along with it.

    Raises Invalid for more than a message may have, before any is read.
    """
    most = desk.settings.max_attachments
    if len(upload_ids) + len(files) > most:
        raise invalid("/attachments", "too_many", f"A message may have {most} files at most")
    taken = [await take_file(uow, desk, file) for file in files]
    return (*upload_ids, *(row.id for row in taken))
