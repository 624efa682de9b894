"""The words of a school: seen and changed by its managers and administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, request, url_for

from course import clock
from course.content.types import Variable
from course.domain.people.roles import Permission
from course.kinds.marking import by_key
from course.store import transaction
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.people import filling, words
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.parts import FieldError, FormOption, FormPage, Link
from course.web.school import bp
from course.web.school.reading import lines_of, own_school

MAX_TEXT = 2000  # characters
ENTRY_TEST = "instaptoets"  # the name of its box
ENTRY_OPTION = FormOption(
    "ja",
    "Bied de instaptoets aan",
    "Vooraf één vraag per module. Wie het zeker weet, mag uitleg overslaan. De oefeningen en de "
    "toetsen blijven.",
)


@dataclass(frozen=True)
class WordField:
    """One word that lessons leave to the school."""

    variable: Variable
    value: str
    error: str


@dataclass(frozen=True)
class WordsPage(FormPage):
    """All of them, in one form."""

    crumbs: list[Link]
    school: str
    action: str
    fields: list[WordField]
    empty: int
    entry_test: list[FormOption]
    conduct_url: str
    entry_chosen: tuple[str, ...] = ()


@bp.get("/<code>")
@allow(Permission.SCHOOL_TEXTS)
def show_words(code: str) -> Page:
    """What the school filled in, and what is still empty."""
    school = own_school(code)
    return _page(school, words.values_of(school.id), [], offered=words.offers_entry_test(school.id))


@bp.post("/<code>")
@allow(Permission.SCHOOL_TEXTS)
def save_words(code: str) -> Answer:
    """Save all words at once; nothing is saved while one of them cannot be right."""
    school = own_school(code)
    sent = {variable.key: lines_of(request.form.get(variable.key, "")) for variable in _variables()}
    errors = [error for variable in _variables() if (error := _wrong(variable, sent[variable.key]))]
    if errors:
        return _page(school, sent, errors, offered=bool(request.form.get(ENTRY_TEST)))
    transaction.begin(may_write=True)
    filling.fill_in(school.id, sent, DeedMoment(clock.now(), current_person().id))
    words.offer_entry_test(school.id, offered=bool(request.form.get(ENTRY_TEST)))
    transaction.commit()
    flash("De teksten van uw school zijn bewaard.")
    return redirect(url_for("school.show_words", code=code), 303)


def _variables() -> tuple[Variable, ...]:
    """Every word that a published course leaves to schools."""
    found: dict[str, Variable] = {}
    for course in releases.current_outlines():
        found |= by_key(course.variables)
    return tuple(found.values())


def _wrong(variable: Variable, text: str) -> FieldError | None:
    if len(text) > MAX_TEXT:
        return FieldError(variable.key, f"{variable.label}: gebruik hooguit {MAX_TEXT} tekens.")
    if variable.kind == "link" and text and not text.startswith("https://"):
        return FieldError(
            variable.key, f"{variable.label}: vul een adres in dat begint met https://."
        )
    if variable.kind != "lines" and "\n" in text:
        return FieldError(variable.key, f"{variable.label}: gebruik één regel.")
    return None


def _page(
    school: SchoolRow, values: dict[str, str], errors: Sequence[FieldError], *, offered: bool
) -> Page:
    messages = {error.field: error.message for error in errors}
    fields = [
        WordField(variable, values.get(variable.key, ""), messages.get(variable.key, ""))
        for variable in _variables()
    ]
    page = WordsPage(
        crumbs=_crumbs(school),
        school=school.name,
        action=url_for("school.save_words", code=school.code),
        fields=fields,
        errors=tuple(errors),
        empty=sum(not field.value for field in fields),
        entry_test=[ENTRY_OPTION],
        conduct_url=url_for("school.show_conduct", code=school.code),
    )
    if offered:
        page = replace(page, entry_chosen=("ja",))
    return answer("school/words.html", page, errors)


def _crumbs(school: SchoolRow) -> list[Link]:
    """The report of the school, for who may see it."""
    if not current_person().may(Permission.SCHOOL_REPORT):
        return []
    return [Link(school.name, url_for("report.show_school", code=school.code))]
