"""The final case of our own course keeps its control values. Source: curriculum, 'Een week op school'."""

from __future__ import annotations

import pytest

from course.config import ROOT
from course.content.items.dilemma import DilemmaItem
from course.content.lesson import read_lesson
from course.domain.items.dilemma import paths, walk

PATH = ROOT / "modules" / "eindcasus" / "10-een-week-op-school.md"


@pytest.fixture(scope="module")
def week() -> DilemmaItem:
    lesson, _ = read_lesson(PATH, PATH.name, "week")
    assert lesson is not None
    story = lesson.items[0]
    assert isinstance(story, DilemmaItem)
    return story


@pytest.mark.parametrize(("choice", "meters"), [(2, (10, 10, 9)), (1, (0, 0, 0)), (3, (5, 6, 1))])
def test_always_the_same_choice(week: DilemmaItem, choice: int, meters: tuple[int, int, int]) -> None:
    path = [f"{day}{choice}" for day in ("ma", "di", "wo", "do", "vr")]
    assert tuple(value for _, value in walk(week, path).meters) == meters


def test_placing_the_photo_makes_wednesday_heavier(week: DilemmaItem) -> None:
    placed = dict(walk(week, ["ma2", "di1", "wo3"]).meters)
    other = dict(walk(week, ["ma2", "di3", "wo3"]).meters)
    assert placed["vertrouwen"] == other["vertrouwen"] - 2 - 1


def test_every_week_has_five_days(week: DilemmaItem) -> None:
    assert len(paths(week)) == 3**5
    assert {len(path) for path in paths(week)} == {5}
