"""What decides about the reminders of people: their duties, their calendar, and what they were told
before. A few statements for many people at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select
from sqlalchemy.orm import aliased

from course import clock
from course.domain.duties.news import NewsOfSchools
from course.domain.duties.reminders import Addressee, DutyFacts, TimesTold
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.domain.people.sight import ORDER, Sight
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
from course.store.dated import Day, holds_on, known
from course.store.duties import calendars, seeing
from course.store.duties.cycles import asked_on, cycle_on
from course.store.duties.seeing import rank_seen
from course.store.duties.states import due_of_duty, how_far, relieved, state_on
from course.store.messages import refreshers
from course.store.scope import schools_for

NO_NEWS: Mapping[int, NewsOfSchools] = {}
LEFT_LASTS = timedelta(days=60)  # that somebody who left would have heard of what they owed


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
    lines: frozenset[str]  # the keys of what stands in the ledger already
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
    """Of these people everybody who owes something today, or lately did at a school that they left,
    and who has news, in this order.
    """
    asked = list(people)
    owed = _owed(asked, today)
    found = _named([one for one in asked if one in owed or one in news])
    to = _addressees(found.values(), news, today)
    ledger, learned = _ledger(list(found), today), _learned(list(found))
    people_found: list[Reminded] = []
    for one, who in found.items():
        named, duties = (who.ref, who.name, who.email), tuple(map(_facts, owed.get(one, ())))
        people_found.append(Reminded(one, *named, duties, to[one], *ledger[one], learned.get(one)))
    return people_found


def _owed(people: Sequence[int], today: date) -> dict[int, list[_OwedRow]]:
    """By person what they owe, and lately owed."""
    found: dict[int, list[_OwedRow]] = defaultdict(list)
    for query in (_duties(people, today), _left(people, today)):
        for row in rows.each(_OwedRow, db.session.execute(query), state=DutyState):
            found[row.person_id].append(row)
    return dict(found)


def _addressees(
    people: Collection[_Named], news: Mapping[int, NewsOfSchools], today: date
) -> dict[int, Addressee]:
    """By person what decides apart from duties. Who works nowhere has a day off when nobody that
    the news is about has school.
    """
    works = _works((one.id for one in people), today)
    quiet = _quiet(chain.from_iterable(works.values()), news, today)
    stopped = _those(MailStop.person_id, MailStop.person_id, list(works))
    unreached = _those(Unreached.email_key, Unreached.email_key, [one.email_key for one in people])
    found: dict[int, Addressee] = {}
    for one in people:
        own, about = works[one.id], news.get(one.id, NewsOfSchools()).schools
        away = any(map(quiet.get, own)) if own else bool(about) and all(map(quiet.get, about))
        found[one.id] = Addressee(away, one.id in stopped, one.email_key in unreached)
    return found


def _works(people: Iterable[int], today: date) -> dict[int, list[int]]:
    """By person the schools where they work today."""
    found: dict[int, list[int]] = {one: [] for one in people}
    query = select(Membership.person_id, Membership.school_id).where(
        Membership.person_id.in_(list(found)), holds_on(Membership, today)
    )
    for row in db.session.execute(query):
        found[row.person_id].append(row.school_id)
    return found


def seen_by(
    actor: Actor, refs: Iterable[str], permission: Permission = Permission.ASSIGN
) -> frozenset[str]:
    """Those of these duties that are owed to a school where the actor has the permission."""
    query = select(Duty.ref).where(
        Duty.ref.in_(set(refs)), Duty.school_id.in_(schools_for(actor, permission))
    )
    return frozenset(db.session.scalars(query))


def far_seen_by(actor: Actor, refs: Iterable[str], today: date) -> frozenset[str]:
    """Those of these duties of which the actor may see how far somebody is."""
    lessons = rank_seen(Duty.school_id, today, None) >= ORDER.index(Sight.LESSONS)
    query = select(Duty.ref).where(Duty.ref.in_(set(refs)), lessons)
    return frozenset(db.session.scalars(query, seeing.seen_by(actor, today)))


def _duties(people: Sequence[int], today: date) -> Select[Any]:
    far = how_far(None)
    found = (
        select(
            Person.id.label("person_id"),
            Duty.school_id,
            Duty.ref.label("duty"),
            Duty.course,
            _given_on(today).label("given_on"),
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
    said = ("due_on", "state")
    columns = [found.c[name] for name in _OwedRow.__dataclass_fields__ if name not in said]
    query = select(*columns, asked.due_on.label("due_on"), state_on(*owed).label("state"))
    owing = query.where(found.c.due_on.is_not(None))
    return owing.order_by(found.c.person_id, found.c.course, found.c.duty)


def _left(people: Sequence[int], today: date) -> Select[Any]:
    """What was owed on the last day at a school that somebody left not long ago."""
    later = aliased(Membership)
    back = select(later.id).where(
        later.person_id == Membership.person_id,
        later.school_id == Membership.school_id,
        known(later),
        func.coalesce(later.ends_on, date.max) > Membership.ends_on,
    )
    due_on = due_of_duty(Membership.ends_on)
    columns: tuple[Any, ...] = (
        Duty.person_id,
        Duty.school_id,
        Duty.ref.label("duty"),
        Duty.course,
        due_on.label("due_on"),
        func.coalesce(_given_on(Membership.ends_on), Membership.ends_on).label("given_on"),
        literal(DutyState.LEFT.value).label("state"),
        literal(0).label("done"),
        literal(None, Integer).label("total"),
    )
    return (
        select(*columns)
        .select_from(Duty)
        .join(
            Membership,
            (Membership.person_id == Duty.person_id) & (Membership.school_id == Duty.school_id),
        )
        .where(Duty.person_id.in_(people), known(Membership))
        .where(Membership.ends_on < today, Membership.ends_on >= today - LEFT_LASTS)
        .where(~back.exists(), due_on.is_not(None))
        .order_by(Duty.person_id, Duty.course, Duty.ref)
    )


def _given_on(day: Day) -> ColumnElement[Any]:
    """Since when the reasons that a duty has on a day hold."""
    return (
        select(func.min(DutyReason.starts_on))
        .where(DutyReason.duty_id == Duty.id, holds_on(DutyReason, day))
        .correlate(Duty, Membership)
        .scalar_subquery()
    )


def _named(people: Sequence[int]) -> dict[int, _Named]:
    """What these people are called and where mail reaches them, in this order."""
    query = select(Person.id, Person.ref, Person.name, Person.email, Person.email_key)
    found = rows.read(_Named, db.session.execute(query.where(Person.id.in_(people))))
    return {one.id: one for one in sorted(found, key=lambda one: people.index(one.id))}


def _quiet(
    schools: Iterable[int], news: Mapping[int, NewsOfSchools], today: date
) -> Mapping[int, bool]:
    """By school whether no mail goes out today."""
    asked = {*schools, *chain.from_iterable(one.schools for one in news.values())}
    found = calendars.of_schools(sorted(asked))
    return {school_id: calendar.is_quiet(today) for school_id, calendar in found.items()}


def _facts(row: _OwedRow) -> DutyFacts:
    return DutyFacts(row.duty, row.course, row.due_on, row.given_on, row.state, row.done, row.total)


def _those(wanted: Any, key: Any, values: Sequence[Any]) -> set[Any]:
    return set(db.session.scalars(select(wanted).where(key.in_(values))))


def _ledger(people: Sequence[int], today: date) -> dict[int, tuple[TimesTold, frozenset[str]]]:
    """By person what they were told, and the keys of all lines about them."""
    steps: defaultdict[int, set[str]] = defaultdict(set)
    lines: defaultdict[int, set[str]] = defaultdict(set)
    last: dict[int, date] = {}
    columns = (Reminder.person_id, Reminder.day, Reminder.outcome, Reminder.steps, Reminder.key)
    query = select(*columns).where(Reminder.person_id.in_(people))
    for row in db.session.execute(query):
        lines[row.person_id].add(row.key)
        if row.outcome == "sent":
            steps[row.person_id].update(row.steps)
            last[row.person_id] = max(row.day, last.get(row.person_id, row.day))
    refreshed = refreshers.sent_lately(people, today)
    found: dict[int, tuple[TimesTold, frozenset[str]]] = {}
    for one in people:
        told = TimesTold(frozenset(steps[one]), last.get(one), refreshed.get(one, ()))
        found[one] = told, frozenset(lines[one])
    return found


def _learned(people: Sequence[int]) -> Mapping[int, datetime]:
    """When each of them opened a lesson last."""
    query = (
        select(Enrolment.person_id, func.max(LessonVisit.visited_at))
        .join(LessonVisit, LessonVisit.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(people))
        .group_by(Enrolment.person_id)
    )
    return dict(db.session.execute(query).all())
