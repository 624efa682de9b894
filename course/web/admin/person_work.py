"""Where one person works: first what a deed does, then the deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort
from werkzeug.wrappers import Response

from course.domain.people.roles import Permission
from course.store.people import deeds, directory
from course.store.people.deeds import Workplace
from course.store.people.directory import SchoolRow, TeamRow
from course.store.people.person import WorkplaceRow
from course.web.admin import bp, person_words
from course.web.admin.deed import PersonDeed, PersonQuestion, last_day, person_deed
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, or_404

PLACED = ("school", "team", "tot")


@dataclass(frozen=True)
class PlaceAsk:
    """Where somebody is to work: at a school, in a team or in none, until a day or without.
    `at_work`: how it is today; None when they do not work there.
    """

    school: SchoolRow
    at_work: WorkplaceRow | None
    team: TeamRow | None
    ends_on: date | None

    @property
    def moves(self) -> bool:
        """Whether another team was chosen, for who works there."""
        return self.at_work is not None and self.at_work.team_ref != self.team_ref

    @property
    def team_ref(self) -> str | None:
        """The team; None for no team."""
        if self.team is None:
            return None
        return self.team.ref

    @property
    def is_so(self) -> bool:
        """Whether nothing changes."""
        at_work = self.at_work
        return at_work is not None and not self.moves and at_work.ends_on == self.ends_on


@bp.get("/mensen/<ref>/werk")
@allow(Permission.PEOPLE)
def ask_place(ref: str) -> Answer:
    """What it does when they work there. Nothing has been written yet."""
    deed = person_deed(ref)
    asked = _place_asked(deed)
    if not isinstance(asked, PlaceAsk):
        return asked
    if asked.is_so:
        return deed.refuse("vertrek", "Dit staat er al zo. Er verandert niets.")
    submit = "Voeg deze school toe"
    if asked.at_work:
        submit = "Bewaar deze aanstelling"
    told = person_words.of_place(deed.account, asked.school, asked.at_work, asked.team)
    question = PersonQuestion(
        title=person_words.place_question(deed.account.name, asked.school.name, asked.at_work),
        told=(*told, *person_words.of_end(asked.at_work, asked.ends_on)),
        submit=submit,
        names=PLACED,
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/werk")
@allow(Permission.PEOPLE)
def place(ref: str) -> Answer:
    """To work at a school, or in another team of it, from today on; until a last day or without."""
    deed = person_deed(ref)
    asked = _place_asked(deed)
    if not isinstance(asked, PlaceAsk):
        return asked
    return _place(deed, asked)


def _place_asked(deed: PersonDeed) -> PlaceAsk | Answer:
    """What was chosen, or the page again. Out of reach and not there look the same."""
    if deed.known.is_away:
        abort(404)
    code = deed.fields.text("school")
    if not code:
        return deed.refuse("school", "Kies een school.")
    school = or_404(deed.known.school(code))
    ends_on = last_day(deed)
    team = _team(school, deed.fields.text("team"), deed.known.today)
    if deed.fields.errors:
        return deed.again()
    return PlaceAsk(school, deed.known.working_at(code), team, ends_on)


def _team(school: SchoolRow, ref: str, today: date) -> TeamRow | None:
    """The team that was chosen; None for no team."""
    if not ref:
        return None
    return or_404(directory.team_by_ref(school.id, ref, today))


def _place(deed: PersonDeed, asked: PlaceAsk) -> Response:
    who, name, at_work, school = deed.account.id, deed.account.name, asked.at_work, asked.school
    number = at_work.staff_number if at_work else None
    where = [Workplace(who, asked.team.id if asked.team else None, number, asked.ends_on)]
    deed.begin()
    if at_work is None:
        deeds.join(school.id, where, deed.moment)
        return deed.done("person placed", f"{name} werkt vanaf vandaag op {school.name}.")
    deeds.move_team(school.id, where, deed.moment)
    if at_work.ends_on != asked.ends_on:
        deeds.set_end(school.id, [who], asked.ends_on, deed.moment)
    return deed.done("person placed", f"De aanstelling van {name} is bewaard.")


@bp.get("/mensen/<ref>/vertrek")
@allow(Permission.PEOPLE)
def ask_leave(ref: str) -> Answer:
    """What it does when they work there no longer. Nothing has been written yet."""
    deed = person_deed(ref)
    found = _leaving(deed)
    if not isinstance(found, WorkplaceRow):
        return found
    roles_too = deed.fields.ticked("rollen")
    question = PersonQuestion(
        title=f"Werkt {deed.account.name} niet meer op {found.school}?",
        told=person_words.of_leaving(deed.account, found, roles_too=roles_too),
        submit="Beëindig deze aanstelling",
        names=("school", "rollen"),
        danger=True,
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/vertrek")
@allow(Permission.PEOPLE)
def leave(ref: str) -> Answer:
    """No longer to work at a school."""
    deed = person_deed(ref)
    found = _leaving(deed)
    if not isinstance(found, WorkplaceRow):
        return found
    roles_too = deed.fields.ticked("rollen")
    deed.begin()
    deeds.leave(found.school_id, [deed.account.id], deed.moment, roles_too=roles_too)
    return deed.done("person left", f"{deed.account.name} werkt niet meer op {found.school}.")


def _leaving(deed: PersonDeed) -> WorkplaceRow | Answer:
    """Where they work, or why it cannot end."""
    code = deed.fields.text("school")
    if deed.known.school(code) is None:
        abort(404)
    at_work = deed.known.working_at(code)
    if at_work is None:
        return deed.over()  # pressed twice
    if deed.account.id == current_person().id:
        return deed.refuse("vertrek", "U kunt uw eigen aanstelling niet beëindigen.")
    return at_work
