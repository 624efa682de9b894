"""The code of conduct of a school: what holds, its versions, and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import redirect, request, url_for

from course import clock
from course.content.types import Clause
from course.domain.people.conduct_signing import Asks, ConductChange
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.people import conduct
from course.store.people.conduct import Conduct, NewVersion
from course.store.people.directory import SchoolRow
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields, by_value
from course.web.page.frame import tell
from course.web.page.parts import (
    FieldError,
    FormOption,
    FormPage,
    Link,
    Paging,
    SummaryRow,
    messages_of,
)
from course.web.page.query import PAGE_SIZE, address, day_from_query, page_from_query, paging
from course.web.school import bp, wording
from course.web.school.clauses import (
    ClauseView,
    clause_views,
    published_clauses,
)
from course.web.school.reading import lines_of, own_school

MAX_TEXT, MAX_LABEL = 2000, 200  # characters
SCHOOL, BOARD = "school", "bestuur"


@dataclass(frozen=True)
class ConductPage(FormPage):
    """What holds on a day at one school, and every version."""

    crumbs: list[Link]
    school: str
    day: date
    is_today: bool
    url: str
    asked: str  # the day as it was typed
    clauses: list[ClauseView]
    versions: list[SummaryRow]
    paging: Paging
    new_url: str
    signed_url: str  # who answered it
    asked_signing: bool = False  # what holds today asks for a signature
    holds: str = ""  # empty: nothing was adopted yet
    by_board: bool = False
    consent: str = ""


@dataclass(frozen=True)
class ClauseField:
    """The words of one clause in the form. `example` is what the course suggests."""

    name: str
    title: str
    example: str
    value: str
    error: str


@dataclass(frozen=True)
class NewConductPage(FormPage):
    """The form for a new version, filled in with the words that hold now."""

    crumbs: list[Link]
    school: str
    action: str
    owners: list[FormOption]  # empty: only for this school
    owner: str
    label: str
    in_force_on: str
    consent_on: str
    consent_reference: str
    changes: tuple[FormOption, ...]  # empty: it is the first version
    change: str
    asks_options: tuple[FormOption, ...]
    asks: str
    clauses: list[ClauseField]


@bp.get("/<code>/gedragscode")
@allow(Permission.SCHOOL_TEXTS)
def show_conduct(code: str) -> Page:
    """What holds on a day, today unless another is asked for, and what was adopted before and for
    later.
    """
    school, today, url = own_school(code), clock.today(), url_for("school.show_conduct", code=code)
    day, errors = day_from_query(request.args.get("peildatum", ""), "peildatum", today)
    holds = conduct.in_force(school.id, day)
    asked = {}
    if day != today:
        asked["peildatum"] = day.isoformat()
    number = page_from_query(request.args.get("bladzijde", ""))
    place = paging(url, asked, number, conduct.version_count(school.id), "versies")
    versions = conduct.versions(school.id, PAGE_SIZE, (place.current - 1) * PAGE_SIZE)
    page = ConductPage(
        crumbs=[
            Link(f"Teksten en contacten van {school.name}", url_for("school.show_words", code=code))
        ],
        school=school.name,
        day=day,
        is_today=day == today,
        url=url,
        asked=request.args.get("peildatum", ""),
        errors=errors,
        clauses=clause_views(published_clauses(), holds),
        versions=[_row(one, today, url) for one in versions],
        paging=place,
        new_url=url_for("school.write_conduct", code=code),
        signed_url=url_for("school.show_signatures", code=code),
    )
    if holds:
        page = replace(
            page,
            holds=wording.version_words(holds),
            by_board=holds.by_board,
            consent=wording.consent_words(holds),
            asked_signing=day == today and holds.asks is not Asks.NOTHING,
        )
    return answer("school/conduct.html", page, errors)


@bp.get("/<code>/gedragscode/nieuw")
@allow(Permission.SCHOOL_TEXTS)
def write_conduct(code: str) -> Page:
    """An empty form, or the words that hold now to change."""
    school = own_school(code)
    holds = conduct.in_force(school.id, clock.today())
    words: Mapping[str, str] = {}
    asks = Asks.NOTHING
    if holds:
        words, asks = holds.clauses, holds.asks
    sent = {_field(clause): words.get(clause.key, "") for clause in published_clauses()}
    return _form(school, sent | {"voor": SCHOOL, "vraagt": asks.value})


@bp.post("/<code>/gedragscode/nieuw")
@allow(Permission.SCHOOL_TEXTS)
def adopt_conduct(code: str) -> Answer:
    """Keep a new version; nothing is kept while something cannot be right."""
    school = own_school(code)
    draft, errors = _read(school)
    if draft is None:
        return _form(school, request.form.to_dict(), errors)
    transaction.begin(may_write=True)
    try:
        conduct.adopt(draft, current_person().id, clock.now())
    except OtherContentsError:
        transaction.rollback()
        return _form(school, request.form.to_dict(), (FieldError("naam", wording.OTHER),), 409)
    transaction.commit()
    tell("De nieuwe versie van de gedragscode is bewaard.")
    return redirect(url_for("school.show_conduct", code=code), 303)


def _owners(school: SchoolRow) -> list[FormOption]:
    """For whom this person may write: who may for a whole board, chooses."""
    if not current_person().holds_for_board(Permission.SCHOOL_TEXTS, school.board_id):
        return []
    return [
        FormOption(SCHOOL, f"Alleen {school.name}"),
        FormOption(
            BOARD,
            f"Alle scholen van {school.board}",
            "Geldt voor elke school die geen eigen versie heeft.",
        ),
    ]


def _read(school: SchoolRow) -> tuple[NewVersion | None, tuple[FieldError, ...]]:
    """The form as a draft, or everything that is wrong with it in the order of the form."""
    fields = Fields(request.form)
    owner = _read_owner(fields, school)
    label = fields.text("naam")
    if not label:
        fields.wrong("naam", "Geef deze versie een naam, bijvoorbeeld Gedragscode 2026.")
    in_force_on = fields.day("ingang", date.min, "")
    consent_on = _read_consent(fields)
    reference = fields.text("kenmerk")
    for name, text in (("naam", label), ("kenmerk", reference)):
        if len(text) > MAX_LABEL:
            fields.wrong(name, f"Gebruik hooguit {MAX_LABEL} tekens.")
    change = _read_change(fields, school)
    asks = fields.choice("vraagt", by_value(Asks), "Kies wat u vraagt.")
    clauses = _read_clauses(fields)
    if fields.errors or in_force_on is None:
        return None, tuple(fields.errors)
    draft = NewVersion(
        school_id=school.id,
        board_id=None,
        label=label,
        in_force_on=in_force_on,
        consent_on=consent_on,
        consent_reference=reference,
        clauses=clauses,
        submission=drawn.token(),
        change=change or ConductChange.MEANING,
        asks=asks or Asks.NOTHING,
    )
    if owner == BOARD:
        draft = replace(draft, school_id=None, board_id=school.board_id)
    return draft, ()


def _read_owner(fields: Fields, school: SchoolRow) -> str | None:
    """For the school or its board; who may write for the school alone is not asked."""
    owners = _owners(school)
    if not owners:
        return SCHOOL
    return fields.choice("voor", {one.value: one.value for one in owners}, "Kies voor wie dit is.")


def _read_change(fields: Fields, school: SchoolRow) -> ConductChange | None:
    """What changed; a first version changes everything, and is not asked."""
    if not conduct.version_count(school.id):
        return ConductChange.MEANING
    known = by_value(ConductChange)
    return fields.choice("wijziging", known, "Kies wat er anders is.")


def _read_consent(fields: Fields) -> date | None:
    """The day on which the staff agreed, which may be left empty."""
    if not fields.text("instemming"):
        return None
    day = fields.day("instemming", date.min, "")
    if day is not None and day > clock.today():
        fields.wrong("instemming", "Kies een dag tot en met vandaag.")
    return day


def _read_clauses(fields: Fields) -> dict[str, str]:
    """The clauses that were filled in, by key. One at least is needed."""
    published = published_clauses()
    filled: dict[str, str] = {}
    for one in published:
        text = lines_of(request.form.get(_field(one), ""))
        if len(text) > MAX_TEXT:
            fields.wrong(_field(one), f"{one.title}: gebruik hooguit {MAX_TEXT} tekens.")
        if text:
            filled[one.key] = text
    if not filled:
        names = [*map(_field, published), "naam"]
        fields.wrong(names[0], "Vul minstens één afspraak in.")
    return filled


def _form(
    school: SchoolRow,
    sent: dict[str, str],
    errors: tuple[FieldError, ...] = (),
    status: int = 422,
) -> Page:
    """The form with what was typed, and what is wrong with it."""
    messages = messages_of(errors)
    page = NewConductPage(
        crumbs=[
            Link(f"Gedragscode van {school.name}", url_for("school.show_conduct", code=school.code))
        ],
        school=school.name,
        action=url_for("school.adopt_conduct", code=school.code),
        owners=_owners(school),
        owner=sent.get("voor", ""),
        label=sent.get("naam", ""),
        in_force_on=sent.get("ingang", ""),
        consent_on=sent.get("instemming", ""),
        consent_reference=sent.get("kenmerk", ""),
        changes=wording.CHANGES if conduct.version_count(school.id) else (),
        change=sent.get("wijziging", ""),
        asks_options=wording.ASKS,
        asks=sent.get("vraagt", ""),
        clauses=[_clause_field(one, sent, messages) for one in published_clauses()],
        errors=errors,
    )
    return answer("school/new_conduct.html", page, errors, status)


def _clause_field(
    clause: Clause, sent: Mapping[str, str], messages: Mapping[str, str]
) -> ClauseField:
    name = _field(clause)
    value, error = sent.get(name, ""), messages.get(name, "")
    return ClauseField(name, clause.title, clause.example, value, error)


def _row(version: Conduct, today: date, url: str) -> SummaryRow:
    row = SummaryRow(
        term=wording.version_words(version),
        text=" ".join(wording.facts(version, today)).rstrip(),
        change_url=address(url, {}, peildatum=version.in_force_on.isoformat()),
        change_label="Lees wat toen gold",
    )
    if version.in_force_on > today:
        return replace(row, change_label="Lees wat dan geldt")
    return row


def _field(clause: Clause) -> str:
    return f"afspraak-{clause.key}"
