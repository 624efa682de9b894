"""The tables of somebody's own record: the same columns on screen, on paper and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import url_for

from course.clock import day_of
from course.domain.proof.numbers import written
from course.store.learning.missed import HardRule
from course.store.proof.certificates import CertificateRow
from course.store.proof.looking import Looked
from course.store.proof.own_record import (
    RecordedCourse,
    RecordedDuty,
    RecordedPlace,
    RecordedReading,
    RecordedSignature,
)
from course.store.study_days.attended import AttendedMeeting
from course.web.learn.plans import MadePlan
from course.web.page.lists import (
    Field,
    RowT_contra,
    cells,
    columns,
    day,
    file_header,
    file_kinds,
    file_lines,
    number,
    status,
    words,
)
from course.web.page.parts import Cell
from course.web.page.people_fields import lessons_words
from course.web.proof import wording
from course.web.proof.pages import RecordPart
from course.web.school.wording import answer_words

SHOWN = 25  # lines of a table on screen; the files have all of them

PLACES: tuple[Field[RecordedPlace], ...] = (
    words("School", lambda one: one.school),
    words("Team", lambda one: one.team),
    day("Vanaf", lambda one: one.starts_on),
    day("Tot en met", lambda one: one.ends_on),
)
COURSES: tuple[Field[RecordedCourse], ...] = (
    words("Cursus", lambda one: one.title),
    words("Editie", lambda one: str(one.edition)),
    words("Inhoud", lambda one: one.release[:12]),
    words("Lessen", lambda one: lessons_words(one.done, one.total)),
    day("Begonnen op", lambda one: one.started_on),
    day("Klaar op", lambda one: one.completed_on),
    day("Geldig tot en met", lambda one: one.valid_until),
)
LOOKED: tuple[Field[Looked], ...] = (
    words("Wie", lambda one: one.name),
    words("Voor", lambda one: one.school or "Beheer"),
    day("Op", lambda one: one.day),
)
READ: tuple[Field[RecordedReading], ...] = (
    words("Les", lambda one: one.lesson),
    words("Cursus", lambda one: one.course),
    day("Aangevinkt op", lambda one: day_of(one.at)),
)


ATTENDED: tuple[Field[AttendedMeeting], ...] = (
    words("Bijeenkomst", lambda one: one.title),
    words("Voor wie", lambda one: one.whose),
    day("Op", lambda one: one.day),
    words("Tijd", lambda one: f"{one.begins} tot {one.ends} uur"),
    words("Gepland door", lambda one: one.trainer),
    words("Aanwezig gemeld", lambda one: "Door de trainer" if one.by_trainer else "Door uzelf"),
)


def duty_fields(titles: Mapping[str, str]) -> tuple[Field[RecordedDuty], ...]:
    """What somebody owes, with the titles of courses."""
    return (
        words("Cursus", lambda one: titles.get(one.course, one.course)),
        words("School", lambda one: one.school),
        status("Status", lambda one: one.state),
        day("Uiterste datum", lambda one: one.due_on),
        day("Sinds", lambda one: one.starts_on),
        day("Gold tot en met", lambda one: one.ends_on),
    )


def certificate_fields(today: date) -> tuple[Field[CertificateRow], ...]:
    """Certificates, with what they are worth today."""

    def linked(one: CertificateRow) -> Cell:
        return Cell(one.title, url_for("proof.show_one", number=one.number))

    def worth(one: CertificateRow) -> str:
        return wording.STATUS[one.worth_on(today)]

    return (
        Field("Cursus", cell=linked, file=lambda one: one.title),
        Field("Status", cell=lambda one: Cell(worth(one), status=worth(one)), file=worth),
        words("Nummer", lambda one: written(one.number)),
        words("Op naam van", lambda one: one.name),
        day("Afgerond op", lambda one: one.completed_on),
        day("Geldig tot en met", lambda one: one.valid_until),
    )


def hard_fields(ideas: Mapping[str, str]) -> tuple[Field[HardRule], ...]:
    """What was hard, with the words of wrong ideas by their codes."""

    def behind(one: HardRule) -> str:
        return "; ".join(f"‘{ideas[code]}’" for code in one.ideas if code in ideas)

    return (
        words("Wat u leerde", lambda one: one.rule),
        words("Module", lambda one: one.module),
        words("Cursus", lambda one: one.course),
        number("Keer niet goed", lambda one: one.wrong),
        number("Terwijl u het zeker wist", lambda one: one.sure),
        words("Wat u toen koos, past bij het idee", behind),
        day("Laatst goed op", lambda one: one.right_on),
    )


def _signed(one: RecordedSignature) -> Cell:
    return Cell(one.school, url_for("site.show_signed", ref=one.ref))


SIGNED: tuple[Field[RecordedSignature], ...] = (
    Field("School", cell=_signed, file=lambda one: one.school),
    words("Versie", lambda one: one.version),
    words("Antwoord", lambda one: answer_words(one.answer)),
    day("Op", lambda one: day_of(one.answered_at)),
    Field("SHA-256 van de tekst", file=lambda one: one.text_hash),
)


def _module(one: MadePlan) -> Cell:
    return Cell(one.module.label, one.module.url)


PLANS: tuple[Field[MadePlan], ...] = (
    Field("Module", cell=_module, file=lambda one: one.module.label),
    words("Als", lambda one: one.when),
    words("Dan", lambda one: one.then),
)


def part(
    title: str, empty: str, fields: Sequence[Field[RowT_contra]], rows: Sequence[RowT_contra]
) -> RecordPart:
    """A table: the first lines for the screen, all of them for the files."""
    caption = title
    if len(rows) > SHOWN:
        caption = wording.first_of(title, SHOWN, len(rows))
    return RecordPart(
        title=title,
        empty=empty,
        caption=caption,
        columns=columns(fields),
        rows=tuple(cells(fields, row) for row in rows[:SHOWN]),
        header=file_header(fields),
        kinds=file_kinds(fields),
        lines=tuple(file_lines(fields, rows)),
    )
