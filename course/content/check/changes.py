"""What a new version of a course would do to answers that people already gave."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from course.content.check.registry import named_rule
from course.content.types import Lesson
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.text.problems import Severity

Place = tuple[str, str, str]  # module, lesson and item: how answers refer to a question
Lessons = Iterable[tuple[str, Lesson]]  # each with the slug of its module


@dataclass(frozen=True)
class Change:
    """One question whose earlier answers would mean something else, or nothing any more."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{'/'.join(self.place)}: {self.message}"


def changed_keys(before: Lessons, after: Lessons) -> tuple[Change, ...]:
    """A published item keeps its place, its kind, the keys of its options and its right answer.

    Answers name a question by module, lesson and key, and an option by its key, for years. Take one
    away, or make another option right, and reports say things that nobody did. Texts may always
    improve. `flask content publish` compares with the current release, and refuses when people
    already answered, unless told `--allow-key-change`.
    """
    old, new = _by_place(before), _by_place(after)
    changes: list[Change] = []
    for place in sorted(old):
        for message in _differences(old[place], new.get(place)):
            changes.append(Change(place, message))
    return tuple(changes)


named_rule("changed-key", Severity.ERROR, inspect.getdoc(changed_keys) or "")


def _by_place(lessons: Lessons) -> dict[Place, Item]:
    found: dict[Place, Item] = {}
    for module, lesson in lessons:
        for item in lesson.items:
            found[module, lesson.slug, item.key] = item
    return found


def _differences(old: Item, new: Item | None) -> Iterator[str]:
    if new is None:
        yield "deze vraag is hier weg, of heeft een andere sleutel."
        return
    if old.kind != new.kind:
        yield f"deze vraag was een {old.kind} en is nu een {new.kind}."
        return
    before, after = kind_of(old), kind_of(new)
    if gone := set(before.stored_keys(old)) - set(after.stored_keys(new)):
        yield f"keuze {', '.join(sorted(gone))} is weg."
    if _marks_otherwise(before.solution(old), after.solution(new), graded=new.graded):
        yield "een ander antwoord is nu goed."


def _marks_otherwise(old: Mapping[str, object], new: Mapping[str, object], *, graded: bool) -> bool:
    """Whether an answer that was kept may come to something else.

    That is when a part is gone or other; where points count also when a part is new.
    """
    if graded:
        return old != new
    return not old.items() <= new.items()
