"""One mail by hand: as it would go out now, and the press that sends it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties import reminders as rule
from course.domain.duties.reminders import MailVerdict
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.duties import reminding
from course.store.duties.reminding import Reminded
from course.store.messages import reminders
from course.store.messages.reminders import NamedPerson
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.page.frame import explain, tell
from course.web.train import bp, telling
from course.web.train.reminding import refs_of
from course.web.train.telling import SILENCES


@dataclass(frozen=True)
class PreviewMailPage:
    """The mail that somebody would get now, with their own figures."""

    name: str
    subject: str
    paragraphs: tuple[str, ...]
    silence: str  # why it cannot go out now; empty: it can
    nothing: bool  # there is nothing to do, so there is no mail
    action: str


@bp.get("/mail/<ref>")
@allow(Permission.ASSIGN)
def show_mail(ref: str) -> str:
    """The mail of one person as it would go out now."""
    named = _named(ref)
    person = _one(named.id)
    found = _seen_of(person, _by_hand(person)) if person else None
    if person is None or found is None or not found.duties:
        why = SILENCES[found.silence] if found and found.silence else ""
        page = PreviewMailPage(named.name, "", (), why, nothing=True, action="")
        return render_template("train/reminder.html", page=page)
    letter = telling.letter_for(person, found, settings(), telling.titles_now())
    page = PreviewMailPage(
        person.name,
        letter.subject,
        telling.paragraphs(letter, settings(), person),
        "" if found.silence is None else SILENCES[found.silence],
        nothing=False,
        action=url_for("train.send_mail", ref=ref),
    )
    return render_template("train/reminder.html", page=page)


@bp.post("/mail/<ref>")
@allow(Permission.ASSIGN)
def send_mail(ref: str) -> Response:
    """One mail by hand, at most one a week for one person, whoever asks for it."""
    actor, number = current_person(), _named(ref).id
    config = settings()
    before = _one(number)
    prepared = None
    if before is not None:
        prepared = telling.prepare(before, _by_hand(before), config, telling.titles_now())
    transaction.begin(may_write=True)
    reminding.lock([number])
    person = _one(number)
    found = _by_hand(person) if person else None
    sent = person is not None and telling.tell(person, found, prepared, config, actor.id)
    transaction.commit()
    if sent:
        tell("De mail gaat zo de deur uit.")
    elif found is not None and found.silence is not None:
        explain(f"Er is niets verstuurd. {SILENCES[found.silence]}")
    else:
        explain("Er is niets verstuurd: deze medewerker heeft nu niets te doen.")
    return redirect(url_for("train.show_mail", ref=ref), 303)


def _by_hand(person: Reminded) -> MailVerdict | None:
    """A mail about what is owed to schools where who is signed in assigns; others write about the
    rest.
    """
    seen = reminding.seen_by(current_person(), refs_of(person))
    return rule.by_hand(person.duties, person.addressee, person.told, clock.today(), seen)


def _seen_of(person: Reminded, found: MailVerdict | None) -> MailVerdict | None:
    """What who is signed in may read of it: the duties to the schools where they assign."""
    return rule.within(found, reminding.seen_by(current_person(), refs_of(person)))


def _named(ref: str) -> NamedPerson:
    return or_404(reminders.person_in_scope(current_person(), ref, clock.today()))


def _one(number: int) -> Reminded | None:
    return next(iter(reminding.facts([number], clock.today())), None)
