"""The final case of our own course keeps its control values.

Source: curriculum, 'Een week op school'.
"""

from __future__ import annotations

import pytest

from course.config import ROOT
from course.content.lesson import read_lesson
from course.kinds.dilemma.item import DilemmaItem, Ending
from course.kinds.dilemma.story import ending_of, paths, walk

PATH = ROOT / "modules" / "eindcasus" / "10-een-week-op-school.md"


@pytest.fixture(scope="module")
def week() -> DilemmaItem:
    lesson, _ = read_lesson(PATH, PATH.name, "week")
    assert lesson is not None
    story = lesson.items[0]
    assert isinstance(story, DilemmaItem)
    return story


@pytest.mark.parametrize(
    ("choice", "meters", "ending"),
    [(2, (10, 10, 9), Ending.GOOD), (1, (0, 0, 0), Ending.HARM), (3, (5, 6, 1), Ending.BETTER)],
)
def test_always_the_same_choice(
    week: DilemmaItem, choice: int, meters: tuple[int, int, int], ending: Ending
) -> None:
    path = [f"{day}{choice}" for day in ("ma", "di", "wo", "do", "vr")]
    walked = walk(week, path)
    assert tuple(value for _, value in walked.meters) == meters
    assert ending_of(week, walked) is ending
    assert ending_of(week, walk(week, path[:-1])) is None, "a story that goes on has no ending"


def test_placing_the_photo_makes_wednesday_heavier(week: DilemmaItem) -> None:
    placed = dict(walk(week, ["ma2", "di1", "wo3"]).meters)
    other = dict(walk(week, ["ma2", "di3", "wo3"]).meters)
    assert placed["vertrouwen"] == other["vertrouwen"] - 2 - 1


def test_every_week_has_five_days(week: DilemmaItem) -> None:
    assert len(paths(week)) == 3**5
    assert {len(path) for path in paths(week)} == {5}
