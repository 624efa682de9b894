"""What lessons refer to must exist, such as facts, goals, variables and clauses.

Item keys are unique in a module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from course.content.types import Lesson, LessonKind, Module
from course.kinds.marking import keys_of
from course.text.problems import Problem
from course.text.source import MAX_PROBLEMS
from course.text.tables import TextFile, open_text

Mistake = tuple[str, str]  # the name of a rule, and what it says of a key
_FACT = ("fact", "Feit ‘{}’ staat niet in facts.toml.")
_GOAL = ("goal", "Leerdoel ‘{}’ staat niet in module.toml.")
_CLAUSE = ("clause", "De afspraak ‘{}’ staat niet in clauses.toml.")
_VARIABLE = ("variable", "De variabele ‘{}’ staat niet in variables.toml.")
_MISCONCEPTION = ("misconception", "Misvatting ‘{}’ staat niet in misconceptions.toml.")


@dataclass(frozen=True)
class Known:
    """The keys that lessons may refer to."""

    facts: frozenset[str]
    misconceptions: frozenset[str]
    variables: frozenset[str]
    clauses: frozenset[str]


def check_references(folder: Path, module: Module, known: Known) -> Iterator[Problem]:
    """Every reference of a module that leads nowhere, at the line where it stands."""
    goals = set(keys_of(module.goals))
    files = {lesson.slug: _file(folder, module, lesson) for lesson in module.lessons}
    yield from _doubles(module, files)
    for lesson in module.lessons:
        found = _of_lesson(files[lesson.slug], lesson, goals, known)
        yield from islice(found, MAX_PROBLEMS)
    yield from _strays(module, files)


def _of_lesson(file: TextFile, lesson: Lesson, goals: set[str], known: Known) -> Iterator[Problem]:
    yield from _head(file, lesson, goals, known)
    for item in lesson.items:
        codes = sorted(item.misconceptions())
        yield from _unknown(file, _MISCONCEPTION, codes, known.misconceptions)
    yield from _test(file, lesson)


def _doubles(module: Module, files: dict[str, TextFile]) -> Iterator[Problem]:
    """Items with a key that an earlier one has."""
    keys: dict[str, str] = {}
    for lesson, item in module.items:
        if item.key in keys:
            message = f"Sleutel ‘{item.key}’ komt ook voor in ‘{keys[item.key]}’."
            yield files[lesson.slug].problem("item-key", message, item.key)
        keys.setdefault(item.key, lesson.slug)


def _strays(module: Module, files: dict[str, TextFile]) -> Iterator[Problem]:
    """Variants of an item that is not there."""
    keys = {item.key for _, item in module.items}
    for lesson, item in module.items:
        original = item.variant_of
        if original and original not in keys:
            message = f"Er is geen vraag ‘{original}’ in deze module."
            yield files[lesson.slug].problem("variant", message, original)


def _head(file: TextFile, lesson: Lesson, goals: set[str], known: Known) -> Iterator[Problem]:
    """What the lesson as a whole refers to."""
    worked_on = set(lesson.goals)
    named = list(lesson.variables)
    for item in lesson.items:
        named += item.requires
        if item.goal:
            worked_on.add(item.goal)
    yield from _unknown(file, _FACT, lesson.facts, known.facts)
    yield from _unknown(file, _GOAL, sorted(worked_on), goals)
    yield from _unknown(file, _CLAUSE, lesson.clauses, known.clauses)
    yield from _unknown(file, _VARIABLE, named, known.variables)


def _unknown(
    file: TextFile, mistake: Mistake, keys: Iterable[str], there: Collection[str]
) -> Iterator[Problem]:
    """Keys that lead nowhere."""
    rule, sentence = mistake
    for key in keys:
        if key not in there:
            yield file.problem(rule, sentence.format(key), key)


def _test(file: TextFile, lesson: Lesson) -> Iterator[Problem]:
    if lesson.kind is not LessonKind.TEST:
        return
    for item in lesson.items:
        if item.stepwise:
            message = f"Een {item.kind} gaat in stappen en past niet in een toets."
            yield file.problem("test-item", message, item.key)
    there = len(lesson.items)
    if there < lesson.draw:
        message = f"De toets trekt {lesson.draw} vragen, maar er zijn er {there}."
        yield file.problem("draw", message, "draw")


def _file(folder: Path, module: Module, lesson: Lesson) -> TextFile:
    path = next((folder / module.slug).glob(f"[0-9][0-9]-{lesson.slug}.md"))
    return open_text(path, folder)
