"""How long an item takes: what is read on the way through, and a moment for every decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from course.kinds.item import Item, Option
from course.text.plain import Html
from course.text.readability import count_words

# M. Brysbaert, L. Sui, N. Dirix and W. Duyck (2021), Improving reading rate prediction with word
# length information: evidence from Dutch. Quarterly Journal of Experimental Psychology, found 238
# for silent reading of Dutch non-fiction by adults; less here, for who stops and looks up.
WORDS_PER_MINUTE = 200
# To choose one thing after reading it and say how sure one is, and to write one short text. Our own
# assumptions, so that nobody meets a module that says it is shorter than it is.
SECONDS_PER_DECISION = 7
SECONDS_PER_TEXT = 90


@dataclass(frozen=True)
class Pace:
    """Words that are read, decisions that are made and texts that are written.

    Averages over what people may choose, so not whole numbers.
    """

    words: float
    decisions: float
    texts: int = 0


def read_in(pace: Pace) -> float:
    """Seconds that it takes, at a stated speed."""
    reading = 60 * pace.words / WORDS_PER_MINUTE
    return reading + pace.decisions * SECONDS_PER_DECISION + pace.texts * SECONDS_PER_TEXT


def always_read(item: Item) -> int:
    """What everybody reads: the question, and what is told afterwards whatever the answer."""
    return count_words(item.question) + count_words(getattr(item, "after", Html("")))


def options_read(options: Iterable[Option], chosen: int) -> float:
    """All options, and the feedback of as many as are chosen; of an average one, as we cannot know
    which.
    """
    listed = tuple(options)
    if not listed:
        return 0
    told = chosen * mean(count_words(option.feedback) for option in listed)
    return sum(count_words(option.text) for option in listed) + told


def all_read(item: Item) -> Pace:
    """Everything with feedback of its own is read, and asks one decision; at least one in all."""
    replies = item.replies()
    read = sum(count_words(reply.text) + count_words(reply.feedback) for reply in replies)
    return Pace(always_read(item) + read, max(1, len(replies)))
