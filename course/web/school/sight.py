"""What managers of a school see of what people did: the least, unless the school says more and its
staff council agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.people.sight import Consent, Sight, needs_consent
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import sight
from course.store.people.directory import SchoolRow
from course.store.people.sight import SightRow
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields, by_value
from course.web.page.formats import long_date
from course.web.page.frame import explain, tell
from course.web.page.labels import SIGHT_NAMES, SIGHTS
from course.web.page.lists import Field, coded, columns, day, rows_of, words
from course.web.page.parts import Cell, Column, FieldError, FormOption, FormPage, Link
from course.web.page.query import parse_day
from course.web.school import bp
from course.web.school.reading import own_school

SHOWN = 25  # settings of before
LEVELS = by_value(Sight)
OPTIONS = tuple(FormOption(one.value, *SIGHTS[one]) for one in Sight)
NO_DAY = "Vul in op welke dag de medezeggenschapsraad instemde, bijvoorbeeld 12-3-2026."
LATER = "Die dag is nog niet geweest. Vul de dag in waarop de raad instemde."
NOBODY = "Vul in wie de instemming gaf, bijvoorbeeld de naam van de raad."


def _consent_words(one: SightRow) -> str:
    if one.consent_on is None:
        return ""
    return f"{one.consent_by}, {long_date(one.consent_on)}"


_HISTORY: tuple[Field[SightRow], ...] = (
    coded("Wat zij zien", "sight", SIGHT_NAMES),
    day("Vanaf", "starts_on"),
    day("Tot en met", "ends_on"),
    words("Ingesteld door", "made_by"),
    words("Instemming", _consent_words),
)


@dataclass(frozen=True)
class SightPage(FormPage):
    """What holds now, what held, and the form for something else."""

    crumbs: list[Link]
    school: str
    action: str
    options: tuple[FormOption, ...]
    sent: dict[str, str]
    columns: tuple[Column, ...]
    history: tuple[tuple[Cell, ...], ...]


@bp.get("/<code>/zicht")
@allow(Permission.SCHOOL_TEXTS)
def show_sight(code: str) -> Page:
    """What managers see now, and since when."""
    school = own_school(code)
    return _page(school, {"niveau": sight.now(school.id).value, "dag": "", "door": ""}, ())


@bp.post("/<code>/zicht")
@allow(Permission.SCHOOL_TEXTS)
@proved_lately
def put_sight(code: str) -> Answer:
    """From today on they see this much. More than now: only with consent."""
    school, fields = own_school(code), Fields(request.form)
    chosen = fields.choice("niveau", LEVELS, "Kies wat leidinggevenden zien.")
    before = sight.now(school.id)
    consent = None
    if chosen is not None and needs_consent(before, chosen):
        consent = _consent(fields, clock.today())
    if chosen is None or fields.errors:
        sent = fields.texts(("niveau", "dag", "door"))
        return _page(school, sent, tuple(fields.errors))
    if chosen is before:
        explain("Er is niets veranderd.")
        return redirect(url_for("school.show_sight", code=code), 303)
    transaction.begin(may_write=True)
    sight.put(school.id, chosen, consent, DeedMoment(clock.now(), current_person().id))
    transaction.commit()
    logs.note("sight changed", school=code, to=chosen.value)
    tell(f"Leidinggevenden zien vanaf nu: {SIGHT_NAMES[chosen].lower()}.")
    return redirect(url_for("school.show_sight", code=code), 303)


def _consent(fields: Fields, today: date) -> Consent | None:
    """On which day the council agreed, and who says so; None with what is wrong in the fields."""
    on = parse_day(fields.text("dag"))
    if on is None:
        fields.wrong("dag", NO_DAY)
    elif on > today:
        fields.wrong("dag", LATER)
    by = fields.name("door", NOBODY)
    return Consent(on, by) if on and by else None


def _page(school: SchoolRow, sent: dict[str, str], errors: tuple[FieldError, ...]) -> Page:
    page = SightPage(
        crumbs=[Link("Teksten en contacten", url_for("school.show_words", code=school.code))],
        school=school.name,
        action=url_for("school.put_sight", code=school.code),
        options=OPTIONS,
        sent=sent,
        columns=columns(_HISTORY),
        history=rows_of(_HISTORY, sight.history(school.id)[:SHOWN]),
        errors=errors,
    )
    return answer("school/sight.html", page, errors)
