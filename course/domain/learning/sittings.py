"""A test that somebody sits: which answers count, what is still open, and what each is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.domain.learning.entry import SURE
from course.kinds.item import Item
from course.kinds.marking import Response, Score
from course.kinds.registry import belongs, kind_of


@dataclass(frozen=True)
class LastAnswer:
    """The response that counts for an item of an open sitting."""

    response: Response
    confidence: str | None


@dataclass(frozen=True)
class MarkedAnswer:
    """One answer of a test that is handed in, with its points."""

    item: str
    answer: LastAnswer
    score: Score

    @property
    def is_sure(self) -> bool:
        """How sure somebody was of it."""
        return self.answer.confidence == SURE


def counting(items: Mapping[str, Item], given: Mapping[str, LastAnswer]) -> dict[str, LastAnswer]:
    """The answers that count, by item.

    One to a question that this release lost is none, nor is one to another release of a question.
    """
    counted: dict[str, LastAnswer] = {}
    for key, answer in given.items():
        if key in items and belongs(items[key], answer.response):
            counted[key] = answer
    return counted


def unanswered(
    asked: Sequence[str], items: Mapping[str, Item], counted: Mapping[str, LastAnswer]
) -> list[int]:
    """The numbers, from 1, of the questions that still need an answer before a test is handed in.

    One that this release lost needs none.
    """
    left = items.keys() - counted.keys()
    return [number for number, key in enumerate(asked, start=1) if key in left]


def mark(
    asked: Sequence[str], items: Mapping[str, Item], counted: Mapping[str, LastAnswer]
) -> list[MarkedAnswer]:
    """Every answer that counts with its points, in the order in which they were asked.

    Units:  whole points, by the rules of each kind.
    """
    marked = []
    for key in asked:
        if key in counted:
            score = kind_of(items[key]).grade(items[key], counted[key].response)
            marked.append(MarkedAnswer(key, counted[key], score))
    return marked
