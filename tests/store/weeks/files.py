"""What the reports of a day say: the list, the figures, and all that a bundle of evidence asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from course import clock
from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roles import Actor
from course.models import School
from course.store.dated import DeedMoment
from course.store.duties import overview, people_list, whole_list
from course.store.duties import totals as reporting
from course.store.duties.overview import BesideFilter
from course.store.duties.people_list import PeopleFilter, ReportedPerson
from course.store.duties.reach import AsOf, Reach, reach_of
from course.store.duties.seeing import NOWHERE
from course.store.duties.totals import SchoolTotals
from course.store.people import sight
from course.store.people.naming import school_names_on
from course.store.proof import bundle, mailed, norms
from tests.store.weeks.whole import COURSE, TwoSchools

GONE = PeopleFilter(state=DutyState.LEFT)


def in_order(found: SchoolTotals) -> SchoolTotals:
    """Figures are asked by their state; in which order a database counted them says nothing."""
    teams = tuple(
        replace(one, counts=StateCounts(dict(sorted(one.counts.items())))) for one in found.teams
    )
    return replace(found, teams=teams, gone=dict(sorted(found.gone.items())))


class FilesOfDays(TwoSchools):
    """Of both schools and both boards."""

    def reaches(self) -> list[Reach]:
        """Each school, for who sees all that there is to see."""
        return [reach_of(self.trainer, [school.id]) for school in self.schools]

    def rows(self, reach: Reach, day: date) -> list[ReportedPerson]:
        """The list of a school on a day."""
        moment = AsOf(COURSE, day, DeedMoment(self.now).today)
        return list(people_list.people_rows(reach, moment, PeopleFilter()))

    def file_of(self, day: date) -> bytes:
        """All that the reports say of a day."""
        moment = AsOf(COURSE, day, DeedMoment(self.now).today)
        told: list[Any] = [
            (
                self.rows(reach, day),
                in_order(reporting.school_totals(reach, moment)),
                sorted(reporting.module_totals(reach, moment).items()),
                list(people_list.people_rows(reach, moment, GONE)),
            )
            for reach in self.reaches()
        ]
        told += [self.evidence(one.id, day) for one in self.schools]
        called = {one.id: one.name for one in self.session.query(School)}
        if moment.is_past:
            called |= school_names_on([one.id for one in self.schools], day)
        told += [self.board(one.id, day) for one in (self.world.board, self.second)]
        told += [self.over_schools(reader, moment) for reader in self.of_boards]
        told.extend(called[one.id] for one in self.schools)
        return repr(told).encode()

    def evidence(self, school: int, day: date) -> tuple[Any, ...]:
        """What a bundle about a school says of a day, which is the same for everybody."""
        end = clock.end_of_day(day)
        listed = self.rows(
            replace(reach_of(self.trainer, [school]), whole=NOWHERE, as_then=True), day
        )
        codes, answers = bundle.codes_until(school, day), bundle.signed_until(school, day)
        mail = mailed.until([school], COURSE, day).get(school, mailed.NO_MAIL)
        written = sorted((str(key), count) for key, count in mail.lines.items()), mail.people
        others = sight.on(school, day, end), norms.on(day, end), written
        return listed, bundle.release_on(COURSE, day), codes, sorted(answers.items()), *others

    def over_schools(self, reader: Actor, moment: AsOf) -> tuple[Any, ...]:
        """The lists of who sees a board, without what they say of now."""
        everybody = BesideFilter()
        schools = overview.schools_asked(reader, everybody, moment.day)
        rows = whole_list.page_after(reader, moment, everybody, schools, None)
        beside = [
            (one.code, one.name, one.board, sorted(one.counts.items()), one.group.without_duty)
            for one in overview.schools_beside(reader, moment, ())
            if one.group.listed or one.group.without_duty  # also one that came to be since
        ]
        now = {"opens": True, "email": "", "came_back_at": None}  # in no file of a day of before
        return [replace(row, **now) for row in rows], beside

    def board(self, board: int, day: date) -> tuple[Any, ...]:
        """The board and its schools on a day that is over."""
        found = bundle.board_on(board, day)
        return found.code, found.name, [one.code for one in found.schools]
