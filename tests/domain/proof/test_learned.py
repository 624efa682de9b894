"""What a certificate says was learned, and how long that takes."""

from __future__ import annotations

from dataclasses import replace

from course.content.outline import CourseOutline
from course.domain.proof.learned import LearnedModule, learned, study_minutes
from tests import staff


def outline() -> CourseOutline:
    """Three lessons of two minutes and one that is not required, then two of five minutes."""
    course = staff.outline()
    first, second = course.modules
    more = replace(first.lessons[0], slug="extra", required=False, minutes=30)
    longer = tuple(replace(one, minutes=5) for one in second.lessons)
    modules = (replace(first, lessons=(*first.lessons, more)), replace(second, lessons=longer))
    return replace(course, modules=modules)


def test_minutes_are_of_what_was_done_and_required() -> None:
    course = outline()
    assert study_minutes(course, []) == 0
    assert study_minutes(course, [("delen", "les-1"), ("delen", "les-3")]) == 4
    assert study_minutes(course, [("blijft", "les-1"), ("delen", "les-2")]) == 7
    assert study_minutes(course, [("delen", "extra"), ("weg", "les-1")]) == 0


def test_modules_stand_in_the_order_of_the_course() -> None:
    course = outline()
    found = learned(course, ["blijft", "delen", "weg"])
    assert found == (LearnedModule("Delen", ()), LearnedModule("Blijft", ()))
    assert learned(course, ["blijft"]) == found[1:]
