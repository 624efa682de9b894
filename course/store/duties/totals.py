"""How far people are with a course, as of a day: totals by team, school and module, one SELECT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Select,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from course.domain.duties.states import COUNTING, DutyState, StateCounts
from course.domain.people.sight import LEAST, ORDER, Sight
from course.models import ModuleProgress, PastModuleProgress, db
from course.store.courses import releases
from course.store.dated import Instant
from course.store.duties.reach import (
    DAY,
    DAY_END,
    AsOf,
    Reach,
    everybody,
    gone,
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
        """Everybody who owes the course and counts in a percentage."""
        return self.counts.counting

    @property
    def listed(self) -> int:
        """Everybody who works there and has the course, also who is paused or exempt."""
        return self.counts.total() - self.counts[DutyState.LEFT]

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self.counts[DutyState.DONE]


@dataclass(frozen=True)
class SchoolTotals:
    """One school by team, and who is not counted because they left."""

    teams: tuple[GroupCounts, ...]
    gone: Mapping[str, int]  # by the ref of the team that they left; empty: no team
    sight: Sight = LEAST  # how much of what people did the reader sees

    @property
    def left(self) -> int:
        """How many left."""
        return sum(self.gone.values())

    def left_of(self, team_ref: str) -> int:
        """How many left a team; the school when none is named."""
        return self.gone.get(team_ref, 0) if team_ref else self.left

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
    since: datetime  # of its first release


def offered_courses() -> list[OfferedCourse]:
    """Every published course by title, in one SELECT."""
    return [OfferedCourse(**asdict(one)) for one in releases.published()]


def school_totals(reach: Reach, moment: AsOf) -> SchoolTotals:
    """People by team and state, those without a duty, and those who left with one: one SELECT."""
    teams: dict[str, GroupCounts] = {}
    left: dict[str, int] = {}
    rank = 0
    for row in db.session.execute(_totals_statement(moment.until), values_of(reach, moment)):
        rank = max(rank, row.rank)
        if row.state == DutyState.LEFT:
            left[row.team_ref or ""] = row.people
        else:
            _add(teams, row.team_ref or "", row.team or "", row.state, row.people)
    by_name = sorted(teams.values(), key=lambda team: (team.key == "", team.name, team.key))
    return SchoolTotals(tuple(by_name), left, ORDER[rank])


def totals_by_school(reach: Reach, moment: AsOf) -> dict[int, GroupCounts]:
    """People by school and state, also who left with a duty, for several schools in one SELECT.

    A school without people is not in it.
    """
    return by_school(
        db.session.execute(_by_school_statement(moment.until), values_of(reach, moment))
    )


def by_school(found: Iterable[Any]) -> dict[int, GroupCounts]:
    """The groups of rows with a school, a state and how many people are in it."""
    groups: dict[str, GroupCounts] = {}
    for row in found:
        _add(groups, str(row.school_id), "", row.state, row.people)
    return {int(key): group for key, group in groups.items()}


@dataclass(frozen=True)
class HowFarTogether:
    """Of the people who owe the course and count: how many completed which module (nobody yet: not
    in it), how many were done on which day, and how many have to be by which.
    """

    modules: Mapping[str, int]
    done_on: Mapping[date, int]
    due_on: Mapping[date, int]


def far_together(reach: Reach, moment: AsOf) -> HowFarTogether:
    """How far people are with the parts of the course, and since when with all of it: one
    SELECT.
    """
    modules: dict[str, int] = {}
    done_on, due_on = Counter[date](), Counter[date]()
    for row in db.session.execute(_far_statement(moment.until), values_of(reach, moment)):
        if row.module is not None:
            modules[row.module] = row.people
            continue
        due_on[row.due_on] += row.people
        if row.done_on is not None:
            done_on[row.done_on] += row.people
    return HowFarTogether(modules, done_on, due_on)


def module_totals(reach: Reach, moment: AsOf) -> Mapping[str, int]:
    """By module: how many of the people who owe the course had completed it."""
    return far_together(reach, moment).modules


# The statements themselves. They are large, so each is built once and asked with other values every
# time: building them anew took longer than the database needed to answer.


@cache
def _totals_statement(until: Instant | None) -> CompoundSelect[*tuple[Any, ...]]:
    people = everybody(until)
    working = select(
        people.c.team_ref,
        people.c.team,
        people.c.state,
        func.count().label("people"),
        func.max(people.c.rank).label("rank"),
    ).group_by(people.c.team_ref, people.c.team, people.c.state)
    away = gone(until)
    left = select(away.c.team_ref, null(), literal(DutyState.LEFT.value), func.count(), literal(0))
    return union_all(working, left.group_by(away.c.team_ref))


@cache
def _by_school_statement(until: Instant | None) -> CompoundSelect[*tuple[Any, ...]]:
    people, away = everybody(until, named=False), gone(until, named=False)
    counted = select(people.c.school_id, people.c.state, func.count().label("people"))
    left = select(away.c.school_id, literal(DutyState.LEFT.value), func.count())
    return union_all(
        counted.group_by(people.c.school_id, people.c.state), left.group_by(away.c.school_id)
    )


@cache
def _far_statement(until: Instant | None) -> CompoundSelect[*tuple[Any, ...]]:
    people = everybody(until, named=False)
    days = (
        select(
            null().label("module"),
            people.c.done_on,
            people.c.due_on,
            func.count().label("people"),
        )
        .where(people.c.state.in_([state.value for state in COUNTING]))
        .group_by(people.c.done_on, people.c.due_on)
    )
    modules = _modules_statement(until).subquery()
    no_day = cast(null(), Date)
    return union_all(days, select(modules.c.module, no_day, no_day, modules.c.people))


def _modules_statement(until: Instant | None) -> Select[str, int]:
    people = everybody(until)
    # IN, not JOIN: from a join SQLite turns the plan round and reads the progress of everybody
    # there is.
    seen = people.c.rank >= ORDER.index(Sight.LESSONS)
    counting = people.c.state.in_([state.value for state in COUNTING])
    owing = select(people.c.enrolment_id).where(counting, seen)
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
    return select(said.c.module, func.count().label("people")).group_by(said.c.module)


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
