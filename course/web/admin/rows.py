"""People of a school, what a file would change there, and what is wrong in it, as rows."""

from __future__ import annotations

from course.domain.people.roster_file import RowProblem
from course.domain.people.roster_plan import KnownPerson, PersonChange
from course.store.people.directory import PersonRow
from course.web.page.labels import AUDIENCES
from course.web.page.lists import DASH, Field, day, words
from course.web.page.parts import Cell


def _audience(change: PersonChange) -> str:
    if not change.line.audience:
        return ""
    return AUDIENCES[change.line.audience]


def _what_changes(change: PersonChange) -> str:
    if change.known is None:
        return "Nieuw account"
    if not change.known.at_school:
        return "Had al een account, komt bij deze school"
    return ", ".join(change.words)


def _row_number(problem: RowProblem) -> Cell:
    return Cell(str(problem.row or DASH))


CHANGE_FIELDS: tuple[Field[PersonChange], ...] = (
    words("Naam", lambda change: change.line.name),
    words("E-mail", lambda change: change.line.email),
    words("Team", lambda change: change.line.team),
    words("Functie", _audience),
    words("Wat verandert er", _what_changes),
)
LEAVING_FIELDS: tuple[Field[KnownPerson], ...] = (
    words("Naam", lambda known: known.name),
    words("E-mail", lambda known: known.email_key),
    words("Team", lambda known: known.team),
)
PROBLEM_FIELDS: tuple[Field[RowProblem], ...] = (
    Field("Rij", cell=_row_number, numeric=True),
    words("Kolom", lambda problem: problem.column),
    words("Wat u doet", lambda problem: problem.message),
)


def _name(person: PersonRow) -> str:
    if person.blocked_at:
        return f"{person.name} (geblokkeerd)"
    return person.name


PEOPLE_FIELDS: tuple[Field[PersonRow], ...] = (
    words("Naam", _name),
    words("E-mail", lambda person: person.email),
    words("School", lambda person: person.school),
    words("Team", lambda person: person.team),
    day("Sinds", lambda person: person.starts_on),
)
