"""Under the result of an exercise: where most colleagues chose otherwise."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from course import clock
from course.content.types import LessonKind
from course.domain.learning.comparison import differences
from course.kinds.marking import Response
from course.kinds.registry import kind_of
from course.store.learning import comparing
from course.store.learning.reading import Given
from course.web.learn.items import Compared, ItemView
from course.web.learn.learner import OpenLesson


class Colleagues:
    """What colleagues chose on one page, asked for once and only when an exercise on it is done."""

    def __init__(self, opened: OpenLesson) -> None:
        self.opened = opened

    def beside(self, view: ItemView, last: Given) -> ItemView:
        """The item with the comparison, once an exercise of such a kind is done."""
        kind = kind_of(view.item)
        done = kind.compares and last.settled and (view.verdict or kind.stepwise)
        if not done or self.opened.lesson.kind is not LessonKind.EXERCISE:
            return view
        differing = differences(last.response, self._totals.get(view.item.key, []))
        if differing is None:
            return view
        named = (
            Compared(kind.part_name(view.item, one.part), one.own, one.most) for one in differing
        )
        return replace(view, compared=tuple(named))

    @cached_property
    def _totals(self) -> dict[str, list[tuple[Response, int]]]:
        found, place = self.opened.learner.found, self.opened.place
        if found.school_id is None:
            return {}
        return comparing.colleagues_answers(
            found.school_id,
            self.opened.learner.actor.id,
            found.course,
            (place.module, place.lesson),
            clock.today(),
        )
