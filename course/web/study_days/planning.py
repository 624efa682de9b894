"""A trainer plans a training on a day, changes or cancels it, and notes who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.study_days import attending, meetings, seats
from course.store.study_days.meetings import MeetingFor, MeetingRow
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, or_404
from course.web.page.frame import explain, tell
from course.web.page.parts import FieldError
from course.web.page.school_choice import school_of
from course.web.study_days import bp, news
from course.web.study_days import meeting_words as words
from course.web.study_days.meeting_form import FIELDS, read_meeting
from course.web.study_days.planned_pages import (
    NO_LESSON,
    board_ids,
    led_page,
    lessons_by_value,
    planned_page,
)

MOST_TICKED = 500


@bp.get("/trainen/bijeenkomsten")
@allow(Permission.ASSIGN)
def show_planned() -> Page:
    """What is planned, or what was; and the form."""
    return planned_page(dict.fromkeys(FIELDS, ""), ())


@bp.post("/trainen/bijeenkomsten")
@allow(Permission.ASSIGN)
def plan() -> Answer:
    """Plan one. The same form again, from a double click, shows what was planned."""
    actor, form = current_person(), read_meeting(request.form, clock.today())
    whose = _whose(request.form)
    sent = form.sent | {name: request.form.get(name, "")[:200] for name in ("voor", "les")}
    if form.plan is None or whose is None:
        missing = () if whose else (FieldError("voor", "Kies voor wie het is."),)
        return planned_page(sent, (*missing, *form.errors))
    transaction.begin(may_write=True)
    try:
        ref = meetings.plan(actor, whose, form.plan, drawn.token(), clock.now())
    except OtherContentsError:
        transaction.rollback()
        return planned_page(sent, (FieldError("titel", words.OTHER),), 409)
    transaction.commit()
    if ref is None:
        abort(404)
    logs.note("meeting planned", meeting=ref)
    tell("De bijeenkomst is gepland. Wie mag komen, ziet hem bij Bijeenkomsten.")
    return redirect(url_for("study_days.show_led", ref=ref), 303)


@bp.get("/trainen/bijeenkomsten/<ref>")
@allow(Permission.ASSIGN)
def show_led(ref: str) -> Page:
    """One training: its code, who comes and who was there."""
    return led_page(_led(ref))


@bp.post("/trainen/bijeenkomsten/<ref>")
@allow(Permission.ASSIGN)
def change(ref: str) -> Answer:
    """Change what was planned. Who comes gets a mail when day, time or place is another."""
    found, form = _led(ref), read_meeting(request.form, clock.today())
    if form.plan is None:
        return led_page(found, form)
    transaction.begin(may_write=True)
    before = attending.seated(found)
    done = meetings.change(found, form.plan)
    told = _tell(_led(ref), found, before) if done else 0
    transaction.commit()
    if not done:
        return led_page(found, replace(form, errors=(FieldError("titel", words.OVER),)), 409)
    tell(f"De bijeenkomst is veranderd. {words.told(told)}".rstrip())
    return redirect(url_for("study_days.show_led", ref=ref), 303)


@bp.post("/trainen/bijeenkomsten/<ref>/afzeggen")
@allow(Permission.ASSIGN)
def cancel(ref: str) -> Response:
    """It does not take place; who said to come gets a mail."""
    found = _led(ref)
    transaction.begin(may_write=True)
    done = meetings.cancel(found, clock.now())
    told = news.tell_all(found, "cancelled") if done else 0
    transaction.commit()
    if done:
        tell(f"{words.CANCELLED} {words.told(told)}".rstrip())
    else:
        explain(words.OVER)
    return redirect(url_for("study_days.show_led", ref=ref), 303)


@bp.post("/trainen/bijeenkomsten/<ref>/aanwezig")
@allow(Permission.ASSIGN)
def note_present(ref: str) -> Response:
    """These people were there."""
    found, actor, now = _led(ref), current_person(), clock.now()
    today = clock.day_of(now)
    chosen = attending.ids_of(found, request.form.getlist("wie")[:MOST_TICKED], today)
    if found.cancelled_at is not None or found.day > today or not chosen:
        explain(words.TOO_EARLY if found.day > today else words.NOBODY_TICKED)
        return redirect(url_for("study_days.show_led", ref=ref), 303)
    transaction.begin(may_write=True)
    new = attending.note_presence(found, chosen, now, today, actor.id)
    transaction.commit()
    (tell if new else explain)(words.noted(new, len(chosen)))
    return redirect(url_for("study_days.show_led", ref=ref), 303)


def _tell(now: MeetingRow, before: MeetingRow, seated: list[int]) -> int:
    """Mail about what changed, and about seats that came free; returns how many."""
    told = seats.tell(now, seated, clock.now())
    same = (words.when(now), now.place) == (words.when(before), before.place)
    return told if same else news.tell_all(now, "changed")


def _led(ref: str) -> MeetingRow:
    return or_404(meetings.led(current_person(), ref))


def _whose(sent: Mapping[str, str]) -> MeetingFor | None:
    """For whom, and with which lesson; None when no place was chosen. Out of reach is not there."""
    voor = sent.get("voor", "")
    if not voor:
        return None
    lesson = lessons_by_value().get(sent.get("les", ""), NO_LESSON)
    if voor not in board_ids():
        return MeetingFor(school_of(Permission.ASSIGN, voor).id, None, *lesson)
    return MeetingFor(None, board_ids()[voor], *lesson)
