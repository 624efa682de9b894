"""What there is in a course, counted: for the author, and for whoever asks how much it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from course.content.check.pace import minutes_of
from course.content.types import LessonKind, Module
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.text.readability import count_words

NO_LEVEL = "-"


@dataclass
class Counts:
    """Counts of one module, or of several together. `minutes` is the promise, `estimate` what
    `module-minutes` counts.

    Items are those that are marked; `where` says in which kind of lesson they stand. `words` is
    everything a reader can meet: running text, questions, feedback and stories.
    """

    pages: int = 0
    sheets: int = 0
    dilemmas: int = 0
    key_items: int = 0
    words: int = 0
    minutes: int = 0
    estimate: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    where: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)

    @property
    def items(self) -> int:
        """All marked items."""
        return sum(self.kinds.values())

    def as_json(self) -> dict[str, object]:
        """The same, for other programs."""
        return {**vars(self), "items": self.items, "estimate": round(self.estimate, 1)}


def count_module(module: Module) -> Counts:
    """Everything in one module."""
    counts = Counts(minutes=module.minutes, estimate=minutes_of(module))
    for lesson in module.lessons:
        counts.pages += lesson.kind is LessonKind.PAGE
        counts.sheets += lesson.kind is LessonKind.SHEET
        counts.words += sum(map(count_words, lesson.texts))
        for item in lesson.items:
            _count_item(counts, item, lesson.kind)
    return counts


def _count_item(counts: Counts, item: Item, where: LessonKind) -> None:
    if endings := kind_of(item).endings(item):
        counts.dilemmas += 1
        counts.endings.update(endings)
    elif item.graded:
        counts.kinds[item.kind] += 1
        counts.levels[item.level or NO_LEVEL] += 1
        counts.where[where.value] += 1
        counts.key_items += item.key_item


def total(parts: Iterable[Counts]) -> Counts:
    """These counts together."""
    whole = Counts()
    for part in parts:
        for name, value in vars(part).items():
            setattr(whole, name, getattr(whole, name) + value)
    return whole
