"""First tries of a module as sums, for who writes the questions. No row says who.

Only people who work today at a school in reach are counted, and each of them once for a question.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Select, Text, and_, case, cast, func, select

from course.domain.learning.entry import SURE
from course.domain.learning.item_analysis import ItemSums, told_of
from course.domain.people.roles import SMALLEST_GROUP, Actor, Permission
from course.kinds.marking import Response
from course.models import Attempt, Enrolment, Membership, db
from course.store.dated import holds_on
from course.store.learning.marks import EARNED, POSSIBLE
from course.store.scope import schools_for


@dataclass(frozen=True)
class ItemTotals:
    """One question. `sure_and_wrong` counts who was sure of it and had not all points."""

    lesson: str
    item: str
    sums: ItemSums
    sure_and_wrong: int


@dataclass(frozen=True)
class ResponseTotals:
    """How many people gave a response as their first, and how many of those were sure of it."""

    response: Response
    people: int
    sure: int


def module_statistics(actor: Actor, course: str, module: str, today: date) -> list[ItemTotals]:
    """Every question of a module that was marked, in the order of lesson and key: one SELECT."""
    first = _first_tries(actor, course, module, today, Attempt.possible > 0)
    found = db.session.execute(_summed(_scored(first)))
    return [
        ItemTotals(lesson, item, ItemSums(*sums), wrong) for lesson, item, wrong, *sums in found
    ]


def response_statistics(
    actor: Actor, course: str, module: str, item: tuple[str, str], today: date
) -> list[ResponseTotals]:
    """Every response that was given to one question as the first, most often first.

    `item` is its lesson and key. Of what is done in steps the last try counts.
    """
    lesson, key = item
    is_done = Attempt.settled | Attempt.sitting_id.is_not(None)
    this = (Attempt.lesson == lesson) & (Attempt.item == key)
    tries = _first_tries(actor, course, module, today, this & is_done)
    # PostgreSQL cannot group by JSON; as text both databases can
    given = cast(Attempt.response, Text)
    sure = func.sum(case((Attempt.confidence == SURE, 1), else_=0))
    found = db.session.execute(
        select(given.label("given"), func.count().label("people"), sure.label("sure"))
        .where(Attempt.id.in_(tries))
        .group_by(given)
        .order_by(func.count().desc(), given)
    )
    return [ResponseTotals(tuple(json.loads(row.given)), row.people, row.sure) for row in found]


def _first_tries(
    actor: Actor, course: str, module: str, today: date, which: ColumnElement[bool]
) -> Select[int]:
    """The first of these tries of each person at each question: of as many people, in the order in
    which they tried, as `told_of` says of all of them.
    """
    here = select(Membership.person_id).where(
        Membership.school_id.in_(schools_for(actor, Permission.ASSIGN)),
        holds_on(Membership, today),
    )
    tries = (
        select(func.min(Attempt.id).label("id"), Attempt.lesson, Attempt.item)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.course == course, Enrolment.person_id.in_(here), Attempt.module == module)
        .where(which)
        .group_by(Enrolment.person_id, Attempt.lesson, Attempt.item)
        .subquery()
    )
    question = (tries.c.lesson, tries.c.item)
    place = func.row_number().over(partition_by=question, order_by=tries.c.id)
    people = func.count().over(partition_by=question)
    ranked = select(tries.c.id, place.label("place"), people.label("people")).subquery()
    few = ranked.c.people < SMALLEST_GROUP  # that somebody tried is told, and nothing else
    return select(ranked.c.id).where(few | (ranked.c.place <= told_of(ranked.c.people)))


def _scored(first: Select[int]) -> CTE:
    """Each of these tries with its share of the points, and how the same person did elsewhere."""
    score = cast(EARNED, Float) / POSSIBLE
    wrong = and_(Attempt.confidence == SURE, EARNED < POSSIBLE)
    tries = (
        select(
            Enrolment.person_id,
            Attempt.lesson,
            Attempt.item,
            score.label("score"),
            case((wrong, 1), else_=0).label("wrong"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.id.in_(first))
        .cte("tries")
    )
    person = tries.c.person_id
    others = func.count().over(partition_by=person) - 1
    elsewhere = func.sum(tries.c.score).over(partition_by=person) - tries.c.score
    return select(tries, case((others > 0, elsewhere / others)).label("rest")).cte("scored")


def _summed(scored: CTE) -> Select[Any]:
    """By question: the columns of `ItemSums` in their order, after lesson, item and wrong."""
    both = case((scored.c.rest.is_not(None), scored.c.score))
    sums = (
        func.count(),
        func.sum(scored.c.score),
        func.count(scored.c.rest),
        func.coalesce(func.sum(both), 0.0),
        func.coalesce(func.sum(scored.c.rest), 0.0),
        func.coalesce(func.sum(both * both), 0.0),
        func.coalesce(func.sum(scored.c.rest * scored.c.rest), 0.0),
        func.coalesce(func.sum(both * scored.c.rest), 0.0),
    )
    place = (scored.c.lesson, scored.c.item)
    return select(*place, func.sum(scored.c.wrong), *sums).group_by(*place).order_by(*place)
