"""A renewal is short: one story, what changed, changed agreements, and what was wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.outline import CourseOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.learning.again import LONGEST, Before, asked_again
from course.domain.learning.progress import Reader, module_states, totals
from tests.domain.learning.test_progress import course, item, lesson, module

READER = Reader("teaching", frozenset())


def long(slug: str, minutes: int, goal: str | None = None) -> LessonOutline:
    """A page about a goal."""
    return replace(lesson(slug, LessonKind.PAGE, replace(item(slug), goal=goal)), minutes=minutes)


def story(slug: str, *keys: str) -> LessonOutline:
    return replace(lesson(slug, LessonKind.DILEMMA, *map(item, keys)), minutes=3)


COURSE = course(
    module("een", long("a", 2, "L1"), long("b", 4, "L2"), story("oud", "s1"), long("lang", 9)),
    module("twee", long("c", 2, "L3"), story("nieuw", "s1", "s2"), long("kort", 1)),
)
OLD, NEW = ("een", "oud"), ("twee", "nieuw")


def asked(before: Before, outline: CourseOutline = COURSE) -> list[str]:
    return [slug for _, slug in asked_again(module_states(outline, (), READER), before)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ({}, ["oud"]),  # one story, whatever else
        ({"stories": [NEW, OLD]}, ["nieuw"]),
        ({"stories": [("weg", "x"), ("een", "a-la-carte"), NEW, OLD]}, ["nieuw"]),
        ({"changed": {("een", "b")}}, ["oud", "b"]),
        ({"changed": {("een", "oud")}}, ["oud"]),
        ({"wrong": (("twee", "L3"), ("een", "L1"))}, ["oud", "c", "a"]),
        ({"wrong": (("een", "L3"),)}, ["oud"]),  # a goal of another module
        ({"clauses": {("twee", "kort")}, "wrong": (("een", "L1"),)}, ["oud", "kort", "a"]),
        # much that changed leaves room for what was wrong
        ({"changed": {("een", "a"), ("een", "b")}, "wrong": (("twee", "L3"),)}, ["oud", "a", "c"]),
        ({"changed": {("een", "lang")}}, ["oud"]),  # too long beside the story
        ({"changed": {("een", "lang"), ("een", "a")}}, ["oud", "a"]),
        ({"changed": {("weg", "x")}}, ["oud"]),
        (  # ten minutes to the minute
            {"changed": {("een", "a"), ("een", "b")}, "clauses": {("twee", "kort")}},
            ["oud", "a", "kort", "b"],
        ),
        (  # what is asked for two reasons takes its minutes once
            {"changed": {("een", "a")}, "wrong": (("een", "L1"), ("een", "L2"))},
            ["oud", "a", "b"],
        ),
    ],
)
def test_what_a_renewal_asks(before: dict[str, Any], expected: list[str]) -> None:
    assert asked(Before(**{"stories": [OLD, NEW], **before})) == expected


def test_without_anything_new_the_shortest_page_is_asked() -> None:
    plain = course(module("een", long("a", 2), long("b", 1), long("c", 3)))
    assert asked(Before(), plain) == ["b"]
    assert asked_again((), Before()) == ()
    huge = course(module("een", long("a", 30)))
    assert asked(Before(changed={("een", "a")}), huge) == ["a"]


KEYS = st.sampled_from([(one.slug, row.slug) for one in COURSE.modules for row in one.lessons])


@given(changed=st.sets(KEYS), clauses=st.sets(KEYS))
def test_it_takes_ten_minutes_at_most_and_asks_something(
    changed: set[tuple[str, str]], clauses: set[tuple[str, str]]
) -> None:
    found = asked_again(
        module_states(COURSE, (), READER), Before(changed, clauses, stories=[OLD, NEW])
    )
    minutes = {(one.slug, row.slug): row.minutes for one in COURSE.modules for row in one.lessons}
    assert 0 < sum(minutes[key] for key in found) <= LONGEST
    assert len(set(found)) == len(found)


def test_only_what_is_asked_counts_and_nothing_is_locked() -> None:
    waits = replace(COURSE, first="een")
    only = frozenset({("twee", "c")})
    reader = replace(READER, renews=True, only=only)
    states = module_states(waits, (), reader)
    assert [lesson.slug for state in states for lesson in state.required] == ["c"]
    assert not any(state.locked for state in states)
    assert dict(totals(module_states(waits, only, reader))) == {"done": 1, "total": 1}


def test_a_renewal_of_which_nothing_is_left_asks_the_whole_course() -> None:
    reader = replace(READER, renews=True, only=frozenset({("weg", "x")}))
    whole = totals(module_states(COURSE, (), READER))
    assert totals(module_states(COURSE, (), reader)) == whole
