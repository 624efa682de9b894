"""Markdown to safe HTML. Everybody's text takes this road; nobody is trusted to write HTML.

Raw HTML is switched off in the Markdown library, and nh3 cleans what comes out with a short
allowlist, last of all.
"""

from __future__ import annotations

import re
import threading
from html import escape
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import AtomicString

from course.text import bounds, portable, screens
from course.text.plain import Html
from course.text.signs import seen

RENDERER = "deelwijs-2"  # raised when the same Markdown would give other HTML

_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("strong", "em", "del", "code", "a", "dfn", "span", "q"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *screens.TAGS,
}
_ATTRIBUTES = {
    "a": {"href"},
    "span": {"lang"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=screens.CLASSES,
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel="noopener",
)
_PARAGRAPH = re.compile(r"^<p>(.*)</p>$", re.DOTALL)
# Lines that start with a letter or a quotation mark and hold no sign that means something in
# Markdown or in HTML. So most texts of a course are, and they need neither library.
_WORDS = r"[\w,;:.?!’‘“”'\"/%€…–—+-]"
_BARE_LINE = rf"[‘“]*[^\W\d_]{_WORDS}*(?: {_WORDS}+)*"
_BARE = re.compile(rf"{_BARE_LINE}(?:\n+{_BARE_LINE})*")
# What ends a sentence is not part of an address.
_URL = r"[^\s<>()\[\]{}*`]"
_IN_BRACKETS = rf"\({_URL}*\)"  # as in …/wiki/Delen_(muziek)
_ADDRESS = (
    rf"(?<![\w@/.:+-])(?:(?:https?://|www\.)(?:{_URL}|{_IN_BRACKETS})*"
    rf"(?:{_IN_BRACKETS}|[^\s<>()\[\]{{}}*`.,;:!?'\"’”_~])"
    r"|[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
_SCHEMES = {"http": "", "www.": "http://"}
_BETWEEN = re.compile(r"\n\n+")


class _Marked(InlineProcessor):
    """`{en: lateral reading}` marks a foreign phrase, `{def: term}` the place where a term is
    explained.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's signature
    ) -> tuple[Element, int, int]:
        element = Element("dfn") if m[1] == "def" else Element("span", lang=m[1])
        element.text = m[2]
        return element, m.start(0), m.end(0)


class _Address(InlineProcessor):
    """An address that stands in a text as it is: a link, but not inside another."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's signature
    ) -> tuple[Element, int, int]:
        element = Element("a", href=_SCHEMES.get(m[0][:4].lower(), "mailto:") + m[0])
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


# making one takes longer than using it, and it is not safe for two threads
_ENGINES = threading.local()


def _markdown() -> Markdown:
    """This thread's engine, as new."""
    if not hasattr(_ENGINES, "engine"):
        _ENGINES.engine = _new_engine()
    engine: Markdown = _ENGINES.engine
    engine.reset()
    return engine


def _new_engine() -> Markdown:
    # by class: looking extensions up by name reads the metadata of every library there is
    tables = TableExtension(use_align_attribute=True)
    extensions = [tables, DefListExtension(), SaneListExtension()]
    engine = Markdown(extensions=extensions, output_format="html")
    engine.preprocessors.deregister("html_block")
    engine.inlinePatterns.deregister("html")
    engine.inlinePatterns.deregister("image_link")
    engine.inlinePatterns.deregister("image_reference")
    engine.inlinePatterns.deregister("short_image_ref")
    engine.inlinePatterns.deregister("linebreak")
    engine.inlinePatterns.register(_Marked(r"\{(def|en|de|fr): ([^{}]+)\}", engine), "marked", 175)
    engine.inlinePatterns.register(SubstituteTagInlineProcessor(r"(?:\\|  )\n", "br"), "break", 185)
    struck = SimpleTagInlineProcessor(r"(?<!~)(~{1,2})(?!~)([^~]+)\1(?!~)", "del")
    engine.inlinePatterns.register(struck, "struck", 60)
    engine.inlinePatterns.register(_Address(_ADDRESS, engine), "address", 115)
    engine.treeprocessors.register(screens.Screens(engine), "screens", 30)
    return engine


def render(text: str) -> Html:
    """Block-level Markdown as safe HTML. An empty text gives an empty string.

    A text beyond the limits of `bounds` is shown as it is typed: `Draft.html` reports it, so it is
    never published.
    """
    tidied = without_controls(text)
    if is_bare(tidied):
        return _paragraphs(tidied)
    if not tidied.strip():
        return Html("")
    if bounds.excess_in(tidied) is not None:
        return Html(f"<p>{escape(tidied.strip())}</p>")
    dirty = _markdown().convert(portable.as_shown(tidied))
    return Html(_CLEANER.clean(dirty).strip())


def is_bare(text: str) -> bool:
    """Whether a text is small and means the same with Markdown and without: paragraphs of words.

    Such a text is also within every limit of `bounds`.
    """
    if len(text) > bounds.LINE or text.count("\n") > bounds.LINES:
        return False
    if any(sign in text for sign in ("_", "://", "www.")):
        return False
    return _BARE.fullmatch(text.strip("\n")) is not None


def _paragraphs(bare: str) -> Html:
    """What the libraries make of a bare text; a test compares the two."""
    paragraphs = _BETWEEN.split(bare.strip("\n"))
    return Html("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def render_inline(text: str) -> Html:
    """One line of Markdown as safe HTML without the paragraph around it, for options and labels."""
    html = render(text)
    single = _PARAGRAPH.match(html)
    return Html(single[1]) if single and "<p>" not in single[1] else html


def without_controls(text: str) -> str:
    """The text without control characters, halves of signs and marks that turn the reading
    direction.
    """
    return seen(text, kept="\n\t\u00ad")
