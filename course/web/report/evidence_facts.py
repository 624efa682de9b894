"""What a bundle of evidence is made of, asked as it was known at the end of its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from course.store.proof.bundle import EvidenceCode
from course.store.proof.mailed import NO_MAIL, SchoolMail
from course.web.report.evidence_asked import ReadyEvidence
from course.web.report.forms import ReportQuery

NOBODY = GroupCounts("", "", StateCounts())
SCHOOLS_AT_ONCE = 25
Passed = Callable[[int], None]  # called with how many schools more are in a list


def nobody_looks(_schools: int) -> None:
    """For who makes it at once."""


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


def gathered(ready: ReadyEvidence, passed: Passed = nobody_looks) -> BundleFacts:
    """Everything about these schools, whoever asks: the right to it was looked at before.

    `passed` is called between the questions about some schools and those about the next.
    """
    query, reach = ready.asked.query, ready.reach
    title, _, published_at = bundle.edition_of(ready.release)
    told: list[ProvenSchool] = []
    for start in range(0, len(ready.schools), SCHOOLS_AT_ONCE):
        some = ready.schools[start : start + SCHOOLS_AT_ONCE]
        told += _proven(some, replace(reach, asked=[one.id for one in some]), query)
        passed(0)
    return BundleFacts(
        name=ready.name,
        code=ready.asked.code,
        board_id=ready.asked.board_id,
        query=replace(query, course=replace(query.course, title=title, release=ready.release)),
        reach=reach,
        course=releases.outline(ready.release),
        release=ready.release,
        published_at=published_at,
        schools=tuple(told),
    )


def _proven(
    schools: Sequence[SchoolRow], reach: Reach, query: ReportQuery
) -> Iterator[ProvenSchool]:
    day, until = query.moment.day, clock.end_of_day(query.moment.day)
    groups = reporting.totals_by_school(reach, query.moment)
    mail = mailed.until(reach.asked, query.course.slug, day)
    for school in schools:
        yield ProvenSchool(
            school=school,
            group=groups.get(school.id, NOBODY),
            codes=tuple(bundle.codes_until(school.id, day)),
            answers=bundle.signed_until(school.id, day),
            sight=sight.on(school.id, day, until),
            mail=mail.get(school.id, NO_MAIL),
        )
