"""A list of people every week or every month: asked and ended on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.messages.schedules import EndedBy, Every, next_after
from course.domain.people.roles import Actor, Permission
from course.store import transaction
from course.store.duties import totals as reporting
from course.store.duties.overview import asked_schools
from course.store.messages import schedules
from course.store.messages.schedules import OwnSchedule
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.query import address
from course.web.report import bp, file_words
from course.web.report.asked import read_asked
from course.web.report.called_lists import called_lists
from course.web.report.making import FILE_TYPES

MOST = 10  # for one person
SHOWN_FOR = timedelta(days=90)  # one that ended
_EVERY = {one.value: one for one in Every}


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
    if not why and not asked_schools(actor, asked.chosen, 1):
        why = file_words.NO_SCHOOL
    if why or every is None:
        flash(why)
        return redirect(back, 303)
    now = clock.now()
    flash(file_words.asked_for(every, next_after(every, clock.day_of(now))))
    transaction.begin(may_write=True)
    if not schedules.has(actor.id, every, wanted):
        schedules.ask(actor.id, every, wanted, drawn.token(), now)
    transaction.commit()
    return redirect(url_for("report.show_files"), 303)


@bp.post("/bestanden/vast/<ref>/stop")
@allow(Permission.LEARN)
def end_schedule(ref: str) -> Response:
    """Its maker ends it, also when they may see no list any more."""
    transaction.begin(may_write=True)
    done = schedules.end(ref, EndedBy.SCREEN, clock.now(), person_id=current_person().id)
    transaction.commit()
    if not done:
        abort(404)
    flash(file_words.ENDED)
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
    return tuple(_line(one, about(one.asked)) for one in found)


def _line(one: OwnSchedule, about: str) -> ScheduleLine:
    stop = "" if one.ended_by else url_for("report.end_schedule", ref=one.ref)
    return ScheduleLine(about, tuple(file_words.schedule(one, clock.today())), stop)


def _why_not(wanted: Mapping[str, str], every: Every | None) -> str:
    """Why this is not begun; empty when it may be."""
    if wanted["soort"] not in FILE_TYPES:
        return file_words.NO_KIND
    if every is None:
        return file_words.NO_EVERY
    mine = schedules.of_person(current_person().id, clock.now())
    return file_words.too_many_schedules(MOST) if len(mine) >= MOST else ""
