"""What to tell in a week: to who leads a school who is late there, to who trains it who is stuck.

Each statement embeds the schools of one reader by their grants, so nobody reads of another school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from course.domain.duties import stuck
from course.domain.duties.news import Behind, BehindList, NewsOfSchools
from course.domain.duties.states import DutyState
from course.domain.duties.weekly import step_of
from course.domain.learning.entry import ENTRY
from course.domain.people.roles import Actor, Grant, Permission, Role
from course.models import LessonCompletion, Person, Reminder, RoleGrant, Sitting, db
from course.store import rows
from course.store.dated import holds_on
from course.store.duties import calendars
from course.store.duties.owing import owing
from course.store.rows import ALL_ROWS
from course.store.scope import schools_for

MOST = 30  # people by name in one list; the others are counted
READERS = (Role.MANAGER.value, Role.TRAINER.value)


def readers_after(last: int, limit: int) -> Sequence[int]:
    """The next people who ever led or trained, by their number."""
    query = select(RoleGrant.person_id).where(
        RoleGrant.person_id > last, RoleGrant.role.in_(READERS)
    )
    ordered = query.distinct().order_by(RoleGrant.person_id).limit(limit)
    return db.session.scalars(ordered).all()


def news_for(people: Iterable[int], today: date) -> dict[int, NewsOfSchools]:
    """What there is to tell to those of these people who did not hear it this week."""
    asked = list(people)
    held = _grants(asked, today)
    told = _told(held, today)
    found = {one: news_of(grants, today) for one, grants in held.items() if one not in told}
    return {one: news for one, news in found.items() if news.is_any}


def news_of(grants: Sequence[Grant], today: date) -> NewsOfSchools:
    """What there is to tell to who has these grants."""
    leads = [grant for grant in grants if grant.role is Role.MANAGER]
    trains = [grant for grant in grants if grant.role is Role.TRAINER]
    late = _late(_schools(leads, Permission.SCHOOL_REPORT), today) if leads else BehindList()
    behind = _stuck(_schools(trains, Permission.ASSIGN), today) if trains else BehindList()
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


def _told(people: Iterable[int], today: date) -> set[int]:
    """Who heard it this week."""
    step, monday = step_of(today), today - timedelta(days=today.weekday())
    query = select(Reminder.person_id, Reminder.steps).where(
        Reminder.person_id.in_(list(people)), Reminder.day >= monday, Reminder.outcome == "sent"
    )
    return {row.person_id for row in db.session.execute(query) if step in row.steps}


def _schools(grants: Sequence[Grant], permission: Permission) -> Select[int]:
    return schools_for(Actor(0, "", "", "", "", tuple(grants)), permission)


def _late(schools: Select[int], today: date) -> BehindList:
    people = owing(today, schools)
    return _listed(people, people.c.state == DutyState.OVERDUE.value)


def _stuck(schools: Select[int], today: date) -> BehindList:
    """Who is at work and gets no further, by `domain/duties/stuck.py`."""
    people = owing(today, schools)
    at_work = people.c.state.in_((DutyState.BUSY.value, DutyState.OVERDUE.value))
    still = list(_still(people, schools, today))
    return _listed(people, at_work, people.c.started_on.is_not(None), or_(_tried(people), *still))


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


def _still(people: Subquery, schools: Select[int], today: date) -> Iterable[ColumnElement[bool]]:
    """Whether nothing was done for so many school weeks, by the calendar of each school."""
    last_on = func.coalesce(
        select(func.max(LessonCompletion.completed_on))
        .where(LessonCompletion.enrolment_id == people.c.enrolment_id)
        .correlate(people)
        .scalar_subquery(),
        people.c.started_on,
    )
    by_day: dict[date, list[int]] = defaultdict(list)
    ids = list(db.session.scalars(schools))
    for school_id, calendar in calendars.of_schools(ids).items():
        by_day[stuck.still_since(today, calendar)].append(school_id)
    for day, some in sorted(by_day.items()):
        yield people.c.school_id.in_(some) & (last_on <= day)


def _listed(people: Subquery, *which: ColumnElement[bool]) -> BehindList:
    query: Select[*tuple[Any, ...]] = (
        select(
            people.c.ref,
            people.c.name,
            people.c.school_id,
            people.c.school_code,
            people.c.school,
            people.c.course,
            people.c.due_on,
            ALL_ROWS,
        )
        .where(*which)
        .order_by(people.c.school, people.c.school_id, people.c.sort_name, people.c.duty_id)
    )
    part = rows.part(Behind, db.session.execute(query.limit(MOST)))
    return BehindList(part.rows, part.total)
