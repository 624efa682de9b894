"""What every item is, whatever its kind, as frozen dataclasses.

Keys of items and options are lasting: answers refer to them for years.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from course.text.plain import NO_TEXT, Html

# Of a field that releases of before do not have: it is written only when it is filled in, so that
# what was written then is written the same, and keeps its hash.
LATER = {"later": True}


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


def meant_for(some: Collection[str], own: Iterable[str]) -> bool:
    """Whether what is for some kinds of school or work is for whoever has these of their own.
    Without any it is for everyone.
    """
    return not some or not set(some).isdisjoint(own)


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
        """Every text the learner may see, for counting, checking and filling in variables.

        It looks at the shape of the data instead of at the kind, as `replies` does: every field of
        the type `Html`, also of the parts of the item.
        """
        for part in _parts(self):
            for name in _texts_in(part.__class__):
                if text := getattr(part, name):
                    yield text

    def replies(self) -> tuple[Reply, ...]:
        """Everything in the item that has feedback of its own, also inside gaps and below cards.

        It looks at the shape of the data instead of at the kind, so that a new kind is checked from
        its first day.
        """
        found: list[Reply] = []
        for part in _parts(self):
            if _is_told(part.__class__):
                code = getattr(part, "misconception", None)
                found.append(Reply(part.key, part.text, part.feedback, code))
        return tuple(found)

    def misconceptions(self) -> frozenset[str]:
        """The codes of the wrong ideas that this item can show."""
        codes = [reply.misconception for reply in self.replies()]
        return frozenset(filter(None, codes))


def _parts(value: Any) -> Iterator[Any]:
    """A dataclass and all that it is made of, from the outside in."""
    if isinstance(value, tuple):
        for one in value:
            yield from _parts(one)
    elif is_dataclass(value):
        yield value
        for name in _names_in(value.__class__):
            yield from _parts(getattr(value, name))


@cache
def _names_in(cls: Any) -> tuple[str, ...]:
    return tuple(sorted(field.name for field in fields(cls)))


@cache
def _texts_in(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls) if field.type in ("Html", Html))


def _is_told(cls: Any) -> bool:
    """Whether it is a choice with feedback of its own."""
    return set(_names_in(cls)).issuperset(("key", "text", "feedback"))


def as_item(block: object) -> Item | None:
    """A block of a lesson as the item that it is; None for running text."""
    if isinstance(block, Item):
        return block
    return None


def items_among(blocks: Iterable[object]) -> tuple[Item, ...]:
    """The items among the blocks of a lesson, in reading order."""
    return tuple(block for block in blocks if isinstance(block, Item))
