"""Which bundle of evidence an address, or work of a worker, asks for, and whether there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.domain.people.roles import Actor, Permission
from course.store.duties import whole_list
from course.store.duties.reach import Reach
from course.store.people import directory, organising
from course.store.people.directory import SchoolRow
from course.store.proof import bundle
from course.store.scope import granted
from course.web.report import wording
from course.web.report.called import as_called
from course.web.report.forms import ReportQuery

AT_ONCE = 1000  # people in a bundle that somebody waits for: seconds
SCHOOLS_AT_ONCE = 20


class NoEvidenceError(Exception):
    """There is no such bundle; the message says why."""


@dataclass(frozen=True)
class AskedEvidence:
    """Of one school, or of a board with every school that it had, at the end of a day."""

    actor: Actor
    query: ReportQuery
    code: str
    school: SchoolRow | None
    board_id: int | None
    held: Mapping[str, Any] | None  # by which grants a school is seen; None: a whole board is

    @property
    def kept(self) -> dict[str, str]:
        """As work of a worker is asked with."""
        where = {"school": self.code, "bestuur": ""}
        if self.school is None:
            where = {"school": "", "bestuur": self.code}
        day = self.query.moment.day.isoformat()
        return {"cursus": self.query.course.slug, "peildatum": day, "soort": "zip"} | where

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"bewijs-{self.code}-{self.query.course.slug}-{self.query.moment.day}.zip"


@dataclass(frozen=True)
class ReadyEvidence:
    """One that there is: with the text that the course had, and the schools that are in it."""

    asked: AskedEvidence
    release: str
    name: str
    schools: tuple[SchoolRow, ...]

    @property
    def is_large(self) -> bool:
        """Whether it takes longer than somebody waits."""
        if len(self.schools) > SCHOOLS_AT_ONCE:
            return True
        return bundle.people_on(self.reach.asked, self.asked.query.moment.day) > AT_ONCE

    @property
    def reach(self) -> Reach:
        """These schools, the same for everybody who may have it. A board has those of the day,
        whoever has them now.
        """
        ids = [school.id for school in self.schools]
        own = {"granted_schools": ids, "granted_boards": [], "granted_everywhere": False}
        held = own if self.asked.held is None else dict(self.asked.held)
        return Reach(held, ids, as_then=True)


def of_school(actor: Actor, code: str, query: ReportQuery) -> AskedEvidence | None:
    """That of a school; None for who may not see its report."""
    school = directory.school_in_scope(actor, Permission.SCHOOL_REPORT, code)
    if school is None:
        return None
    held = granted(actor, Permission.SCHOOL_REPORT)
    return AskedEvidence(actor, query, code, school, None, held)


def of_board(actor: Actor, code: str, query: ReportQuery) -> AskedEvidence | None:
    """That of a board; None for who may not see the whole of it."""
    found = organising.board_by_code(code)
    if found is None or not actor.holds_for_board(Permission.SCHOOL_REPORT, found.id):
        return None
    return AskedEvidence(actor, query, code, None, found.id, None)


def again(actor: Actor, kept: Mapping[str, str], query: ReportQuery) -> AskedEvidence | None:
    """What was kept with work, for who may have it now."""
    if kept["school"]:
        return of_school(actor, kept["school"], query)
    return of_board(actor, kept["bestuur"], query)


def ready(asked: AskedEvidence) -> ReadyEvidence:
    """The bundle, where there is one.

    Errors: NoEvidenceError.
    """
    moment = asked.query.moment
    if not moment.is_past:
        raise NoEvidenceError(wording.DAY_NOT_OVER)
    release = bundle.release_on(moment.course, moment.day)
    name, schools = _schools(asked)
    if release is None:
        raise NoEvidenceError(wording.NO_COURSE_YET)
    found = ReadyEvidence(asked, release, name, schools)
    if _shows_less(found):
        raise NoEvidenceError(wording.SHOWN_LESS_SINCE)
    return found


def _shows_less(found: ReadyEvidence) -> bool:
    """Whether a school shows the reader less by now than this bundle holds of it. The bytes of a
    day stay the same; who may read them does not.
    """
    moment, ids = found.asked.query.moment, found.reach.asked
    now = whole_list.ranks(found.asked.actor, moment, ids)
    then = whole_list.ranks_of(found.reach, moment)
    return any(rank < then[school] for school, rank in now.items())


def _schools(asked: AskedEvidence) -> tuple[str, tuple[SchoolRow, ...]]:
    """As whose it is known, and the schools that were there on its day."""
    day = asked.query.moment.day
    if asked.board_id is not None:
        board = bundle.board_on(asked.board_id, day)
        if not board.schools:
            raise NoEvidenceError(wording.NO_SCHOOL_YET)
        return board.name, tuple(as_called(board.schools, asked.query.moment))
    (school,) = as_called([asked.school] if asked.school else [], asked.query.moment)
    first = bundle.first_days([school.id]).get(school.id)
    if first is None or day < first:
        raise NoEvidenceError(wording.before_first(first))
    return school.name, (school,)
