"""What people meet on a screen, written in Markdown: a chat, a post, a page of search results.

A paragraph `{chat: Teamapp}` above a list makes a chat of it, `{results: …}` a page of results;
`{post: …}` above a quotation makes a post. What is otherwise stays a mark, and the linter says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
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


def _listed(below: Element, *, spoken: bool) -> Element | None:
    """A list of which every line reads `Who, when: what`, as an ordered list with both apart."""
    if below.tag not in ("ul", "ol"):
        return None
    drawn = Element("ol")
    for one in below:
        found = _LINE.fullmatch(_words_of(one))
        if found is None:
            return None
        who, what = found.groups()
        line = Element("li")
        if spoken and _OWN.match(who):
            line.set("class", "own")
        line.extend((_paragraph(who[0].upper() + who[1:]), _paragraph(what, spoken=spoken)))
        drawn.append(line)
    return drawn


def _words_of(item: Element) -> str:
    """The text of a list item, with its paragraph when the list is a loose one; nothing when there
    is more in it than one text.
    """
    inside = [one.tag for one in item]
    if inside not in ([], ["p"]):
        return ""
    holder = item[0] if inside else item
    return (holder.text or "").strip()


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
    "chat": partial(_listed, spoken=True),
    "post": _post,
    "results": partial(_listed, spoken=False),
}
