"""What deeds mean: done once and for good, since the instant of the deed that finished it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from course.content.types import LessonKind
from course.domain.learning.deriving import derive, replay
from course.domain.learning.entry import Shown
from course.domain.learning.mastery import Marked
from course.domain.learning.progress import LessonKey, Reader
from course.domain.learning.projection import (
    Evidence,
    Happened,
    LessonRow,
    ModuleRow,
    ProgressRow,
    Projected,
    Terms,
    advance,
    is_test,
    judge,
    lasting,
)
from tests.domain.learning.test_progress import course, item, lesson, module

START = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # half past eleven at night in Amsterdam
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
READER = Reader("teaching", frozenset({"vo"}))
KEY = replace(item("t1"), key_item=True)
COURSE = course(
    module(
        "een",
        lesson("lees"),
        lesson("oefen", LessonKind.EXERCISE, item("p1"), item("p2")),
        lesson("toets", LessonKind.TEST, KEY, item("t2")),
        lesson("extra", LessonKind.SHEET, required=False),
    ),
    module("twee", lesson("lees")),
)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def marked(minute: int, sitting: int, **right: bool) -> list[Happened]:
    """A whole test, handed in at one instant."""
    return [
        Happened(at(minute), ("een", "toets"), marked=(Marked(sitting, key, is_right),))
        for key, is_right in right.items()
    ]


@pytest.mark.parametrize(
    ("where", "shown", "done"),
    [
        (("een", "lees"), Evidence(), True),  # without items, opening is enough
        (("een", "oefen"), Evidence({"p1"}), False),
        (("een", "oefen"), Evidence({"p1", "p2"}), True),
        (("een", "oefen"), Evidence(attended={"p1"}), False),  # an exercise is not talked through
        (("een", "toets"), Evidence({"t1", "t2"}), False),  # of a test only its marks count
        (("een", "toets"), Evidence(marked=[Marked(1, "t1", is_right=True)]), True),
        (("een", "toets"), Evidence(marked=[Marked(1, "t2", is_right=True)]), False),
        (("een", "weg"), Evidence({"p1", "p2"}), False),
        (("weg", "lees"), Evidence(), False),
    ],
)
def test_a_lesson_is_judged_by_what_was_shown_of_it(
    where: LessonKey, shown: Evidence, done: bool
) -> None:
    assert judge(COURSE, where, READER, shown) is done


def test_a_page_is_done_by_what_was_talked_through_on_a_study_day() -> None:
    talked = course(module("een", lesson("lees", LessonKind.PAGE, item("p1"))))
    assert not judge(talked, ("een", "lees"), READER, Evidence())
    assert judge(talked, ("een", "lees"), READER, Evidence(attended={"p1"}))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (("een", "toets"), True),
        (("een", "oefen"), False),
        (("een", "weg"), False),
        (("weg", "toets"), False),
    ],
)
def test_only_a_test_of_this_release_is_one(where: LessonKey, found: bool) -> None:
    assert is_test(COURSE, where) is found


def test_the_first_deed_begins_and_names_only_its_module() -> None:
    found = advance(COURSE, READER, None, {("een", "lees"): at(0)}, at(0))
    assert found.lessons == [LessonRow("een", "lees", True, at(0), TODAY)]
    assert found.modules == [ModuleRow("een", 1, 3, None, None)]
    assert found.progress == ProgressRow(1, 4, ["een/lees"], [], TODAY, None, None)


def test_a_deed_that_finishes_nothing_still_begins() -> None:
    found = advance(COURSE, READER, None, {}, at(0))
    assert found == Projected([], [], ProgressRow(0, 4, [], [], TODAY, None, None))


def test_what_was_known_stays_and_completion_is_of_the_last_required_lesson() -> None:
    known = ProgressRow(3, 4, ["een/lees", "een/oefen", "twee/lees"], [], TODAY, None, None)
    found = advance(COURSE, READER, known, {("een", "toets"): at(60)}, at(60))
    assert found.modules == [ModuleRow("een", 3, 3, at(60), TOMORROW)]
    assert found.progress is not None
    assert (found.progress.started_on, found.progress.completed_at) == (TODAY, at(60))
    later = advance(COURSE, READER, found.progress, {("een", "extra"): at(90)}, at(90))
    assert later.lessons == [LessonRow("een", "extra", False, at(90), TOMORROW)]
    assert later.progress is not None
    assert later.progress.completed_at == at(60)
    assert later.progress.lessons[0] == "een/extra"


def test_a_completion_stays_when_more_is_asked_afterwards() -> None:
    known = ProgressRow(4, 4, ["een/lees"], [], TODAY, at(0), TODAY)
    found = advance(COURSE, READER, known, {("twee", "lees"): at(60)}, at(60))
    assert found.progress is not None
    assert (found.progress.done, found.progress.total) == (2, 4)
    assert found.progress.completed_at == at(0)


def test_what_was_written_at_one_instant_counts_together() -> None:
    first = marked(1, 1, t1=False, t2=True)
    second = marked(2, 2, t2=True, t1=True)
    assert replay(COURSE, first, READER) == {}
    assert replay(COURSE, first + second, READER) == {("een", "toets"): at(2)}
    assert replay(COURSE, first + second + marked(3, 3, t1=False), READER) == {
        ("een", "toets"): at(2)
    }


def test_an_item_settled_elsewhere_settles_nothing_here() -> None:
    elsewhere = [
        Happened(at(0), ("twee", "oefen"), settled=("p1", "p2")),
        Happened(at(1), ("een", "lees"), settled=("p1", "p2")),
        Happened(at(2), ("een", "oefen"), settled=("p1",)),
    ]
    assert ("een", "oefen") not in replay(COURSE, elsewhere, READER)
    last = Happened(at(3), ("een", "oefen"), settled=("p2",))
    assert replay(COURSE, [*elsewhere, last], READER)["een", "oefen"] == at(3)


def test_who_never_began_comes_to_nothing() -> None:
    assert derive(COURSE, [], READER) == Projected([], [], None)


def test_an_entry_test_may_ask_one_question() -> None:
    entered = Happened(at(1), ("instaptoets", "instaptoets"), shown=(Shown("een", True, True),))
    found = derive(COURSE, [entered], READER)
    assert found.progress is not None
    assert found.progress.short == ["een"]


DAY = 24 * 60
TWO = course(
    module("een", lesson("a"), lesson("b"), lesson("extra", required=False)),
    module("twee", lesson("a")),
    module("meer", lesson("x", required=False), lesson("y", required=False)),
)
OPENED = (
    ("meer", "y"),
    ("een", "b"),
    ("twee", "a"),
    ("een", "a"),
    ("een", "extra"),
    ("meer", "x"),
)


def test_what_was_done_day_by_day_keeps_its_days() -> None:
    """The last required lesson completes; of a module where nothing is required, the first."""
    found = derive(TWO, [Happened(at(DAY * n), one) for n, one in enumerate(OPENED)], READER)
    assert [(row.module, row.lesson, row.required) for row in found.lessons] == [
        (*one, one[0] != "meer" and one[1] != "extra") for one in OPENED
    ]
    assert [row.completed_at for row in found.lessons] == [at(DAY * n) for n in range(6)]
    modules = {row.module: (row.done, row.total, row.completed_at) for row in found.modules}
    assert modules == {
        "een": (2, 2, at(DAY * 3)),
        "twee": (1, 1, at(DAY * 2)),
        "meer": (0, 0, at(0)),
    }
    assert found.progress is not None
    assert (found.progress.done, found.progress.total) == (3, 3)
    assert found.progress.started_on == TODAY
    assert found.progress.completed_at == at(DAY * 3)


def test_one_deed_may_be_all() -> None:
    one = course(module("een", lesson("a")))
    found = derive(one, [Happened(at(0), ("een", "a"))], READER)
    year_on = TODAY.replace(year=TODAY.year + 1)
    assert found.progress == ProgressRow(1, 1, ["een/a"], [], TODAY, at(0), TODAY, year_on)


def test_where_nothing_is_required_a_course_is_never_complete() -> None:
    one = course(module("meer", lesson("x", required=False)))
    found = derive(one, [Happened(at(0), ("meer", "x"))], READER)
    assert found.progress == ProgressRow(0, 0, ["meer/x"], [], TODAY, None, None)


def test_a_study_day_completes_the_lesson_that_it_was_about() -> None:
    talked = course(module("een", lesson("lees", LessonKind.PAGE, item("p1"), item("p2"))))
    for key, done in (("p1", {("een", "lees"): at(5)}), ("elders", {})):
        happened = [Happened(at(0), ("een", "lees")), Happened(at(5), ("een", "lees"), (), (key,))]
        assert replay(talked, happened, READER) == done, key


@pytest.mark.parametrize(
    ("read_at", "short"),
    [(0, []), (1, []), (2, ["een"])],  # minutes; the entry test is handed in at 1
    ids=["before", "at the same instant", "after"],
)
def test_the_short_route_is_for_a_module_that_was_not_begun(read_at: int, short: list[str]) -> None:
    happened = [
        Happened(at(read_at), ("een", "lees")),
        Happened(at(1), ("instaptoets", "instaptoets"), shown=(Shown("een", True, True),)),
        Happened(at(1), ("instaptoets", "instaptoets"), shown=(Shown("twee", True, False),)),
    ]
    happened.sort(key=lambda one: (one.at, one.lesson))
    found = derive(COURSE, happened, READER)
    assert found.progress is not None
    assert found.progress.short == short
    assert found.progress.total == (3 if short else 4), "explanation is no longer compulsory"


def test_a_completion_lasts_as_the_text_says_or_as_it_was_written_down() -> None:
    assert COURSE.valid_months == 12
    forever = replace(COURSE, valid_months=0)
    open_row = ProgressRow(1, 2, [], [], TODAY, None, None)
    done = replace(open_row, completed_at=START, completed_on=TODAY)
    kept = replace(done, valid_until=TOMORROW)
    year, terms = date(2027, 3, 2), Terms()
    assert lasting(open_row, COURSE, terms) == open_row
    assert lasting(done, forever, terms).valid_until is None
    assert lasting(done, COURSE, terms).valid_until == year
    assert lasting(done, COURSE, terms, open_row).valid_until == year
    assert lasting(done, COURSE, terms, kept).valid_until == TOMORROW
    assert lasting(done, COURSE, Terms(asked_by=TODAY), kept).valid_until == TODAY
