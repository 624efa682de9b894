"""Every text of a lesson with the part it plays: running text, question, option, feedback,
story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import escape
from itertools import chain

from course.content.types import Figure, Lesson
from course.kinds.item import Item, as_item
from course.kinds.registry import kind_of
from course.text.plain import Html
from course.text.readability import segments, split_sentences

_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)


class TextRole(StrEnum):
    """What a text is for. Some rules are about one part only."""

    PROSE = "prose"
    QUESTION = "question"
    OPTION = "option"
    FEEDBACK = "feedback"
    OTHER = "other"  # a hint, a scene, an example, a title


@dataclass(frozen=True)
class Passage:
    """One text. `item` is the key of the item it belongs to, or ''."""

    role: TextRole
    html: Html
    item: str = ""

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Its paragraphs, list items and cells as plain text; what is set in code is left out."""
        return tuple(segments(Html(_CODE.sub("", self.html))))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences as plain text."""
        return tuple(chain.from_iterable(map(split_sentences, self.segments)))


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """Every text of a lesson, in reading order within each block."""
    yield Passage(TextRole.OTHER, _plain(lesson.title))
    for block in lesson.blocks:
        if item := as_item(block):
            yield from _of_item(item)
        else:
            for html in filter(None, block.texts()):
                yield Passage(TextRole.PROSE, html)
            if isinstance(block, Figure):
                yield Passage(TextRole.OTHER, _plain(block.alt))


def _of_item(item: Item) -> Iterator[Passage]:
    roles = {item.question: TextRole.QUESTION}
    for reply in item.replies():
        roles[reply.text] = TextRole.OPTION
        roles[reply.feedback] = TextRole.FEEDBACK
    for html in item.texts():
        yield Passage(roles.get(html, TextRole.OTHER), html, item.key)
    for label in filter(None, kind_of(item).labels(item)):
        yield Passage(TextRole.OTHER, _plain(label), item.key)


def _plain(text: str) -> Html:
    return Html(escape(text, quote=False))
