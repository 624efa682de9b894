"""A study day on somebody's own phone: come in with the code, vote twice, sign off."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.roles import Permission
from course.domain.study_days import (
    GUESSES,
    VoteRound,
    ballot,
    choice_text,
    is_code,
    normal_code,
    read_vote,
    response_of,
)
from course.kinds.marking import Form, NotGradable
from course.kinds.registry import kind_of, said
from course.store import transaction
from course.store.signing_in import throttles
from course.store.study_days import presence, voting
from course.store.study_days.rows import Attended
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.http.settings import keyed_hash
from course.web.learn.items import ItemView, blank_view, with_error
from course.web.page.answering import Answer, Page, answer, or_404
from course.web.page.formats import long_date, time_of_day
from course.web.page.frame import explain, tell
from course.web.page.parts import FieldError, Task
from course.web.study_days import bp, wording
from course.web.study_days.opening import title_of
from course.web.study_days.pages import JoinPage, PhonePage
from course.web.study_days.showing import board, item_of, newer

OWN_DAYS = 20


@bp.get("/studiedag")
@allow(Permission.LEARN)
def show_join() -> Page:
    """The code, and the study days where somebody was. Who scanned the code has it filled in."""
    code = normal_code(request.args.get("code", "")[:40])
    return _join_page(code if is_code(code) else "")


@bp.post("/studiedag")
@allow(Permission.LEARN)
def join() -> Answer:
    """Come in with the code of today.

    Each try counts before anybody looks whether the code is right.
    """
    person, typed = current_person(), request.form.get("code", "")[:40]
    now, today = clock.now(), clock.today()
    code = normal_code(typed)
    if not is_code(code):
        return _join_page(typed, wording.NO_CODE)
    key = _throttle_key(person.id)
    transaction.begin(may_write=True)
    until = throttles.count({key: GUESSES}, now)
    transaction.commit()
    if until is not None:
        message = f"U probeerde te veel codes. Probeer het opnieuw na {time_of_day(until)}."
        return _join_page(typed, message, 429)
    found = presence.find_by_code(person.id, code, today)
    if found is None:
        return _join_page(typed, wording.UNKNOWN)
    came_before = presence.attended(person.id, found.ref, today) is not None
    may_enter = came_before or found.phase.may_join
    transaction.begin(may_write=True)
    throttles.forget(key)
    if may_enter:
        presence.enter(person.id, found)
    transaction.commit()
    if not may_enter:
        return _join_page(typed, wording.OVER)
    return redirect(url_for("study_days.show_phone", ref=found.ref), 303)


@bp.get("/studiedag/<ref>")
@allow(Permission.LEARN)
def show_phone(ref: str) -> str | Response:
    """Where the group is, for somebody who came in; when it went on to a next question, there."""
    found = _attended(ref)
    newest = newer(found)
    if newest is not None and presence.attended(current_person().id, newest, clock.today()):
        return redirect(url_for("study_days.show_phone", ref=newest), 303)
    return _phone_page(found)


@bp.post("/studiedag/<ref>/stem")
@allow(Permission.LEARN)
def cast_vote(ref: str) -> Answer:
    """Keep a vote for the round that the form was drawn for.

    In another round it is not kept, and that is said.
    """
    found = _attended(ref)
    asked = ballot(item_of(found))
    running = found.phase.round
    if running is None or request.form.get("ronde") != running.value:
        return _too_late(ref)
    form: Form = request.form.to_dict(flat=False)
    response = read_vote(asked, form)
    if isinstance(response, NotGradable):
        view = with_error(_view(found, running), form, said(asked.item, response), response.field)
        return _phone_page(found, replace(view, button="Geef mijn stem")), 422
    if not found.may_vote:
        abort(404)
    transaction.begin(may_write=True)
    kept = voting.vote(found.id, current_person().id, running, choice_text(response), clock.today())
    transaction.commit()
    if not kept:
        return _too_late(ref)
    return redirect(url_for("study_days.show_phone", ref=ref), 303)


@bp.post("/studiedag/<ref>/aftekenen")
@allow(Permission.LEARN)
def sign_off(ref: str) -> Response:
    """Say that one took part, in every question under the same code. Twice is once; while the study
    day runs it is too early.
    """
    found, person, today = _attended(ref), current_person(), clock.today()
    asked = presence.asked_with(person.id, found, today)
    transaction.begin(may_write=True)
    signed = [presence.sign_off(person, one, clock.now(), today) for one in asked]
    transaction.commit()
    if any(signed):
        tell("U hebt afgetekend. Fijn dat u erbij was.")
    elif found.signed_off_at is None:
        explain("U kunt aftekenen als de uitkomst op het scherm staat.")
    return redirect(url_for("study_days.show_phone", ref=ref), 303)


def _attended(ref: str) -> Attended:
    """The study day of the address, for who came in with its code.

    For anybody else it is not there.
    """
    return or_404(presence.attended(current_person().id, ref, clock.today()))


def _too_late(ref: str) -> Response:
    explain("Deze stemming is gesloten. Uw laatste keuze van daarvoor telt.")
    return redirect(url_for("study_days.show_phone", ref=ref), 303)


def _join_page(code: str = "", message: str = "", status: int = 422) -> Page:
    days = presence.own_days(current_person().id, clock.today(), OWN_DAYS)
    page = JoinPage(code=code, days=tuple(map(_task, days)))
    if message:
        page = replace(page, errors=(FieldError("code", message),))
    return answer("study_days/join.html", page, page.errors, status)


def _task(found: Attended) -> Task:
    meta = f"{found.school} · {long_date(found.day)}"
    task = Task(title_of(found), url_for("study_days.show_phone", ref=found.ref), meta, "Bezig")
    if found.signed_off_at:
        return replace(task, status="Klaar")
    if found.phase.is_over:
        return replace(task, status="Nog te doen", meta=f"{meta} · u kunt aftekenen")
    return task


def _phone_page(found: Attended, changed: ItemView | None = None) -> str:
    """The page of this phase; `changed` is the vote with an error in it."""
    item, phase = item_of(found), found.phase
    words = wording.WORDS[phase]
    page = PhonePage(
        url=url_for("study_days.show_phone", ref=found.ref),
        phase=phase.value,
        title=words.title,
        lead=words.phone,
        news=words.news,
        board=board(found, item),
        view=changed,
        may_sign_off=phase.is_over and found.signed_off_at is None,
        error=changed is not None,
    )
    if phase.round and found.may_vote:
        view = changed or _view(found, phase.round)
        page = replace(page, view=view, round=phase.round.value)
    if found.signed_off_at:
        page = replace(page, signed_off_on=long_date(found.signed_off_at))
    return render_template("study_days/phone.html", page=page)


def _view(found: Attended, running: VoteRound) -> ItemView:
    """The vote that is open, with what this person chose so far."""
    asked = ballot(item_of(found)).item
    view = blank_view(asked, {}, button="Geef mijn stem", kicker=wording.ROUNDS[running])
    action = url_for("study_days.cast_vote", ref=found.ref)
    view = replace(view, submission=drawn.stamp(action), lettered=True)
    chosen = voting.own_vote(found.id, current_person().id, running)
    if chosen is None:
        return view
    return replace(
        view,
        fields=kind_of(asked).fields(asked, response_of(chosen)),
        verdict="Uw stem is geteld",
        say="Uw stem is geteld.",
        tone="saved",
        button="Verander mijn stem",
    )


def _throttle_key(person_id: int) -> str:
    """Under which tries of this person count: a keyed hash, so that the table names nobody."""
    return keyed_hash("study-code", str(person_id))
