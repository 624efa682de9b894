"""Two teams or two schools become one: with which, what that does, done."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, redirect, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import directory, merging, organising
from course.store.people.directory import TeamRow
from course.store.people.merging import MergeEffect
from course.store.people.organising import SchoolAtWork
from course.text.names import tidy
from course.web.admin import bp
from course.web.admin.called import team_in_reach
from course.web.admin.deed import begin_deed, deed_moment, undoable
from course.web.admin.pages import MergePage
from course.web.admin.person_words import UNDO
from course.web.admin.schools import school_in_reach
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.formats import counted
from course.web.page.frame import tell
from course.web.page.options import team_options
from course.web.page.parts import FieldError, Link
from course.web.page.school_choice import schools_to_choose

PEOPLE = ("medewerker", "medewerkers")
NO_WAY_BACK = "Er werkt niemand, dus dit kunt u daarna niet ongedaan maken."
MEETINGS = ("geplande bijeenkomst", "geplande bijeenkomsten")


@bp.get("/scholen/<code>/teams/<ref>/samenvoegen")
@allow(Permission.PEOPLE)
def show_merge_team(code: str, ref: str) -> Answer:
    """With which other team, and what that does. Nothing has been written yet."""
    school, team = team_in_reach(code, ref)
    return _ask_team(school, team, tidy(request.args.get("in", "")), sent="in" in request.args)


@bp.post("/scholen/<code>/teams/<ref>/samenvoegen")
@allow(Permission.PEOPLE)
def merge_team(code: str, ref: str) -> Answer:
    """Everybody of this team is in the other one from today on."""
    school, team = team_in_reach(code, ref)
    into = _other_team(school, team, tidy(request.form.get("in", "")))
    if into is None:
        return _ask_team(school, team, "", sent=True)
    moment = deed_moment()
    begin_deed([], moment)
    moved = or_404(merging.merge_teams(school.id, team.id, into.id, moment))
    transaction.commit()
    logs.note("teams merged", school=code)
    _tell(f"{counted(moved, *PEOPLE)} van {team.name} naar {into.name}.", moment)
    return redirect(url_for("admin.show_school", code=code), 303)


@bp.get("/scholen/<code>/samenvoegen")
@allow(Permission.PEOPLE)
def show_merge_school(code: str) -> Answer:
    """With which other school, and what that does. Nothing has been written yet."""
    school = school_in_reach(code)
    return _ask_school(school, tidy(request.args.get("in", "")), sent="in" in request.args)


@bp.post("/scholen/<code>/samenvoegen")
@allow(Permission.PEOPLE)
def merge_school(code: str) -> Answer:
    """Everybody of this school works at the other one from today on."""
    school = school_in_reach(code)
    into = _other(school, tidy(request.form.get("in", "")))
    if into is None:
        return _ask_school(school, "", sent=True)
    moment = deed_moment()
    begin_deed([], moment)
    if merging.merge_schools(school.id, into.id, moment) is None:
        abort(404)
    transaction.commit()
    logs.note("schools merged", school=code, into=into.code)
    _tell(f"{school.name} is opgegaan in {into.name}.", moment)
    return redirect(url_for("admin.show_schools"), 303)


def _tell(words: str, moment: DeedMoment) -> None:
    """What was done, with its way back for everybody for whom nothing came after it."""
    tell(words, undoable(moment))


def _other(school: SchoolAtWork, code: str) -> SchoolAtWork | None:
    found = organising.school_at_work(current_person(), code, clock.today())
    if found is None or found.id == school.id:
        return None
    return found


def _other_team(school: SchoolAtWork, team: TeamRow, ref: str) -> TeamRow | None:
    found = directory.team_by_ref(school.id, ref, clock.today())
    if found is None or found.id == team.id:
        return None
    return found


def _ask_team(school: SchoolAtWork, team: TeamRow, ref: str, *, sent: bool) -> Answer:
    into = _other_team(school, team, ref)
    question = ""
    told: tuple[str, ...] = ()
    if into is not None:
        question = f"Team {team.name} samenvoegen met {into.name}?"
        told = tuple(_team_told(team, into))
    teams = directory.teams_of(school.id, clock.today())
    page = MergePage(
        name=f"Team {team.name}",
        action=url_for("admin.show_merge_team", code=school.code, ref=team.ref),
        trail=_trail(school),
        label="Met welk team?",
        options=team_options(one for one in teams if one.id != team.id),
        question=question,
        submit="Voeg deze teams samen",
        told=told,
        hidden={"in": ref},
        errors=_wrong(into, "Kies een ander team.", sent=sent),
    )
    return answer("admin/merge.html", page, page.errors)


def _ask_school(school: SchoolAtWork, code: str, *, sent: bool) -> Answer:
    into = _other(school, code)
    question = ""
    told: tuple[str, ...] = ()
    if into is not None:
        question, told = f"{school.name} laten opgaan in {into.name}?", _told(school, into)
    choice = schools_to_choose(current_person(), Permission.PEOPLE)
    page = MergePage(
        name=school.name,
        action=url_for("admin.show_merge_school", code=school.code),
        trail=_trail(school),
        label="In welke school gaat zij op?",
        options=tuple(one for one in choice.options if one.value != school.code),
        hint=choice.hint,
        question=question,
        submit="Voeg deze scholen samen",
        told=told,
        hidden={"in": code},
        errors=_wrong(into, "Kies een andere school.", sent=sent),
    )
    return answer("admin/merge.html", page, page.errors)


def _wrong(
    into: TeamRow | SchoolAtWork | None, message: str, *, sent: bool
) -> tuple[FieldError, ...]:
    """What is wrong when something was sent that cannot be chosen."""
    if into is None and sent:
        return (FieldError("in", message),)
    return ()


def _team_told(team: TeamRow, into: TeamRow) -> Iterator[str]:
    yield f"Vanaf vandaag in {into.name}: {counted(team.people, *PEOPLE)}."
    yield f"Wat alleen aan {team.name} is toegewezen, geldt voor hen niet meer."
    yield f"Wat aan {into.name} is toegewezen, geldt nu ook voor hen."
    yield "Voortgang en rapporten van eerdere dagen blijven."
    yield _way_back(team.people)


def _told(school: SchoolAtWork, into: SchoolAtWork) -> tuple[str, ...]:
    found = merging.effect(school.id, into.id, clock.today())
    return tuple(_school_told(school, into, found))


def _school_told(school: SchoolAtWork, into: SchoolAtWork, found: MergeEffect) -> Iterator[str]:
    yield f"Weg bij {school.name}: {counted(found.people, *PEOPLE)}."
    yield f"Daarvan werken al op {into.name}: {counted(found.both, *PEOPLE)}."
    yield f"Mee naar {into.name}: {counted(found.roles, 'rol', 'rollen')}."
    yield f"Opdrachten aan heel {school.name} die voor hen ophouden: {found.given}."
    yield f"Opdrachten aan heel {into.name} die voor hen gaan gelden: {found.there}."
    if found.meetings:
        yield f"Mee naar {into.name}: {counted(found.meetings, *MEETINGS)}."
    yield f"Zij komen nog in geen team. Voor hen geldt de gedragscode van {into.name}."
    yield (
        "Zij worden overal uitgelogd, en links in eerdere mails werken niet meer. Stuur een nieuwe "
        "link aan wie nog nooit inlogde."
    )
    yield f"Rapporten van {school.name} over eerdere dagen blijven."
    yield _way_back(found.people + found.roles)


def _way_back(moved: int) -> str:
    if not moved:
        return NO_WAY_BACK
    return UNDO


def _trail(school: SchoolAtWork) -> tuple[Link, ...]:
    own = Link(school.name, url_for("admin.show_school", code=school.code))
    return Link("Scholen", url_for("admin.show_schools")), own
