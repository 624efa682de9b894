"""What is done, what is next, what exactly is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course.content.outline import CourseOutline, ItemOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind, MasteryRule
from course.domain.learning.progress import (
    LessonFacts,
    ModuleState,
    Reader,
    is_done,
    items_for,
    lessons_for,
    minutes_a_week,
    minutes_left,
    module_states,
    neighbours,
    next_lesson,
    totals,
)
from course.kinds.item import Audience, Sector
from course.text.plain import NO_TEXT

READER = Reader("teaching", frozenset({"vo"}))


def item(key: str, *, requires: tuple[str, ...] = (), compulsory: bool = True) -> ItemOutline:
    return ItemOutline(
        key=key,
        kind="choice",
        label=key,
        graded=True,
        compulsory=compulsory,
        key_item=False,
        requires=requires,
        goal=None,
    )


def lesson(
    slug: str, kind: LessonKind = LessonKind.PAGE, *items: ItemOutline, required: bool = True
) -> LessonOutline:
    return LessonOutline(
        slug=slug,
        title=slug,
        kind=kind,
        required=required,
        minutes=1,
        draw=0,
        sectors=(),
        audiences=(),
        items=items,
    )


def module(slug: str, *lessons: LessonOutline) -> ModuleOutline:
    return ModuleOutline(
        slug=slug,
        title=slug,
        motto="",
        minutes=5,
        goals=(),
        excludes=(),
        mastery=MasteryRule(),
        lessons=lessons,
    )


def course(
    *modules: ModuleOutline, first: str | None = None, always_open: tuple[str, ...] = ()
) -> CourseOutline:
    return CourseOutline(
        slug="c",
        title="C",
        intro=NO_TEXT,
        edition=1,
        valid_months=12,
        first=first,
        always_open=always_open,
        modules=modules,
        facts=(),
        sources=(),
    )


TWO = course(
    module(
        "een",
        lesson("vooraf", LessonKind.OPENER, item("o"), required=False),
        lesson("a"),
        lesson("b"),
    ),
    module("twee", lesson("c"), lesson("d")),
    module("hulp", lesson("e")),
    first="een",
    always_open=("hulp",),
)


def talked_through(key: str) -> LessonFacts:
    """A lesson that was opened, and of which one item came up on a study day."""
    return LessonFacts(True, frozenset(), attended=frozenset({key}))


@pytest.mark.parametrize(
    ("kind", "items", "facts", "done"),
    [
        (LessonKind.PAGE, [item("x")], LessonFacts(True, frozenset()), False),
        (LessonKind.PAGE, [item("x")], LessonFacts(True, frozenset("x")), True),
        (LessonKind.PAGE, [item("x"), item("y")], LessonFacts(True, frozenset("x")), False),
        (
            LessonKind.PAGE,
            [item("x"), item("r", compulsory=False)],
            LessonFacts(True, frozenset("x")),
            True,
        ),
        (LessonKind.PAGE, [item("r", compulsory=False)], LessonFacts(True, frozenset()), False),
        (LessonKind.PAGE, [item("x", requires=("naam",))], LessonFacts(True, frozenset()), True),
        (LessonKind.SHEET, [], LessonFacts(True, frozenset()), True),
        (LessonKind.SHEET, [], LessonFacts(False, frozenset()), False),
        (LessonKind.DILEMMA, [item("s1"), item("s2")], LessonFacts(True, frozenset({"s2"})), True),
        (LessonKind.DILEMMA, [item("s1"), item("s2")], LessonFacts(True, frozenset()), False),
        (LessonKind.DILEMMA, [item("s1")], LessonFacts(True, frozenset({"elders"})), False),
        (LessonKind.DILEMMA, [item("s1")], talked_through("s1"), True),
        (LessonKind.PAGE, [item("x"), item("y")], talked_through("y"), True),
        (LessonKind.PAGE, [item("x"), item("y")], talked_through("elders"), False),
        (LessonKind.EXERCISE, [item("x")], talked_through("x"), False),
        (LessonKind.TEST, [item("x")], LessonFacts(True, frozenset("x")), False),
        (LessonKind.TEST, [item("x")], LessonFacts(True, frozenset(), mastered=True), True),
    ],
)
def test_when_a_lesson_is_done(
    kind: LessonKind, items: list[ItemOutline], facts: LessonFacts, done: bool
) -> None:
    assert is_done(lesson("les", kind, *items), facts, READER) is done


def test_a_reader_gets_the_lessons_for_their_work_and_school() -> None:
    leader = replace(lesson("leider"), audiences=(Audience.LEADER,))
    primary = replace(lesson("po"), sectors=(Sector.PO,))
    secondary = replace(lesson("vo"), sectors=(Sector.VO, Sector.MBO))
    slugs = [
        found.slug
        for found in lessons_for(module("m", leader, primary, secondary, lesson("alle")), READER)
    ]
    assert slugs == ["vo", "alle"]
    found = lessons_for(module("m", leader, lesson("alle")), Reader("leader", frozenset()))
    assert [one.slug for one in found] == ["leider", "alle"]


def test_the_first_module_opens_the_others_and_help_is_always_open() -> None:
    assert [state.locked for state in module_states(TWO, (), READER)] == [False, True, False]
    done = {("een", "a"), ("een", "b")}
    assert [state.locked for state in module_states(TWO, done, READER)] == [False, False, False]


def test_nothing_waits_for_a_first_module_that_this_release_lost() -> None:
    lost = replace(TWO, first="weg")
    assert [state.locked for state in module_states(lost, (), READER)] == [False, False, False]
    none = replace(TWO, first=None)
    assert [state.locked for state in module_states(none, (), READER)] == [False, False, False]


def test_a_module_may_wait_for_others() -> None:
    last = replace(module("slot", lesson("z", required=False)), opens_after=2)
    three = course(module("een", lesson("a")), module("twee", lesson("b")), last)
    assert [state.locked for state in module_states(three, {("een", "a")}, READER)] == [
        False,
        False,
        True,
    ]
    states = module_states(three, {("een", "a"), ("twee", "b")}, READER)
    assert not states[2].locked
    assert not states[2].is_complete, "nothing is required there, and nothing is done yet"
    assert states[2].counted == (0, 1), "a bar counts what there is when nothing is required"
    assert module_states(three, {("een", "a"), ("twee", "b"), ("slot", "z")}, READER)[2].is_complete


def test_what_is_extra_leaves_nothing_once_something_of_it_is_done() -> None:
    extra = course(module("meer", lesson("x", required=False), lesson("y", required=False)))
    (before,) = module_states(extra, set(), READER)
    (begun,) = module_states(extra, {("meer", "x")}, READER)
    assert (before.minutes_left, begun.minutes_left) == (2, 0)
    assert minutes_left((before,)) == 0, "completion needs nothing of it"


@pytest.mark.parametrize(
    ("left", "weeks", "minutes"),
    [(0, 1, 0), (1, 1, 5), (5, 1, 5), (6, 1, 10), (60, 4, 15), (61, 4, 20), (60, 3, 20)],
)
def test_what_is_left_is_divided_over_weeks_in_fives(left: int, weeks: int, minutes: int) -> None:
    assert minutes_a_week(left, weeks) == minutes


def test_what_is_left_is_exactly_the_required_lessons_that_are_not_done() -> None:
    state = module_states(TWO, {("een", "a"), ("een", "vooraf")}, READER)[0]
    assert [left.slug for left in state.left] == ["b"]
    assert (state.done_count, len(state.required), state.minutes_left) == (1, 2, 1)
    assert state.minutes == 2, "what is extra takes nobody's time"
    assert state.counted == (1, 2), "a bar leaves out what is extra"
    assert totals(module_states(TWO, {("een", "a")}, READER)) == {"done": 1, "total": 5}


@pytest.mark.parametrize(
    ("done", "at", "following"),
    [
        (set(), None, ("een", "vooraf")),  # a new reader starts at the opener
        ({("een", "a")}, None, ("een", "b")),  # who began somewhere skips the opener
        (set(), ("een", "a"), ("een", "a")),  # resume where you were
        (set(), ("een", "b"), ("een", "b")),
        (set(), ("een", "vooraf"), ("een", "vooraf")),  # also at what is extra
        ({("een", "a")}, ("een", "a"), ("een", "b")),
        ({("een", "b")}, ("een", "b"), ("een", "a")),  # what was skipped comes back
        ({("een", "a"), ("een", "b")}, ("een", "b"), ("twee", "c")),
        ({("een", "a"), ("een", "b"), ("twee", "c")}, ("hulp", "e"), ("hulp", "e")),
        (
            {("een", x) for x in "ab"} | {("twee", x) for x in "cd"} | {("hulp", "e")},
            ("hulp", "e"),
            None,
        ),
        (set(), ("weg", "weg"), ("een", "a")),  # a place that this release no longer has
        ({("een", x) for x in "ab"}, ("twee", "weg"), ("twee", "c")),  # or a lesson of it
    ],
)
def test_where_to_go_on(
    done: set[tuple[str, str]], at: tuple[str, str] | None, following: tuple[str, str] | None
) -> None:
    assert next_lesson(module_states(TWO, done, READER), at) == following


@pytest.mark.parametrize(
    ("done", "at", "following"),
    [
        ("b", "b", "d"),  # what comes after goes before what was skipped
        ("ab", "b", "d"),  # and what is extra is passed over
        ("bd", "d", "a"),
        ("bd", "c", "c"),
    ],
)
def test_going_on_in_a_module(done: str, at: str, following: str) -> None:
    extra = lesson("c", required=False)
    one = course(module("een", lesson("a"), lesson("b"), extra, lesson("d")))
    states = module_states(one, {("een", slug) for slug in done}, READER)
    assert next_lesson(states, ("een", at)) == ("een", following)


@pytest.mark.parametrize(
    ("at", "following"),
    [
        (("een", "a"), "x"),  # a module that ended: the next from its beginning
        (None, "x"),
        (("weg", "z"), "b"),  # what was opened last is there no more: to what is asked
    ],
)
def test_where_to_go_on_from_the_end_of_a_module(
    at: tuple[str, str] | None, following: str
) -> None:
    two = course(
        module("een", lesson("a")), module("twee", lesson("x", required=False), lesson("b"))
    )
    states = module_states(two, {("een", "a")}, READER)
    assert next_lesson(states, at) == ("twee", following)


def test_the_neighbours_of_a_lesson_are_in_its_module() -> None:
    state = module_states(TWO, (), READER)[0]
    around = {slug: neighbours(state, slug) for slug in ("vooraf", "a", "b", "c")}
    found = {
        slug: tuple(one.slug if one else None for one in pair) for slug, pair in around.items()
    }
    assert found == {
        "vooraf": (None, "a"),
        "a": ("vooraf", "b"),
        "b": ("a", None),
        "c": (None, None),
    }


def renewing(*only: tuple[str, str]) -> list[ModuleState]:
    """TWO for who renews, and is asked these lessons only."""
    again = replace(READER, renews=True, only=frozenset(only))
    return list(module_states(TWO, (), again))


def test_a_lesson_beside_the_way_stands_where_it_is() -> None:
    """In a renewal that asks one lesson of a module, the others may be read."""
    asked = renewing(("een", "b"))[0]
    assert [one.slug for one in asked.way] == ["b"]
    assert asked.is_optional is False
    assert next_lesson((asked,), ("een", "a")) == ("een", "b"), "it is never done"
    before, after = neighbours(asked, "a")
    assert (before, after and after.slug) == (None, "b")


def test_where_nothing_is_asked_the_way_leads_past_nothing() -> None:
    untouched = renewing(("een", "b"))[1]
    assert [one.slug for one in untouched.way] == ["c", "d"]
    assert untouched.is_optional is True
    extra = renewing(("een", "vooraf"), ("twee", "c"))[0]
    assert [one.slug for one in extra.way] == ["vooraf", "a", "b"]
    assert extra.is_optional is True, "what was extra is asked in no renewal"


@pytest.mark.parametrize(("audience", "drawn"), [("teaching", ["x", "design"]), ("support", ["x"])])
def test_nobody_is_tested_on_a_page_for_other_work(audience: str, drawn: list[str]) -> None:
    design = replace(item("design"), audiences=(Audience.TEACHING, Audience.LEADER))
    bank = lesson("toets", LessonKind.TEST, item("x"), design)
    assert [found.key for found in items_for(bank, Reader(audience, frozenset()))] == drawn
