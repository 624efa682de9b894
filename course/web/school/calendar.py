"""The calendar of a school: the holidays of its region, public holidays, and its own days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from flask import abort, redirect, request, url_for

from course import clock, logs
from course.domain.duties.calendars import OwnKind
from course.domain.duties.free_days import days_around, public_holidays
from course.domain.duties.holiday_years import HolidayYear, Region
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.duties import calendars
from course.store.duties.calendars import NewOwnDays, OwnDaysRow
from course.store.people.directory import SchoolRow
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields, by_value
from course.web.page.formats import long_date
from course.web.page.frame import tell
from course.web.page.free_days import HOLIDAY_NAMES, PUBLIC_NAMES
from course.web.page.parts import FieldError, FormOption, FormPage, Link, Paging, SummaryRow
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.school import bp
from course.web.school.reading import own_school

MOST_AHEAD = timedelta(days=3 * 366)
LONGEST = timedelta(days=100)
KINDS = (
    FormOption(
        OwnKind.CLOSED.value, "Onze school is dicht", "Een studiedag of een eigen vakantie."
    ),
    FormOption(
        OwnKind.OPEN.value,
        "Onze school is open",
        "Terwijl de regio vakantie heeft of het een feestdag is.",
    ),
)
_WORDS = {OwnKind.CLOSED.value: "dicht", OwnKind.OPEN.value: "open"}
OTHER_DAYS = (
    "Met deze pagina zette u al iets anders in de kalender. Kijk uw keuzes na en bewaar ze opnieuw."
)
EMPTY = {"soort": OwnKind.CLOSED.value, "naam": "", "eerste": "", "laatste": ""}


@dataclass(frozen=True)
class OwnDaysView:
    """One line of the school itself, and the form that takes it back."""

    words: str
    action: str


@dataclass(frozen=True)
class HolidayYearView:
    """The holidays of one school year, and where they come from."""

    name: str
    rows: tuple[SummaryRow, ...]
    source: str


@dataclass(frozen=True)
class CalendarPage(FormPage):
    """What is known, and the form for a day of the school itself."""

    crumbs: list[Link]
    school: str
    region: str  # empty: it is not known
    action: str
    kinds: tuple[FormOption, ...]
    sent: dict[str, str]
    own: tuple[OwnDaysView, ...]
    paging: Paging
    years: tuple[HolidayYearView, ...]
    public: tuple[SummaryRow, ...]
    around: tuple[SummaryRow, ...]
    until: date  # up to when holidays are known


@bp.get("/<code>/kalender")
@allow(Permission.SCHOOL_TEXTS)
def show_calendar(code: str) -> Page:
    """When this school is closed, as far as anybody said so."""
    return _page(own_school(code), EMPTY, ())


@bp.post("/<code>/kalender")
@allow(Permission.SCHOOL_TEXTS)
def say_days(code: str) -> Answer:
    """A study day, a holiday of its own, or days on which it is open."""
    school, fields = own_school(code), Fields(request.form)
    sent = fields.texts(EMPTY)
    draft = _read(school, fields)
    if draft is None:
        return _page(school, sent, tuple(fields.errors))
    transaction.begin(may_write=True)
    try:
        calendars.say_days(draft, current_person().id, clock.now())
    except OtherContentsError:
        transaction.rollback()
        return _page(school, sent, (FieldError("naam", OTHER_DAYS),), 409)
    transaction.commit()
    logs.note("calendar changed", school=code)
    tell(f"{_when(draft.first_on, draft.last_on)} staat in de kalender.")
    return redirect(url_for("school.show_calendar", code=code), 303)


@bp.post("/<code>/kalender/<int:number>/weg")
@allow(Permission.SCHOOL_TEXTS)
def take_back_days(code: str, number: int) -> Answer:
    """What was said about these days no longer holds."""
    school = own_school(code)
    transaction.begin(may_write=True)
    if not calendars.withdraw_days(school.id, number, current_person().id, clock.now()):
        transaction.rollback()
        abort(404)
    transaction.commit()
    tell("Dat staat niet meer in de kalender.")
    return redirect(url_for("school.show_calendar", code=code), 303)


def _read(school: SchoolRow, fields: Fields) -> NewOwnDays | None:
    kind = fields.choice("soort", by_value(OwnKind), "Kies dicht of open.")
    name = fields.name("naam", "Vul in wat het is, bijvoorbeeld: studiedag.")
    first, last = _first_and_last(fields, clock.today())
    if fields.errors or not (kind and name and first and last):
        return None
    return NewOwnDays(school.id, kind, name, first, last, drawn.token())


def _first_and_last(fields: Fields, today: date) -> tuple[date | None, date | None]:
    """From when to when. One day needs no last one."""
    first = fields.day("eerste", today, "Kies vandaag of een dag daarna.")
    last = first
    if fields.text("laatste"):
        last = fields.day("laatste", first or today, "Kies de eerste dag of een dag daarna.")
    if first and last and max((last - first) / LONGEST, (last - today) / MOST_AHEAD) > 1:
        fields.wrong("laatste", "Kies hooguit honderd dagen, binnen drie jaar.")
    return first, last


def _page(
    school: SchoolRow, sent: dict[str, str], errors: tuple[FieldError, ...], status: int = 422
) -> Page:
    today, url = clock.today(), url_for("school.show_calendar", code=school.code)
    number, own = page_of(
        request.args.get("bladzijde", ""),
        partial(calendars.own_days, school.id, today, limit=PAGE_SIZE),
    )
    region = calendars.region_at(school.id)
    known = calendars.of_school(school.id).known
    page = CalendarPage(
        crumbs=[Link(f"Teksten en contacten van {school.name}", _texts(school))],
        school=school.name,
        region=region.value if region else "",
        action=url,
        kinds=KINDS,
        sent=sent,
        errors=errors,
        own=tuple(_own(school, row) for row in own.rows),
        paging=paging(url, {}, number, own.total, "regels"),
        years=tuple(_years(region, today)),
        public=tuple(_coming(public_holidays, today)),
        around=tuple(_coming(days_around, today)),
        until=known.last if known else today,
    )
    return answer("school/calendar.html", page, errors, status)


def _texts(school: SchoolRow) -> str:
    return url_for("school.show_words", code=school.code)


def _own(school: SchoolRow, row: OwnDaysRow) -> OwnDaysView:
    action = url_for("school.take_back_days", code=school.code, number=row.id)
    return OwnDaysView(
        f"{_when(row.first_on, row.last_on)}: {row.name} ({_WORDS[row.kind]})", action
    )


def _when(first: date, last: date) -> str:
    if first == last:
        return long_date(first)
    return f"{long_date(first)} tot en met {long_date(last)}"


def _years(region: Region | None, today: date) -> Iterator[HolidayYearView]:
    """The years that are not over, for a region that is known."""
    for year in calendars.years():
        if region is None or year.last(region) < today:
            continue
        yield HolidayYearView(year.name, tuple(_rows(year, region)), year_source(year))


def year_source(year: HolidayYear) -> str:
    """Where the days of a school year come from, in words."""
    return f"Bron: {year.source}, gezien op {long_date(year.seen_on)}."


def _rows(year: HolidayYear, region: Region) -> Iterator[SummaryRow]:
    for holiday in year.of(region):
        name = HOLIDAY_NAMES[holiday.name].capitalize()
        yield SummaryRow(name, _when(holiday.first, holiday.last))


def _coming(days_of: Callable[[int], Mapping[date, str]], today: date) -> Iterator[SummaryRow]:
    """The days of a year from today on."""
    for year in (today.year, today.year + 1):
        for day, name in sorted(days_of(year).items()):
            if today <= day < today + timedelta(days=365):
                yield SummaryRow(_capital(PUBLIC_NAMES[name]), long_date(day))


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
