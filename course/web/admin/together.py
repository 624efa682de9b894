"""One deed for several people: who was chosen in the list, what, and the question whether that is
meant. The first two are an address, so looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.people.together import ChosenPlace, SortedOut, TogetherDeed, sort_out
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving, targets, totals
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.duties.totals import OfferedCourse
from course.store.people import directory, together
from course.store.people.directory import TeamRow
from course.store.signing_in.accounts import Invitation
from course.store.submissions import OtherContentsError
from course.web.admin import bp
from course.web.admin import together_words as words
from course.web.admin.deed import begin_deed, deed_moment, undoable
from course.web.admin.pages import TogetherPage
from course.web.admin.together_form import (
    NO_TEAM,
    TogetherAsk,
    TogetherChoice,
    TogetherForm,
    WhoTogether,
    read_together,
    read_who,
)
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.chosen import AGAIN, ConfirmChosenPage, beyond_first, first_names
from course.web.page.frame import explain, tell
from course.web.page.options import course_options, team_options
from course.web.page.parts import FieldError, FormOption
from course.web.page.query import address, filled
from course.web.sign_in.links import invitation
from course.web.sign_in.sending import send_soon
from course.web.train import wording as train_words


@dataclass(frozen=True)
class _Asked:
    """Who was chosen, and what was filled in about them."""

    who: WhoTogether
    places: list[ChosenPlace]
    choice: TogetherChoice
    form: TogetherForm


@dataclass(frozen=True)
class _ToDo:
    """What was asked, and what it does for whom: for somebody at least."""

    ask: TogetherAsk
    found: SortedOut


@bp.get("/mensen/samen")
@allow(Permission.PEOPLE)
def show_together() -> Answer:
    """Who, and what may be done; with that chosen, what it does to how many."""
    asked = _asked()
    if asked.who.chosen is not None and not asked.places:
        abort(404)
    ask = asked.form.ask
    if ask is None:
        return _form(asked, asked.form.errors)
    found = _sorted_out(ask, asked.places)
    told = _told(ask, found)
    if not found.doing:
        return _form(asked, (FieldError("wat", f"Dit verandert niets. {' '.join(told)}"),))
    kept = filled(asked.form.sent)
    page = ConfirmChosenPage(
        title=words.question(ask),
        told=(*told, *words.more(ask)),
        names=first_names(found.doing),
        more=beyond_first(found.doing),
        hidden={"mens": " ".join(one.key for one in asked.places), **kept},
        back=address(request.path, asked.who.hidden | asked.form.sent | {AGAIN: "1"}),
        submit=words.button(ask, found),
        danger=ask.what is TogetherDeed.LEAVE,
    )
    return render_template("admin/confirm_together.html", page=page)


@bp.post("/mensen/samen")
@allow(Permission.PEOPLE)
def do_together() -> Answer:
    """Do it. What is told afterwards is what was done, also when somebody else was first."""
    asked, moment = _asked(), deed_moment()
    if asked.form.ask is None and asked.places:
        return _form(asked, asked.form.errors or (FieldError("wat", "Kies wat u wilt doen."),))
    mails = _mails(asked)
    begin_deed([one.person_id for one in asked.places], moment)
    asked = _asked()  # as it is now that nobody else can change it
    to_do = _to_do(asked)
    if to_do is None:
        transaction.rollback()
        return _over()
    said = " ".join(_told(to_do.ask, to_do.found))
    try:
        is_new = _do(to_do, mails, moment)
    except OtherContentsError:
        transaction.rollback()
        return _form(asked, (FieldError("cursus", train_words.OTHER),), 409)
    transaction.commit()
    logs.note("done together", what=to_do.ask.what.value, places=len(to_do.found.doing))
    if to_do.ask.what is TogetherDeed.INVITE:
        send_soon()
    if not is_new:
        return _over()
    tell(said, undoable(moment))
    return _list()


def _over() -> Response:
    """Back to the list: there was nothing left to do."""
    explain(words.OVER)
    return _list()


def _list() -> Response:
    return redirect(url_for("admin.show_people"), 303)


def _do(to_do: _ToDo, mails: Mapping[int, Invitation], moment: DeedMoment) -> bool:
    """Whether anything was new.

    Errors: OtherContentsError when this form assigned something else before.
    """
    ask, found = to_do.ask, to_do.found
    if ask.what is TogetherDeed.TEAM:
        together.move(found.doing, ask.team_id, moment)
        return True
    if ask.what is TogetherDeed.LEAVE:
        together.leave(found.doing, moment, roles_too=ask.roles_too)
        return True
    if ask.what is TogetherDeed.INVITE:
        who = {one.person_id for one in found.doing}
        return together.invite({one: mails[one] for one in who & mails.keys()}, moment) > 0
    made = or_404(
        giving.assign_broadly(current_person(), _targets(ask, found), drawn.token(), moment)
    )
    return made.new


def _mails(asked: _Asked) -> dict[int, Invitation]:
    """By person, composed before anybody waits. Each has the mark of this form, so that a second
    press sends nothing.
    """
    to_do, mails = _to_do(asked), {}
    if to_do is None or to_do.ask.what is not TogetherDeed.INVITE:
        return {}
    for one in to_do.found.doing:
        mail = invitation(one.name, one.email)
        letter = replace(mail.letter, key=f"invitation:{drawn.token()}:{one.ref}")
        mails[one.person_id] = replace(mail, letter=letter)
    return mails


def _asked() -> _Asked:
    who, today = read_who(request.values), clock.today()
    places: list[ChosenPlace] = []
    if who.chosen is not None:
        places = together.chosen_places(current_person(), who.chosen, today)
    choice = _choice(places)
    form = read_together(request.values, choice, today)
    if len(places) > together.MOST:
        many = FieldError("wat", words.TOO_MANY.format(most=together.MOST))
        form = TogetherForm(form.sent, None, (many,))
    return _Asked(who, places, choice, form)


def _choice(places: list[ChosenPlace]) -> TogetherChoice:
    """Another team only for people of one school, a course only for who assigns."""
    schools = {one.school_id for one in places}
    deeds = {TogetherDeed.LEAVE, TogetherDeed.INVITE}
    teams: list[TeamRow] = []
    courses: list[OfferedCourse] = []
    if len(schools) == 1:
        teams = directory.teams_of(schools.pop(), clock.today())
    if any(one.assignable for one in places):
        courses = totals.offered_courses()
    if teams:
        deeds.add(TogetherDeed.TEAM)
    if courses:
        deeds.add(TogetherDeed.ASSIGN)
    return TogetherChoice(frozenset(deeds), teams, courses)


def _to_do(asked: _Asked) -> _ToDo | None:
    """What was asked and for whom it does something. None: nothing was, or for nobody."""
    ask = asked.form.ask
    if ask is None:
        return None
    found = _sorted_out(ask, asked.places)
    if not found.doing:
        return None
    return _ToDo(ask, found)


def _sorted_out(ask: TogetherAsk, places: list[ChosenPlace]) -> SortedOut:
    return sort_out(ask.what, places, current_person().id, ask.team_id)


def _told(ask: TogetherAsk, found: SortedOut) -> tuple[str, ...]:
    """What it does, for how many and for whom not."""
    said = words.told(ask, found)
    if ask.what is not TogetherDeed.ASSIGN or not found.doing:
        return said
    effects = targets.effects(current_person(), _targets(ask, found), clock.today())
    return (train_words.told_of_schools(effects), *said)


def _targets(ask: TogetherAsk, found: SortedOut) -> Targets:
    assert ask.course is not None
    places = tuple(TargetPlace(one.school_id, person_id=one.person_id) for one in found.doing)
    return Targets(ask.course.slug, places, (), ByWhen(ask.due_on))


def _form(asked: _Asked, errors: tuple[FieldError, ...], status: int = 422) -> Answer:
    choice, places = asked.choice, asked.places
    teams = team_options(choice.teams)
    if teams:
        teams = (*teams, FormOption(NO_TEAM, "Geen team"))
    page = TogetherPage(
        people=len(places),
        names=first_names(places),
        more=beyond_first(places),
        deeds=words.deed_options(choice.deeds),
        teams=teams,
        courses=course_options(choice.courses),
        hidden=asked.who.hidden,
        sent=asked.form.sent,
        errors=errors,
    )
    return answer("admin/together.html", page, errors, status)
