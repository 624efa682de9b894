"""What somebody knows of a course that they did, and until when: from their answers in tests, from
how their refreshers went, and from what others have wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Integer, cast, func, select

from course.clock import day_of
from course.domain.learning.entry import ENTRY, SURE
from course.domain.learning.ladder import (
    AskedRule,
    Began,
    Ladder,
    Origin,
    RuleKey,
    RuleState,
    state_of,
)
from course.domain.learning.refreshing import (
    FEWEST_PEOPLE,
    MissedRule,
    often_wrong,
    origin_of,
)
from course.models import Attempt, Enrolment, Progress, RefresherAnswer, RefresherPlan, db
from course.store.courses import releases
from course.store.learning import coats
from course.store.learning.marks import (
    EARNED,
    POSSIBLE,
    REFRESHED_EARNED,
    REFRESHED_POSSIBLE,
)

SAMPLE = 20_000  # answers in tests, the newest: enough to know what most people have wrong
LADDER = Ladder()


@dataclass(frozen=True)
class AnsweredTest:
    """One answer in a test of a course."""

    module: str
    item: str
    response: tuple[str, ...]
    on: date
    is_right: bool
    is_sure: bool


@dataclass(frozen=True)
class Knowledge:
    """One person in one course that they did. `asked` is when each question was last asked."""

    course: str
    release: str  # whose questions are asked: the current one
    learned_on: date
    origins: Mapping[RuleKey, Origin]
    log: tuple[AskedRule, ...]
    missed: Mapping[RuleKey, MissedRule]
    asked: Mapping[str, date] = field(default_factory=dict)

    def began(self, rule: RuleKey) -> Began:
        """Everything that was asked of one rule."""
        asked = tuple(one for one in self.log if one.rule == rule)
        return Began(self.origins.get(rule, Origin.OTHER), self.learned_on, asked)

    def states(self, ladder: Ladder = LADDER) -> dict[RuleKey, RuleState]:
        """Every rule that can be asked, and how firm it is."""
        rules = coats.questions(self.release)
        return {rule: state_of(ladder, self.began(rule)) for rule in rules}


def learned(people: Sequence[int]) -> dict[tuple[int, str], date]:
    """By person and course: the day on which they first did it."""
    query = (
        select(Enrolment.person_id, Enrolment.course, func.min(Progress.completed_on).label("on"))
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(people), Progress.completed_on.is_not(None))
        .group_by(Enrolment.person_id, Enrolment.course)
    )
    days: dict[tuple[int, str], date] = {}
    for row in db.session.execute(query):
        days[row.person_id, row.course] = row.on
    return days


def of_people(people: Sequence[int]) -> dict[tuple[int, str], Knowledge]:
    """By person and course everything that these people know of what they did."""
    done = learned(people)
    plans = _plans(people)
    tests, reviews = _tests(people), _reviews(people)
    current = cache(releases.current)
    found: dict[tuple[int, str], Knowledge] = {}
    for key, learned_on in done.items():
        release = current(key[1])
        if release is not None:
            answers = _Answers(tests[key], goals_of(release), learned_on, release)
            origins = plans.get(key)
            if origins is None:
                origins = answers.origins(most_wrong(key[1], release))
            log = sorted([*answers.later, *_rules(reviews[key])], key=lambda one: one.on)
            asked = {row.item: row.day for row in reviews[key]}
            facts = (learned_on, origins, tuple(log), answers.missed(), asked)
            found[key] = Knowledge(key[1], release, *facts)
    return found


def origins_as_kept(origins: Mapping[RuleKey, Origin]) -> dict[str, int]:
    """How a plan keeps why each rule is asked."""
    return {f"{rule.module}/{rule.goal}": int(origin) for rule, origin in origins.items()}


@lru_cache(maxsize=64)
def goals_of(release: str) -> Mapping[tuple[str, str], RuleKey]:
    """By module and question of this text: the rule that it is about."""
    found: dict[tuple[str, str], RuleKey] = {}
    for module in releases.outline(release).modules:
        for item in chain.from_iterable(lesson.items for lesson in module.lessons):
            if item.goal:
                found[module.slug, item.key] = RuleKey(module.slug, item.goal)
    return found


def most_wrong(course: str, release: str) -> frozenset[RuleKey]:
    """The rules of a course that are wrong most often in tests, wherever people work. A question
    that fewer than ten people answered says nothing.
    """
    newest = (
        select(Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.course == course, Attempt.sitting_id.is_not(None))
        .where(Attempt.module != ENTRY, Attempt.possible > 0)
        .order_by(Attempt.id.desc())
        .limit(SAMPLE)
    )
    wrong = func.sum(cast(EARNED < POSSIBLE, Integer))
    people = func.count(Attempt.enrolment_id.distinct())
    totals = (
        select(Attempt.module, Attempt.item, wrong.label("wrong"), func.count().label("answers"))
        .where(Attempt.id.in_(newest))
        .group_by(Attempt.module, Attempt.item)
        .having(people >= FEWEST_PEOPLE)
    )
    goals = goals_of(release)
    shares: dict[RuleKey, tuple[int, int]] = {}
    for row in db.session.execute(totals):
        rule = goals.get((row.module, row.item))
        if rule is not None:
            before = shares.get(rule, (0, 0))
            shares[rule] = before[0] + row.wrong, before[1] + row.answers
    return often_wrong(shares)


@dataclass(frozen=True)
class _Answers:
    """What somebody answered in the tests of one course, the first first."""

    tests: Sequence[AnsweredTest]
    goals: Mapping[tuple[str, str], RuleKey]
    learned_on: date
    release: str

    @property
    def later(self) -> Iterable[AskedRule]:
        """What a renewal asked since: it counts as any other time that a rule is asked."""
        for one in self.tests:
            rule = self.goals.get((one.module, one.item))
            if rule is not None and one.on > self.learned_on:
                yield AskedRule(rule, one.on, one.is_right, one.is_sure)

    def origins(self, often: frozenset[RuleKey]) -> dict[RuleKey, Origin]:
        """Why each rule is asked, by what was wrong when the course was done."""
        sure, wrong = set[RuleKey](), set[RuleKey]()
        for one in self.tests:
            rule = self.goals.get((one.module, one.item))
            if rule is not None and not one.is_right and one.on <= self.learned_on:
                (sure if one.is_sure else wrong).add(rule)
        found: dict[RuleKey, Origin] = {}
        for rule in sure | wrong | often:
            found[rule] = origin_of(rule in sure, rule in wrong, rule in often)
        return found

    def missed(self) -> dict[RuleKey, MissedRule]:
        """What was wrong last of each rule, with the wrong ideas that were chosen."""
        found: dict[RuleKey, MissedRule] = {}
        for one in self.tests:
            rule = self.goals.get((one.module, one.item))
            if rule is not None and not one.is_right:
                found[rule] = MissedRule(one.item, self._codes(rule, one))
        return found

    def _codes(self, rule: RuleKey, one: AnsweredTest) -> frozenset[str]:
        shown = coats.codes_of(self.release, rule.module, one.item)
        return frozenset(filter(None, map(shown.get, one.response)))


def _plans(people: Sequence[int]) -> dict[tuple[int, str], dict[RuleKey, Origin]]:
    query = select(RefresherPlan.person_id, RefresherPlan.course, RefresherPlan.origins)
    found = db.session.execute(query.where(RefresherPlan.person_id.in_(people)))
    plans: dict[tuple[int, str], dict[RuleKey, Origin]] = {}
    for row in found:
        plans[row.person_id, row.course] = _origins(row.origins)
    return plans


def _origins(kept: Mapping[str, int]) -> dict[RuleKey, Origin]:
    return {RuleKey(*key.split("/", 1)): Origin(number) for key, number in kept.items()}


def _tests(people: Sequence[int]) -> dict[tuple[int, str], list[AnsweredTest]]:
    query = (
        select(
            Enrolment.person_id,
            Enrolment.course,
            Attempt.module,
            Attempt.item,
            Attempt.response,
            Attempt.submitted_at,
            EARNED.label("earned"),
            POSSIBLE.label("possible"),
            Attempt.confidence,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id.in_(people), Attempt.sitting_id.is_not(None))
        .where(Attempt.module != ENTRY)
        .order_by(Attempt.id)
    )
    found: dict[tuple[int, str], list[AnsweredTest]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id, row.course].append(_test(row))
    return found


def _test(row: Any) -> AnsweredTest:
    on, is_sure = day_of(row.submitted_at), row.confidence == SURE
    is_right = row.earned == row.possible
    return AnsweredTest(row.module, row.item, tuple(row.response), on, is_right, is_sure)


def _reviews(people: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    query = (
        select(
            RefresherAnswer.person_id,
            RefresherAnswer.course,
            RefresherAnswer.module,
            RefresherAnswer.goal,
            RefresherAnswer.item,
            REFRESHED_EARNED.label("earned"),
            REFRESHED_POSSIBLE.label("possible"),
            RefresherAnswer.confidence,
            RefresherAnswer.day,
        )
        .where(RefresherAnswer.person_id.in_(people))
        .order_by(RefresherAnswer.id)
    )
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id, row.course].append(row)
    return found


def _rules(reviews: Iterable[Any]) -> Iterable[AskedRule]:
    """What was asked of rules; a story says nothing about one."""
    for row in reviews:
        if row.goal:
            rule, is_right = RuleKey(row.module, row.goal), row.earned == row.possible
            yield AskedRule(rule, row.day, is_right, row.confidence == SURE)
