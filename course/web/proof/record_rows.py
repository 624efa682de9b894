"""The tables of somebody's own record: the same columns on screen, on paper and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import url_for

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
    coded,
    columns,
    day,
    file_header,
    file_kinds,
    file_lines,
    linked,
    number,
    rows_of,
    status,
    told,
    words,
    words_in_file,
)
from course.web.page.parts import Cell
from course.web.page.people_fields import lessons_words
from course.web.proof import wording
from course.web.proof.pages import RecordPart
from course.web.school.wording import ANSWERS_IN_A_LIST

SHOWN = 25  # lines of a table on screen; the files have all of them

PLACES: tuple[Field[RecordedPlace], ...] = (
    words("School", "school"),
    words("Team", "team"),
    day("Vanaf", "starts_on"),
    day("Tot en met", "ends_on"),
)
COURSES: tuple[Field[RecordedCourse], ...] = (
    words("Cursus", "title"),
    told("Editie", "edition", str),
    words("Inhoud", lambda one: one.release[:12]),
    words("Lessen", lambda one: lessons_words(one.done, one.total)),
    day("Begonnen op", "started_on"),
    day("Klaar op", "completed_on"),
    day("Geldig tot en met", "valid_until"),
)
LOOKED: tuple[Field[Looked], ...] = (
    words("Wie", "name"),
    words("Voor", lambda one: one.school or "Beheer"),
    day("Op", "day"),
)
READ: tuple[Field[RecordedReading], ...] = (
    words("Les", "lesson"),
    words("Cursus", "course"),
    day("Aangevinkt op", "at"),
)


ATTENDED: tuple[Field[AttendedMeeting], ...] = (
    words("Bijeenkomst", "title"),
    words("Voor wie", "whose"),
    day("Op", "day"),
    words("Tijd", lambda one: f"{one.begins} tot {one.ends} uur"),
    words("Gepland door", "trainer"),
    coded("Aanwezig gemeld", "by_trainer", {True: "Door de trainer", False: "Door uzelf"}),
)


def duty_fields(titles: Mapping[str, str]) -> tuple[Field[RecordedDuty], ...]:
    """What somebody owes, with the titles of courses."""
    return (
        words("Cursus", lambda one: titles.get(one.course, one.course)),
        words("School", "school"),
        status("Status", "state"),
        day("Uiterste datum", "due_on"),
        day("Sinds", "starts_on"),
        day("Gold tot en met", "ends_on"),
    )


def _certificate(one: CertificateRow) -> str:
    return url_for("proof.show_one", number=one.number)


def certificate_fields(today: date) -> tuple[Field[CertificateRow], ...]:
    """Certificates, with what they are worth today."""

    def worth(one: CertificateRow) -> str:
        return wording.STATUS[one.worth_on(today)]

    return (
        linked("Cursus", "title", _certificate),
        Field("Status", cell=lambda one: Cell(worth(one), status=worth(one)), file=worth),
        told("Nummer", "number", written),
        words("Op naam van", "name"),
        day("Afgerond op", "completed_on"),
        day("Geldig tot en met", "valid_until"),
    )


def hard_fields(ideas: Mapping[str, str]) -> tuple[Field[HardRule], ...]:
    """What was hard, with the words of wrong ideas by their codes."""

    def behind(one: HardRule) -> str:
        return "; ".join(f"‘{ideas[code]}’" for code in one.ideas if code in ideas)

    return (
        words("Wat u leerde", "rule"),
        words("Module", "module"),
        words("Cursus", "course"),
        number("Keer niet goed", "wrong"),
        number("Terwijl u het zeker wist", "sure"),
        words("Wat u toen koos, past bij het idee", behind),
        day("Laatst goed op", "right_on"),
    )


def _signed(one: RecordedSignature) -> str:
    return url_for("site.show_signed", ref=one.ref)


SIGNED: tuple[Field[RecordedSignature], ...] = (
    linked("School", "school", _signed),
    words("Versie", "version"),
    coded("Antwoord", "answer", ANSWERS_IN_A_LIST),
    day("Op", "answered_at"),
    words_in_file("SHA-256 van de tekst", "text_hash"),
)


PLANS: tuple[Field[MadePlan], ...] = (
    linked("Module", "module.label", "module.url"),
    words("Als", "when"),
    words("Dan", "then"),
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
        rows=rows_of(fields, rows[:SHOWN]),
        header=file_header(fields),
        kinds=file_kinds(fields),
        lines=tuple(file_lines(fields, rows)),
    )
