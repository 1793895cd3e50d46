"""What a file may be, what it is called, and who holds a link to it. Pure: bytes and names in, decisions out."""

import codecs
import hashlib
import hmac
import mimetypes
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

import puremagic

# Shown in the browser where the link asks for it; all else is only ever downloaded.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"})
# How many bytes the content check looks at.
HEAD_BYTES = 8192
NAME_LENGTH = 150

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_EQUAL_EXTENSIONS = {".jpeg": ".jpg", ".jpe": ".jpg", ".htm": ".html", ".tiff": ".tif", ".text": ".txt"}


class NameLies(ValueError):
    """A file's content is not of the kind that its name says."""


@dataclass(frozen=True)
class FileKind:
    """What a file was found to be."""

    content_type: str

    @property
    def inline(self) -> bool:
        return self.content_type in INLINE_TYPES


def clean_name(name: str) -> str:
    """A file's name without path, control characters and direction marks, at most 150 characters.

    The extension survives the cut. An empty name becomes "file".
    """
    flat = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    flat = _UNSAFE.sub("_", flat).strip(" .")
    if not flat:
        return "file"
    suffix = PurePosixPath(flat).suffix[:20]
    return flat if len(flat) <= NAME_LENGTH else flat[: NAME_LENGTH - len(suffix)] + suffix


def identify(head: bytes, filename: str) -> FileKind:
    """What the first `HEAD_BYTES` bytes say the file is.

    Content decides, the name only chooses between kinds that share a signature (a .docx is a .zip).
    Raises NameLies where a name claims a kind that the content is not.
    """
    extension = _extension(filename)
    if _is_text(head) and extension not in _SIGNED:
        return _identify_text(extension)
    found = _signatures(head)
    if extension in found:
        return FileKind(_by_name(filename) or found[extension])
    if extension in _SIGNED or (extension in _TEXTS and _is_something_else(head, found)):
        kinds = ", ".join(sorted(found)[:3]) or "plain text"
        raise NameLies(f"{filename!r} is named {extension} but its content is that of {kinds}")
    return FileKind("application/octet-stream")


def _identify_text(extension: str) -> FileKind:
    # Markup can carry scripts: it is kept, and never shown.
    is_plain = extension in {"", ".txt", ".log", ".csv", ".md"}
    return FileKind("text/plain" if is_plain else "application/octet-stream")


def _extension(filename: str) -> str:
    extension = PurePosixPath(filename).suffix.lower()
    return _EQUAL_EXTENSIONS.get(extension, extension)


def _by_name(filename: str) -> str | None:
    return mimetypes.guess_type(filename, strict=True)[0]


def _signatures(head: bytes) -> dict[str, str]:
    """Extensions whose signature the bytes carry, each with its media type."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return {}
    return {
        _EQUAL_EXTENSIONS.get(match.extension, match.extension): match.mime_type or "application/octet-stream"
        for match in matches
        if match.extension and not match.byte_match.isspace()
    }


# Kinds that always begin with their signature: a file so named without it is not one.
_SIGNED = frozenset(
    {".png", ".jpg", ".gif", ".webp", ".bmp", ".tif", ".pdf", ".rtf"}
    | {".zip", ".gz", ".7z", ".rar", ".docx", ".xlsx", ".pptx", ".odt"}
)
# "BM" may begin a text in Latin-1 too.
_UNMISTAKABLE = _SIGNED - {".bmp"}
# Kinds that are text, in whatever encoding.
_TEXTS = frozenset(
    {".txt", ".log", ".csv", ".tsv", ".md", ".json", ".xml", ".html", ".svg", ".css", ".js", ".ini", ".yml", ".yaml"}
    | {".eml", ".ics", ".vcf", ".sql", ".py", ".sh"}
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _is_something_else(head: bytes, found: Mapping[str, str]) -> bool:
    """Whether bytes that are no UTF-8 are surely no text either: of a known kind, and with what no text has."""
    has_nul = b"\x00" in head and not head.startswith(_UTF16)
    return bool(found) and (has_nul or bool(_UNMISTAKABLE.intersection(found)))


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) >= HEAD_BYTES
    return True


@dataclass(frozen=True)
class Link:
    """A signed right to one file, for one person's session, until a time."""

    attachment_id: UUID
    person_id: UUID
    session_id: str
    expires_at: datetime


def sign_link(link: Link, key: bytes) -> str:
    """`<person>.<session>.<expiry>.<HMAC-SHA256>`; the attachment is part of what is signed, not of the text."""
    stated = f"{link.person_id.hex}.{link.session_id}.{int(link.expires_at.timestamp())}"
    return f"{stated}.{_mac(link.attachment_id, stated, key)}"


def read_link(attachment_id: UUID, text: str, now: datetime, key: bytes) -> Link | None:
    """The link behind a token; None where it is forged, for another file, or expired."""
    stated, _, mac = text.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(attachment_id, stated, key).encode()):
        return None
    person, session, expiry = stated.split(".")
    expires_at = datetime.fromtimestamp(int(expiry), now.tzinfo)
    if expires_at <= now:
        return None
    return Link(attachment_id, UUID(person), session, expires_at)


def _mac(attachment_id: UUID, stated: str, key: bytes) -> str:
    return hmac.new(key, f"{attachment_id.hex}.{stated}".encode(), hashlib.sha256).hexdigest()[:40]
