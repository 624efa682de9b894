"""What every item is, whatever its kind, as frozen dataclasses.

Keys of items and options are lasting: answers refer to them for years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, ClassVar

from course.text.plain import NO_TEXT, Html


class Level(StrEnum):
    """What an item asks, as in the question bank."""

    FACT = "F"
    APPLY = "T"
    WEIGH = "A"


class Sector(StrEnum):
    """The kinds of school."""

    PO = "po"
    VO = "vo"
    MBO = "mbo"
    SO = "so"


class Audience(StrEnum):
    """The kinds of work at a school for which a text may differ."""

    TEACHING = "teaching"
    SUPPORT = "support"
    LEADER = "leader"
    INTERN = "intern"


@dataclass(frozen=True)
class Option:
    """A choice in an item.

    `misconception` is the code of the wrong idea that makes people choose it.
    """

    key: str
    text: Html
    feedback: Html
    misconception: str | None = None


@dataclass(frozen=True)
class Reply:
    """A choice, a card or a step with its feedback, whatever the kind of item."""

    key: str
    text: Html
    feedback: Html
    misconception: str | None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One assessable question. Each kind is a subclass in a folder of its own."""

    kind: ClassVar[str]
    graded: ClassVar[bool] = True  # an opener, a dilemma or a plan is recorded, never marked
    compulsory: ClassVar[bool] = True  # a page can be done without a reflection
    # done in several steps, each of them kept; so it has no place in a test
    stepwise: ClassVar[bool] = False

    key: str
    question: Html
    label: str  # the question as plain text: for titles, reports and error messages
    goal: str | None = None
    level: Level | None = None
    facts: tuple[str, ...] = ()
    key_item: bool = False  # must be right once before the module is mastered
    variant_of: str | None = None  # for a refresher: the key item whose rule it practises
    requires: tuple[str, ...] = ()  # school variables without which the item steps aside
    # clauses of the code of conduct that answer it, to read afterwards
    clauses: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()  # only for these; empty means for everyone
    hint: Html = NO_TEXT
    refutation: Html = NO_TEXT  # opens the feedback to a confident error

    def texts(self) -> Iterator[Html]:
        """Every text the learner may see, for counting, checking and filling in variables."""
        yield from (text for text in (self.question, self.hint, self.refutation) if text)

    def replies(self) -> tuple[Reply, ...]:
        """Everything in the item that has feedback of its own, also inside gaps and below cards.

        It looks at the shape of the data instead of at the kind, so that a new kind is checked from
        its first day.
        """
        return tuple(_replies(self))

    def misconceptions(self) -> frozenset[str]:
        """The codes of the wrong ideas that this item can show."""
        return frozenset(reply.misconception for reply in self.replies() if reply.misconception)


def _replies(value: Any) -> Iterator[Reply]:
    if isinstance(value, tuple):
        for part in value:
            yield from _replies(part)
    elif is_dataclass(value) and not isinstance(value, type):
        names = sorted(field.name for field in fields(value))
        if {"key", "text", "feedback"} <= set(names):
            found: Any = value
            code = getattr(value, "misconception", None)
            yield Reply(found.key, found.text, found.feedback, code)
        for name in names:
            yield from _replies(getattr(value, name))


def as_item(block: object) -> Item | None:
    """A block of a lesson as the item that it is; None for running text."""
    return block if isinstance(block, Item) else None


def items_among(blocks: Iterable[object]) -> tuple[Item, ...]:
    """The items among the blocks of a lesson, in reading order."""
    return tuple(block for block in blocks if isinstance(block, Item))
