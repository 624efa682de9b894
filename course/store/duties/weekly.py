"""What to tell in a week: to who leads a school who is late there, to who trains it who is stuck.

Each statement embeds the schools of one reader by their grants, so nobody reads of another school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    bindparam,
    func,
    or_,
    select,
)

from course import clock
from course.domain.duties import stuck
from course.domain.duties.news import Behind, BehindList, NewsOfSchools
from course.domain.duties.reminders import WEEK
from course.domain.duties.states import DutyState
from course.domain.duties.weekly import step_of
from course.domain.learning.entry import ENTRY
from course.domain.people.roles import Actor, Grant, Permission, Role
from course.models import LessonCompletion, Person, Reminder, RoleGrant, Sitting, db
from course.store import rows
from course.store.dated import holds_on
from course.store.duties import calendars
from course.store.duties.owing import owing
from course.store.duties.reach import DAY, DAY_END
from course.store.rows import ALL_ROWS
from course.store.scope import GRANTED, granted

MOST = 30  # people by name in one list; the others are counted
_SATURDAY = 5  # weekday()
READERS = (Role.MANAGER.value, Role.TRAINER.value)


def readers_after(last: int, limit: int) -> Sequence[int]:
    """The next people who ever led or trained, by their number."""
    query = select(RoleGrant.person_id).where(
        RoleGrant.person_id > last, RoleGrant.role.in_(READERS)
    )
    ordered = query.distinct().order_by(RoleGrant.person_id).limit(limit)
    return db.session.scalars(ordered).all()


def news_for(people: Iterable[int], today: date) -> dict[int, NewsOfSchools]:
    """What there is to tell to those of these people for whom that is not settled this week."""
    asked = list(people)
    held = _grants(asked, today)
    settled = _settled(held, today)
    found = {one: news_of(grants, today) for one, grants in held.items() if one not in settled}
    return {one: news for one, news in found.items() if news.is_any}


def news_of(grants: Sequence[Grant], today: date) -> NewsOfSchools:
    """What there is to tell to who has these grants."""
    leads = [grant for grant in grants if grant.role is Role.MANAGER]
    trains = [grant for grant in grants if grant.role is Role.TRAINER]
    late = _late(leads, today) if leads else BehindList()
    behind = _stuck(trains, today) if trains else BehindList()
    return NewsOfSchools(late, behind)


def _grants(people: Sequence[int], today: date) -> Mapping[int, Sequence[Grant]]:
    query = (
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.school_id, RoleGrant.board_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.person_id.in_(people), RoleGrant.role.in_(READERS))
        .where(Person.blocked_at.is_(None), holds_on(RoleGrant, today))
        .order_by(RoleGrant.id)
    )
    held: dict[int, list[Grant]] = defaultdict(list)
    for row in db.session.execute(query):
        held[row.person_id].append(Grant(Role(row.role), row.school_id, row.board_id))
    return held


def _settled(people: Iterable[int], today: date) -> set[int]:
    """Who heard it this week; and who cannot hear it today, as the ledger says already: they were
    written to less than seven days ago, or it is weekend.
    """
    step = step_of(today)
    since = today - WEEK + timedelta(days=1)  # the days of this week are among these
    columns = (Reminder.person_id, Reminder.day, Reminder.outcome, Reminder.steps)
    query = select(*columns).where(Reminder.person_id.in_(list(people)), Reminder.day >= since)
    told: set[int] = set()
    noted: set[int] = set()
    lately: set[int] = set(people) if today.weekday() >= _SATURDAY else set()
    for row in db.session.execute(query):
        is_sent = row.outcome == "sent"
        if step in row.steps:
            (told if is_sent else noted).add(row.person_id)
        if is_sent:
            lately.add(row.person_id)
    return told | (noted & lately)


def _values(grants: Sequence[Grant], permission: Permission, today: date) -> dict[str, Any]:
    """The parameters of the statements below."""
    held = granted(Actor(0, "", "", "", "", tuple(grants)), permission)
    return {**held, "day": today, "day_end": clock.end_of_day(today)}


def _late(grants: Sequence[Grant], today: date) -> BehindList:
    return _listed(_late_statement(), _values(grants, Permission.SCHOOL_REPORT, today))


def _stuck(grants: Sequence[Grant], today: date) -> BehindList:
    """Who is at work and gets no further, by `domain/duties/stuck.py`."""
    values = _values(grants, Permission.ASSIGN, today)
    by_day: dict[date, list[int]] = defaultdict(list)
    ids = list(db.session.scalars(GRANTED, values))
    for school_id, calendar in calendars.of_schools(ids).items():
        by_day[stuck.still_since(today, calendar)].append(school_id)
    for number, (day, some) in enumerate(sorted(by_day.items())):
        values |= {f"still_{number}": day, f"schools_{number}": some}
    return _listed(_stuck_statement(len(by_day)), values)


# The statements are built once and asked with other values every time, as those of `reach.py`.


@cache
def _late_statement() -> Select[*tuple[Any, ...]]:
    people = owing(DAY, GRANTED, DAY_END)
    return _named(people).where(people.c.state == DutyState.OVERDUE.value)


@cache
def _stuck_statement(days: int) -> Select[*tuple[Any, ...]]:
    """`days`: how many groups of schools have a last day of their own on which to do something."""
    people = owing(DAY, GRANTED, DAY_END)
    at_work = people.c.state.in_((DutyState.BUSY.value, DutyState.OVERDUE.value))
    last_on = func.coalesce(
        select(func.max(LessonCompletion.completed_on))
        .where(LessonCompletion.enrolment_id == people.c.enrolment_id)
        .correlate(people)
        .scalar_subquery(),
        people.c.started_on,
    )
    still = [
        people.c.school_id.in_(bindparam(f"schools_{number}", expanding=True))
        & (last_on <= bindparam(f"still_{number}", type_=Date))
        for number in range(days)
    ]
    return _named(people).where(at_work, or_(_tried(people), *still))


def _tried(people: Subquery) -> ColumnElement[bool]:
    """Whether somebody handed in the same test so many times and does not master it."""
    done = select(LessonCompletion.lesson).where(
        LessonCompletion.enrolment_id == Sitting.enrolment_id,
        LessonCompletion.module == Sitting.module,
        LessonCompletion.lesson == Sitting.lesson,
    )
    query = (
        select(Sitting.lesson)
        .where(Sitting.enrolment_id == people.c.enrolment_id, Sitting.module != ENTRY)
        .where(Sitting.handed_in_at.is_not(None), ~done.correlate(Sitting).exists())
        .group_by(Sitting.module, Sitting.lesson)
        .having(func.count() >= stuck.TRIES)
    )
    return query.correlate(people).exists()


def _named(people: Subquery) -> Select[*tuple[Any, ...]]:
    names = ("ref", "name", "school_id", "school_code", "school", "course", "due_on")
    query = select(*(people.c[name] for name in names), ALL_ROWS)
    by_school = (people.c.school, people.c.school_id, people.c.sort_name, people.c.duty_id)
    return query.order_by(*by_school).limit(bindparam("size", type_=Integer))


def _listed(query: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> BehindList:
    part = rows.part(Behind, db.session.execute(query, {**values, "size": MOST}))
    return BehindList(part.rows, part.total)
