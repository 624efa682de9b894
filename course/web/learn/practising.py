"""Two questions to practise with at the end of a story with meters.

They never count for anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from course.domain.learning.practice import draw_refreshers
from course.kinds.dilemma.story import Walk, costliest
from course.kinds.item import Item
from course.kinds.marking import by_key
from course.store.courses import releases
from course.store.learning import reading
from course.store.learning.places import LessonPlace
from course.store.people import words
from course.text import variables
from course.web.learn.around import HOME
from course.web.learn.items import ItemView, page_view
from course.web.learn.learner import OpenLesson, item_stamp
from course.web.page.parts import Link


@dataclass(frozen=True)
class Practice:
    """What is practised: the questions, the module they come from, and where answers to them are
    kept.
    """

    items: tuple[Item, ...]
    module: Link
    place: LessonPlace
    values: dict[str, str]

    def item(self, key: str) -> Item | None:
        """The question with this key, or None."""
        return by_key(self.items).get(key)


def practice_after(opened: OpenLesson, walked: Walk) -> Practice | None:
    """The practice that belongs to a story that ended so; None when there is nothing to
    practise.
    """
    step = costliest(walked) if walked.is_over else None
    if step is None:
        return None
    place, module = opened.place, step.scene.module
    lesson = releases.refreshers(place.release, module) if module else None
    link = module_link(opened, module)
    if lesson is None or link is None:
        return None
    values = words.values_of(opened.learner.found.school_id)
    filled = {name for name, text in values.items() if text.strip()}
    items = draw_refreshers(
        variables.fill_in(lesson, values).items, filled, f"{place.enrolment_id} {module}"
    )
    return Practice(
        items, link, LessonPlace(place.enrolment_id, place.release, module, lesson.slug), values
    )


def module_link(opened: OpenLesson, slug: str) -> Link | None:
    """A module of this course by number and title; None when this release has none of that name."""
    course = opened.learner.course
    found = course.module(slug)
    if found is None:
        return None
    return Link(
        f"Module {opened.learner.number(slug)}: {found.title}", f"{HOME}/{course.slug}/{slug}"
    )


def practice_url(lesson: str) -> str:
    """Where answers to these questions go, from the address of a dilemma."""
    return f"{lesson}/opfrissen"


def practice_views(
    practice: Practice, lesson: str, replaced: ItemView | None = None
) -> list[ItemView]:
    """Each question with what was answered to it; `replaced` is drawn as it is, such as one with an
    error.

    `lesson` is the address of the dilemma at whose end they stand.
    """
    place, action = practice.place, practice_url(lesson)
    given = reading.given(place.enrolment_id, place.module, place.lesson)
    views = (
        replaced
        if replaced is not None and replaced.item.key == item.key
        else page_view(
            item,
            [one for one in given if one.item == item.key],
            practice.values,
            f"Opfrisvraag {number}",
        )
        for number, item in enumerate(practice.items, start=1)
    )
    return [replace(view, submission=item_stamp(place, view.item.key, action)) for view in views]
