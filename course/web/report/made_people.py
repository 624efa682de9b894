"""Files with people of several schools that wait for who asked for them: who may still have one,
and the page with all of one's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for

from course import clock
from course.domain.messages.attempts import MADE_LASTS
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.store.duties import whole_list
from course.store.duties.reach import AsOf
from course.store.messages import made
from course.store.messages.made import AskedFile, MadeFile
from course.web.http.access import allow, current_person
from course.web.http.exporting import note_exports
from course.web.page.lists import Field, columns, day, rows_of, words
from course.web.page.made_files import Keeper, keeps
from course.web.page.parts import Cell, Column
from course.web.report import bp, file_words
from course.web.report.called_lists import called_lists
from course.web.report.queued_files import JOBS, PEOPLE
from course.web.report.scheduled import ScheduleLine, own_schedules


@dataclass(frozen=True)
class Written:
    """What the work wrote down about its file: its day, and by school how much was seen and how
    many rows there are.
    """

    day: date
    ranks: Mapping[int, int]
    rows: Mapping[int, int]

    def as_kept(self) -> dict[str, Any]:
        """As JSON holds it."""
        schools = [[one, rank, self.rows.get(one, 0)] for one, rank in self.ranks.items()]
        return {"day": self.day.isoformat(), "schools": schools}


def read_written(place: Mapping[str, Any]) -> Written:
    """The same again."""
    ranks = {school: rank for school, rank, _ in place["schools"]}
    rows = {school: rows for school, _, rows in place["schools"] if rows}
    return Written(date.fromisoformat(place["day"]), ranks, rows)


def why_refused(found: MadeFile) -> str:
    """Why the reader may not have it any more: they see fewer schools, or less of one."""
    actor, written = current_person(), read_written(found.place)
    if not actor.may(Permission.SCHOOL_REPORT):
        return file_words.NO_RIGHT
    moment = AsOf(found.arguments["cursus"], written.day, clock.today())
    now = whole_list.ranks(actor, moment, written.ranks)
    if len(now) < len(written.ranks):
        return file_words.FEWER_SCHOOLS
    if any(now[school] < rank for school, rank in written.ranks.items()):
        return file_words.SHOWS_LESS
    return ""


def note_fetched(found: MadeFile) -> None:
    """In the audit trail of each school of which people are in it."""
    course, kind = found.arguments["cursus"], found.arguments["soort"]
    rows = Counter(read_written(found.place).rows)
    note_exports(ListTold.REPORT, rows, course=course, file=kind)


keeps(PEOPLE, Keeper(why_refused, note_fetched))


@dataclass(frozen=True)
class FilesPage:
    """The files that somebody asked for."""

    columns: tuple[Column, ...]
    files: tuple[tuple[Cell, ...], ...]
    schedules: tuple[ScheduleLine, ...]
    back: str  # empty for who may see no list any more


@bp.get("/bestanden")
@allow(Permission.LEARN)
def show_files() -> str:
    """One's own, and nobody else's; also for who has no right to a new one any more."""
    actor = current_person()
    asked = made.asked_by(actor.id, JOBS, clock.now() - MADE_LASTS)
    fields = _fields(called_lists(actor, [one.arguments for one in asked]))
    page = FilesPage(
        columns=columns(fields),
        files=rows_of(fields, asked),
        schedules=own_schedules(actor),
        back=url_for("report.show_people") if actor.may(Permission.SCHOOL_REPORT) else "",
    )
    return render_template("report/files.html", page=page)


def _fields(called: Callable[[Mapping[str, Any]], str]) -> tuple[Field[AskedFile], ...]:
    def name(one: AskedFile) -> Cell:
        return Cell(called(one.arguments), url_for("site.show_waiting", ref=one.ref))

    return (
        Field("Bestand", cell=name),
        words("Soort", lambda one: one.arguments["soort"].upper()),
        day("Gevraagd op", "queued_at"),
        words("Stand", file_words.how_it_is),
    )
