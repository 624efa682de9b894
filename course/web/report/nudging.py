"""A mail by hand to who was ticked in a list: who gets it, who does not and why; then the press.

At most one a week to one person, whoever asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties import reminders as rule
from course.domain.duties.reminders import MailVerdict, Silence
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import batches
from course.store.duties import nudging, reminding
from course.store.duties.nudging import AskedDuty
from course.store.duties.reminding import Reminded
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import Answer
from course.web.page.frame import explain, tell
from course.web.page.query import address
from course.web.report import bp, nudge_words
from course.web.train import telling
from course.web.train.mend_form import read_whose

MOST = 500  # people in one press


@dataclass(frozen=True)
class NudgeLine:
    """What becomes of one person. `reminded` is None when they owe nothing any more."""

    asked: AskedDuty
    reminded: Reminded | None
    verdict: MailVerdict


@dataclass(frozen=True)
class NudgePage:
    """Who gets a mail, who does not and why, and the mail of the first of them."""

    title: str
    told: tuple[str, ...]
    subject: str  # empty: nobody gets one
    paragraphs: tuple[str, ...]
    first: str  # whose mail that is
    hidden: dict[str, str]
    submit: str
    back: str


@bp.get("/herinneren")
@allow(Permission.NUDGE)
def show_nudge() -> Answer:
    """What it would do. Nothing is sent."""
    whose = read_whose(request.args)
    asked = _asked()
    too_many = len(_people(asked)) > MOST
    sent, submit, told = [], "", nudge_words.too_many(MOST)
    if not too_many:
        lines = _lines(asked)
        sent = [line for line in lines if line.verdict.silence is None]
        told = nudge_words.told(_skipped(lines))
    if sent:
        submit = nudge_words.submit(len(sent))
    page = NudgePage(
        title=nudge_words.title(len(sent)),
        told=told,
        subject="",
        paragraphs=(),
        first="",
        hidden=whose.hidden,
        submit=submit,
        back=_back(asked),
    )
    html = render_template("report/nudge.html", page=_with_letter(page, sent))
    if too_many:
        return html, 422
    return html


@bp.post("/herinneren")
@allow(Permission.NUDGE)
def nudge() -> Response:
    """Send it to who may have it now. Everybody who was chosen gets a line in the ledger."""
    asked, actor, config = _asked(), current_person(), settings()
    if not asked or len(_people(asked)) > MOST:
        return redirect(address(url_for("report.show_nudge"), read_whose(request.form).hidden), 303)
    titles = telling.titles_now()
    ready = {}
    for line in _lines(asked):
        if line.reminded is not None:
            mail = telling.prepare(line.reminded, line.verdict, config, titles)
            ready[line.asked.person_id] = mail
    transaction.begin(may_write=True)
    reminding.lock(_people(asked))
    lines = _lines(asked)
    sent = 0
    for line in lines:
        if line.reminded is None:
            telling.note(line.asked.person_id, line.verdict, actor.id)
            continue
        made = ready.get(line.asked.person_id)
        sent += telling.tell(line.reminded, line.verdict, made, config, actor.id)
    transaction.commit()
    (tell if sent else explain)(nudge_words.done(sent, len(lines), _skipped(lines)))
    return redirect(_back(asked), 303)


def _asked() -> list[AskedDuty]:
    """Who was chosen. Out of reach and not there look the same."""
    whose = read_whose(request.values)
    if whose.chosen is None:
        return []
    found = nudging.asked_duties(current_person(), whose.chosen, clock.today())
    if not found:
        abort(404)
    return found


def _people(asked: Sequence[AskedDuty]) -> set[int]:
    return {one.person_id for one in asked}


def _lines(asked: Sequence[AskedDuty]) -> list[NudgeLine]:
    """By person, in the order in which they were chosen."""
    duties: dict[int, list[AskedDuty]] = defaultdict(list)
    for one in asked:
        duties[one.person_id].append(one)
    reminded: dict[int, Reminded] = {}
    for batch in batches(list(duties)):
        reminded |= {one.id: one for one in reminding.facts(batch, clock.today())}
    return [_line(own, reminded.get(one)) for one, own in duties.items()]


def _line(own: list[AskedDuty], person: Reminded | None) -> NudgeLine:
    refs, today = {one.duty for one in own}, clock.today()
    found = None
    if person is not None:
        found = rule.by_hand(person.duties, person.addressee, person.told, today, refs)
    if found is None:
        left = not any(one.works for one in own)
        return NudgeLine(own[0], None, rule.not_owed(refs, left=left, today=today))
    return NudgeLine(own[0], person, found)


def _skipped(lines: Iterable[NudgeLine]) -> dict[Silence, list[str]]:
    """By reason who gets none."""
    found: dict[Silence, list[str]] = defaultdict(list)
    for line in lines:
        if line.verdict.silence is not None:
            found[line.verdict.silence].append(f"{line.asked.name}, {line.asked.school}")
    return found


def _with_letter(page: NudgePage, sent: Sequence[NudgeLine]) -> NudgePage:
    """The mail of the first of them, as far as who asks for it may read it."""
    for line in sent[:1]:
        person = line.reminded
        assert person is not None  # a mail goes to somebody who owes something
        refs, actor = [duty.ref for duty in line.verdict.duties], current_person()
        seen = reminding.seen_by(actor, refs, Permission.NUDGE)
        found = rule.within(line.verdict, seen)
        if found is not None:
            far = reminding.far_seen_by(actor, seen, clock.today())
            found = rule.without_progress(found, far)
            letter = telling.letter_for(person, found, settings(), telling.titles_now())
            shown = telling.paragraphs(letter, settings(), person)
            page = replace(page, subject=letter.subject, paragraphs=shown, first=person.name)
    return page


def _back(asked: Sequence[AskedDuty]) -> str:
    """Where it is to be seen: the person, the school, or all schools."""
    if not asked:
        return url_for("report.show_schools")
    course = {"cursus": asked[0].course}
    if len(asked) == 1:
        url = url_for("report.show_person", code=asked[0].school_code, ref=asked[0].person)
        return address(url, course)
    if len({one.school_code for one in asked}) == 1:
        return address(url_for("report.show_school", code=asked[0].school_code), course)
    return address(url_for("report.show_overview"), course)
