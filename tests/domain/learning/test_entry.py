"""What the entry test makes shorter, and what it never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.outline import CourseOutline, outline_of
from course.content.types import LessonKind
from course.domain.learning.entry import (
    Shown,
    is_left_out,
    is_passed,
    key_of,
    minutes_saved,
    module_of,
    short_routes,
)
from course.domain.learning.progress import Reader, lessons_for, module_states
from tests.domain.learning.test_progress import lesson

READER = Reader("teaching", frozenset({"vo"}))


def our_course() -> CourseOutline:
    return outline_of(read_catalog(ROOT / "modules").courses[0])


COURSE = our_course()
MODULES = [module.slug for module in COURSE.modules]
ASKED = {one.module for one in COURSE.entry}


def test_only_who_is_right_and_sure_gets_the_short_route() -> None:
    shown = [
        Shown("delen", is_right=True, is_sure=True),
        Shown("blijft", is_right=True, is_sure=False),
        Shown("rol", is_right=False, is_sure=True),
        Shown("melden", is_right=False, is_sure=False),
    ]
    assert short_routes(shown, begun=()) == {"delen"}


def test_a_question_of_the_entry_test_tells_its_module() -> None:
    assert key_of("delen", "2-02") == "delen/2-02"
    assert module_of("delen/2-02") == "delen"


@pytest.mark.parametrize(
    ("kind", "required", "passed"),
    [
        (LessonKind.PAGE, True, True),
        (LessonKind.PAGE, False, False),
        (LessonKind.OPENER, False, True),  # the entry test asked one already
        (LessonKind.OPENER, True, False),
        (LessonKind.EXERCISE, True, False),
        (LessonKind.SHEET, False, False),
    ],
)
def test_what_the_short_route_leads_past(kind: LessonKind, required: bool, passed: bool) -> None:
    assert is_passed(lesson("a", kind, required=required)) is passed


def test_a_module_that_was_begun_stays_as_it_is() -> None:
    assert short_routes([Shown("delen", True, True)], begun={"delen"}) == frozenset()


def test_our_entry_test_asks_one_question_of_each_of_the_eight_modules() -> None:
    asked = [(one.module, one.item) for one in COURSE.entry]
    assert asked == [
        ("kennismaken", "1-06"),
        ("delen", "2-02"),
        ("blijft", "3-01"),
        ("rol", "4-06"),
        ("valkuilen", "5-05"),
        ("mediawijs", "6-03"),
        ("toestemming", "7-01"),
        ("melden", "8-05"),
    ]


@given(st.sets(st.sampled_from(MODULES)))
def test_nobody_skips_a_module_and_the_own_school_is_never_left_out(short: set[str]) -> None:
    reader = replace(READER, short=frozenset(short))
    whole = {state.module.slug: state for state in module_states(COURSE, (), READER)}
    for state in module_states(COURSE, (), reader):
        before = whole[state.module.slug]
        # all of it stays to read
        assert [one.slug for one in state.lessons] == [one.slug for one in before.lessons]
        dropped = [
            one for one in before.required if one.slug not in {left.slug for left in state.required}
        ]
        assert all(one.kind is LessonKind.PAGE and not one.of_school for one in dropped)
        assert bool(dropped) <= (state.module.slug in short)
        kept = {one.kind for one in state.required}
        if state.module.slug in ASKED:
            assert {one.kind for one in before.required} - {LessonKind.PAGE} <= kept
            assert {LessonKind.DILEMMA, LessonKind.TEST} <= kept
        assert sum(one.minutes for one in dropped) == (
            minutes_saved(state.module, state.lessons) if dropped else 0
        )


def test_each_short_route_is_shorter() -> None:
    for slug in (one.module for one in COURSE.entry):
        module = COURSE.module(slug)
        assert module is not None
        assert any(is_left_out(lesson) for lesson in lessons_for(module, READER)), slug
