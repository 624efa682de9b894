"""How somebody went through a course: lesson after lesson, with wrong first tries, by the rules of
`domain`.

Nothing here knows a lesson by name: it does whatever the release asks, with the examples that each
item kind makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from course.content.outline import CourseOutline, LessonOutline, ModuleOutline
from course.content.types import LessonKind
from course.demo.days import instant
from course.demo.diary import Diary, Opened, example_response
from course.domain.learning.mastery import Marked, draw, mastery_of
from course.domain.learning.progress import LessonFacts, Reader, is_done, items_for, lessons_for
from course.kinds.item import Item
from course.kinds.marking import Response
from course.kinds.registry import kind_of
from course.store.courses import releases
from course.store.demo import Facts

TRIES = 3  # on a page; whoever needs more stays where they are
SITTINGS = 4  # of a test
EARLIEST, LATEST = 8, 15  # the hours at which people sit down for a module
# how many read what they need not read
OPTIONAL_READ = {LessonKind.OPENER: 0.85, LessonKind.SHEET: 0.45}


@dataclass(frozen=True)
class Walker:
    """Somebody who takes a course.

    `lessons` is how many required lessons they do; more than there are is all.
    """

    enrolment_id: int
    release: str
    reader: Reader
    lessons: int
    days: Sequence[date]  # on which they may work at it, oldest first; at least one
    careless: float  # how many first tries are wrong
    random: Random


def modules_in_order(course: CourseOutline) -> list[ModuleOutline]:
    """The order in which they can be done: the module that opens the others comes first."""
    return sorted(course.modules, key=lambda module: module.slug != course.first)


def required_counts(course: CourseOutline, reader: Reader) -> list[int]:
    """How many required lessons each module has for a reader, in the order in which they are
    done.
    """
    counts = []
    for module in modules_in_order(course):
        required = [lesson for lesson in lessons_for(module, reader) if lesson.required]
        counts.append(len(required))
    return counts


def walk_course(walker: Walker, facts: Facts) -> None:
    """Add what this person did to the facts."""
    _Walk(walker, facts).go()


class _Walk:
    """One person on their way."""

    def __init__(self, walker: Walker, facts: Facts) -> None:
        self.walker, self.random, self.left = walker, walker.random, walker.lessons
        self.course = releases.outline(walker.release)
        begin = instant(walker.days[0], EARLIEST)
        self.diary = Diary(walker.enrolment_id, walker.release, facts, walker.random, begin)

    def go(self) -> None:
        """From module to module, as far as they come."""
        for module, start in zip(modules_in_order(self.course), self._starts(), strict=False):
            pause = timedelta(minutes=self.random.randint(3, 40))
            self.diary.now = max(start, self.diary.now + pause)
            for outline in lessons_for(module, self.walker.reader):
                if not self._take(module, outline):
                    return

    def _starts(self) -> list[datetime]:
        """When they sit down for each module they come to: days spread over those they have, some
        with two of them.
        """
        counts = list(accumulate(required_counts(self.course, self.walker.reader), initial=0))[:-1]
        reached = sum(before <= self.walker.lessons for before in counts)
        starts = []
        for day in sorted(self.random.choices(self.walker.days, k=reached)):
            hour, minute = self.random.randint(EARLIEST, LATEST), self.random.randint(0, 59)
            starts.append(instant(day, hour, minute))
        return starts

    def _take(self, module: ModuleOutline, outline: LessonOutline) -> bool:
        """Do a lesson, or leave what need not be done. False when this is where they stop."""
        lesson = releases.lesson(self.walker.release, module.slug, outline.slug)
        if lesson is None:
            raise LookupError(f"the release has an outline of {outline.slug} but not its text")
        at = Opened(module.slug, lesson)
        if not outline.required:
            if self.random.random() <= OPTIONAL_READ.get(outline.kind, 0.5):
                self._do(module, outline, at)
            return True
        if not self.left:
            self._look_in(outline, at)
            return False
        self.left -= 1
        return self._do(module, outline, at)

    def _look_in(self, outline: LessonOutline, at: Opened) -> None:
        """Open a lesson and leave it at that; a test with its first answers given."""
        if not outline.items:
            return  # to open it would be to do it
        self.diary.visit(at)
        if outline.kind is not LessonKind.TEST:
            return
        bank = items_for(outline, self.walker.reader)
        drawn = draw(bank, outline.draw, (), f"{at.module} {self.diary.now}")
        ref = self.diary.open_sitting(at, drawn)
        for key in drawn[: len(drawn) // 2]:
            self.diary.answer(ref, at.item(key), wrong=False)

    def _do(self, module: ModuleOutline, outline: LessonOutline, at: Opened) -> bool:
        """Do a lesson. False when that did not finish it."""
        self.diary.visit(at)
        reader = self.walker.reader
        if outline.kind is LessonKind.TEST:
            return self._do_test(module, outline, at)
        self.diary.pass_time(40 * at.lesson.minutes)
        items = [at.item(item.key) for item in items_for(outline, reader)]
        settled: set[str] = set()
        for item in self._chosen(items, outline.kind):
            if self._settles(at, item):
                settled.add(item.key)
        return is_done(outline, LessonFacts(True, frozenset(settled)), reader)

    def _chosen(self, items: Sequence[Item], kind: LessonKind) -> list[Item]:
        """What they answer: one story of several, every compulsory item, and some of the others."""
        if kind is LessonKind.DILEMMA:
            return self._one_story(items)
        if not any(item.compulsory for item in items):
            return [*items]
        chosen = []
        for item in items:
            if item.compulsory or self.random.random() < 0.5:
                chosen.append(item)
        return chosen

    def _one_story(self, items: Sequence[Item]) -> list[Item]:
        """The first that plays at their kind of school, else the first."""
        for item in items:
            if kind_of(item).suits(item, self.walker.reader.sectors):
                return [item]
        return [*items[:1]]

    def _settles(self, at: Opened, item: Item) -> bool:
        """Answer an item on a page, a few times if need be. True when it asks no more."""
        return any(self._try(at, item, earlier) for earlier in range(TRIES))

    def _try(self, at: Opened, item: Item, earlier: int) -> bool:
        """Answer an item on a page once. True when it asks no more."""
        # What goes in steps is explained on the way, so nobody is wrong all the way to its end.
        wrong = not earlier and not item.stepwise and self.random.random() < self.walker.careless
        settles = False
        for response in self._responses(item, wrong=wrong):
            self.diary.pass_time(25)
            settles = kind_of(item).settles(item, response, earlier)
            self.diary.attempt(at, item, response, settled=settles)
        return settles

    def _responses(self, item: Item, *, wrong: bool) -> Iterator[Response]:
        """One response; for a story each choice on the way to an ending."""
        if ways := kind_of(item).ways(item):
            path = self.random.choice(ways)
            for length in range(1, len(path) + 1):
                yield path[:length]
            return
        yield example_response(item, wrong=wrong)

    def _do_test(self, module: ModuleOutline, outline: LessonOutline, at: Opened) -> bool:
        """Sit a module's test until it is mastered, or four times."""
        bank = items_for(outline, self.walker.reader)
        keys = [item.key for item in bank if item.key_item]
        marked: list[Marked] = []
        for sitting in range(SITTINGS):
            seed = f"{self.walker.enrolment_id} {module.slug} {sitting}"
            drawn = draw(bank, outline.draw, marked, seed)
            chance = 0.15
            if sitting == 0:
                chance = self.walker.careless
            fails = self.random.random() < chance
            wrong = self._wrong_ones(drawn, keys, module.mastery.share, fails=fails)
            marked += self._sit(at, drawn, wrong, sitting)
            if mastery_of(module.mastery, keys, marked).is_met:
                return True
            self.diary.pass_time(600)
        return False

    def _wrong_ones(
        self, drawn: Sequence[str], keys: Sequence[str], share: int, *, fails: bool
    ) -> frozenset[str]:
        """Which questions they get wrong: too many, or, when they pass, none or what the rule still
        allows.
        """
        allowed = (100 - share) * len(drawn) // 100
        if fails:
            return self._some_of(drawn, allowed + self.random.randint(1, 2))
        others = [key for key in drawn if key not in keys]
        return self._some_of(others, self.random.randint(0, allowed))

    def _some_of(self, keys: Sequence[str], count: int) -> frozenset[str]:
        return frozenset(self.random.sample(keys, min(len(keys), count)))

    def _sit(
        self, at: Opened, drawn: Sequence[str], wrong: frozenset[str], number: int
    ) -> list[Marked]:
        ref = self.diary.open_sitting(at, drawn)
        given = {}
        for key in drawn:
            given[key] = self.diary.answer(ref, at.item(key), wrong=key in wrong)
        self.diary.hand_in()
        marked = []
        for key, (response, confidence) in given.items():
            score = self.diary.attempt(
                at, at.item(key), response, settled=True, sitting=ref, confidence=confidence
            )
            marked.append(Marked(number, key, score.is_right))
        return marked
