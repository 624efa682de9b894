"""Under the result of an exercise: where most colleagues chose otherwise."""

from __future__ import annotations

from dataclasses import replace

from course import clock
from course.content.types import LessonKind
from course.domain.comparison import differences
from course.domain.items import kind_of
from course.store import comparing
from course.store.learning import Given
from course.web.learn.items import Compared, ItemView
from course.web.learn.study import Desk


def with_colleagues(desk: Desk, view: ItemView, last: Given) -> ItemView:
    """The item with the comparison, once an exercise of such a kind is done. Any other page asks nothing extra."""
    found, kind = desk.study.found, kind_of(view.item)
    done = (
        desk.lesson.kind is LessonKind.EXERCISE and kind.compares and last.settled and (view.verdict or kind.stepwise)
    )
    if not done or found.school_id is None:
        return view
    totals = comparing.colleagues_answers(
        found.school_id,
        desk.study.actor.id,
        found.course,
        (desk.place.module, desk.place.lesson),
        view.item.key,
        clock.today(),
    )
    differing = differences(last.response, totals)
    if differing is None:
        return view
    named = (Compared(kind.part_name(view.item, one.part), one.own, one.most) for one in differing)
    return replace(view, compared=tuple(named))
