"""What gives an answer away to who knows nothing: its length, its place, or its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean

from course.content.types import LessonKind, Module
from course.kinds.item import Item, Option
from course.kinds.kind import DecisionPoint
from course.kinds.marking import with_key
from course.kinds.registry import kind_of
from course.text.plain import Html, plain

ABSOLUTE = re.compile(
    r"\b(?:altijd|nooit|alleen|alles|alle|niets|niemand|iedereen|elke?|geen enkele?|nergens|overal|"
    r"helemaal|volledig|zeker|meteen iedereen)\b",
    re.IGNORECASE,
)
ONLY_IF = re.compile(r"\b(?:maar alleen|alleen als|behalve als|alleen omdat)\b", re.IGNORECASE)


@dataclass(frozen=True)
class OneRight:
    """A question with one right option."""

    key: str
    options: Sequence[Option]
    right: str

    @property
    def right_option(self) -> Option:
        """The right one."""
        return with_key(self.options, self.right)

    @property
    def texts(self) -> list[tuple[str, Html]]:
        """What there is to choose from, by key."""
        return [(option.key, option.text) for option in self.options]


@dataclass
class Cues:
    """Counts over decisions in stories and questions in tests, so that several can be added."""

    scenes: int = 0  # with one best choice
    open_scenes: int = 0  # in which no single choice is best
    longest: int = 0
    shortest: int = 0
    places: Counter[str] = field(default_factory=Counter)
    questions: int = 0
    longest_key: int = 0
    guessed: float = 0.0  # questions right for who takes the option with the fewest absolute words
    only_if: int = 0
    only_if_right: int = 0

    def add(self, other: Cues) -> None:
        """These counts too."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def as_json(self) -> dict[str, object]:
        """The same, for other programs."""
        return {**vars(self), "guessed": round(self.guessed, 2)}


def cues_of(module: Module) -> Cues:
    """Every cue of one module."""
    found = Cues()
    for decision in decisions(module):
        _count_decision(found, decision)
    for asked in tested(module):
        _count_question(found, asked)
    return found


def decisions(module: Module) -> Iterator[DecisionPoint]:
    """Every moment of its stories at which something is chosen."""
    for _, item in module.items:
        yield from kind_of(item).decisions(item)


def tested(module: Module) -> Iterator[OneRight]:
    """Every question of its test with one right option."""
    for lesson in module.lessons:
        if lesson.kind is LessonKind.TEST:
            yield from single(lesson.items)


def single(items: Iterable[Item]) -> Iterator[OneRight]:
    """Those of these items that have one right option."""
    for item in items:
        if found := kind_of(item).one_right(item):
            yield OneRight(item.key, *found)


def is_longest(texts: Iterable[tuple[str, Html]], key: str) -> bool:
    """Whether this one is longer than each of the others, in characters."""
    sizes = _sizes(texts)
    own = sizes.pop(key)
    return own > max(sizes.values(), default=-1)


def is_shortest(texts: Iterable[tuple[str, Html]], key: str) -> bool:
    """Whether this one is shorter than each of the others, in characters."""
    sizes = _sizes(texts)
    own = sizes.pop(key)
    return own < min(sizes.values(), default=own + 1)


def _sizes(texts: Iterable[tuple[str, Html]]) -> dict[str, int]:
    return {key: len(plain(text)) for key, text in texts}


def place_of(decision: DecisionPoint) -> int:
    """Where the best choice stands, from 1."""
    keys = [key for key, _ in decision.choices]
    return keys.index(decision.best or "") + 1


def guess(asked: OneRight) -> float:
    """The chance to be right for who takes the option with the fewest absolute words, and draws
    lots between equals.
    """
    found = {option.key: absolutes(option.text) for option in asked.options}
    counts = list(found.values())
    fewest = min(counts)
    return (found[asked.right] == fewest) / counts.count(fewest)


def absolutes(text: Html) -> int:
    """How many absolute words there are in it."""
    return len(ABSOLUTE.findall(plain(text)))


def _count_decision(found: Cues, decision: DecisionPoint) -> None:
    if decision.best is None:
        found.open_scenes += 1
        return
    found.scenes += 1
    found.longest += is_longest(decision.choices, decision.best)
    found.shortest += is_shortest(decision.choices, decision.best)
    found.places[f"{place_of(decision)} van {len(decision.choices)}"] += 1


def _count_question(found: Cues, asked: OneRight) -> None:
    found.questions += 1
    found.longest_key += is_longest(asked.texts, asked.right)
    found.guessed += guess(asked)
    for option in asked.options:
        if ONLY_IF.search(plain(option.text)):
            found.only_if += 1
            found.only_if_right += option.key == asked.right


def mean_guess(asked: Sequence[OneRight]) -> float:
    """The share of these questions that guessing by absolute words gets right."""
    return mean(map(guess, asked))
