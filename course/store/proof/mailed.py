"""The ledgers of reminders and refreshers in figures: what a school had sent about a course by the
end of a day, and what not and why, as it was known then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Result, Text, cast, select

from course import clock
from course.domain.duties.reminders import WEEK_MAIL
from course.domain.messages.fates import MailKind, end_of, kind_of
from course.models import Duty, Membership, Refresher, Reminder, RoleGrant, db
from course.store.dated import known, not_over
from course.store.duties.weekly import READERS
from course.store.messages.fates import fate_on
from course.store.proof import bundle

Ended = tuple[MailKind, str]  # the second: a MailEnd, a Silence, or that it waits


@dataclass(frozen=True)
class SchoolMail:
    """How many lines of the ledgers ended how, and about how many people they are."""

    lines: Mapping[Ended, int]
    people: int
    week: Mapping[str, int]  # the mail of a week to who leads or trains the school, by how it ended
    readers: int  # to whom it went, or would have gone


NO_MAIL = SchoolMail({}, 0, {}, 0)


def until(schools: Sequence[int], course: str, day: date) -> dict[int, SchoolMail]:
    """By school everything until the end of a day. A mail about two courses counts for both, and
    one about two schools at each. The mail of a week to who leads or trains is about all courses,
    so it is counted apart.
    """
    lines, people = defaultdict[int, Counter[Ended]](Counter), defaultdict[int, set[int]](set)
    week, readers = defaultdict[int, Counter[str]](Counter), defaultdict[int, set[int]](set)
    for row in _reminded(schools, course, day):
        kind = kind_of(row.steps, row.duty)
        if kind is not None:
            lines[row.school_id][kind, end_of(row.outcome, row.fate)] += 1
            people[row.school_id].add(row.person_id)
    for row in _refreshed(schools, course, day):
        lines[row.school_id][MailKind.REFRESHER, end_of(row.outcome, row.fate)] += 1
        people[row.school_id].add(row.person_id)
    for school, row in _weekly(schools, day):
        week[school][end_of(row.outcome, row.fate)] += 1
        readers[school].add(row.person_id)
    return {
        one: SchoolMail(lines[one], len(people[one]), week[one], len(readers[one]))
        for one in (*lines, *week)
    }


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


def _weekly(schools: Sequence[int], day: date) -> Iterator[tuple[int, Any]]:
    """The mail of a week at each school that its reader led or trained on its day; of a board the
    schools that it had on `day`.
    """
    end, boards = clock.end_of_day(day), bundle.boards_on(schools, day)
    everywhere = RoleGrant.school_id.is_(None) & RoleGrant.board_id.is_(None)
    at = RoleGrant.school_id.in_(schools) | RoleGrant.board_id.in_(set(boards.values()))
    query = (
        select(
            Reminder.id,
            Reminder.person_id,
            Reminder.outcome,
            fate_on(Reminder.mail_key, day).label("fate"),
            RoleGrant.school_id,
            RoleGrant.board_id,
        )
        .join(RoleGrant, RoleGrant.person_id == Reminder.person_id)
        .where(RoleGrant.role.in_(READERS), known(RoleGrant, end), at | everywhere)
        .where(RoleGrant.starts_on <= Reminder.day, not_over(RoleGrant, Reminder.day))
        .where(Reminder.at < end, cast(Reminder.steps, Text).contains(f'"{WEEK_MAIL}:'))
        .order_by(Reminder.id)
    )
    told: set[tuple[int, int]] = set()
    for row in db.session.execute(query):
        for school, board in boards.items():
            is_its = row.school_id == school or row.board_id == board
            is_every = row.school_id is None and row.board_id is None
            if (is_its or is_every) and (school, row.id) not in told:
                told.add((school, row.id))
                yield school, row
