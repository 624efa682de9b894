"""Where two texts of a course are not the same, place by place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from course.content.check.changes import Lessons, Place
from course.content.outline import CourseOutline, ModuleOutline
from course.content.slugs import by_slug
from course.content.types import Block
from course.content.versioning import to_json
from course.kinds.item import as_item


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
        running: list[Block] = []
        for block in lesson.blocks:
            if item := as_item(block):
                said[module_slug, lesson.slug, item.key] = to_json(item)
            else:
                running.append(block)
        said[module_slug, lesson.slug, ""] = to_json(replace(lesson, blocks=tuple(running)))
    return said


def _around(course: CourseOutline) -> str:
    """The course without its modules; raising the edition is a choice, no other text."""
    order = [*by_slug(course.modules)]
    return f"{order} {to_json(replace(course, modules=(), edition=0))}"


def _around_module(module: ModuleOutline) -> str:
    order = [*by_slug(module.lessons)]
    return f"{order} {to_json(replace(module, lessons=()))}"
