"""The final case of our own course: a story for each kind of school, with the same meters."""

from __future__ import annotations

import pytest

from course.config import ROOT
from course.content.lesson import read_lesson
from course.kinds.dilemma.item import DilemmaItem, Ending, stories_of
from course.kinds.dilemma.story import ending_of, paths, walk
from course.kinds.item import Sector

PATH = ROOT / "modules" / "eindcasus" / "10-een-week-op-school.md"
DAYS = ("ma", "di", "wo", "do", "vr")


def read_weeks() -> list[DilemmaItem]:
    lesson, _ = read_lesson(PATH, PATH.name, "week")
    assert lesson is not None
    return stories_of(lesson.items)


WEEKS = read_weeks()


def test_every_sector_has_one_week_of_its_own() -> None:
    assert sorted(week.sectors for week in WEEKS) == sorted((sector,) for sector in Sector)
    texts = [week.scenes[0].text for week in WEEKS]
    assert len(set(texts)) == len(WEEKS)


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
@pytest.mark.parametrize(
    ("choice", "meters", "ending"),
    [(2, (8, 10, 6), Ending.GOOD), (1, (0, 0, 2), Ending.HARM), (3, (2, 6, 4), Ending.BETTER)],
)
def test_always_the_same_choice(
    week: DilemmaItem, choice: int, meters: tuple[int, int, int], ending: Ending
) -> None:
    path = [f"{day}{choice}" for day in DAYS]
    walked = walk(week, path)
    assert tuple(value for _, value in walked.meters) == meters
    assert ending_of(week, walked) is ending
    assert ending_of(week, walk(week, path[:-1])) is None, "a story that goes on has no ending"


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
def test_what_was_placed_and_written_works_through(week: DilemmaItem) -> None:
    placed, other = (dict(walk(week, ["ma2", di, "wo3"]).meters) for di in ("di1", "di3"))
    assert placed["vertrouwen"] == other["vertrouwen"] - 1 - 1
    wrote, called = (dict(walk(week, ["ma2", "di2", wo, "do2"]).meters) for wo in ("wo1", "wo2"))
    assert wrote["rust"] == called["rust"] - 2 - 1


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.key)
def test_no_choice_is_for_free(week: DilemmaItem) -> None:
    costs = {
        choice.key: min(change for _, change in choice.changes)
        for scene in week.scenes
        for choice in scene.choices
    }
    assert [key for key, cost in costs.items() if cost >= 0] == []
    assert len(paths(week)) == 3 ** len(DAYS)
