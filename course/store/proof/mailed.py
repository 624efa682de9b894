"""The ledgers of reminders and refreshers in figures: what a school had sent about a course by the
end of a day, and what not and why, as it was known then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Result, select

from course import clock
from course.domain.messages.fates import MailKind, end_of, kind_of
from course.models import Duty, Membership, Refresher, Reminder, db
from course.store.dated import known, not_over
from course.store.messages.fates import fate_on

Ended = tuple[MailKind, str]  # the second: a MailEnd, a Silence, or that it waits


@dataclass(frozen=True)
class SchoolMail:
    """How many lines of the ledgers ended how, and about how many people they are."""

    lines: Mapping[Ended, int]
    people: int


NO_MAIL = SchoolMail({}, 0)


def until(schools: Sequence[int], course: str, day: date) -> dict[int, SchoolMail]:
    """By school everything until the end of a day. A mail about two courses counts for both, and
    one about two schools at each. The mail of a week to who leads or trains is no reminder.
    """
    lines, people = defaultdict[int, Counter[Ended]](Counter), defaultdict[int, set[int]](set)
    for row in _reminded(schools, course, day):
        kind = kind_of(row.steps, row.duty)
        if kind is not None:
            lines[row.school_id][kind, end_of(row.outcome, row.fate)] += 1
            people[row.school_id].add(row.person_id)
    for row in _refreshed(schools, course, day):
        lines[row.school_id][MailKind.REFRESHER, end_of(row.outcome, row.fate)] += 1
        people[row.school_id].add(row.person_id)
    return {school: SchoolMail(found, len(people[school])) for school, found in lines.items()}


def _reminded(schools: Sequence[int], course: str, day: date) -> Result[*tuple[Any, ...]]:
    query = (
        select(
            Duty.school_id,
            Duty.ref.label("duty"),
            Reminder.person_id,
            Reminder.steps,
            Reminder.outcome,
            fate_on(Reminder.mail_key, day).label("fate"),
        )
        .join(Reminder, Reminder.person_id == Duty.person_id)
        .where(Duty.school_id.in_(schools), Duty.course == course)
        .where(Reminder.at < clock.end_of_day(day))
    )
    return db.session.execute(query)


def _refreshed(schools: Sequence[int], course: str, day: date) -> Result[*tuple[Any, ...]]:
    """Refreshers of who worked there on the day of each."""
    end = clock.end_of_day(day)
    query = (
        select(
            Membership.school_id,
            Refresher.person_id,
            Refresher.outcome,
            fate_on(Refresher.mail_key, day).label("fate"),
        )
        .join(Refresher, Refresher.person_id == Membership.person_id)
        .where(Membership.school_id.in_(schools), known(Membership, end))
        .where(Membership.starts_on <= Refresher.day, not_over(Membership, Refresher.day))
        .where(Refresher.course == course, Refresher.at < end)
    )
    return db.session.execute(query)
