"""How long an item takes: what is read on the way through, and a moment for every decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from course.kinds.item import Item, Option
from course.text.plain import Html
from course.text.readability import segments, words


@dataclass(frozen=True)
class Pace:
    """Words that are read, decisions that are made and texts that are written.

    Averages over what people may choose, so not whole numbers.
    """

    words: float
    decisions: float
    texts: int = 0


def count(html: Html) -> int:
    """The words in a text."""
    return sum(len(words(segment)) for segment in segments(html))


def always_read(item: Item) -> int:
    """What everybody reads: the question, and what is told afterwards whatever the answer."""
    return count(item.question) + count(getattr(item, "after", Html("")))


def options_read(options: Iterable[Option], chosen: int) -> float:
    """All options, and the feedback of as many as are chosen; of an average one, as we cannot know
    which.
    """
    listed = tuple(options)
    if not listed:
        return 0
    told = chosen * mean(count(option.feedback) for option in listed)
    return sum(count(option.text) for option in listed) + told


def all_read(item: Item) -> Pace:
    """Everything with feedback of its own is read, and asks one decision; at least one in all."""
    replies = item.replies()
    read = sum(count(reply.text) + count(reply.feedback) for reply in replies)
    return Pace(always_read(item) + read, max(1, len(replies)))
