"""How long a module takes: what a learner reads at a stated speed, and a moment for every
decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from course.content.check.pages import most_words
from course.content.check.registry import Flaw, module_rule
from course.content.types import Lesson, LessonKind, Module
from course.kinds.item import Audience, meant_for
from course.kinds.pace import WORDS_PER_MINUTE, read_in
from course.kinds.registry import kind_of


@module_rule("module-minutes")
def module_takes_longer(module: Module) -> Iterator[Flaw]:
    """A module takes no longer than the minutes it promises.

    Counted: what a teacher reads on the compulsory way through (pages, one dilemma, one sitting of
    the test) at 200 words a minute, 7 seconds for each decision and 90 for each text of one's own.
    Of the options one reads all, of the feedback only that of one's choice. What need not be done
    does not count. A simulation takes what its lesson says. Who promises ten minutes and takes
    fifteen, loses people halfway.
    """
    estimate = minutes_of(module)
    if round(estimate) > module.minutes:
        message = (
            f"Deze module duurt ongeveer {round(estimate)} minuten, en belooft er "
            f"{module.minutes}. "
            "Kort in, of beloof meer."
        )
        yield Flaw(message, quote="minutes =")


def minutes_of(module: Module) -> float:
    """What the module takes a teacher who does everything once, without what is optional."""
    return sum(map(lesson_minutes, filter(_is_taught, module.lessons)))


def _is_taught(lesson: Lesson) -> bool:
    """Whether a teacher does it on the way through."""
    begins = lesson.kind is LessonKind.OPENER  # it may be skipped, but who begins meets it
    if not (lesson.required or begins):
        return False
    return meant_for(lesson.audiences, [Audience.TEACHING])


def lesson_minutes(lesson: Lesson) -> float:
    """What one lesson takes: its running text, and its items. Of a test one sitting, of dilemmas an
    average one.

    What people do in a simulation does not show in its words; then the author's own estimate
    counts.
    """
    paces = [kind_of(item).pace(item) for item in lesson.items if item.compulsory]
    known = [*filter(None, paces)]
    if len(known) < len(paces):
        return lesson.minutes
    each = [read_in(pace) / 60 for pace in known]
    return most_words(lesson) / WORDS_PER_MINUTE + _taken(lesson, each)


def _taken(lesson: Lesson, each: list[float]) -> float:
    """What one reader does of the items of a lesson, given how long each takes."""
    if not each:
        return 0
    if lesson.kind is LessonKind.TEST:
        return mean(each) * min(lesson.draw, len(each))
    if lesson.kind is LessonKind.DILEMMA:
        return mean(each)
    return sum(each)
