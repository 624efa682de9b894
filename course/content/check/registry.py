"""What a rule is, and how it gets on the list.

Rules are pure: they read a course and say what they found.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from course.content.check.passages import Passage, passages_of
from course.content.types import Course, Lesson, LessonKind, Module
from course.kinds.registry import kind_of
from course.text.problems import Severity
from course.text.readability import Readability, measure


@dataclass(frozen=True)
class Flaw:
    """Something a rule found, and enough to find its line again: lesson, item, and the first words
    of the text.

    Without a lesson it is about the module as a whole, and stands in `module.toml`.
    """

    message: str
    lesson: str = ""
    item: str = ""
    quote: str = ""
    module: str = ""  # only in a rule about a whole course


@dataclass(frozen=True)
class Page:
    """One lesson in its module, with every text on it."""

    module: Module
    lesson: Lesson
    reviewed_facts: frozenset[str] = frozenset()  # facts of the course that may change

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text a learner may read here, with the part it plays."""
        return tuple(passages_of(self.lesson))

    @property
    def segments(self) -> Iterator[tuple[Passage, str]]:
        """Every paragraph, list item and cell, with the passage it stands in."""
        for passage in self.passages:
            for segment in passage.segments:
                yield passage, segment

    @property
    def sentences(self) -> Iterator[tuple[Passage, str]]:
        """Every sentence, with the passage it stands in."""
        for passage in self.passages:
            for sentence in passage.sentences:
                yield passage, sentence

    @cached_property
    def readability(self) -> Readability | None:
        """What was counted in all of them together."""
        return measure(sentence for _, sentence in self.sentences)


SubjectT = TypeVar("SubjectT", Page, Module, Course)
Check = Callable[[SubjectT], Iterator[Flaw]]


@dataclass(frozen=True)
class Rule:
    """A rule by its lasting name. `meaning` is its docstring: what it means, and why."""

    name: str
    severity: Severity
    meaning: str
    only_on: LessonKind | None = None  # pages of this kind

    def is_for(self, lesson: Lesson) -> bool:
        """Whether it says something about such a page."""
        return self.only_on in (None, lesson.kind)


RULES: dict[str, Rule] = {}
PAGE_RULES: list[tuple[Rule, Check[Page]]] = []
MODULE_RULES: list[tuple[Rule, Check[Module]]] = []
COURSE_RULES: list[tuple[Rule, Check[Course]]] = []


def page_rule(
    name: str, severity: Severity = Severity.WARNING, *, only_on: LessonKind | None = None
) -> Callable[[Check[Page]], Check[Page]]:
    """Register a rule that looks at one lesson; at those of one kind `only_on` that."""
    return _registering(name, severity, PAGE_RULES, only_on)


def module_rule(
    name: str, severity: Severity = Severity.WARNING
) -> Callable[[Check[Module]], Check[Module]]:
    """Register a rule that looks at one module."""
    return _registering(name, severity, MODULE_RULES)


def course_rule(
    name: str, severity: Severity = Severity.WARNING
) -> Callable[[Check[Course]], Check[Course]]:
    """Register a rule that looks at a whole course."""
    return _registering(name, severity, COURSE_RULES)


def named_rule(
    name: str, severity: Severity, meaning: str, only_on: LessonKind | None = None
) -> Rule:
    """Put a rule on the list.

    Errors: ValueError for a name that is taken, and for a rule that does not say what it means.
    """
    if name in RULES or not meaning:
        raise ValueError(f"rule {name} needs a name of its own and a docstring")
    RULES[name] = Rule(name, severity, meaning, only_on)
    return RULES[name]


def advised(page: Page, rule: str) -> Iterator[Flaw]:
    """What the kinds of the items on a page say under this rule."""
    for item in page.lesson.items:
        for advice in kind_of(item).advice(item):
            if advice.rule == rule:
                yield Flaw(advice.message, item=item.key, quote=advice.quote)


def _registering(
    name: str,
    severity: Severity,
    listed: list[tuple[Rule, Check[SubjectT]]],
    only_on: LessonKind | None = None,
) -> Callable[[Check[SubjectT]], Check[SubjectT]]:
    def register(check: Check[SubjectT]) -> Check[SubjectT]:
        rule = named_rule(name, severity, inspect.getdoc(check) or "", only_on)
        listed.append((rule, check))
        return check

    return register
