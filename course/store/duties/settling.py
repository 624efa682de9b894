"""What somebody owes a school follows from where they work there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import aliased

from course import clock
from course.domain.duties.calendars import after_school_weeks
from course.domain.duties.states import earliest_for_joiner
from course.models import Assignment, Duty, DutyReason, Membership, School, db
from course.models.base import insert_many, new_token
from course.store import dated
from course.store.dated import BATCH, DeedMoment, lasts_to, not_over
from course.store.duties import calendars, holding
from course.store.duties.giving import give, owed
from course.store.duties.states import due_for_joiner_on

# Who is back on the same or the next day was never away. Their last day was the day before they
# left, so two days ago at most.
BACK_SO_SOON = timedelta(days=2)


def settle(school_id: int, moment: DeedMoment, people: Sequence[int] | None = None) -> None:
    """What these people owe a school is what its standing assignments ask of them today: of the
    whole school, of their own team and of themselves.

    What is asked no more ends, and progress and evidence stay. What is new begins: joiners get at
    least four school weeks, and whoever is back on the same or the next day has the old due day.
    Whoever has it already keeps it as it is. Without `people`, or with very many, for everybody at
    once.
    """
    if people is not None and len(people) > BATCH:
        people = None
    holding.to_settle(school_id)
    _take_over_from_board(school_id, moment)
    standing = _standing(school_id, moment, people).subquery()
    dated.end(DutyReason, _asked_no_more(school_id, moment, people, standing), moment)
    give(standing, moment)


def _standing(school_id: int, moment: DeedMoment, people: Sequence[int] | None) -> Select[Any]:
    joining = due_for_joiner_on(Assignment.due_on, _earliest(school_id, moment))
    query = owed(
        moment.today,
        func.coalesce(_due_before(moment), joining),
        Assignment.school_id == school_id,
        Assignment.withdrawn_at.is_(None),
    )
    return query if people is None else query.where(Membership.person_id.in_(people))


def _earliest(school_id: int, moment: DeedMoment) -> ColumnElement[date]:
    """The first day on which an assignment can be due for who joins today: it says after how many
    school weeks, or four.
    """
    calendar = calendars.of_school(school_id)
    ordinary = literal(earliest_for_joiner(moment.today, calendar))
    said = (
        select(Assignment.weeks)
        .distinct()
        .where(Assignment.school_id == school_id, Assignment.weeks.is_not(None))
    )
    days = {
        weeks: after_school_weeks(moment.today, weeks, calendar)
        for weeks in db.session.scalars(said)
        if weeks is not None
    }
    return case(days, value=Assignment.weeks, else_=ordinary) if days else ordinary


def _take_over_from_board(school_id: int, moment: DeedMoment) -> None:
    """What was given to a whole board is given to a school that came to it later too: now, for
    nothing was written down about that school before.
    """
    already = aliased(Assignment)
    here = select(already.id).where(
        already.batch == Assignment.batch, already.school_id == school_id
    )
    query = (
        select(Assignment.__table__)
        .join(School, School.board_id == Assignment.board_id)
        .where(School.id == school_id, Assignment.withdrawn_at.is_(None))
        .where(~here.correlate(Assignment).exists())
        .order_by(Assignment.id)
    )
    first: dict[str, dict[str, Any]] = {}
    for row in db.session.execute(query).mappings():
        first.setdefault(row["batch"], dict(row))
    own = {"school_id": school_id, "made_at": moment.now}
    new = [{**row, **own, "ref": new_token(), "submission": new_token()} for row in first.values()]
    insert_many(Assignment, ({k: v for k, v in row.items() if k != "id"} for row in new))


def _due_before(moment: DeedMoment) -> ScalarSelect[Any]:
    """By when somebody had to be done who owed this until a moment ago; NULL for who did not.

    Also what was given and taken away again on one day, and so has never held.
    """
    last_day = moment.today - BACK_SO_SOON
    query = (
        select(DutyReason.due_on)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == Membership.school_id, Duty.course == Assignment.course)
        .where(Duty.person_id == Membership.person_id, DutyReason.assignment_id == Assignment.id)
        .where(not_over(DutyReason, last_day))
        .where(
            DutyReason.replaced_at.is_(None)
            | (DutyReason.replaced_at >= clock.end_of_day(last_day))
        )
        .order_by(DutyReason.id.desc())
        .limit(1)
    )
    return query.correlate(Membership, Assignment).scalar_subquery()


def _asked_no_more(
    school_id: int, moment: DeedMoment, people: Sequence[int] | None, asked: Subquery
) -> Sequence[int]:
    """The reasons of these people that no standing assignment stands behind."""
    still = select(asked.c.assignment_id).where(
        asked.c.person_id == Duty.person_id, asked.c.assignment_id == DutyReason.assignment_id
    )
    over = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == school_id, lasts_to(DutyReason, moment.today))
        .where(~still.correlate(Duty, DutyReason).exists())
    )
    if people is not None:
        over = over.where(Duty.person_id.in_(people))
    return db.session.scalars(over).all()
