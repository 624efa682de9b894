"""A list of people every week or every month: asked and ended on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.messages.schedules import EndedBy, Every, last_monday, made_on, next_after
from course.domain.people.roles import Actor, Permission
from course.store import transaction
from course.store.duties import overview
from course.store.duties import totals as reporting
from course.store.duties.mail_days import days_off
from course.store.duties.overview import BesideFilter, schools_asked
from course.store.messages import schedules
from course.store.messages.schedules import OwnSchedule
from course.store.people import granting
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.fields import by_value
from course.web.page.frame import explain, tell
from course.web.page.query import address
from course.web.report import bp, file_words
from course.web.report.asked import read_asked
from course.web.report.called_lists import called_lists
from course.web.report.making import FILE_TYPES

MOST = 10  # for one person
SHOWN_FOR = timedelta(days=90)  # one that ended
_EVERY = by_value(Every)


@bp.post("/mensen/vast")
@allow(Permission.SCHOOL_REPORT)
def ask_for_schedule() -> Response:
    """This list again and again, each time of the day on which it is made."""
    courses, sent = reporting.offered_courses(), request.form
    if not courses:
        abort(404)
    asked = read_asked({**sent, "peildatum": ""}, courses, clock.today())
    if asked.errors:
        abort(422)
    actor, back = current_person(), address(url_for("report.show_people"), asked.values)
    kind, every = sent.get("soort", ""), _EVERY.get(sent.get("steeds", ""))
    wanted = {**asked.values, "soort": kind}
    why = _why_not(wanted, every)
    if not why and not schools_asked(actor, asked.chosen, clock.today(), 1):
        why = file_words.NO_SCHOOL
    if why or every is None:
        explain(why)
        return redirect(back, 303)
    transaction.begin(may_write=True)
    now = clock.now()
    why = _begin(actor, every, wanted, now)
    transaction.commit()
    if why:
        explain(why)
    else:
        tell(file_words.asked_for(every, next_after(every, clock.day_of(now))))
    return redirect(url_for("report.show_files"), 303)


def _begin(actor: Actor, every: Every, wanted: Mapping[str, str], now: datetime) -> str:
    """Write it down, unless they have it or have too many: then why, in words."""
    granting.lock([actor.id])  # who asks in two windows asks one after the other
    if schedules.has(actor.id, every, wanted):
        return file_words.HAS_ALREADY
    if len(schedules.of_person(actor.id, now)) >= MOST:
        return file_words.too_many_schedules(MOST)
    if schedules.ask(actor.id, every, wanted, drawn.token(), now) is None:
        return file_words.SENT_BEFORE
    return ""


@bp.post("/bestanden/vast/<ref>/stop")
@allow(Permission.LEARN)
def end_schedule(ref: str) -> Response:
    """Its maker ends it, also when they may see no list any more."""
    transaction.begin(may_write=True)
    done = schedules.end(ref, EndedBy.SCREEN, clock.now(), person_id=current_person().id)
    transaction.commit()
    if not done:
        abort(404)
    tell(file_words.ENDED)
    return redirect(url_for("report.show_files"), 303)


@dataclass(frozen=True)
class ScheduleLine:
    """One of somebody's. `stop`: where it is ended; empty when it ended."""

    about: str
    told: tuple[str, ...]
    stop: str


def own_schedules(actor: Actor) -> tuple[ScheduleLine, ...]:
    """Those of somebody, in words: what goes on, and what ended lately."""
    found = schedules.of_person(actor.id, clock.now() - SHOWN_FOR)
    about = called_lists(actor, [one.asked for one in found])
    return tuple(_line(actor, one, about(one.asked)) for one in found)


def _line(actor: Actor, one: OwnSchedule, about: str) -> ScheduleLine:
    today = clock.today()
    if one.ended_by:
        told = file_words.schedule(one, today, None, of_schools=False)
        return ScheduleLine(about, tuple(told), "")
    wanted = BesideFilter(school=one.asked["school"], board=one.asked["bestuur"])
    schools = schools_asked(actor, wanted, today, overview.MOST)
    late_on = _late_on(actor, one, schools, today)
    told = file_words.schedule(one, today, late_on, of_schools=bool(schools))
    return ScheduleLine(about, tuple(told), url_for("report.end_schedule", ref=one.ref))


def _late_on(actor: Actor, one: OwnSchedule, schools: Sequence[int], today: date) -> date | None:
    """When the list of the last Monday is made, where it still has to be."""
    since = max(clock.day_of(one.made_at), one.last_day or date.min)
    if last_monday(one.every, today) <= since:
        return None
    return made_on(one.every, since, today, days_off(actor.id, schools, today))


def _why_not(wanted: Mapping[str, str], every: Every | None) -> str:
    """Why this is not begun; empty when it may be."""
    if wanted["soort"] not in FILE_TYPES:
        return file_words.NO_KIND
    return file_words.NO_EVERY if every is None else ""
