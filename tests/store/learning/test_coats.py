"""What a refresher asks of our own course: how long it takes, and what it tells of a story."""

from __future__ import annotations

from statistics import mean

from course.content.types import LessonKind
from course.domain.learning.ladder import RuleKey
from course.domain.learning.refreshing import PLAN, RULES_FIRST, SECONDS
from course.kinds.registry import kind_of
from course.store.learning.coats import _coat, _is_short, _story, came_of
from course.text.plain import plain
from tests.content.test_course import our_course

AGAIN: list[float] = []
STORIES: dict[str, float] = {}
for lesson in our_course().lessons:
    for item in lesson.items:
        pace = kind_of(item).pace(item)
        if lesson.kind is LessonKind.REFRESHER and pace is not None:
            AGAIN.append(_coat(lesson, item, pace).seconds)
        if lesson.kind is LessonKind.DILEMMA and _is_short(item):
            STORIES[item.key] = _story(RuleKey("", ""), lesson, item).coat.seconds


def test_two_questions_a_story_and_the_own_plan_take_ninety_seconds() -> None:
    assert (len(AGAIN), len(STORIES)) >= (54, 24)
    assert RULES_FIRST * mean(AGAIN) + mean(STORIES.values()) + PLAN <= SECONDS
    assert RULES_FIRST * max(AGAIN) + max(STORIES.values()) + PLAN <= SECONDS + 15


def test_a_story_tells_where_a_choice_leads_and_what_a_colleague_comes_to() -> None:
    lesson = next(one for one in our_course().lessons if one.kind is LessonKind.DILEMMA)
    told = plain(came_of(lesson.items[0], "a"))
    assert told.startswith("Kwart over acht ’s avonds Een ervaren collega denkt: Ik kijk dus")
    assert len(told.split()) < 25
