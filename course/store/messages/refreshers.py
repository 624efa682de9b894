"""The ledger of refreshers: to whom one was sent, and to whom not and why; and who is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import delete, func, select, update

from course.domain.duties.reminders import WEEK, Addressee
from course.domain.messages.refreshers import MailDays, waits_until
from course.models import (
    Enrolment,
    Membership,
    Person,
    Progress,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    RefresherStop,
    Reminder,
    Unreached,
    db,
)
from course.models.base import insert_new, upsert
from course.store.dated import holds_on
from course.store.duties import calendars
from course.store.messages.reminders import SENT


@dataclass(frozen=True)
class Refreshed:
    """Somebody who works and did a course, with what decides about their mail."""

    id: int
    ref: str
    name: str
    email: str
    addressee: Addressee
    mail: MailDays
    sent: int  # refreshers so far
    unanswered: int  # of those the last ones, in a row
    waits_until: date | None  # the last day on which one that was not finished keeps the next back


@dataclass(frozen=True)
class RefresherEntry:
    """One line of the ledger to write."""

    person_id: int
    course: str
    release: str
    number: int
    outcome: str  # sent, or why not
    moments: Sequence[str]
    open_until: date

    @property
    def key(self) -> str:
        """The same for the same refresher and outcome: a worker that died sends none twice."""
        return f"{self.person_id}:{self.course}:{self.number}:{self.outcome}"


@dataclass(frozen=True)
class _SentRow:
    """One refresher that was sent, and how much of it was answered."""

    day: date
    open_until: date
    asked: int
    answered: int


def people_after(last: int, today: date, limit: int) -> Sequence[int]:
    """The next people, by their number, of whom there may be something to send or to begin."""
    plan = (
        select(RefresherPlan.person_id)
        .where(RefresherPlan.person_id == Enrolment.person_id)
        .where(RefresherPlan.course == Enrolment.course)
    )
    new = (
        select(Enrolment.person_id)
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Progress.completed_on.is_not(None), Enrolment.person_id > last, ~plan.exists())
    )
    looked = select(RefresherPlan.person_id).where(
        RefresherPlan.look_on <= today, RefresherPlan.person_id > last
    )
    both = new.union(looked).subquery()
    query = select(both.c.person_id).order_by(both.c.person_id).limit(limit)
    return db.session.scalars(query).all()


def facts(people: Sequence[int], today: date) -> dict[int, Refreshed]:
    """Of these people everybody who works today."""
    schools = _schools(people, today)
    calendar = calendars.of_schools(sorted(set(chain.from_iterable(schools.values()))))
    quiet = {school: found.is_quiet(today) for school, found in calendar.items()}
    stopped = set(
        db.session.scalars(
            select(RefresherStop.person_id).where(RefresherStop.person_id.in_(people))
        )
    )
    reminded, sent = _reminded(people, today), _sent(people)
    found: dict[int, Refreshed] = {}
    for row in db.session.execute(_people(sorted(schools))):
        own = sent.get(row.id, [])
        away = any(quiet[school] for school in schools[row.id])
        to = Addressee(away, row.id in stopped, row.unreached)
        recent = tuple(one.day for one in own if today - one.day < WEEK)
        mail = MailDays(recent, reminded.get(row.id, ()))
        how = len(own), _unanswered(own), _waits_until(own, today)
        found[row.id] = Refreshed(row.id, row.ref, row.name, row.email, to, mail, *how)
    return found


def write(entry: RefresherEntry, ref: str, now: datetime, today: date) -> str | None:
    """Put a line in the ledger; its mail, when it is sent, has the key that comes back.

    None when this line is there already. Commit with the mail.
    """
    mail_key = f"refresher:{entry.key}" if entry.outcome == SENT else None
    row = {
        "ref": ref,
        "key": entry.key,
        "person_id": entry.person_id,
        "course": entry.course,
        "release": entry.release,
        "day": today,
        "at": now,
        "outcome": entry.outcome,
        "moments": list(entry.moments),
        "open_until": entry.open_until,
        "mail_key": mail_key,
    }
    made = db.session.scalar(insert_new(Refresher, [row]).returning(Refresher.key))
    return None if made is None else mail_key


def plan(
    person_id: int, course: str, learned_on: date, origins: Mapping[str, int], look_on: date
) -> None:
    """Look at somebody again on a day. Why each rule is asked is kept the first time, and stays."""
    row = {
        "person_id": person_id,
        "course": course,
        "learned_on": learned_on,
        "origins": dict(origins),
        "look_on": look_on,
    }
    db.session.execute(upsert(RefresherPlan, row, ("person_id", "course"), ("look_on",)))


def stop(ref: str, now: datetime) -> bool:
    """No more refreshers for this person. False when there is no such person."""
    person_id = _number(ref)
    if person_id is None:
        return False
    db.session.execute(insert_new(RefresherStop, [{"person_id": person_id, "since": now}]))
    return True


def resume(ref: str, today: date) -> bool:
    """Refreshers again; what is due meanwhile is looked at the same day."""
    person_id = _number(ref)
    db.session.execute(delete(RefresherStop).where(RefresherStop.person_id == person_id))
    own = update(RefresherPlan).where(RefresherPlan.person_id == person_id)
    db.session.execute(own.where(RefresherPlan.look_on > today).values(look_on=today))
    return person_id is not None


def has_stopped(ref: str) -> bool:
    """Whether this person wants no refreshers."""
    query = select(RefresherStop.person_id).join(Person, Person.id == RefresherStop.person_id)
    return db.session.scalar(query.where(Person.ref == ref)) is not None


def sent_lately(people: Iterable[int], today: date) -> dict[int, tuple[date, ...]]:
    """On which of the last seven days each of these people was sent a refresher."""
    query = select(Refresher.person_id, Refresher.day).where(
        Refresher.person_id.in_(list(people)),
        Refresher.outcome == SENT,
        Refresher.day > today - WEEK,
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Refresher.id)):
        found[row.person_id].append(row.day)
    return {one: tuple(days) for one, days in found.items()}


def _number(ref: str) -> int | None:
    return db.session.scalar(select(Person.id).where(Person.ref == ref))


def _people(people: Sequence[int]) -> Any:
    came_back = select(Unreached.email_key).where(Unreached.email_key == Person.email_key)
    return select(
        Person.id, Person.ref, Person.name, Person.email, came_back.exists().label("unreached")
    ).where(Person.id.in_(people), Person.blocked_at.is_(None))


def _schools(people: Sequence[int], today: date) -> dict[int, list[int]]:
    query = select(Membership.person_id, Membership.school_id).where(
        Membership.person_id.in_(people), holds_on(Membership, today)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id].append(row.school_id)
    return found


def _reminded(people: Sequence[int], today: date) -> dict[int, tuple[date, ...]]:
    query = select(Reminder.person_id, Reminder.day).where(
        Reminder.person_id.in_(people), Reminder.outcome == SENT, Reminder.day > today - WEEK
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id].append(row.day)
    return {one: tuple(days) for one, days in found.items()}


def _sent(people: Sequence[int]) -> dict[int, list[_SentRow]]:
    """What was sent to each, the first first."""
    answered = (
        select(func.count(RefresherAnswer.id))
        .where(RefresherAnswer.refresher_id == Refresher.id)
        .scalar_subquery()
    )
    query = (
        select(
            Refresher.person_id,
            Refresher.day,
            Refresher.open_until,
            Refresher.moments,
            answered.label("answered"),
        )
        .where(Refresher.person_id.in_(people), Refresher.outcome == SENT)
        .order_by(Refresher.id)
    )
    found: dict[int, list[_SentRow]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id].append(
            _SentRow(row.day, row.open_until, len(row.moments), row.answered)
        )
    return found


def _unanswered(own: Sequence[_SentRow]) -> int:
    answered = [one.answered > 0 for one in own]
    return len(own) if not any(answered) else answered[::-1].index(True)


def _waits_until(own: Sequence[_SentRow], today: date) -> date | None:
    """The last day on which one that was not finished keeps the next back."""
    waits = (waits_until(one.day, one.open_until) for one in own if one.answered < one.asked)
    return max((day for day in waits if day >= today), default=None)


def later(today: date) -> date:
    """When somebody is looked at again whom nothing reaches now."""
    return today + timedelta(days=7)
