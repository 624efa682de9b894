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
from typing import Any

from course.content.outline import CourseOutline, LessonOutline, ModuleOutline
from course.content.types import Lesson, LessonKind
from course.demo.days import instant
from course.domain.learning.mastery import Marked, draw, mastery_of
from course.domain.learning.progress import LessonFacts, Reader, is_done, items_for, lessons_for
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable, Response, Score
from course.kinds.registry import kind_of
from course.models.base import new_token
from course.store.courses import releases
from course.store.demo import Facts

TRIES = 3  # on a page; whoever needs more stays where they are
SITTINGS = 4  # of a test
EARLIEST, LATEST = 8, 15  # the hours at which people sit down for a module
OPTIONAL_READ = {
    LessonKind.OPENER: 0.85,
    LessonKind.SHEET: 0.45,
}  # how many read what they need not read


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
    return [
        sum(lesson.required for lesson in lessons_for(module, reader))
        for module in modules_in_order(course)
    ]


def walk_course(walker: Walker, facts: Facts) -> None:
    """Add what this person did to the facts."""
    _Walk(walker, facts).go()


class _Walk:
    """One person on their way. `now` moves on with everything they do."""

    def __init__(self, walker: Walker, facts: Facts) -> None:
        self.walker, self.facts, self.random = walker, facts, walker.random
        self.course = releases.outline(walker.release)
        self.now = instant(walker.days[0], EARLIEST)

    def go(self) -> None:
        left = self.walker.lessons
        for module, start in zip(modules_in_order(self.course), self._starts(), strict=False):
            self.now = max(start, self.now + timedelta(minutes=self.random.randint(3, 40)))
            for outline in lessons_for(module, self.walker.reader):
                lesson = releases.lesson(self.walker.release, module.slug, outline.slug)
                if lesson is None:
                    raise LookupError(
                        f"the release has an outline of {outline.slug} but not its text"
                    )
                if not outline.required and self.random.random() > OPTIONAL_READ.get(
                    outline.kind, 0.5
                ):
                    continue
                if outline.required and not left:
                    self._look_in(module, outline, lesson)
                    return
                if not self._do(module, outline, lesson) and outline.required:
                    return
                left -= outline.required

    def _starts(self) -> list[datetime]:
        """When they sit down for each module they come to: days spread over those they have, some
        with two of them.
        """
        counts = list(accumulate(required_counts(self.course, self.walker.reader), initial=0))[:-1]
        reached = sum(before <= self.walker.lessons for before in counts)
        days = sorted(self.random.choices(self.walker.days, k=reached))
        return [
            instant(day, self.random.randint(EARLIEST, LATEST), self.random.randint(0, 59))
            for day in days
        ]

    def _pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds * self.random.uniform(0.7, 1.5))

    def _row(self, module: ModuleOutline, lesson: Lesson) -> dict[str, Any]:
        return {
            "enrolment_id": self.walker.enrolment_id,
            "module": module.slug,
            "lesson": lesson.slug,
        }

    def _visit(self, module: ModuleOutline, lesson: Lesson) -> None:
        self._pass_time(15)
        self.facts.visits.append({**self._row(module, lesson), "visited_at": self.now})

    def _look_in(self, module: ModuleOutline, outline: LessonOutline, lesson: Lesson) -> None:
        """Open a lesson and leave it at that; a test with its first answers given."""
        if not outline.items:
            return  # to open it would be to do it
        self._visit(module, lesson)
        if outline.kind is LessonKind.TEST:
            drawn = draw(
                items_for(outline, self.walker.reader),
                outline.draw,
                (),
                f"{module.slug} {self.now}",
            )
            ref = self._open_sitting(module, lesson, drawn)
            for key in drawn[: len(drawn) // 2]:
                self._answer(ref, _item(lesson, key), wrong=False)

    def _do(self, module: ModuleOutline, outline: LessonOutline, lesson: Lesson) -> bool:
        """Do a lesson. False when that did not finish it."""
        self._visit(module, lesson)
        reader = self.walker.reader
        if outline.kind is LessonKind.TEST:
            return self._do_test(module, outline, lesson)
        self._pass_time(40 * lesson.minutes)
        items = [_item(lesson, item.key) for item in items_for(outline, reader)]
        settled = set()
        for item in self._chosen(items, outline.kind):
            if any(self._try(module, lesson, item, number) for number in range(TRIES)):
                settled.add(item.key)
        return is_done(outline, LessonFacts(True, frozenset(settled)), reader)

    def _chosen(self, items: Sequence[Item], kind: LessonKind) -> list[Item]:
        """What they answer: one story of several, every compulsory item, and some of the others."""
        if kind is LessonKind.DILEMMA:
            sectors = self.walker.reader.sectors
            fitting = [item for item in items if kind_of(item).suits(item, sectors)]
            return [*(fitting or items)][:1]
        if all(not item.compulsory for item in items):
            return [*items]
        return [item for item in items if item.compulsory or self.random.random() < 0.5]

    def _try(self, module: ModuleOutline, lesson: Lesson, item: Item, earlier: int) -> bool:
        """Answer an item on a page once. True when it asks no more."""
        kind = kind_of(item)
        # What goes in steps is explained on the way, so nobody is wrong all the way to its end.
        wrong = not earlier and not item.stepwise and self.random.random() < self.walker.careless
        settles = False
        for response in self._responses(item, wrong=wrong):
            self._pass_time(25)
            settles = kind.settles(item, response, earlier)
            score = kind.grade(item, response)
            self._attempt(
                module, lesson, item, response, score, settled=settles, submission=new_token()
            )
        return settles

    def _responses(self, item: Item, *, wrong: bool) -> Iterator[Response]:
        """One response; for a story each choice on the way to an ending."""
        if ways := kind_of(item).ways(item):
            path = self.random.choice(ways)
            yield from (path[: length + 1] for length in range(len(path)))
            return
        yield _response(item, wrong=wrong)

    def _attempt(
        self,
        module: ModuleOutline,
        lesson: Lesson,
        item: Item,
        response: Response,
        score: Score,
        *,
        settled: bool,
        submission: str,
        sitting: str | None = None,
        confidence: str | None = None,
    ) -> None:
        self.facts.attempts.append(
            {
                **self._row(module, lesson),
                "release": self.walker.release,
                "item": item.key,
                "response": list(response),
                "earned": score.earned,
                "possible": score.possible,
                "confidence": confidence,
                "settled": settled,
                "sitting": sitting,
                "submission": submission,
                "submitted_at": self.now,
            }
        )

    def _do_test(self, module: ModuleOutline, outline: LessonOutline, lesson: Lesson) -> bool:
        """Sit a module's test until it is mastered, or four times."""
        bank = items_for(outline, self.walker.reader)
        keys = [item.key for item in bank if item.key_item]
        marked: list[Marked] = []
        for sitting in range(SITTINGS):
            drawn = draw(
                bank, outline.draw, marked, f"{self.walker.enrolment_id} {module.slug} {sitting}"
            )
            fails = self.random.random() < (self.walker.careless if not sitting else 0.15)
            wrong = self._wrong_ones(drawn, keys, module.mastery.share, fails=fails)
            marked += self._sit(module, lesson, drawn, wrong, sitting)
            if mastery_of(module.mastery, keys, marked).is_met:
                return True
            self._pass_time(600)
        return False

    def _wrong_ones(
        self, drawn: Sequence[str], keys: Sequence[str], share: int, *, fails: bool
    ) -> frozenset[str]:
        """Which questions they get wrong: too many, or, when they pass, none or what the rule still
        allows.
        """
        allowed = (100 - share) * len(drawn) // 100
        if fails:
            return frozenset(
                self.random.sample(drawn, min(len(drawn), allowed + self.random.randint(1, 2)))
            )
        others = [key for key in drawn if key not in keys]
        return frozenset(
            self.random.sample(others, min(len(others), self.random.randint(0, allowed)))
        )

    def _sit(
        self,
        module: ModuleOutline,
        lesson: Lesson,
        drawn: Sequence[str],
        wrong: frozenset[str],
        number: int,
    ) -> list[Marked]:
        ref = self._open_sitting(module, lesson, drawn)
        given = {key: self._answer(ref, _item(lesson, key), wrong=key in wrong) for key in drawn}
        self._pass_time(40)
        self.facts.sittings[-1]["handed_in_at"] = self.now
        marked = []
        for key, (response, confidence) in given.items():
            item = _item(lesson, key)
            score = kind_of(item).grade(item, response)
            self._attempt(
                module,
                lesson,
                item,
                response,
                score,
                settled=True,
                submission=f"{ref}:{key}",
                sitting=ref,
                confidence=confidence,
            )
            marked.append(Marked(number, key, score.is_right))
        return marked

    def _open_sitting(self, module: ModuleOutline, lesson: Lesson, drawn: Sequence[str]) -> str:
        ref = new_token()
        self._pass_time(20)
        self.facts.sittings.append(
            {
                **self._row(module, lesson),
                "ref": ref,
                "items": list(drawn),
                "opened_at": self.now,
                "handed_in_at": None,
            }
        )
        return ref

    def _answer(self, ref: str, item: Item, *, wrong: bool) -> tuple[Response, str]:
        """Answer a question of an open test, with how sure they are of it."""
        self._pass_time(30)
        response = _response(item, wrong=wrong)
        confidence = self.random.choices(
            ("gok", "denk", "zeker"), (3, 5, 2) if wrong else (1, 4, 6)
        )[0]
        self.facts.answers.append(
            {
                "sitting": ref,
                "item": item.key,
                "response": list(response),
                "confidence": confidence,
                "submission": new_token(),
                "given_at": self.now,
            }
        )
        return response, confidence


def _item(lesson: Lesson, key: str) -> Item:
    item = lesson.item(key)
    if item is None:
        raise LookupError(f"lesson {lesson.slug} has no item {key}")
    return item


def _response(item: Item, *, wrong: bool) -> Response:
    """The right or the wrong example of an item; the right one for what is never marked."""
    kind = kind_of(item)
    examples = kind.examples(item)
    form: Form = examples.wrong if wrong and examples.wrong is not None else examples.right
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        raise ValueError(f"item {item.key}: its own example cannot be marked: {response.reason}")
    return response
