"""What a bundle of evidence is made of, asked as it was known at the end of its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from course import clock
from course.content.outline import CourseOutline
from course.domain.duties.states import StateCounts
from course.domain.people.sight import ORDER, Sight
from course.store.courses import releases
from course.store.duties import totals as reporting
from course.store.duties.reach import Reach
from course.store.duties.totals import GroupCounts
from course.store.people import sight
from course.store.people.directory import SchoolRow
from course.store.proof import bundle, mailed
from course.store.proof.bundle import EvidenceBoard, EvidenceCode
from course.store.proof.mailed import NO_MAIL, SchoolMail
from course.web.report.called import as_called
from course.web.report.forms import ReportQuery

NOBODY = GroupCounts("", "", StateCounts())


@dataclass(frozen=True)
class ProvenSchool:
    """One school on the day of a bundle."""

    school: SchoolRow
    group: GroupCounts  # with who left while they had the course
    codes: tuple[EvidenceCode, ...]
    answers: Mapping[str, int]
    sight: Sight  # what managers of the school saw that day
    mail: SchoolMail

    @property
    def holding(self) -> EvidenceCode | None:
        """The code of conduct that held: its own newest, else that of its board."""
        own = [code for code in self.codes if not code.by_board]
        return next(reversed(own or self.codes), None)


@dataclass(frozen=True)
class BundleFacts:
    """A bundle: of one school, or of a board with all its schools. `query` has the title that the
    course had then.
    """

    name: str
    code: str
    board_id: int | None  # None: of one school
    query: ReportQuery
    reach: Reach
    course: CourseOutline
    release: str
    published_at: datetime
    schools: tuple[ProvenSchool, ...]

    @property
    def day(self) -> date:
        """The day that it is about, which is over."""
        return self.query.moment.day

    @property
    def whole(self) -> GroupCounts:
        """Everybody in it."""
        counts = StateCounts.together(one.group.counts for one in self.schools)
        return GroupCounts("", "", counts, sum(one.group.without_duty for one in self.schools))

    @property
    def most_seen(self) -> Sight:
        """What is seen at the school that shows most: by that go the columns of the list."""
        return max((one.sight for one in self.schools), key=ORDER.index)

    def folder(self, one: ProvenSchool) -> str:
        """Where what is of one school alone stands."""
        return "" if self.board_id is None else f"scholen/{one.school.code}/"


def of_school(school: SchoolRow, query: ReportQuery, release: str, reach: Reach) -> BundleFacts:
    """Everything about one school."""
    found = _gathered([school], query, release, reach)
    return replace(found, name=found.schools[0].school.name, code=school.code)


def of_board(board_id: int, query: ReportQuery, release: str, board: EvidenceBoard) -> BundleFacts:
    """Everything about the schools that a board had on the day, whoever has them now."""
    ids = [school.id for school in board.schools]
    held = {"granted_schools": ids, "granted_boards": [], "granted_everywhere": False}
    found = _gathered(board.schools, query, release, Reach(held, ids, as_then=True))
    return replace(found, name=board.name, code=board.code, board_id=board_id)


def _gathered(
    schools: Sequence[SchoolRow], query: ReportQuery, release: str, reach: Reach
) -> BundleFacts:
    day, until = query.moment.day, clock.end_of_day(query.moment.day)
    title, _, published_at = bundle.edition_of(release)
    then = replace(query, course=replace(query.course, title=title, release=release))
    groups = reporting.totals_by_school(reach, query.moment)
    mail = mailed.until([school.id for school in schools], query.course.slug, day)
    told = [
        ProvenSchool(
            school=school,
            group=groups.get(school.id, NOBODY),
            codes=tuple(bundle.codes_until(school.id, day)),
            answers=bundle.signed_until(school.id, day),
            sight=sight.on(school.id, day, until),
            mail=mail.get(school.id, NO_MAIL),
        )
        for school in as_called(schools, query.moment)
    ]
    return BundleFacts(
        name="",
        code="",
        board_id=None,
        query=then,
        reach=reach,
        course=releases.outline(release),
        release=release,
        published_at=published_at,
        schools=tuple(told),
    )
