"""Every text of a lesson with the part it plays: running text, question, option, feedback, story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cached_property
from html import escape
from typing import Any

from course.content.lesson import texts_of
from course.content.types import Figure, Lesson
from course.kinds.cards.item import CardsItem
from course.kinds.categorise.item import CategoriseItem
from course.kinds.dilemma.item import DilemmaItem
from course.kinds.hotspot.item import HotspotItem
from course.kinds.item import Item
from course.kinds.match.item import MatchItem
from course.kinds.plan.item import PlanItem
from course.kinds.spread.item import SpreadItem
from course.text.plain import Html
from course.text.readability import segments, split_sentences

_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)


class Role(StrEnum):
    """What a text is for. Some rules are about one part only."""

    PROSE = "prose"
    QUESTION = "question"
    OPTION = "option"
    FEEDBACK = "feedback"
    OTHER = "other"  # a hint, a scene, an example, a title


@dataclass(frozen=True)
class Passage:
    """One text. `item` is the key of the item it belongs to, or ''."""

    role: Role
    html: Html
    item: str = ""

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Its paragraphs, list items and cells as plain text; what is set in code is left out."""
        return tuple(segments(Html(_CODE.sub("", self.html))))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences as plain text."""
        return tuple(sentence for segment in self.segments for sentence in split_sentences(segment))


@dataclass(frozen=True)
class Answer:
    """A choice, a card or a step with its feedback, whatever the kind of item."""

    key: str
    text: Html
    feedback: Html
    misconception: str | None


def answers_of(item: Item) -> tuple[Answer, ...]:
    """Everything in an item that has feedback of its own, also inside gaps and below cards.

    It looks at the shape of the data instead of at the kind, so that a new kind is checked from its first day.
    """
    return tuple(_answers(item))


def _answers(value: Any) -> Iterator[Answer]:
    if isinstance(value, tuple):
        for part in value:
            yield from _answers(part)
    elif is_dataclass(value) and not isinstance(value, type):
        names = {field.name for field in fields(value)}
        if {"key", "text", "feedback"} <= names:
            code = getattr(value, "misconception", None)
            yield Answer(getattr(value, "key"), getattr(value, "text"), getattr(value, "feedback"), code)  # noqa: B009
        for name in sorted(names):
            yield from _answers(getattr(value, name))


def passages_of(lesson: Lesson) -> Iterator[Passage]:
    """Every text of a lesson, in reading order within each block."""
    yield Passage(Role.OTHER, _plain(lesson.title))
    for block in lesson.blocks:
        if isinstance(block, Item):
            yield from _of_item(block)
        else:
            yield from (Passage(Role.PROSE, html) for html in texts_of(block) if html)
            if isinstance(block, Figure):
                yield Passage(Role.OTHER, _plain(block.alt))


def _of_item(item: Item) -> Iterator[Passage]:
    roles = {item.question: Role.QUESTION}
    for answer in answers_of(item):
        roles[answer.text] = Role.OPTION
        roles[answer.feedback] = Role.FEEDBACK
    for html in item.texts():
        if html:
            yield Passage(roles.get(html, Role.OTHER), html, item.key)
    yield from (Passage(Role.OTHER, _plain(label), item.key) for label in _labels(item) if label)


def _labels(item: Item) -> Iterable[str]:
    """The plain words on screen that are not HTML: titles, places, choices of a facet, examples of a plan."""
    match item:
        case DilemmaItem():
            return (item.title, *(scene.title for scene in item.scenes))
        case MatchItem() | CategoriseItem():
            return item.places
        case CardsItem():
            labels = (text for facet in item.facets for text in (facet.label, *facet.choices))
            return (*labels, item.own_label)
        case HotspotItem():
            return (item.alt,)
        case PlanItem():
            return (f"Als {when}, dan {then}" for when, then in item.examples)
        case SpreadItem():
            return (item.disclaimer,)
    return ()


def _plain(text: str) -> Html:
    return Html(escape(text, quote=False))
