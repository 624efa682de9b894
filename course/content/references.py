"""What lessons refer to must exist, such as facts, goals, variables and clauses.

Item keys are unique in a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from course.content.types import Lesson, LessonKind, Module
from course.text.problems import Problem
from course.text.source import MAX_PROBLEMS
from course.text.tables import TextFile, open_text


@dataclass(frozen=True)
class Known:
    """The keys that lessons may refer to."""

    facts: frozenset[str]
    misconceptions: frozenset[str]
    variables: frozenset[str]
    clauses: frozenset[str]


def check_references(folder: Path, module: Module, known: Known) -> Iterator[Problem]:
    """Every reference of a module that leads nowhere, at the line where it stands."""
    goals = {goal.key for goal in module.goals}
    keys: dict[str, str] = {}
    for lesson in module.lessons:
        file = _file(folder, module, lesson)
        for item in lesson.items:
            if item.key in keys:
                yield file.problem(
                    "item-key",
                    f"Sleutel ‘{item.key}’ komt ook voor in ‘{keys[item.key]}’.",
                    item.key,
                )
            keys.setdefault(item.key, lesson.slug)
        yield from islice(_lesson(file, lesson, goals, known), MAX_PROBLEMS)
    for lesson in module.lessons:
        for item in lesson.items:
            if item.variant_of and item.variant_of not in keys:
                file = _file(folder, module, lesson)
                yield file.problem(
                    "variant",
                    f"Er is geen vraag ‘{item.variant_of}’ in deze module.",
                    item.variant_of,
                )


def _lesson(file: TextFile, lesson: Lesson, goals: set[str], known: Known) -> Iterator[Problem]:
    for fact in lesson.facts:
        if fact not in known.facts:
            yield file.problem("fact", f"Feit ‘{fact}’ staat niet in facts.toml.", fact)
    for goal in sorted({*lesson.goals, *(item.goal for item in lesson.items if item.goal)}):
        if goal not in goals:
            yield file.problem("goal", f"Leerdoel ‘{goal}’ staat niet in module.toml.", goal)
    for name in (*lesson.variables, *(name for item in lesson.items for name in item.requires)):
        if name not in known.variables:
            yield file.problem(
                "variable", f"De variabele ‘{name}’ staat niet in variables.toml.", name
            )
    for key in lesson.clauses:
        if key not in known.clauses:
            yield file.problem("clause", f"De afspraak ‘{key}’ staat niet in clauses.toml.", key)
    for item in lesson.items:
        for code in sorted(item.misconceptions() - known.misconceptions):
            yield file.problem(
                "misconception", f"Misvatting ‘{code}’ staat niet in misconceptions.toml.", code
            )
    if lesson.kind is LessonKind.TEST:
        yield from _test(file, lesson)


def _test(file: TextFile, lesson: Lesson) -> Iterator[Problem]:
    for item in lesson.items:
        if item.stepwise:
            yield file.problem(
                "test-item", f"Een {item.kind} gaat in stappen en past niet in een toets.", item.key
            )
    if len(lesson.items) < lesson.draw:
        yield file.problem(
            "draw",
            f"De toets trekt {lesson.draw} vragen, maar er zijn er {len(lesson.items)}.",
            "draw",
        )


def _file(folder: Path, module: Module, lesson: Lesson) -> TextFile:
    path = next((folder / module.slug).glob(f"[0-9][0-9]-{lesson.slug}.md"))
    return open_text(path, folder)
