"""What colleagues chose in an exercise, as totals. No row says who."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import Text, cast, func, select

from course.domain.learning.comparison import enough
from course.kinds.marking import Response
from course.models import Attempt, Enrolment, Membership, db
from course.store.dated import holds_on


def colleagues_answers(
    school_id: int, person_id: int, course: str, place: tuple[str, str], today: date
) -> dict[str, list[tuple[Response, int]]]:
    """By item of a lesson: the first settled response of every other person who works at this
    school today, and how many gave each.

    Without an item that fewer than ten of them answered. `place` is module and lesson. One
    statement: it starts from the people of one school, so it costs the same however many others
    there are.
    """
    people_here = select(Membership.person_id).where(
        Membership.school_id == school_id, holds_on(Membership, today)
    )
    first = (
        select(func.min(Attempt.id))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.person_id.in_(people_here),
            Enrolment.course == course,
            Enrolment.person_id != person_id,
            Attempt.module == place[0],
            Attempt.lesson == place[1],
            Attempt.settled,
            Attempt.sitting_id.is_(None),
        )
        .group_by(Enrolment.person_id, Attempt.item)
    )
    # PostgreSQL cannot group by JSON; as text both databases can
    given = cast(Attempt.response, Text)
    rows = db.session.execute(
        select(Attempt.item, given.label("response"), func.count().label("people"))
        .where(Attempt.id.in_(first))
        .group_by(Attempt.item, given)
        .order_by(Attempt.item, func.count().desc(), given)
    )
    found: dict[str, list[tuple[Response, int]]] = {}
    for row in rows:
        found.setdefault(row.item, []).append((tuple(json.loads(row.response)), row.people))
    return {
        item: totals for item, totals in found.items() if enough(sum(count for _, count in totals))
    }
