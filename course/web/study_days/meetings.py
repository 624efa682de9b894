"""Trainings on a day for who may come: which there are, say yes or no, and come in with the
code.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import redirect, request, url_for

from course import clock
from course.domain.people.roles import Permission
from course.domain.study_days import GUESSES, SeatState, is_code, normal_code
from course.store import transaction
from course.store.signing_in import throttles
from course.store.study_days import attending, meetings, seats
from course.store.study_days.attending import OwnSeat
from course.store.study_days.meetings import MeetingRow
from course.web.http.access import allow, current_person
from course.web.http.settings import keyed_hash
from course.web.page.answering import Answer, Page, answer, or_404
from course.web.page.formats import time_of_day
from course.web.page.frame import explain, tell
from course.web.page.parts import FieldError, SummaryRow, Task
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.study_days import bp, wording
from course.web.study_days import meeting_words as words
from course.web.study_days.meeting_pages import MeetingsPage, OwnMeetingPage


@bp.get("/bijeenkomsten")
@allow(Permission.LEARN)
def show_meetings() -> Page:
    """What is planned where somebody works, the first first."""
    person, today = current_person(), clock.today()
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(meetings.open_to, person.id, today, limit=PAGE_SIZE),
    )
    seats = attending.own_seats(found.rows, person.id)
    page = MeetingsPage(
        tuple(_task(one, seats[one.id]) for one in found.rows),
        paging(request.path, {}, number, found.total, "bijeenkomsten"),
    )
    return answer("study_days/meetings.html", page)


@bp.get("/bijeenkomsten/<ref>")
@allow(Permission.LEARN)
def show_meeting(ref: str) -> Page:
    """One training."""
    return _page(_meeting(ref))


@bp.post("/bijeenkomsten/<ref>")
@allow(Permission.LEARN)
def reply(ref: str) -> Answer:
    """Somebody comes, or does not. Who waited for their seat gets it, and a mail that says so."""
    found, person, now = _meeting(ref), current_person(), clock.now()
    comes = request.form.get("komt") == "ja"
    if _closed(found) or (comes and not meetings.may_come(person.id, found, clock.today())):
        explain(_note(found, person.id) or words.PAST)
        return redirect(url_for("study_days.show_meeting", ref=ref), 303)
    transaction.begin(may_write=True)
    before = attending.seated(found)
    attending.reply(found, person.id, now, comes=comes)
    seats.tell(found, before, now, sees=person.id)
    seat = attending.own_seat(found, person.id)
    transaction.commit()
    tell(f"{words.own_seat(seat)}.")
    return redirect(url_for("study_days.show_meeting", ref=ref), 303)


@bp.post("/bijeenkomsten/<ref>/aanwezig")
@allow(Permission.LEARN)
def come_in(ref: str) -> Answer:
    """Somebody is there, and has the code of the day. Each try counts before anybody looks whether
    the code is right.
    """
    found, person, now = _meeting(ref), current_person(), clock.now()
    today, typed = clock.day_of(now), request.form.get("code", "")[:40]
    if found.cancelled_at is not None or found.day != today:
        explain(words.NOT_TODAY)
        return redirect(url_for("study_days.show_meeting", ref=ref), 303)
    code = normal_code(typed)
    if not is_code(code):
        return _page(found, wording.NO_CODE, typed)
    key = keyed_hash("study-code", str(person.id))
    transaction.begin(may_write=True)
    until = throttles.count({key: GUESSES}, now)
    transaction.commit()
    if until is not None:
        message = f"U probeerde te veel codes. Probeer het opnieuw na {time_of_day(until)}."
        return _page(found, message, typed, 429)
    if code != found.code:
        return _page(found, words.WRONG_CODE, typed)
    transaction.begin(may_write=True)
    throttles.forget(key)
    attending.note_presence(found, [person.id], now, today)
    transaction.commit()
    tell("U bent aanwezig gemeld. Fijn dat u er bent.")
    return redirect(url_for("study_days.show_meeting", ref=ref), 303)


def _meeting(ref: str) -> MeetingRow:
    """The training of the address, for who may come or once answered; 404 for anybody else."""
    return or_404(meetings.one_for(current_person().id, ref, clock.today()))


def _closed(found: MeetingRow) -> bool:
    return found.cancelled_at is not None or found.day < clock.today()


def _page(found: MeetingRow, message: str = "", typed: str = "", status: int = 422) -> Page:
    person = current_person()
    seat = attending.own_seat(found, person.id)
    page = OwnMeetingPage(
        url=url_for("study_days.show_meeting", ref=found.ref),
        title=found.title,
        facts=_facts(found),
        state=words.own_seat(seat),
        note=_note(found, person.id),
        may=_may(found, seat),
        code=typed,
    )
    if message:
        page = replace(page, errors=(FieldError("code", message),))
    return answer("study_days/meeting.html", page, page.errors, status)


def _note(found: MeetingRow, person_id: int) -> str:
    if found.cancelled_at is not None:
        return words.CANCELLED
    if meetings.may_come(person_id, found, clock.today()):
        return ""
    return words.NOT_HERE


def _may(found: MeetingRow, seat: OwnSeat) -> frozenset[str]:
    """What can still be done: say yes, say no, type the code."""
    today = clock.today()
    if _closed(found) or seat.present:
        return frozenset()
    works = meetings.may_come(current_person().id, found, today)
    may = {"no"} if seat.state in (SeatState.SEAT, SeatState.WAITING) else set()
    if works and not may:
        may = {"yes"}
    if works and found.day == today:
        may.add("code")
    return frozenset(may)


def _facts(found: MeetingRow) -> tuple[SummaryRow, ...]:
    return (
        SummaryRow("Wanneer", words.when(found)),
        SummaryRow("Waar", found.place),
        SummaryRow("Voor wie", found.whose),
        SummaryRow("Trainer", found.trainer),
        SummaryRow("Plaatsen", words.seats_left(found)),
    )


def _task(found: MeetingRow, seat: OwnSeat) -> Task:
    own = words.own_seat(seat)
    if found.cancelled_at is not None:
        own = "gaat niet door"
    meta = " · ".join((words.when(found), found.place, own or words.seats_left(found)))
    return Task(found.title, url_for("study_days.show_meeting", ref=found.ref), meta)
