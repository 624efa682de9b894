"""The questions and stories of a release with which what was learned is asked again, by rule.

Releases never change, so what was read once stays in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import mean

from course.content.types import Lesson, LessonKind
from course.domain.learning.ladder import RuleKey
from course.domain.learning.progress import Reader, is_for
from course.domain.learning.refreshing import Coat, RefresherMoment
from course.kinds.item import Item, meant_for
from course.kinds.pace import Pace, read_in
from course.kinds.registry import kind_of
from course.store.courses import releases
from course.text.plain import Html, text_as_html
from course.text.readability import count_words, sentences, words

LONGEST = 45  # seconds that one question may take; an exercise has no place in a refresher
# who is right reads no more; the share of right answers is what bench/refreshing.py came to
RIGHT = 2 / 3
EXPERT_WORDS = 18  # of how an experienced colleague thinks, by whole sentences


@dataclass(frozen=True)
class AgainQuestion:
    """One question or story, with the lesson that it stands in."""

    rule: RuleKey  # without a goal for a story
    coat: Coat
    item: Item
    lesson: Lesson

    @property
    def moment(self) -> RefresherMoment:
        """The same as rules know it."""
        return RefresherMoment(self.rule, self.coat, is_story=not self.rule.goal)

    def suits(self, reader: Reader) -> bool:
        """Whether it is for this reader."""
        for_work = meant_for(self.lesson.audiences, [reader.audience])
        return for_work and is_for(self.item, reader)


@lru_cache(maxsize=16)
def questions(release: str) -> Mapping[RuleKey, tuple[AgainQuestion, ...]]:
    """By rule of the course: what was written to ask it again, or else what the test asks."""
    found: dict[RuleKey, tuple[AgainQuestion, ...]] = {}
    for module in releases.outline(release).modules:
        again = _by_goal(module.slug, _kept(releases.refreshers(release, module.slug)))
        tests = _by_goal(module.slug, _of_kind(release, module.slug, LessonKind.TEST))
        for goal in module.goals:
            listed = again.get(goal.key) or tests.get(goal.key)
            if listed:
                found[RuleKey(module.slug, goal.key)] = tuple(listed)
    return found


@lru_cache(maxsize=16)
def stories(release: str) -> tuple[AgainQuestion, ...]:
    """Every story of a course of which the first moment can be asked alone, in reading order."""
    found: list[AgainQuestion] = []
    for module in releases.outline(release).modules:
        rule = RuleKey(module.slug, "")
        for lesson in _of_kind(release, module.slug, LessonKind.DILEMMA):
            found += (_story(rule, lesson, item) for item in lesson.items if _is_short(item))
    return tuple(found)


def _kept(lesson: Lesson | None) -> list[Lesson]:
    return [] if lesson is None else [lesson]


def _of_kind(release: str, module: str, kind: LessonKind) -> Iterator[Lesson]:
    outline = releases.outline(release).module(module)
    for row in outline.lessons if outline else ():
        lesson = releases.lesson(release, module, row.slug) if row.kind is kind else None
        yield from _kept(lesson)


def _by_goal(
    module: str, lessons: Iterator[Lesson] | list[Lesson]
) -> dict[str, list[AgainQuestion]]:
    found: dict[str, list[AgainQuestion]] = defaultdict(list)
    for lesson in lessons:
        for item in lesson.items:
            pace = kind_of(item).pace(item)
            if pace is not None and item.goal and _is_quick(item, pace):
                rule = RuleKey(module, item.goal)
                found[item.goal].append(
                    AgainQuestion(rule, _coat(lesson, item, pace), item, lesson)
                )
    return found


def _is_quick(item: Item, pace: Pace) -> bool:
    return item.graded and not item.stepwise and read_in(pace) <= LONGEST


def _coat(lesson: Lesson, item: Item, pace: Pace) -> Coat:
    told = [count_words(reply.feedback) for reply in item.replies()] or [0]
    pace = replace(pace, words=pace.words - RIGHT * mean(told))
    codes = item.misconceptions()
    return Coat(lesson.slug, item.key, read_in(pace), item.variant_of, codes)


def _is_short(item: Item) -> bool:
    """Whether one moment of a story stands alone: it is not one with meters or a warning."""
    kind = kind_of(item)
    light = not getattr(item, "warning", "") and not getattr(item, "meters", ())
    return kind.votable and light and bool(kind.endings(item))


def came_of(item: Item, choice: str) -> Html:
    """What is told of a choice in a story: in a few words where it leads, and what an experienced
    colleague comes to. Of a story without the latter, the scene itself.
    """
    kind = kind_of(item)
    thought = list(sentences(kind.expert(item)))
    if not thought:
        options = kind.ballot(item).options
        return next(one.feedback for one in options if one.key == choice)
    while len(thought) > 1 and len(words(" ".join(thought))) > EXPERT_WORDS:
        thought.pop(0)
    title = text_as_html(kind.came_of(item, choice))
    said = text_as_html(" ".join(thought))
    return Html(f"<p><strong>{title}</strong></p><p>Een ervaren collega denkt: {said}</p>")


def _story(rule: RuleKey, lesson: Lesson, item: Item) -> AgainQuestion:
    ballot = kind_of(item).ballot(item)
    told = [count_words(came_of(item, option.key)) for option in ballot.options]
    asked = [ballot.item.question, *(option.text for option in ballot.options)]
    read = sum(map(count_words, asked))
    pace = Pace(read + mean(told), 1)
    return AgainQuestion(rule, Coat(lesson.slug, item.key, read_in(pace)), item, lesson)


@lru_cache(maxsize=1024)
def codes_of(release: str, module: str, key: str) -> Mapping[str, str | None]:
    """By choice of a question of the test: the wrong idea that it shows. Empty for a question that
    this text lost.
    """
    for lesson in _of_kind(release, module, LessonKind.TEST):
        item = lesson.item(key)
        if item is not None:
            return {reply.key: reply.misconception for reply in item.replies()}
    return {}
