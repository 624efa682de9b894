"""The table of the Normenkader, for every school: which norm there is, in which words, and which of
our figures answers it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, redirect, render_template, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.proof.norms import (
    LONGEST_LEVEL,
    LONGEST_NORM,
    LONGEST_WORDING,
    NormDraft,
    NormFigure,
    is_norm,
)
from course.kinds.marking import by_key
from course.store import transaction
from course.store.proof import norms
from course.store.proof.norms import Norm, PastNorm
from course.store.submissions import OtherContentsError
from course.web.admin import bp
from course.web.admin.deed import deed_moment
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer, or_404
from course.web.page.fields import Fields, by_value
from course.web.page.formats import long_date, short_date
from course.web.page.frame import tell
from course.web.page.labels import NORM_FIGURES
from course.web.page.lists import Field, coded, columns, rows_of, words
from course.web.page.lists import day as day_field
from course.web.page.options import table_options
from course.web.page.parts import Cell, Column, FieldError, FormOption, FormPage
from course.web.page.query import parse_day

FIGURES = by_value(NormFigure)
FIGURE_OPTIONS = table_options(NORM_FIGURES)
UNCHECKED = "Nog niet vergeleken"
ALWAYS = 1900  # the year since which a line holds that came with the program
NO_NORM = (
    "Vul het nummer van de norm in, bijvoorbeeld XX.01: letters, cijfers, punten en streepjes, "
    f"hooguit {LONGEST_NORM} tekens."
)
TWICE = "Deze norm staat al in de tabel. Wijzig die, of vul een ander nummer in."
NO_FIGURE = "Kies uit de lijst wat wij over deze norm weten."
NO_DAY = "Vul een datum in, bijvoorbeeld 12-3-2026, of laat dit veld leeg."
LATER = "Die dag is nog niet geweest. Vul in wanneer u de norm met de site vergeleek."
CHANGED_FIRST = "Iemand anders wijzigde deze norm net. Kijk of hij nog weg moet."
CHANGED = "Iemand anders wijzigde deze norm net. Wat u typte staat hier nog. Bewaar het opnieuw."
OUTDATED = "Deze norm zegt intussen iets anders."


def _linked(one: Norm) -> Cell:
    return Cell(one.norm, url_for("admin.show_norm", ref=one.key))


def _checked(one: Norm) -> str:
    if one.checked_on is None:
        return UNCHECKED
    return short_date(one.checked_on)


def _since(one: PastNorm) -> str:
    if one.starts_on.year == ALWAYS:
        return "Altijd"
    return long_date(one.starts_on)


FIELDS: tuple[Field[Norm], ...] = (
    Field("Norm", cell=_linked),
    words("Tekst", "wording"),
    words("Niveau", "level"),
    coded("Wat wij weten", "figure", NORM_FIGURES),
    words("Vergeleken met de site", _checked),
)
PAST: tuple[Field[PastNorm], ...] = (
    words("Vanaf", _since),
    day_field("Tot en met", "ends_on"),
    words("Norm", "norm"),
    words("Tekst", "wording"),
    words("Niveau", "level"),
    coded("Wat wij weten", "figure", NORM_FIGURES),
    words("Vergeleken met de site", _checked),
    words("Door", "made_by"),
)


@dataclass(frozen=True)
class NormsPage:
    """The table as it is today."""

    columns: tuple[Column, ...]
    norms: tuple[tuple[Cell, ...], ...]
    unchecked: int


@dataclass(frozen=True)
class NormPage(FormPage):
    """One line in a form. `norm`: its number now; empty for a new one."""

    norm: str
    action: str
    about: str
    away: str  # where it is taken away; empty for a new one
    figures: tuple[FormOption, ...]
    sent: dict[str, str]
    columns: tuple[Column, ...]
    history: tuple[tuple[Cell, ...], ...]


@bp.get("/normenkader")
@allow(Permission.PEOPLE)
def show_norms() -> str:
    """The table that goes with the evidence of every school."""
    _check_may_change()
    found = norms.on(clock.today())
    page = NormsPage(
        columns=columns(FIELDS),
        norms=rows_of(FIELDS, found),
        unchecked=sum(one.checked_on is None for one in found),
    )
    return render_template("admin/norms.html", page=page)


@bp.get("/normenkader/nieuw")
@allow(Permission.PEOPLE)
def show_new_norm() -> Page:
    """An empty line."""
    _check_may_change()
    return _page(None, dict.fromkeys(("norm", "tekst", "niveau", "cijfer", "gezien"), ""))


@bp.post("/normenkader/nieuw")
@allow(Permission.PEOPLE)
def add_norm() -> Answer:
    """A further line, from today on."""
    _check_may_change()
    return _keep(drawn.token(), None)


@bp.get("/normenkader/<ref>")
@allow(Permission.PEOPLE)
def show_norm(ref: str) -> Page:
    """A line to change, and what it said before."""
    _check_may_change()
    one = _norm(ref)
    return _page(one, _as_sent(one))


@bp.post("/normenkader/<ref>")
@allow(Permission.PEOPLE)
def change_norm(ref: str) -> Answer:
    """From today on it says something else; evidence of earlier days keeps what it said."""
    _check_may_change()
    return _keep(ref, _norm(ref))


@bp.post("/normenkader/<ref>/weg")
@allow(Permission.PEOPLE)
def take_norm_away(ref: str) -> Answer:
    """From today on it is not in the table."""
    _check_may_change()
    found = by_key(norms.on(clock.today()))
    if ref in found:
        drawn.require_about(_mark(found[ref]), OUTDATED, url_for("admin.show_norm", ref=ref))
        transaction.begin(may_write=True)
        try:
            norms.take_away(ref, found[ref].draft, deed_moment())
        except OtherContentsError:
            transaction.rollback()
            one = _norm(ref)
            return _page(one, _as_sent(one), (FieldError("norm", CHANGED_FIRST),), 409)
        transaction.commit()
        logs.note("norm removed", norm=found[ref].norm)
    tell("De norm staat niet meer in de tabel. Bewijs van dagen die voorbij zijn, houdt hem.")
    return redirect(url_for("admin.show_norms"), 303)


def _keep(key: str, before: Norm | None) -> Answer:
    """What was typed, once it is right; nothing of it is lost when it is not."""
    fields = Fields(request.form)
    draft = _read(fields, key)
    if draft is None:
        return _page(before, _typed(fields), tuple(fields.errors))
    held = None
    if before is not None:
        held = before.draft
        if draft != held:
            url = url_for("admin.show_norm", ref=key)
            drawn.require_about(_mark(before), OUTDATED, url)
    transaction.begin(may_write=True)
    try:
        norms.put(key, draft, held, deed_moment())
    except OtherContentsError:
        transaction.rollback()
        return _page(before, _typed(fields), (FieldError("norm", CHANGED),), 409)
    transaction.commit()
    logs.note("norm changed", norm=draft.norm)
    tell(f"Norm {draft.norm} is bewaard. Dit geldt vanaf vandaag.")
    return redirect(url_for("admin.show_norms"), 303)


def _read(fields: Fields, key: str) -> NormDraft | None:
    """The form as a line, or None with everything that is wrong."""
    number = fields.text("norm")
    others = {one.norm.casefold() for one in norms.on(clock.today()) if one.key != key}
    if not is_norm(number):
        fields.wrong("norm", NO_NORM)
    elif number.casefold() in others:
        fields.wrong("norm", TWICE)
    wording = _text(fields, "tekst", LONGEST_WORDING, "Vul in wat de norm vraagt.")
    level = _text(fields, "niveau", LONGEST_LEVEL, "Vul het niveau in, bijvoorbeeld 3.")
    figure = fields.choice("cijfer", FIGURES, NO_FIGURE)
    checked_on = _read_checked(fields)
    if fields.errors or figure is None:
        return None
    return NormDraft(number, wording, level, figure, checked_on)


def _read_checked(fields: Fields) -> date | None:
    """The day on which somebody compared it with the site, which may be left empty."""
    day = parse_day(fields.text("gezien"))
    if fields.text("gezien") and day is None:
        fields.wrong("gezien", NO_DAY)
    elif day and day > clock.today():
        fields.wrong("gezien", LATER)
    return day


def _text(fields: Fields, name: str, longest: int, empty: str) -> str:
    text = fields.text(name)
    if not text:
        fields.wrong(name, empty)
    elif len(text) > longest:
        fields.wrong(name, f"Gebruik hooguit {longest} tekens. U hebt er {len(text)}.")
    return text


def _norm(key: str) -> Norm:
    return or_404(by_key(norms.on(clock.today())).get(key))


def _mark(one: Norm) -> str:
    """What a line says, as a form that changes it carries it."""
    return hashlib.sha256(repr(one).encode()).hexdigest()


def _typed(fields: Fields) -> dict[str, str]:
    return fields.texts(("norm", "tekst", "niveau", "cijfer", "gezien"))


def _as_sent(one: Norm) -> dict[str, str]:
    checked = ""
    if one.checked_on is not None:
        checked = short_date(one.checked_on)
    told = {"norm": one.norm, "tekst": one.wording, "niveau": one.level}
    return {**told, "cijfer": one.figure.value, "gezien": checked}


def _check_may_change() -> None:
    """The table holds for every school, so who keeps all of them changes it."""
    if not current_person().holds_everywhere(Permission.PEOPLE):
        abort(404)


def _page(
    one: Norm | None,
    sent: dict[str, str],
    errors: tuple[FieldError, ...] = (),
    status: int = 422,
) -> Page:
    page = NormPage(
        norm="",
        action=url_for("admin.add_norm"),
        about="",
        away="",
        figures=FIGURE_OPTIONS,
        sent=sent,
        columns=columns(PAST),
        history=(),
        errors=errors,
    )
    if one is not None:
        page = replace(
            page,
            norm=one.norm,
            action=url_for("admin.show_norm", ref=one.key),
            about=_mark(one),
            away=url_for("admin.take_norm_away", ref=one.key),
            history=rows_of(PAST, norms.history(one.key)),
        )
    return answer("admin/norm.html", page, errors, status)
