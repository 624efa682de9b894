"""What was hard for somebody: the rules that they answered wrong, over all courses and years, in
lessons, tests and refreshers. For nobody but themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from course.clock import day_of
from course.domain.learning.entry import ENTRY, SURE
from course.models import Attempt, Enrolment, Refresher, RefresherAnswer, db
from course.store.courses import releases
from course.store.learning import coats
from course.store.learning.knowledge import goals_of
from course.store.learning.marks import (
    EARNED,
    POSSIBLE,
    REFRESHED_EARNED,
    REFRESHED_POSSIBLE,
)


@dataclass(frozen=True)
class HardRule:
    """A rule that was answered wrong. `ideas`: the codes of the wrong ideas that were chosen in
    tests, what was chosen most first.
    """

    course: str
    module: str
    rule: str
    wrong: int
    sure: int  # of those: while they were sure
    ideas: tuple[str, ...]
    right_on: date | None  # the last day on which it was right; None: never


class _Rule(NamedTuple):
    """A goal of a module of a course."""

    course: str
    module: str
    goal: str


class _Told(NamedTuple):
    """One answer about a rule."""

    rule: _Rule
    release: str
    on: date
    is_right: bool
    is_sure: bool
    ideas: tuple[str, ...]


@dataclass
class _Sum:
    """All answers about one rule, the first first. `release`: the text in which it was asked
    last.
    """

    release: str = ""
    wrong: int = 0
    sure: int = 0
    ideas: Counter[str] = field(default_factory=Counter)
    right_on: date | None = None


def hard_for(person_id: int) -> list[HardRule]:
    """Every rule that was wrong once: first what they were sure of, then what was wrong most."""
    sums: dict[_Rule, _Sum] = {}
    for told in (*_answered(person_id), *_refreshed(person_id)):
        _count(sums.setdefault(told.rule, _Sum()), told)
    found = [_named(rule, one) for rule, one in sums.items() if one.wrong]
    return sorted(found, key=lambda one: (-one.sure, -one.wrong, one.course, one.module, one.rule))


def _count(one: _Sum, told: _Told) -> None:
    one.release = told.release
    if told.is_right:
        one.right_on = max(told.on, one.right_on or told.on)
        return
    one.wrong += 1
    one.sure += told.is_sure
    one.ideas.update(told.ideas)


def _named(rule: _Rule, one: _Sum) -> HardRule:
    """In the words of the text in which it was asked last."""
    outline = releases.outline(one.release)
    module = next(module for module in outline.modules if module.slug == rule.module)
    text = next(goal.text for goal in module.goals if goal.key == rule.goal)
    by_count = sorted(one.ideas, key=lambda code: (-one.ideas[code], code))
    named = (outline.title, module.title, text[:1].upper() + text[1:])
    return HardRule(*named, one.wrong, one.sure, tuple(by_count), one.right_on)


def _answered(person_id: int) -> Iterator[_Told]:
    """In lessons and tests. What the entry test asked was not learned yet."""
    query = (
        select(
            Enrolment.course,
            Attempt.release,
            Attempt.module,
            Attempt.item,
            Attempt.response,
            Attempt.confidence,
            Attempt.submitted_at,
            EARNED.label("earned"),
            POSSIBLE.label("possible"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id, Attempt.module != ENTRY, Attempt.possible > 0)
        .order_by(Attempt.id)
    )
    for row in db.session.execute(query):
        rule = goals_of(row.release).get((row.module, row.item))
        if rule is not None and row.possible:
            is_right = row.earned == row.possible
            yield _Told(
                _Rule(row.course, *rule),
                row.release,
                day_of(row.submitted_at),
                is_right,
                row.confidence == SURE,
                () if is_right else _ideas(row),
            )


def _ideas(row: Any) -> tuple[str, ...]:
    shown = coats.codes_of(row.release, row.module, row.item)
    return tuple(filter(None, map(shown.get, row.response)))


def _refreshed(person_id: int) -> Iterator[_Told]:
    query = (
        select(
            RefresherAnswer.course,
            RefresherAnswer.module,
            RefresherAnswer.goal,
            REFRESHED_EARNED.label("earned"),
            REFRESHED_POSSIBLE.label("possible"),
            RefresherAnswer.confidence,
            RefresherAnswer.day,
            Refresher.release,
        )
        .join(Refresher, Refresher.id == RefresherAnswer.refresher_id)
        .where(RefresherAnswer.person_id == person_id, RefresherAnswer.goal != "")
        .order_by(RefresherAnswer.id)
    )
    for row in db.session.execute(query):
        rule = _Rule(row.course, row.module, row.goal)
        is_right, is_sure = row.earned == row.possible, row.confidence == SURE
        yield _Told(rule, row.release, row.day, is_right, is_sure, ())
