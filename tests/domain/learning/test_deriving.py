"""A completion that was written down stands, whatever follows from the answers now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from course.domain.learning.deriving import Stands, derive, short_since
from course.domain.learning.entry import ENTRY, Shown
from course.domain.learning.progress import LessonKey, Reader
from course.domain.learning.projection import Happened, LessonRow, ModuleRow, ProgressRow
from tests.domain.learning.test_progress import course, lesson, module

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(days=9)
READER = Reader("teaching", frozenset())
COURSE = course(module("een", lesson("a"), lesson("b")))
OPENED = [Happened(START, ("een", "a"))]


def stands(*keys: LessonKey, whole: datetime | None = None, **modules: datetime) -> Stands:
    rows = {key: LessonRow(key[0], key[1], True, START, START.date()) for key in keys}
    kept = ProgressRow(len(rows), 2, [], [], START.date(), whole, whole.date() if whole else None)
    told = {slug: ModuleRow(slug, 1, 1, at, at.date()) for slug, at in modules.items()}
    return Stands(rows, told, kept)


def test_a_lesson_that_follows_from_nothing_stays_and_counts() -> None:
    found = derive(COURSE, OPENED, READER, stands(("een", "a"), ("een", "b")))
    assert [(row.lesson, row.completed_at) for row in found.lessons] == [("a", START), ("b", START)]
    assert found.progress is not None
    assert (found.progress.done, found.progress.completed_at) == (2, START)


def test_a_completion_keeps_its_instant_when_there_is_more_to_do() -> None:
    found = derive(COURSE, OPENED, READER, stands(("een", "a"), whole=START, een=START), LATER)
    assert found.progress is not None
    assert (found.progress.done, found.progress.total) == (1, 2)
    assert (found.progress.completed_at, found.modules[0].completed_at) == (START, START)
    assert [row.module for row in found.modules] == ["een"], "it is there still, and so there once"


def test_a_completion_keeps_its_instant_when_all_was_done_and_something_changes() -> None:
    both = stands(("een", "a"), ("een", "b"), whole=START, een=START)
    found = derive(COURSE, OPENED, READER, both, LATER)
    assert found.progress is not None
    assert (found.progress.done, found.progress.total) == (2, 2)
    assert (found.progress.completed_at, found.modules[0].completed_at) == (START, START)


def test_what_is_newly_done_by_a_change_is_done_at_that_instant() -> None:
    both = [*OPENED, Happened(START + timedelta(hours=1), ("een", "b"))]
    found = derive(COURSE, both, READER, stands(("een", "a")), LATER)
    assert [(row.lesson, row.completed_on) for row in found.lessons] == [
        ("a", date(2026, 3, 2)),
        ("b", date(2026, 3, 11)),
    ]
    assert found.progress is not None
    assert (found.progress.completed_at, found.modules[0].completed_at) == (LATER, LATER)
    assert found.progress.started_on == date(2026, 3, 2)


def test_what_a_text_asks_no_more_makes_complete_when_it_changed() -> None:
    """All that is asked was done long ago; that it is enough came about now."""
    found = derive(COURSE, OPENED, READER, stands(("een", "a"), ("een", "b")), LATER)
    assert {row.completed_at for row in found.lessons} == {START}
    assert found.progress is not None
    assert (found.progress.completed_at, found.modules[0].completed_at) == (LATER, LATER)


def test_who_has_no_deeds_began_with_the_first_completion() -> None:
    rows = stands(("een", "a"), ("een", "b")).lessons
    rows["een", "b"] = replace(rows["een", "b"], completed_at=LATER)
    found = derive(COURSE, [], READER, Stands(rows, {}, None))
    assert found.progress is not None
    assert found.progress.started_on == START.date()


def test_without_a_change_it_was_done_when_it_happened() -> None:
    both = [*OPENED, Happened(LATER, ("een", "b"))]
    found = derive(COURSE, both, READER)
    assert found.progress is not None
    assert (found.progress.completed_at, found.modules[0].completed_at) == (LATER, LATER)


def test_who_has_completions_and_no_deeds_has_progress_all_the_same() -> None:
    found = derive(COURSE, [], READER, stands(("een", "a")))
    assert found.progress is not None
    assert (found.progress.done, found.progress.started_on) == (1, date(2026, 3, 2))
    assert derive(COURSE, [], READER).progress is None


def test_the_entry_test_shortens_what_was_not_begun_before_it() -> None:
    entered = Happened(LATER, (ENTRY, ENTRY), shown=(Shown("een", is_right=True, is_sure=True),))
    before, after = {("een", "a"): LATER}, {("een", "a"): LATER + timedelta(days=1)}
    assert short_since([*OPENED, entered], before) == frozenset()
    assert short_since([*OPENED, entered], after) == {"een"}
    assert short_since([*OPENED, entered], {}) == {"een"}


def test_a_module_that_was_only_begun_goes_with_its_text() -> None:
    told = stands(("een", "a"))
    begun = {"weg": ModuleRow("weg", 1, 2, None, None)}
    found = derive(COURSE, OPENED, READER, replace(told, modules=begun), LATER)
    assert [row.module for row in found.modules] == ["een"]


def test_a_module_that_was_complete_stays_when_the_text_has_it_no_more() -> None:
    found = derive(COURSE, OPENED, READER, stands(("een", "a"), weg=START), LATER)
    assert [(row.module, row.completed_at) for row in found.modules] == [
        ("een", None),
        ("weg", START),
    ]
