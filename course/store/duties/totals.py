"""How far people are with a course, as of a day: totals by team, school and module, one SELECT."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from course.domain.duties.states import DutyState, StateCounts
from course.models import (
    Duty,
    DutyReason,
    Membership,
    ModuleProgress,
    PastModuleProgress,
    db,
)
from course.store.courses import releases
from course.store.dated import holds_on, known
from course.store.duties.reach import (
    COURSE,
    DAY,
    DAY_END,
    IN_REACH,
    AsOf,
    Reach,
    everybody,
    values_of,
)


@dataclass(frozen=True)
class GroupCounts:
    """A team, or everybody without one, or a school.

    `without_duty` work there and do not owe the course.
    """

    key: str
    name: str
    counts: StateCounts
    without_duty: int = 0

    @property
    def people(self) -> int:
        """Everybody who owes the course."""
        return self.counts.total()

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self.counts[DutyState.DONE]


@dataclass(frozen=True)
class SchoolTotals:
    """One school by team, and who is not counted because they left."""

    teams: tuple[GroupCounts, ...]
    left: int

    @property
    def whole(self) -> GroupCounts:
        """The teams together."""
        counts = StateCounts.together(team.counts for team in self.teams)
        return GroupCounts("", "", counts, sum(team.without_duty for team in self.teams))


@dataclass(frozen=True)
class OfferedCourse:
    """A published course, with its newest release."""

    slug: str
    title: str
    release: str


def offered_courses() -> list[OfferedCourse]:
    """Every published course by title, in one SELECT."""
    return [OfferedCourse(one.slug, one.title, one.release) for one in releases.published()]


def school_totals(reach: Reach, moment: AsOf) -> SchoolTotals:
    """People by team and state, those without a duty, and those who left with one: one SELECT."""
    teams: dict[str, GroupCounts] = {}
    gone = 0
    for row in db.session.execute(_totals_statement(), values_of(reach, moment)):
        if row.state == _LEFT:
            gone = row.people
        else:
            _add(teams, row.team_ref or "", row.team or "", row.state, row.people)
    return SchoolTotals(
        tuple(sorted(teams.values(), key=lambda team: (team.key == "", team.name, team.key))), gone
    )


def totals_by_school(reach: Reach, moment: AsOf) -> dict[int, GroupCounts]:
    """People by school and state, for several schools in one SELECT.

    A school without people is not in it.
    """
    groups: dict[str, GroupCounts] = {}
    for row in db.session.execute(_by_school_statement(), values_of(reach, moment)):
        _add(groups, str(row.school_id), "", row.state, row.people)
    return {int(key): group for key, group in groups.items()}


def module_totals(reach: Reach, moment: AsOf) -> dict[str, int]:
    """By module: how many of the people who owe the course had completed it.

    Nobody yet: not in it.
    """
    return dict(db.session.execute(_modules_statement(), values_of(reach, moment)).all())


# The statements themselves. They are large, so each is built once and asked with other values every
# time: building them anew took longer than the database needed to answer.

_LEFT = "left"


@cache
def _totals_statement() -> CompoundSelect[*tuple[Any, ...]]:
    people = everybody()
    working = select(
        people.c.team_ref, people.c.team, people.c.state, func.count().label("people")
    ).group_by(people.c.team_ref, people.c.team, people.c.state)
    left = select(null(), null(), literal(_LEFT), func.count(Membership.person_id.distinct()))
    return union_all(working, left.where(*_left_with_a_duty()))


@cache
def _by_school_statement() -> Select[*tuple[Any, ...]]:
    people = everybody()
    counted = select(people.c.school_id, people.c.state, func.count().label("people"))
    return counted.group_by(people.c.school_id, people.c.state)


@cache
def _modules_statement() -> Select[str, int]:
    people = everybody()
    # IN, not JOIN: from a join SQLite turns the plan round and reads the progress of everybody
    # there is.
    owing = select(people.c.enrolment_id).where(people.c.due_on.is_not(None))
    now, past = ModuleProgress, PastModuleProgress
    said = union_all(
        select(now.module).where(
            now.enrolment_id.in_(owing), now.completed_on <= DAY, now.recorded_at < DAY_END
        ),
        select(past.module).where(
            past.enrolment_id.in_(owing),
            past.completed_on <= DAY,
            past.recorded_at < DAY_END,
            past.replaced_at >= DAY_END,
        ),
    ).subquery()
    return select(said.c.module, func.count()).group_by(said.c.module)


def _left_with_a_duty() -> Iterable[ColumnElement[bool]]:
    """Memberships that ended before the day, of people who owed the course then and did not come
    back.
    """
    owed = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == Membership.school_id, Duty.person_id == Membership.person_id)
        .where(Duty.course == COURSE, holds_on(DutyReason, Membership.ends_on, DAY_END))
    )
    later = aliased(Membership)
    back = select(later.id).where(
        later.school_id == Membership.school_id,
        later.person_id == Membership.person_id,
        holds_on(later, DAY, DAY_END),
    )
    return (
        Membership.school_id.in_(IN_REACH),
        known(Membership, DAY_END),
        Membership.ends_on < DAY,
        owed.correlate(Membership).exists(),
        ~back.correlate(Membership).exists(),
    )


def _add(
    groups: dict[str, GroupCounts], key: str, name: str, state: str | None, count: int
) -> None:
    """One counted line to the group it belongs to.

    A state of None is somebody who does not owe the course.
    """
    group = groups.setdefault(key, GroupCounts(key, name, StateCounts()))
    if state is None:
        groups[key] = replace(group, without_duty=group.without_duty + count)
    else:
        group.counts[DutyState(state)] += count
