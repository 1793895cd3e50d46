"""Text and HTML of a mail from one template.

A template is Markdown with jinja2, in a sandbox; its first line is `Subject: …`. It is rendered twice: as it stands
for the text part, and with every value escaped, then through Markdown, for the HTML part. The conversation's own HTML
is cleaned and put in afterwards, so that nothing written by a customer is ever read as a template or as Markdown.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import css_inline
import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from escalated_chassis.errors import invalid

TEXTS = Path(__file__).parent / "texts"
FALLBACK_LOCALE = "en"

_MESSAGE_MARK = "esc0message0mark"
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~<&:])")
_NAME = re.compile(r"^[a-z0-9_]+$")
_LOCALE = re.compile(r"^[a-z]{2}(-[A-Za-z]{2,4})?$")


@dataclass(frozen=True)
class Brand:
    """How the desk shows itself."""

    name: str
    color: str
    logo_url: str = ""
    footer: str = ""


@dataclass(frozen=True)
class Body:
    """A message of the conversation: its text, its HTML where there is one, and the names of its files: those that stay
    on the desk, and those that go along.
    """

    text: str
    html: str = ""
    attachments: tuple[str, ...] = ()
    along: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a template may speak of."""

    variables: Mapping[str, Any]
    body: Body | None = None
    footer: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, locale: str, brand: Brand, content: Content) -> Rendered:
    """Renders a mail. Raises `Invalid` for a template that does not exist."""
    footer = [line for line in (*content.footer, brand.footer) if line]
    subject, text = _split(_rendered(template, locale, brand, content, "text"))
    _, marked = _split(_rendered(template, locale, brand, content, "html"))
    layout = _layout().get_template("layout.html")
    html = layout.render(
        locale=locale or FALLBACK_LOCALE,
        subject=subject,
        brand=brand,
        footer=footer,
        content=Markup(_markdown(marked, content.body)),  # noqa: S704 (values were escaped, the message was cleaned)
    )
    closing = "\n".join(footer)
    return Rendered(subject, f"{_tidy(text)}\n\n-- \n{closing}\n", _inliner().inline(html))


def templates() -> list[str]:
    """The names of all templates."""
    return sorted(path.stem for path in (TEXTS / FALLBACK_LOCALE).glob("*.md"))


def _rendered(template: str, locale: str, brand: Brand, content: Content, part: Literal["text", "html"]) -> str:
    environment = _environment(part)
    names = [f"{place}/{template}.md" for place in _locales(locale)]
    if not _NAME.match(template):
        raise invalid("/template", "unknown", "There is no such template.")
    try:
        found = environment.select_template(names)
    except TemplateNotFound as problem:
        raise invalid("/template", "unknown", "There is no such template.") from problem
    values = {"ticket": {}, "person": {}, "links": {}, "clock": {}, "actor": "", "detail": "", "variables": {}}
    body = content.body
    return found.render(
        **{**values, **content.variables},
        brand={"name": brand.name},
        message=lambda: Markup(_message(body, part)),  # noqa: S704
        attachments=lambda: _attachments(body, part),
    )


def _locales(locale: str) -> list[str]:
    wanted = locale if _LOCALE.match(locale) else FALLBACK_LOCALE
    return [wanted, wanted[:2], FALLBACK_LOCALE]


def _message(body: Body | None, part: str) -> str:
    if body is None:
        return ""
    return body.text.strip() if part == "text" else _MESSAGE_MARK


def _attachments(body: Body | None, part: str) -> Markup:
    if body is None:
        return Markup("")
    lines = [("Attached", body.along), ("Attached on the desk", body.attachments)]
    said = [f"{label}: {_listed(names, part)}\n" for label, names in lines if names]
    return Markup("\n".join(said))  # noqa: S704


def _listed(names: Sequence[str], part: str) -> str:
    return ", ".join(name if part == "text" else str(escape_markdown(name)) for name in names)


def _button(part: str, label: str, url: str) -> Markup:
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return Markup("")
    if part == "text":
        return Markup(f"{label}:\n{url}")  # noqa: S704
    return Markup(f"[{escape_markdown(label)}](<{escape(url)}>)")  # noqa: S704


def escape_markdown(value: object) -> Markup:
    """A value as Markdown that shows exactly it. Line breaks become spaces: a value starts no block of its own."""
    if isinstance(value, Markup):
        return value
    flat = " ".join(str(value).split())
    return Markup(_SPECIAL.sub(r"\\\1", flat))  # noqa: S704


def _flat(value: object) -> object:
    return value if isinstance(value, Markup) else " ".join(str(value).split())


def _split(rendered: str) -> tuple[str, str]:
    first, _, rest = rendered.partition("\n")
    return " ".join(first.removeprefix("Subject:").split()), rest.strip()


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _markdown(marked: str, body: Body | None) -> str:
    html: str = _parser().render(marked).replace("<a href", '<a class="button" href')
    return html.replace(f"<p>{_MESSAGE_MARK}</p>", f'<div class="message">{message_html(body)}</div>')


def message_html(body: Body | None) -> str:
    """The cleaned HTML of a message; made from its text where it has none."""
    if body is None:
        return ""
    if not body.html:
        paragraphs = re.split(r"\n{2,}", body.text.strip())
        return "".join(f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)
    return nh3.clean(
        body.html,
        attributes={**nh3.ALLOWED_ATTRIBUTES, "*": {"dir"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


class _Unemphasised(FileSystemLoader):
    """Templates without the asterisks of their emphasis: a text part has no use for them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        return source.replace("**", ""), name, fresh


@lru_cache(maxsize=2)
def _environment(part: Literal["text", "html"]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEXTS) if part == "html" else _Unemphasised(TEXTS),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=escape_markdown if part == "html" else _flat,
        keep_trailing_newline=True,
    )
    environment.globals["button"] = lambda label, url: _button(part, label, url)
    return environment


@lru_cache(maxsize=1)
def _layout() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(loader=FileSystemLoader(TEXTS.parent), autoescape=True)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
