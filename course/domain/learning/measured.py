"""When somebody is asked what measures the gain of a module, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass

from course.content.outline import LessonOutline
from course.content.types import LessonKind
from course.domain.learning.gain import MeasuredPart
from course.domain.learning.progress import ModuleState
from course.text.numbers import half_up

MINUTES, QUESTIONS = 5, 8  # as for the entry test: so many minutes for so many questions


@dataclass(frozen=True)
class MeasuredSoFar:
    """What is left of both forms of somebody in a module.

    `tested`: they began its test, so that its questions are no longer new to them.
    """

    skipped: bool
    left_before: int
    left_after: int
    tested: bool


def part_due(state: ModuleState, so_far: MeasuredSoFar) -> MeasuredPart | None:
    """What is asked of somebody in a module now; None for nothing.

    The first form before anything of the module is done. The other one when all that is required
    before the test is done, and before that test: there questions of the same bank are explained,
    and who remembers an explanation would seem to have gained more. Who did not finish the first,
    is not asked the other: then there is nothing to compare.
    """
    if so_far.skipped or state.locked:
        return None
    if not state.done:
        return MeasuredPart.BEFORE if so_far.left_before else None
    if so_far.left_before or not so_far.left_after or so_far.tested:
        return None
    return MeasuredPart.AFTER if is_taught(state) else None


def test_of(state: ModuleState) -> LessonOutline | None:
    """The test of a module, for this reader."""
    return next((one for one in state.lessons if one.kind is LessonKind.TEST), None)


def is_taught(state: ModuleState) -> bool:
    """Whether all that is required before the test is done; False without a test."""
    test = test_of(state)
    if test is None:
        return False
    first_left = next(iter(state.left), test)
    return state.lessons.index(first_left) >= state.lessons.index(test)


def minutes_for(questions: int) -> int:
    """What so many questions take, in whole minutes; at least one."""
    return max(1, half_up(MINUTES * questions, QUESTIONS))
