"""The lists of administrators: people, schools, teams, and what a file would change."""

from __future__ import annotations

from flask import url_for

from course.domain.people.roster_details import KnownPerson, PersonChange
from course.domain.people.roster_problems import RowProblem
from course.kinds.item import Audience
from course.store.people.directory import PersonRow, TeamRow
from course.store.people.list_words import ListWordRow, WordKind
from course.store.people.organising import SchoolAtWork
from course.web.admin.list_faults import sentence
from course.web.admin.wording import what_changed
from course.web.page.labels import AUDIENCES, ROLES
from course.web.page.lists import DASH, Field, coded, day, number, words
from course.web.page.parts import Cell


def _what_changes(change: PersonChange) -> str:
    if change.known is None:
        return "Nieuw account"
    changed = [what_changed(change.known, field) for field in change.changed]
    if not change.known.at_school:
        changed.insert(0, "Had al een account, komt bij deze school")
    return ", ".join(changed)


def _row_number(problem: RowProblem) -> Cell:
    return Cell(str(problem.row or DASH))


def _roles(known: KnownPerson) -> str:
    return ", ".join(ROLES[role] for role in known.roles)


def _school_link(school: SchoolAtWork) -> Cell:
    return Cell(school.name, url_for("admin.show_school", code=school.code))


SCHOOL_FIELDS: tuple[Field[SchoolAtWork], ...] = (
    Field("School", cell=_school_link),
    words("Code", "code"),
    words("Bestuur", "board"),
    number("Mensen", "people"),
    number("Teams", "teams"),
    number("Leidinggevenden", "managers"),
)


def team_fields(code: str) -> tuple[Field[TeamRow], ...]:
    """The columns of the teams of the school with this code."""

    def link(team: TeamRow) -> Cell:
        return Cell(team.name, url_for("admin.show_team", code=code, ref=team.ref))

    return (Field("Team", cell=link), number("Mensen", "people"))


CHANGE_FIELDS: tuple[Field[PersonChange], ...] = (
    words("Naam", "after.name"),
    words("E-mail", "after.email"),
    words("Team", "after.team"),
    coded("Functie", "after.audience", AUDIENCES),
    words("Personeelsnummer", "after.staff_number"),
    words("Wat verandert er", _what_changes),
)
LEAVING_FIELDS: tuple[Field[KnownPerson], ...] = (
    words("Naam", "details.name"),
    words("E-mail", "details.email"),
    words("Team", "details.team"),
    words("Rol op deze school", _roles),
)


def _meaning(one: ListWordRow) -> str:
    if one.about is WordKind.FUNCTION:
        return AUDIENCES[Audience(one.meaning)]
    return one.meaning or "niet nodig"


LIST_WORD_FIELDS: tuple[Field[ListWordRow], ...] = (
    words("In de lijst", "name"),
    coded("Is een", "about", {WordKind.COLUMN: "kolom", WordKind.FUNCTION: "functie"}),
    words("Betekent", _meaning),
)
PROBLEM_FIELDS: tuple[Field[RowProblem], ...] = (
    Field("Rij", cell=_row_number, numeric=True),
    words("Kolom", "column"),
    words("Wat u doet", sentence),
)


def _person_link(person: PersonRow) -> Cell:
    url = url_for("admin.show_person", ref=person.ref)
    return Cell(f"{person.name} (geblokkeerd)" if person.blocked_at else person.name, url)


PEOPLE_FIELDS: tuple[Field[PersonRow], ...] = (
    Field("Naam", cell=_person_link),
    words("E-mail", "email"),
    words("School", "school"),
    words("Team", "team"),
    day("Sinds", "starts_on"),
)
