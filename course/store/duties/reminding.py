"""What decides about the reminders of people: their duties, their calendar, and what they were told
before. A few statements for many people at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Select, func, select

from course import clock
from course.domain.duties.news import NewsOfSchools
from course.domain.duties.reminders import Addressee, DutyFacts, TimesTold
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.models import (
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonVisit,
    MailStop,
    Membership,
    PastProgress,
    Person,
    Progress,
    Reminder,
    Unreached,
    db,
)
from course.store import rows
from course.store.dated import holds_on
from course.store.duties import calendars
from course.store.duties.cycles import asked_on, cycle_on
from course.store.duties.states import due_of_duty, how_far, relieved, state_on
from course.store.messages import refreshers
from course.store.scope import schools_for

NO_NEWS: Mapping[int, NewsOfSchools] = {}


@dataclass(frozen=True)
class Reminded:
    """Somebody who owes something, with all that the rule wants to know."""

    id: int
    ref: str
    name: str
    email: str
    duties: tuple[DutyFacts, ...]
    addressee: Addressee
    told: TimesTold
    learned_at: datetime | None


@dataclass(frozen=True)
class _Named:
    """Somebody to write to."""

    id: int
    ref: str
    name: str
    email: str
    email_key: str


@dataclass(frozen=True)
class _OwedRow:
    """One duty of one person."""

    person_id: int
    school_id: int
    duty: str
    course: str
    due_on: date
    given_on: date
    state: DutyState
    done: int
    total: int | None


def people_after(last: int, limit: int) -> Sequence[int]:
    """The next people who ever owed anything, by their number."""
    query = select(Duty.person_id).where(Duty.person_id > last).distinct()
    return db.session.scalars(query.order_by(Duty.person_id).limit(limit)).all()


def lock(people: Iterable[int]) -> None:
    """Until the commit nobody else writes to these people."""
    query = select(Person.id).where(Person.id.in_(list(people))).order_by(Person.id)
    db.session.execute(query.with_for_update()).all()


def facts(
    people: Iterable[int], today: date, news: Mapping[int, NewsOfSchools] = NO_NEWS
) -> list[Reminded]:
    """Of these people everybody who works and owes something today, and who has news, in this
    order.
    """
    asked = list(people)
    by_person: dict[int, list[_OwedRow]] = defaultdict(list)
    for row in rows.each(_OwedRow, db.session.execute(_duties(asked, today)), state=DutyState):
        by_person[row.person_id].append(row)
    found = _named([one for one in asked if one in by_person or one in news])
    quiet = _quiet(chain.from_iterable(by_person.values()), news, today)
    stopped = _those(MailStop.person_id, MailStop.person_id, list(found))
    keys = [who.email_key for who in found.values()]
    unreached = _those(Unreached.email_key, Unreached.email_key, keys)
    told, learned = _told(list(found)), _learned(list(found))
    refreshed = refreshers.sent_lately(found, today)
    people_found: list[Reminded] = []
    for one, who in found.items():
        own = by_person.get(one, [])
        away = any(quiet[row.school_id] for row in own)
        if not own:  # nobody that it is about has school
            away = all(quiet[school] for school in news[one].schools)
        to = Addressee(away, one in stopped, who.email_key in unreached)
        named, duties = (who.ref, who.name, who.email), tuple(map(_facts, own))
        before = replace(told.get(one, TimesTold()), refreshers=refreshed.get(one, ()))
        people_found.append(Reminded(one, *named, duties, to, before, learned.get(one)))
    return people_found


def seen_by(actor: Actor, refs: Iterable[str]) -> frozenset[str]:
    """Those of these duties that are owed to a school where the actor assigns."""
    query = select(Duty.ref).where(
        Duty.ref.in_(set(refs)), Duty.school_id.in_(schools_for(actor, Permission.ASSIGN))
    )
    return frozenset(db.session.scalars(query))


def _duties(people: Sequence[int], today: date) -> Select[Any]:
    far = how_far(None)
    given_on = (
        select(func.min(DutyReason.starts_on))
        .where(DutyReason.duty_id == Duty.id, holds_on(DutyReason, today))
        .correlate(Duty)
        .scalar_subquery()
    )
    found = (
        select(
            Person.id.label("person_id"),
            Duty.school_id,
            Duty.ref.label("duty"),
            Duty.course,
            given_on.label("given_on"),
            due_of_duty(today).label("due_on"),
            DutyRelief.kind.label("relief"),
            far.started_on.label("started_on"),
            far.completed_on.label("completed_on"),
            far.valid_until.label("valid_until"),
            Enrolment.renews.label("renews"),
            func.coalesce(far.done, 0).label("done"),
            far.total.label("total"),
        )
        .select_from(Duty)
        .join(Person, Person.id == Duty.person_id)
        .join(
            Membership,
            (Membership.person_id == Duty.person_id) & (Membership.school_id == Duty.school_id),
        )
        .outerjoin(DutyRelief, relieved(today))
        .outerjoin(Enrolment, cycle_on(Duty.person_id, Duty.course, today, clock.end_of_day(today)))
        .outerjoin(Progress, far.now)
        .outerjoin(PastProgress, far.past)
        .where(Person.id.in_(people), Person.blocked_at.is_(None), holds_on(Membership, today))
        .subquery()
    )
    asked = asked_on(found, today)
    owed = asked.due_on, asked.started_on, asked.completed_on, today, found.c.relief
    names = [field for field in _OwedRow.__dataclass_fields__ if field not in ("due_on", "state")]
    columns = [found.c[name] for name in names]
    query = select(*columns, asked.due_on.label("due_on"), state_on(*owed).label("state"))
    owing = query.where(found.c.due_on.is_not(None))
    return owing.order_by(found.c.person_id, found.c.course, found.c.duty)


def _named(people: Sequence[int]) -> dict[int, _Named]:
    """What these people are called and where mail reaches them, in this order."""
    query = select(Person.id, Person.ref, Person.name, Person.email, Person.email_key)
    found = rows.read(_Named, db.session.execute(query.where(Person.id.in_(people))))
    return {one.id: one for one in sorted(found, key=lambda one: people.index(one.id))}


def _quiet(
    owed: Iterable[_OwedRow], news: Mapping[int, NewsOfSchools], today: date
) -> Mapping[int, bool]:
    """By school whether no mail goes out today."""
    schools = {row.school_id for row in owed}
    schools.update(chain.from_iterable(one.schools for one in news.values()))
    found = calendars.of_schools(sorted(schools))
    return {school_id: calendar.is_quiet(today) for school_id, calendar in found.items()}


def _facts(row: _OwedRow) -> DutyFacts:
    return DutyFacts(row.duty, row.course, row.due_on, row.given_on, row.state, row.done, row.total)


def _those(wanted: Any, key: Any, values: Sequence[Any]) -> set[Any]:
    return set(db.session.scalars(select(wanted).where(key.in_(values))))


def _told(people: Sequence[int]) -> Mapping[int, TimesTold]:
    steps: dict[int, set[str]] = defaultdict(set)
    last: dict[int, date] = {}
    query = select(Reminder.person_id, Reminder.day, Reminder.steps).where(
        Reminder.person_id.in_(people), Reminder.outcome == "sent"
    )
    for row in db.session.execute(query):
        steps[row.person_id].update(row.steps)
        last[row.person_id] = max(row.day, last.get(row.person_id, row.day))
    return {one: TimesTold(frozenset(steps[one]), last[one]) for one in last}


def _learned(people: Sequence[int]) -> Mapping[int, datetime]:
    """When each of them opened a lesson last."""
    query = (
        select(Enrolment.person_id, func.max(LessonVisit.visited_at).label("at"))
        .join(LessonVisit, LessonVisit.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(people))
        .group_by(Enrolment.person_id)
    )
    return {row.person_id: row.at for row in db.session.execute(query)}
