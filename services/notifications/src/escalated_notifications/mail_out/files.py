"""Files that go along with a mail: for third parties, who have no account to fetch them with."""

from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final

from escalated.tickets.v1 import tickets_pb2, types_pb2

if TYPE_CHECKING:
    from escalated.tickets.v1.tickets_pb2_grpc import TicketsAsyncStub

# Tickets lets less go out from the desk; what staff answer by mail has passed the limit of incoming mail.
MOST_BYTES: Final = 20 * 1_048_576
DOWNLOAD_SECONDS: Final = 5.0


def carried(files: Iterable[types_pb2.Attachment]) -> list[dict[str, str]]:
    """Those that have room in one mail, as a queued mail remembers them."""
    room, found = MOST_BYTES, []
    for file in files:
        if file.size_bytes <= room:
            room -= file.size_bytes
            found.append({"id": file.id, "filename": file.filename, "content_type": file.content_type})
    return found


async def add_files(mail: EmailMessage, files: Sequence[dict[str, Any]], tickets: "TicketsAsyncStub") -> None:
    """Fetches the files and puts them in. Raises NotFound for one that is gone, Unavailable while tickets is away."""
    for file in files:
        request = tickets_pb2.DownloadRequest(attachment_id=file["id"])
        parts = [part.chunk async for part in tickets.Download(request, timeout=DOWNLOAD_SECONDS)]
        main, sub = media_type(file["content_type"])
        mail.add_attachment(b"".join(parts), maintype=main, subtype=sub, filename=file["filename"])


def media_type(text: str) -> tuple[str, str]:
    """Both halves. What would be read as a mail or as several parts is bytes to be saved."""
    main, _, sub = text.partition("/")
    known = bool(main and sub) and main not in ("message", "multipart")
    return (main, sub) if known else ("application", "octet-stream")
