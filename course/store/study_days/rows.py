"""A study day, and what is kept about somebody in it, as one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select

from course.domain.study_days import Phase
from course.models import School, StudyDay, StudyPresence


@dataclass(frozen=True)
class Subject:
    """What a study day is about, in the release that was current when it was opened."""

    release: str
    module: str
    lesson: str
    item: str


@dataclass(frozen=True)
class StudyDayRow:
    """One study day as it stands today. The day after, every study day is closed."""

    id: int
    ref: str
    code: str
    number: int  # of the question under this code
    school_id: int
    school: str
    school_code: str
    release: str
    module: str
    lesson: str
    item: str
    day: date
    phase: Phase
    present: int  # people
    signed_off: int  # people

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject(self.release, self.module, self.lesson, self.item)


@dataclass(frozen=True)
class Attended(StudyDayRow):
    """A study day with what is kept about somebody in it.

    `may_vote`: they work at that school today.
    """

    presence_id: int
    signed_off_at: datetime | None
    may_vote: bool


_present = (
    select(func.count(StudyPresence.id))
    .where(StudyPresence.session_id == StudyDay.id)
    .correlate(StudyDay)
)
_is_today = StudyDay.day == bindparam("today")
# With the parameter `today`.
COLUMNS: tuple[Any, ...] = (
    StudyDay.id,
    StudyDay.ref,
    StudyDay.code,
    StudyDay.number,
    StudyDay.school_id,
    School.name.label("school"),
    School.code.label("school_code"),
    StudyDay.release,
    StudyDay.module,
    StudyDay.lesson,
    StudyDay.item,
    StudyDay.day,
    case((_is_today, StudyDay.phase), else_=Phase.CLOSED.value).label("phase"),
    _present.scalar_subquery().label("present"),
    _present.where(StudyPresence.signed_off_at.is_not(None)).scalar_subquery().label("signed_off"),
)
STUDY_DAYS: Select[Any] = select(*COLUMNS).join(School, School.id == StudyDay.school_id)
