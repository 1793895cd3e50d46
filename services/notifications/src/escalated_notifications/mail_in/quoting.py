"""What is new in a mail, and what it only quotes: folded, never lost."""

import re
from dataclasses import dataclass
from html import escape

import nh3
from mailparser_reply import EmailReplyParser

from escalated_notifications.mail_in.parse import IncomingMail

# The reply parser takes quadratic time on hostile text ("On On On …": 10 s for 18,000 characters, 0.5 s for 4,000).
_PARSER_LIMIT = 4_000
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "da", "sv"]
_QUOTED = re.compile(r"^\s*>")


@dataclass(frozen=True)
class Said:
    """A mail's new text, and the text under it that it quotes."""

    text: str
    quoted: str = ""


@dataclass(frozen=True)
class MessageBody:
    """What becomes of it in the conversation."""

    body: str
    format: str


def body_of(mail: IncomingMail) -> MessageBody:
    """The message for the conversation: the plain part where there is one, its HTML cleaned otherwise."""
    if mail.text:
        said = unquoted(mail.text)
        return MessageBody(said.text, "text") if not said.quoted else MessageBody(_folded(said), "html")
    if mail.html:
        return MessageBody(clean(mail.html), "html")
    return MessageBody("(This mail has no text.)", "text")


def unquoted(text: str) -> Said:
    """Divides a plain text. Where nothing new is left, all of it counts as new."""
    text = text.strip()
    head = text[:_PARSER_LIMIT]
    replies = EmailReplyParser(languages=_LANGUAGES).read(head).replies
    new = (replies[0].full_body if replies else "").strip()
    if new and len(new) < len(head.rstrip()) and text.startswith(new):
        return Said(new, text[len(new) :].strip())
    return _by_marks(text)


def _by_marks(text: str) -> Said:
    """The block of `>` lines at the end is the quote."""
    lines = text.split("\n")
    end = len(lines)
    while end and (_QUOTED.match(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    new = "\n".join(lines[:end]).strip()
    return Said(new, "\n".join(lines[end:]).strip()) if new else Said(text)


def _folded(said: Said) -> str:
    return (
        f"{_paragraphs(said.text)}<details><summary>Quoted text</summary>"
        f"<blockquote>{_paragraphs(said.quoted)}</blockquote></details>"
    )


def _paragraphs(text: str) -> str:
    parts = re.split(r"\n{2,}", text)
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def clean(html: str) -> str:
    """HTML of a stranger without scripts, styles, forms and foreign images' tricks."""
    return nh3.clean(html, url_schemes={"http", "https", "mailto", "cid"}, link_rel="noopener noreferrer nofollow")
