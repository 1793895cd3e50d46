"""What a message may say: Markdown or HTML in, cleaned HTML and its text twin out."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

import nh3
from markdown_it import MarkdownIt

from escalated_chassis.errors import invalid

FORMATS: Final = ("markdown", "html", "text")
BODY_LENGTH: Final = 500_000

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(
    ["table", "strikethrough"]
)
_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        # Quoted text of a mail comes folded.
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    # cid: leads to an attachment of the same message; nothing is fetched from elsewhere.
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid"})
# The words of these are code, not text.
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A body as it is kept: HTML that is safe to show, and the same in plain text."""

    html: str
    text: str


def clean(body: str, body_format: str = "markdown", *, pointer: str = "/body") -> Cleaned:
    """Cleans a body. Raises Invalid where it is too long, of an unknown format, or says nothing."""
    if body_format not in FORMATS:
        raise invalid("/format", "unknown", f"A format is one of {', '.join(FORMATS)}.")
    if len(body) > BODY_LENGTH:
        raise invalid(pointer, "too_long", f"At most {BODY_LENGTH} characters.")
    cleaned = _sanitise(_to_html(body.replace("\x00", ""), body_format))
    text = text_of(cleaned)
    if not text and "<img" not in cleaned:
        raise invalid(pointer, "empty", "Say something.")
    return Cleaned(cleaned, text)


def _to_html(body: str, body_format: str) -> str:
    if body_format == "html":
        return body
    if body_format == "markdown":
        return str(_MARKDOWN.render(body))
    paragraphs = re.split(r"\n\s*\n", body.strip().replace("\r\n", "\n"))
    return "".join(f"<p>{html.escape(paragraph).replace(chr(10), '<br>')}</p>\n" for paragraph in paragraphs)


def _sanitise(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_only_inline_images,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _only_inline_images(tag: str, attribute: str, value: str) -> str | None:
    # A picture elsewhere would tell its owner when an agent reads.
    if tag == "img" and attribute == "src" and not value.startswith("cid:"):
        return None
    return value


_BLOCKS: Final = frozenset(
    [
        "address",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "summary",
        "table",
        "tr",
        "ul",
    ]
)


class _Text(HTMLParser):
    """Collects the text of cleaned HTML, with the line breaks that a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.parts.append("\t")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        self.verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag == "pre"
        if tag in _BLOCKS and tag != "li":
            self.parts.append("\n\n" if tag in {"p", "blockquote", "pre", "table", "ul", "ol"} else "\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.verbatim else re.sub(r"\s+", " ", data))


def text_of(cleaned_html: str) -> str:
    """The text twin of cleaned HTML."""
    parser = _Text()
    parser.feed(cleaned_html)
    parser.close()
    lines = (line.strip(" ") for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
