"""Whom each row of a school's list is about, and what it changes about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.lines import PeopleFile, PersonLine
from course.domain.people.roster_details import (
    ChangedField,
    Details,
    KnownPerson,
    PersonChange,
    team_key,
)
from course.domain.people.roster_problems import Fault, RowProblem
from course.kinds.item import Audience
from course.text.names import fold, fold_email


class RowSorting:
    """The rows of a file, put one by one with what they change."""

    def __init__(
        self, file: PeopleFile, everybody: Sequence[KnownPerson], teams: Sequence[str]
    ) -> None:
        self.added: list[PersonChange] = []
        self.changed: list[PersonChange] = []
        self.asked: list[PersonChange] = []
        self.unchanged = 0
        self._kept_numbers: set[str | None] = set()
        self._columns = file.columns
        self._teams = {team_key(name): name for name in teams}
        self._by_email = {one.email_key: one for one in everybody}
        self._by_number: dict[str, KnownPerson] = {}
        for one in everybody:
            if one.at_school and one.details.staff_number:
                self._by_number[one.details.staff_number] = one
        self._rows: dict[int, int] = {}  # by person
        self._kept: set[str] = set()
        for shared in file.shared:
            self._kept.add(fold_email(shared.email))
            self._kept_numbers.update(*(person.numbers for person in shared.people))

    @property
    def team_count(self) -> int:
        """How many teams the school would have."""
        return len(self._teams)

    def place(self, line: PersonLine) -> RowProblem | None:
        """Put a row where it belongs; or say why it belongs nowhere."""
        match, wrong = _match(line, self._by_number, self._by_email)
        if wrong is not None:
            return wrong
        if line.team:
            self._teams.setdefault(team_key(line.team), line.team)
        if match is None:
            self.added.append(PersonChange(line.row, None, self._new(line)))
            return None
        earlier = self._rows.setdefault(match.person_id, line.row)
        if earlier != line.row:
            column = ListColumn.EMAIL.value
            return RowProblem(line.row, column, Fault.PERSON_TWICE, rows=(earlier,))
        self._put(line, match)
        return None

    def _put(self, line: PersonLine, match: KnownPerson) -> None:
        after = self._after(line, match)
        changed = _changed(match.details, after)
        change = PersonChange(line.row, match, after, changed)
        if not match.at_school:
            self.added.append(change)
        elif _may_be_another(match.details, after):
            self.asked.append(change)
        elif changed:
            self.changed.append(change)
        else:
            self.unchanged += 1

    def nowhere(self, members: Iterable[KnownPerson]) -> tuple[KnownPerson, ...]:
        """Who is in none of the rows that were placed."""
        return tuple(one for one in members if self._is_nowhere(one))

    def _is_nowhere(self, one: KnownPerson) -> bool:
        """Who has, or is named at, an address of two people does not leave."""
        kept = one.email_key in self._kept or one.details.staff_number in self._kept_numbers
        return not kept and one.person_id not in self._rows

    def _new(self, line: PersonLine) -> Details:
        return Details(
            name=line.name,
            sort_name=line.sort_name,
            email=line.email,
            audience=line.audience or Audience.TEACHING,
            staff_number=line.staff_number,
            team=self._team(line),
        )

    def _after(self, line: PersonLine, known: KnownPerson) -> Details:
        """What will be stored about somebody who has an account.

        What the file does not say stays. The same address in other capitals is the same address.
        """
        before = known.details
        after = before
        if line.staff_number and before.staff_number not in line.numbers:
            after = replace(before, staff_number=line.staff_number)
        if ListColumn.TEAM in self._columns and not _in_one_of(line, before.team):
            after = replace(after, team=self._team(line))
        if fold_email(line.email) != known.email_key:
            after = replace(after, email=line.email)  # it counts once its owner says yes
        if not known.ours:
            return after
        after = self._renamed(line, after)
        return replace(after, audience=line.audience or before.audience)

    def _renamed(self, line: PersonLine, before: Details) -> Details:
        """With the name of the list, which stands beside a name that somebody chose.

        The same whole name says nothing new about where it sorts; its parts may.
        """
        if before.listed_name is not None:
            return replace(before, listed_name=line.name)
        if line.name == before.name and ListColumn.NAME in self._columns:
            return before
        return replace(before, name=line.name, sort_name=line.sort_name)

    def _team(self, line: PersonLine) -> str | None:
        """The team as the school calls it: capitals and accents of the file do not matter."""
        return line.team and self._teams[team_key(line.team)]


_FIELDS = {
    "name": ChangedField.NAME,
    "listed_name": ChangedField.LISTED,
    "email": ChangedField.EMAIL,
    "staff_number": ChangedField.STAFF_NUMBER,
    "team": ChangedField.TEAM,
    "audience": ChangedField.FUNCTION,
}


def _changed(before: Details, after: Details) -> tuple[ChangedField, ...]:
    """What differs, in the order in which it is told."""
    found = []
    for name, field in _FIELDS.items():
        if getattr(before, name) != getattr(after, name):
            found.append(field)
    if before.sort_name != after.sort_name and not found:
        return (ChangedField.ORDER,)
    return tuple(found)


def _may_be_another(before: Details, after: Details) -> bool:
    """Whether neither name nor address is that of the account."""
    if before.email == after.email:
        return False
    return fold(before.listed_name or before.name) != fold(after.listed_name or after.name)


def _in_one_of(line: PersonLine, team: str | None) -> bool:
    """Who has several teams on the list, and is in one of them, stays there."""
    return team_key(team or "") in set(map(team_key, line.teams))


def _match(
    line: PersonLine, by_number: Mapping[str, KnownPerson], by_email: Mapping[str, KnownPerson]
) -> tuple[KnownPerson | None, RowProblem | None]:
    """The account that a row is about, or why that cannot be told."""
    numbered = next(filter(None, map(by_number.get, line.numbers)), None)
    addressed = by_email.get(fold_email(line.email))
    if numbered is None:
        return _by_address(line, addressed)
    if addressed is not None and numbered.person_id != addressed.person_id:
        return None, RowProblem(line.row, ListColumn.EMAIL.value, Fault.ADDRESS_OF_ANOTHER)
    return numbered, None


def _by_address(
    line: PersonLine, found: KnownPerson | None
) -> tuple[KnownPerson | None, RowProblem | None]:
    """The account with the address of a row whose number is nobody's here."""
    if line.staff_number and found and found.at_school and found.details.staff_number:
        return None, RowProblem(line.row, ListColumn.STAFF_NUMBER.value, Fault.OTHER_NUMBER)
    return found, None
