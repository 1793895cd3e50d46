"""What a side conversation may carry. Pure."""

from collections.abc import Iterable
from typing import Final

from escalated_chassis.errors import invalid

# A third party has no account to fetch files with, so they go along in the mail, a third larger than they are: what is
# in it still passes where a server takes 15 MB.
MOST_MAILED_BYTES: Final = 10 * 1_048_576


def require_mailable(sizes: Iterable[int]) -> None:
    """Raises Invalid for files that together are too large to go by mail."""
    if sum(sizes) > MOST_MAILED_BYTES:
        most = MOST_MAILED_BYTES // 1_048_576
        raise invalid("/attachments", "too_large_for_mail", f"Files that go by mail have {most} MB at most together.")
