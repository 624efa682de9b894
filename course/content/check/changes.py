"""What a new version of a course would do to answers that people already gave."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from course.content.check.registry import named_rule
from course.content.outline import CourseOutline, ModuleOutline
from course.content.types import Lesson
from course.content.versioning import to_json
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


class What(StrEnum):
    """How a place differs from what it was."""

    NEW = "new"
    GONE = "gone"
    OTHER = "other"


@dataclass(frozen=True)
class TextDifference:
    """A place of a course that is new, gone or other than it was.

    A question by its key; a page without its questions with an empty key; what stands around the
    pages of a module, or of the course, with less still.
    """

    place: Place
    what: What

    @property
    def name(self) -> str:
        """The place as a person names it: `delen/10-pagina/2-01`; empty for the course itself."""
        return "/".join(filter(None, self.place))


def differences(
    before: CourseOutline, old: Lessons, after: CourseOutline, new: Lessons
) -> tuple[TextDifference, ...]:
    """Every place where two texts of a course are not the same, in order of their names."""
    was, now = _told(before, old), _told(after, new)
    found = []
    for place in sorted(was.keys() | now.keys()):
        if was.get(place) == now.get(place):
            continue
        what = What.OTHER
        if place not in was:
            what = What.NEW
        elif place not in now:
            what = What.GONE
        found.append(TextDifference(place, what))
    return tuple(found)


def _told(course: CourseOutline, lessons: Lessons) -> dict[Place, str]:
    """What stands at each place, as text that can be compared."""
    said: dict[Place, str] = {("", "", ""): _around(course)}
    for module in course.modules:
        said[module.slug, "", ""] = _around_module(module)
    for module_slug, lesson in lessons:
        keys = {item.key for item in lesson.items}
        blocks = tuple(one for one in lesson.blocks if getattr(one, "key", None) not in keys)
        said[module_slug, lesson.slug, ""] = to_json(replace(lesson, blocks=blocks))
        for item in lesson.items:
            said[module_slug, lesson.slug, item.key] = to_json(item)
    return said


def _around(course: CourseOutline) -> str:
    """The course without its modules; raising the edition is a choice, no other text."""
    order = [module.slug for module in course.modules]
    return f"{order} {to_json(replace(course, modules=(), edition=0))}"


def _around_module(module: ModuleOutline) -> str:
    order = [lesson.slug for lesson in module.lessons]
    return f"{order} {to_json(replace(module, lessons=()))}"


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
        changes += (Change(place, message) for message in _differences(old[place], new.get(place)))
    return tuple(changes)


named_rule("changed-key", Severity.ERROR, inspect.getdoc(changed_keys) or "")


def _by_place(lessons: Lessons) -> dict[Place, Item]:
    found: dict[Place, Item] = {}
    for module, lesson in lessons:
        found |= {(module, lesson.slug, item.key): item for item in lesson.items}
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
    if graded and new.keys() - old.keys():
        return True
    return any(part not in new or new[part] != right for part, right in old.items())
