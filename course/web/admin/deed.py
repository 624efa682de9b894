"""A form about one person that arrived: who it is about, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock, logs
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import granting, person, undoing
from course.store.people.person import AccountFacts
from course.web.admin import person_words
from course.web.admin.person_page import KnownAccount, person_page
from course.web.admin.person_pages import PersonQuestionPage
from course.web.http.access import current_person
from course.web.page.answering import or_404
from course.web.page.fields import Fields
from course.web.page.frame import explain, tell


@dataclass(frozen=True)
class PersonQuestion:
    """What a deed does, before it is done. `names`: the fields that travel with the question."""

    title: str
    told: tuple[str, ...]
    submit: str
    names: tuple[str, ...] = ()
    danger: bool = False
    can_undo: bool = True


@dataclass(frozen=True)
class PersonDeed:
    """A form that arrived: about whom, by when, and what was filled in."""

    known: KnownAccount
    moment: DeedMoment
    fields: Fields

    @property
    def account(self) -> AccountFacts:
        """The person that the form is about."""
        return self.known.account

    def refuse(self, name: str, message: str) -> tuple[str, int]:
        """The page again, with what is wrong at its field. Nothing was written."""
        transaction.rollback()
        self.fields.wrong(name, message)
        return self.again()

    def ask(self, question: PersonQuestion) -> str:
        """The question whether that is meant. The same address does it once it is posted."""
        told = question.told
        if question.can_undo and self.account.id != current_person().id:
            told = (*told, person_words.UNDO)
        page = PersonQuestionPage(
            name=self.account.name,
            title=question.title,
            told=told,
            action=request.path,
            hidden=self.fields.texts(question.names),
            back=url_for("admin.show_person", ref=self.account.ref),
            submit=question.submit,
            danger=question.danger,
        )
        return render_template("admin/confirm_person.html", page=page)

    def again(self) -> tuple[str, int]:
        """The page with everything that is wrong."""
        page = person_page(self.known, self.fields.sent, tuple(self.fields.errors))
        return render_template("admin/person.html", page=page), 422

    def over(self) -> Response:
        """The page of the person, when there is nothing left to do."""
        return redirect(url_for("admin.show_person", ref=self.account.ref), 303)

    def done(self, event: str, words: str) -> Response:
        """Written down, told in the log and on the next page."""
        transaction.commit()
        logs.note(event, person=self.account.ref, by=current_person().ref)
        tell(words, undoable(self.moment))
        return self.over()

    def begin(self) -> None:
        """From here on it writes, and who acts still has the rights that the page was drawn with.

        Two who take each other's rights at once do it one after the other, so one of them is left.
        """
        begin_deed([self.account.id], self.moment)


def begin_deed(people: list[int], moment: DeedMoment) -> None:
    """Hold who acts and whom it is about; whoever lost a right meanwhile does nothing."""
    actor = current_person()
    transaction.begin(may_write=True)
    granting.lock([actor.id, *people])
    if granting.grants_of(actor, moment.today) != actor.grants:
        transaction.rollback()
        explain("Uw rechten zijn net gewijzigd. Er is niets veranderd.")
        abort(redirect("/", 303))


def undoable(moment: DeedMoment) -> str:
    """What was done at this moment, when who did it can take it back; empty when they cannot."""
    if not undoing.can_undo(current_person(), moment.deed, moment):
        return ""
    return moment.deed


def deed_moment() -> DeedMoment:
    """Now, by who is signed in."""
    return DeedMoment(clock.now(), current_person().id)


def person_deed(ref: str) -> PersonDeed:
    """The form about somebody within reach: as it is asked about, or as it is sent."""
    sent = request.args
    if request.method == "POST":
        sent = request.form
    return PersonDeed(known_account(ref), deed_moment(), Fields(sent))


def last_day(deed: PersonDeed) -> date | None:
    """The last day that was typed, today or later; None for none."""
    if not deed.fields.text("tot"):
        return None
    return deed.fields.day("tot", deed.moment.today, "Kies vandaag of een dag daarna.")


def known_account(ref: str) -> KnownAccount:
    """Out of reach and not there look the same."""
    actor, today = current_person(), clock.today()
    account = or_404(person.find(actor, ref, clock.now()))
    places = tuple(person.workplaces(actor, account.id))
    grants = tuple(person.grants(actor, account.id, today))
    return KnownAccount(account, places, grants, today)
