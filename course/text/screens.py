"""What people meet on a screen, written in Markdown: a chat, a post, a page of search results.

A paragraph `{chat: Teamapp}` above a list makes a chat of it, `{results: …}` a page of results;
`{post: …}` above a quotation makes a post. What is otherwise stays a mark, and the linter says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

_MARK = re.compile(r"\{(chat|post|results): ([^{}\n]+)\}")
_LINE = re.compile(r"([^:\n]{1,120}): (.+)", re.DOTALL)
_OWN = re.compile(r"u\b", re.IGNORECASE)  # the reader: a message of one's own
TAGS = {"figure", "figcaption"}
CLASSES = {"figure": {"chat", "post", "results"}, "li": {"own"}}  # what the cleaner lets through


class Screens(Treeprocessor):
    """Runs before words are read for links and bold type, which also work inside a message."""

    def run(self, root: Element) -> None:
        """Take each mark with what stands right below it."""
        for parent in list(root.iter()):
            for mark, below in pairwise(list(parent)):
                _draw(parent, mark, below)


def _draw(parent: Element, mark: Element, below: Element) -> None:
    """Put a figure in the place of the two, when they belong together."""
    found = _MARK.fullmatch((mark.text or "").strip())
    if mark.tag != "p" or found is None:
        return
    content = _DRAWN[found[1]](below)
    if content is None:
        return
    figure = Element("figure", {"class": found[1]})
    caption = Element("figcaption")
    caption.text = found[2].strip()
    figure.extend((caption, content))
    parent.insert(list(parent).index(mark), figure)
    parent.remove(mark)
    parent.remove(below)


def _chat(below: Element) -> Element | None:
    return _listed(below, spoken=True)


def _results(below: Element) -> Element | None:
    return _listed(below, spoken=False)


def _listed(below: Element, *, spoken: bool) -> Element | None:
    """A list of which every line reads `Who, when: what`, as an ordered list with both apart."""
    lines = [_LINE.fullmatch(_words_of(one)) for one in below]
    if below.tag not in ("ul", "ol") or not all(lines):
        return None
    drawn = Element("ol")
    for who, what in (line.groups() for line in lines if line):
        own = {"class": "own"} if spoken and _OWN.match(who) else {}
        line = Element("li", own)
        line.extend((_paragraph(who[0].upper() + who[1:]), _paragraph(what, spoken=spoken)))
        drawn.append(line)
    return drawn


def _words_of(item: Element) -> str:
    """The text of a list item, with its paragraph when the list is a loose one; nothing when there
    is more in it than one text.
    """
    inside = list(item)
    if not inside:
        return (item.text or "").strip()
    only = inside[0]
    return (only.text or "").strip() if len(inside) == 1 and only.tag == "p" else ""


def _post(below: Element) -> Element | None:
    if below.tag != "blockquote" or any(one.tag != "p" for one in below):
        return None
    drawn = Element("blockquote")
    drawn.extend(_paragraph(one.text or "", spoken=True) for one in below)
    return drawn


def _paragraph(text: str, *, spoken: bool = False) -> Element:
    """What somebody says is a quotation, so that *je* may stand in it."""
    paragraph = Element("p")
    if not spoken:
        paragraph.text = text
        return paragraph
    speech = Element("q")
    speech.text = text
    paragraph.append(speech)
    return paragraph


_DRAWN: dict[str, Callable[[Element], Element | None]] = {
    "chat": _chat,
    "post": _post,
    "results": _results,
}
