"""The mail of a week as it would go out now, to who leads or trains: with their own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import render_template, url_for

from course import clock
from course.domain.duties.news import Behind, BehindList, NewsOfSchools
from course.domain.duties.reminders import Silence
from course.domain.people.roles import Permission
from course.store.duties import reminding, weekly
from course.store.duties.reminding import Reminded
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.lists import Field, columns, day, rows_of, words
from course.web.page.parts import Cell, Column
from course.web.page.query import address
from course.web.report import bp
from course.web.train import telling

NOT_NOW = {
    Silence.STOPPED: "U wilt geen mail over trainingen.",
    Silence.UNREACHED: "Een eerdere mail aan u kwam terug.",
    Silence.DAY_OFF: "Het is vandaag geen gewone schooldag.",
    Silence.THIS_WEEK: "U kreeg de laatste zeven dagen al een mail.",
}


@dataclass(frozen=True)
class BehindTable:
    """People of one part of the mail. `more`: how many have no row."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    more: int


@dataclass(frozen=True)
class WeeklyMailPage:
    """What would go out, and why it does not go out now. No subject: there is nothing to tell."""

    stop: str
    subject: str = ""
    paragraphs: tuple[str, ...] = ()
    silence: str = ""
    columns: tuple[Column, ...] = ()
    tables: tuple[BehindTable, ...] = ()


@bp.get("/weekmail")
@allow(Permission.SCHOOL_REPORT)
def show_weekly_mail() -> str:
    """Nothing is sent, and nothing is written down."""
    actor, today = current_person(), clock.today()
    page = WeeklyMailPage(telling.stop_address(settings(), actor.ref, at=""))
    news = weekly.news_of(actor.grants, today)
    for person in reminding.facts([actor.id], today, {actor.id: news}) if news.is_any else ():
        page = _filled(page, person, news)
    return render_template("report/weekly.html", page=page)


def _filled(page: WeeklyMailPage, person: Reminded, news: NewsOfSchools) -> WeeklyMailPage:
    today, config, titles = clock.today(), settings(), telling.titles_now()
    found = telling.judge(config, telling.not_told_this_week(person, today), today, news)[-1]
    letter = telling.letter_for(person, found, config, titles)
    fields = _fields(titles)
    tables = (
        BehindTable("Te laat", _rows(fields, news.late), news.late.more),
        BehindTable("Komt niet verder", _rows(fields, news.stuck), news.stuck.more),
    )
    return replace(
        page,
        subject=letter.subject,
        paragraphs=telling.paragraphs(letter, config, person),
        silence=NOT_NOW[found.silence] if found.silence else "",
        columns=columns(fields),
        tables=tuple(table for table in tables if table.rows),
    )


def _rows(fields: tuple[Field[Behind], ...], found: BehindList) -> tuple[tuple[Cell, ...], ...]:
    return rows_of(fields, found.shown)


def _fields(titles: Mapping[str, str]) -> tuple[Field[Behind], ...]:
    return (
        Field("Naam", cell=_name),
        words("School", "school"),
        words("Cursus", lambda one: titles.get(one.course, one.course)),
        day("Uiterste datum", "due_on"),
    )


def _name(one: Behind) -> Cell:
    url = url_for("report.show_person", code=one.school_code, ref=one.ref)
    return Cell(one.name, address(url, {"cursus": one.course}))
