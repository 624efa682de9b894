"""What a refresher asks of a course: which questions and stories, how long they take, and what it
tells of a story.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from course.content.types import Lesson, LessonKind
from course.domain.learning.ladder import RuleKey
from course.domain.learning.progress import Reader
from course.domain.learning.refreshing import PLAN, RULES_FIRST, SECONDS, Coat
from course.kinds.item import Audience, Item
from course.kinds.pace import Pace
from course.kinds.registry import kind_of
from course.store.learning import coats
from course.text.plain import Html, plain
from tests.content.reading import documented_items, item
from tests.content.test_course import our_course
from tests.learning import DILEMMA, publish
from tests.refreshed import AGAIN

QUESTION = """
::: choice r9
goal: L1
variant-of: t1

Wat doet u nu?

- [x] a. Vragen
  > Klopt, want dat is netter.
- [ ] b. Delen zonder vragen {V5}
  > Niet goed.
:::
"""
STORY = """
::: dilemma S9
title: De foto

## start: De foto
U ziet een foto.

- a. Wissen. -> wissen
- b. Eerst bellen. -> bellen

## wissen [harm]: Gewist
De moeder is boos.

lesson: Bel.

## bellen [good]: Opgelost
Goed zo.

lesson: Bel.
:::
"""
TEACHER = Reader(Audience.TEACHING, frozenset({"vo"}))


def lesson_of(*items: Item) -> Lesson:
    kind = LessonKind.PAGE
    return Lesson(slug="les", title="Les", kind=kind, required=True, blocks=items, minutes=1)


def thinking(*lengths: int) -> Item:
    """The story, of which a colleague thinks in sentences of so many words."""
    said = [" ".join(["Ik", *["kijk"] * (length - 2), f"{length}."]) for length in lengths]
    return item(STORY.replace("-> bellen\n", f"-> bellen\n\nexpert: {' '.join(said)}\n"))


def told(story: Item, choice: str = "b") -> str:
    return plain(coats.came_of(story, choice))


def test_two_questions_a_story_and_the_own_plan_take_ninety_seconds() -> None:
    again: list[float] = []
    stories: list[float] = []
    for lesson in our_course().lessons:
        for one in lesson.items:
            pace = kind_of(one).pace(one)
            if lesson.kind is LessonKind.REFRESHER and pace is not None:
                again.append(coats._coat(lesson, one, pace).seconds)
            if lesson.kind is LessonKind.DILEMMA and coats._is_short(one):
                stories.append(coats._story(RuleKey("", ""), lesson, one).coat.seconds)
    assert (len(again), len(stories)) >= (54, 24)
    assert RULES_FIRST * mean(again) + mean(stories) + PLAN <= SECONDS
    assert RULES_FIRST * max(again) + max(stories) + PLAN <= SECONDS + 15


def test_a_story_tells_where_a_choice_leads_and_what_a_colleague_comes_to() -> None:
    lesson = next(one for one in our_course().lessons if one.kind is LessonKind.DILEMMA)
    told = plain(coats.came_of(lesson.items[0], "a"))
    assert told.startswith("Kwart over acht ’s avonds Een ervaren collega denkt: Ik kijk dus")
    assert len(told.split()) < 25


def test_who_is_right_reads_no_more_so_a_third_of_what_is_told_counts() -> None:
    """8 words are asked, and 3.5 told on average."""
    one = item(QUESTION)
    pace = kind_of(one).pace(one)
    assert pace is not None
    coat = coats._coat(lesson_of(one), one, pace)
    seconds = 60 * (8 + 3.5 / 3) / 200 + 7
    assert coat == Coat("les", "r9", pytest.approx(seconds), "t1", frozenset({"V5"}))
    untold = replace(one, options=())  # type: ignore[call-arg]
    assert coats._coat(lesson_of(untold), untold, Pace(10, 1)).seconds == 10


def test_a_story_takes_its_first_scene_and_what_is_told_of_a_choice() -> None:
    found = coats._story(RuleKey("een", ""), lesson_of(), item(STORY)).coat
    asked, after = 4 + 3 + 1 + 2, (4 + 2) / 2
    assert found == Coat("les", "S9", pytest.approx(60 * (asked + after) / 200 + 7))


def test_a_colleague_thinks_the_last_whole_sentences_in_eighteen_words() -> None:
    assert told(thinking(4, 12, 6)).endswith(
        f"denkt: {'Ik' + ' kijk' * 10} 12. Ik kijk kijk kijk kijk 6."
    )
    assert told(thinking(7, 12)).endswith(f"denkt: {'Ik' + ' kijk' * 10} 12.")
    assert told(thinking(20)).endswith(f"denkt: {'Ik' + ' kijk' * 18} 20.")
    assert told(thinking(3, 20)).startswith("Opgelost Een ervaren collega denkt: Ik kijk kijk kijk")


def test_without_a_colleague_the_scene_itself_is_told() -> None:
    assert (told(item(STORY)), told(item(STORY), "a")) == ("Goed zo.", "De moeder is boos.")


def test_one_moment_of_a_story_stands_alone_without_meters_or_a_warning() -> None:
    story: Any = item(STORY)
    assert coats._is_short(story)
    assert not coats._is_short(replace(story, warning=Html("<p>Zwaar.</p>")))
    assert not coats._is_short(replace(story, meters=(("rust", 5),)))
    assert not coats._is_short(item(QUESTION)), "a group may vote on it, and it has no ending"
    unended = [replace(scene, ending=None) for scene in story.scenes]
    assert not coats._is_short(replace(story, scenes=tuple(unended)))


def test_an_exercise_has_no_place_in_a_refresher() -> None:
    """Only what is marked at once, on a goal; of whatever kind."""
    every = [replace(one, goal="L1") for one in documented_items()]
    found = coats._by_goal("een", [lesson_of(*every)])["L1"]
    kinds = {one.item.kind for one in found}
    assert {"choice", "multiple", "order"} <= kinds
    assert kinds.isdisjoint({"dilemma", "plan", "reflection", "cards", "browse", "opener"})
    assert coats._by_goal("een", [lesson_of(replace(item(QUESTION), goal=None))]) == {}


def test_a_question_of_a_refresher_takes_forty_five_seconds_at_most() -> None:
    one = item(QUESTION)
    assert coats._is_quick(one, Pace(80, 3))
    assert not coats._is_quick(one, Pace(81, 3))


def test_a_question_is_for_who_the_lesson_and_the_question_are_for() -> None:
    one = item(QUESTION)
    (found,) = coats._by_goal("een", [lesson_of(one)])["L1"]
    assert (found.moment.rule, found.moment.is_story) == (RuleKey("een", "L1"), False)
    assert found.suits(TEACHER)
    leaders = (Audience.LEADER,)
    assert not replace(found, lesson=replace(found.lesson, audiences=leaders)).suits(TEACHER)
    assert not replace(found, item=replace(one, audiences=leaders)).suits(TEACHER)
    assert coats._story(RuleKey("een", ""), lesson_of(), item(STORY)).moment.is_story


def test_a_rule_is_asked_by_what_was_written_for_it_and_else_by_the_test(
    session: Any, tmp_path: Path
) -> None:
    def asked(**more: str) -> dict[RuleKey, list[str]]:
        found = coats.questions(publish(tmp_path / f"modules-{len(more)}", **more))
        return {rule: [one.item.key for one in listed] for rule, listed in found.items()}

    rule = RuleKey("een", "L1")
    assert asked() == {rule: ["t1", "t2", "t3", "t4", "t5"]}
    assert asked(opfrissen=AGAIN) == {rule: ["r1", "r2", "r3"]}


def test_stories_of_a_course_are_those_with_a_moment_that_stands_alone(
    session: Any, tmp_path: Path
) -> None:
    heavy = STORY.replace("title: De foto", "title: De foto\nwarning: Zwaar.")
    release = publish(tmp_path / "modules", dilemma=DILEMMA + heavy)
    (found,) = coats.stories(release)
    assert (found.rule, found.item.key, found.lesson.slug) == (RuleKey("een", ""), "S1", "dilemma")


def test_which_wrong_idea_a_choice_in_the_test_shows(session: Any, tmp_path: Path) -> None:
    release = publish(tmp_path / "modules")
    assert coats.codes_of(release, "een", "t2") == {"a": None, "b": "V5"}
    assert coats.codes_of(release, "een", "p1") == {}, "a question of a page"
    assert coats.codes_of(release, "een", "weg") == coats.codes_of(release, "weg", "t2") == {}
