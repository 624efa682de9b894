"""Whether a school measures what its people gain: off, unless the school switches it on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for

from course import clock, logs
from course.content.outline import CourseOutline
from course.domain.learning.gain import SMALLEST
from course.domain.learning.measured import minutes_for
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.people import measuring
from course.store.people.directory import SchoolRow
from course.store.people.measuring import MeasuringRow
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.formats import counted, minutes
from course.web.page.frame import explain, tell
from course.web.page.gains import NO_FORMS
from course.web.page.lists import Field, coded, columns, day, rows_of, words
from course.web.page.parts import Cell, Column, FieldError, FormOption, FormPage, Link
from course.web.school import bp
from course.web.school.reading import own_school

SHOWN = 25  # settings of before
ON, OFF = "aan", "uit"
CHOICES = {ON: True, OFF: False}
OPTIONS = (
    FormOption(OFF, "Niet meten"),
    FormOption(ON, "Meten", "Collega’s krijgen de vragen vanaf hun volgende module."),
)
NOT_CHOSEN = "Kies of uw school de leerwinst meet."
_HISTORY: tuple[Field[MeasuringRow], ...] = (
    coded("Leerwinst", "is_on", {True: "Meten", False: "Niet meten"}),
    day("Vanaf", "starts_on"),
    day("Tot en met", "ends_on"),
    words("Ingesteld door", "made_by"),
)


@dataclass(frozen=True)
class MeasuringPage(FormPage):
    """What it asks of people, what holds now, and what held."""

    crumbs: list[Link]
    school: str
    action: str
    asks: tuple[str, ...]  # a sentence for each course
    smallest: int
    options: tuple[FormOption, ...]
    chosen: str
    columns: tuple[Column, ...]
    history: tuple[tuple[Cell, ...], ...]


@bp.get("/<code>/leerwinst")
@allow(Permission.SCHOOL_TEXTS)
def show_measuring(code: str) -> Page:
    """What it asks, and whether it is on."""
    return _page(own_school(code), ())


@bp.post("/<code>/leerwinst")
@allow(Permission.SCHOOL_TEXTS)
def put_measuring(code: str) -> Answer:
    """From today on the school measures, or does not."""
    school, fields = own_school(code), Fields(request.form)
    chosen = fields.choice("meten", CHOICES, NOT_CHOSEN)
    if chosen is None:
        return _page(school, tuple(fields.errors))
    if chosen is measuring.is_on(school.id, clock.today()):
        explain("Er is niets veranderd.")
        return redirect(url_for("school.show_measuring", code=code), 303)
    transaction.begin(may_write=True)
    measuring.put(school.id, on=chosen, moment=DeedMoment(clock.now(), current_person().id))
    transaction.commit()
    logs.note("measuring changed", school=code, to=ON if chosen else OFF)
    tell("Uw school meet vanaf nu de leerwinst." if chosen else "Uw school meet niet meer.")
    return redirect(url_for("school.show_measuring", code=code), 303)


def _page(school: SchoolRow, errors: tuple[FieldError, ...]) -> Page:
    page = MeasuringPage(
        crumbs=[Link("Teksten en contacten", url_for("school.show_words", code=school.code))],
        school=school.name,
        action=url_for("school.put_measuring", code=school.code),
        asks=tuple(map(_asks, releases.current_outlines())),
        smallest=SMALLEST,
        options=OPTIONS,
        chosen=ON if measuring.is_on(school.id, clock.today()) else OFF,
        columns=columns(_HISTORY),
        history=rows_of(_HISTORY, measuring.history(school.id)[:SHOWN]),
        errors=errors,
    )
    return answer("school/measuring.html", page, errors)


def _asks(course: CourseOutline) -> str:
    """What a course asks of somebody who skips nothing, or that it asks nothing."""
    sizes = [len(module.forms.a) for module in course.modules if module.forms is not None]
    if not sizes:
        return f"{course.title}: hier wordt niets gevraagd. {NO_FORMS}"
    questions = 2 * sum(sizes)
    where = counted(len(sizes), "module", "modules")
    each = f"{min(sizes)} tot {max(sizes)}" if min(sizes) < max(sizes) else f"{sizes[0]}"
    return (
        f"{course.title}: in {where} vooraf {each} vragen, en even veel vóór de toets. Dat is "
        f"samen {minutes(minutes_for(questions))} voor wie niets overslaat."
    )
