"""When somebody is asked what measures a module."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.content.outline import ModuleOutline
from course.content.types import LessonKind, MasteryRule
from course.domain.learning.gain import MeasuredPart
from course.domain.learning.measured import MeasuredSoFar, minutes_for, part_due
from course.domain.learning.progress import ModuleState
from tests.domain.learning.test_progress import lesson

LESSONS = (
    lesson("vooraf", LessonKind.OPENER, required=False),
    lesson("les"),
    lesson("toets", LessonKind.TEST),
    lesson("plan", LessonKind.PLAN),
)
MODULE = ModuleOutline(
    slug="een",
    title="Een",
    motto="",
    minutes=5,
    goals=(),
    excludes=(),
    mastery=MasteryRule(),
    lessons=LESSONS,
)
NEW = MeasuredSoFar(skipped=False, left_before=3, left_after=3, tested=False)
BETWEEN = replace(NEW, left_before=0)


def state(*done: str, locked: bool = False) -> ModuleState:
    return ModuleState(MODULE, LESSONS, frozenset(done), locked)


@pytest.mark.parametrize(
    ("where", "so_far", "due"),
    [
        (state(), NEW, MeasuredPart.BEFORE),
        (state(), replace(NEW, left_before=1), MeasuredPart.BEFORE),
        (state(), BETWEEN, None),
        (state(), replace(NEW, skipped=True), None),
        (state(locked=True), NEW, None),
        (state("vooraf"), NEW, None),  # begun before the school measured
        (state("vooraf"), BETWEEN, None),  # not taught yet
        (state("les"), BETWEEN, MeasuredPart.AFTER),
        (state("les"), replace(BETWEEN, left_after=1), MeasuredPart.AFTER),
        (state("les"), replace(BETWEEN, left_after=0), None),
        (state("les"), replace(BETWEEN, skipped=True), None),
        (state("les"), replace(BETWEEN, tested=True), None),  # the answers were told
        (state("les"), replace(NEW, left_before=1), None),  # nothing to compare with
    ],
)
def test_what_is_asked_now(
    where: ModuleState, so_far: MeasuredSoFar, due: MeasuredPart | None
) -> None:
    assert part_due(where, so_far) is due


def test_without_a_test_nothing_comes_after() -> None:
    without = ModuleState(MODULE, LESSONS[:2], frozenset({"les"}), locked=False)
    assert part_due(without, BETWEEN) is None


@pytest.mark.parametrize(("questions", "minutes"), [(1, 1), (3, 2), (8, 5), (66, 41)])
def test_it_takes_as_long_as_the_entry_test_for_as_many(questions: int, minutes: int) -> None:
    assert minutes_for(questions) == minutes
