"""A school's list of people: what the rows of a file would change, compared with who is known.

Nothing is decided here about writing: `store/people/roster.py` does that, with the
`RosterPlan` that was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from course.domain.people.roles import Role
from course.domain.people.roster_file import (
    ListColumn,
    PeopleFile,
    PersonLine,
    Problems,
    RowProblem,
)
from course.kinds.item import Audience
from course.text.names import (
    fold,
    fold_email,
    tidy,
)

MAX_TEAMS = (
    300  # of one school, new ones included: more is a wrong column, and no page could list them
)

MANY_LEAVING = 10  # per cent of the people of a school; more than this asks to be confirmed


class ChangedField(StrEnum):
    """What a row changes about somebody who has an account."""

    NAME = "name"
    ORDER = "order"  # the name is the same, and stands elsewhere in a list
    EMAIL = "email"
    STAFF_NUMBER = "staff-number"
    TEAM = "team"
    FUNCTION = "function"


@dataclass(frozen=True)
class Details:
    """All that a list may say about one person at a school, as it is stored."""

    name: str
    sort_name: str
    email: str
    audience: Audience
    staff_number: str | None = None
    team: str | None = None


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who has an account already, at this school or elsewhere.

    `ours`: the account has no role and works nowhere but at schools of this administrator, who
    therefore may change its name and address. Otherwise a new address would be a way to take over
    somebody else's rights. `roles`: what they are at this school.
    """

    person_id: int
    details: Details
    at_school: bool = False
    ours: bool = False
    roles: tuple[Role, ...] = ()

    @property
    def email_key(self) -> str:
        """The address by which an account is found."""
        return fold_email(self.details.email)


@dataclass(frozen=True)
class PersonChange:
    """One person of the file who gets something new. `known` None: a new account.

    `after` is what will be stored, field by field.
    """

    row: int
    known: KnownPerson | None
    after: Details
    changed: tuple[ChangedField, ...] = ()


@dataclass(frozen=True)
class RosterPlan:
    """What a file would do to a school. Nothing of it has happened yet.

    `asked`: the number is of one person, and both name and address are of somebody else. It changes
    nothing until somebody says that it is the same person.
    """

    added: tuple[PersonChange, ...] = ()
    changed: tuple[PersonChange, ...] = ()
    asked: tuple[PersonChange, ...] = ()
    unchanged: int = 0
    leaving: tuple[KnownPerson, ...] = ()
    teams: tuple[str, ...] = ()  # that the school has already
    problems: tuple[RowProblem, ...] = ()
    members: int = 0
    problem_count: int = 0  # of all; the first of them stand in `problems`

    @property
    def does_nothing(self) -> bool:
        """Whether everything in the file is so already."""
        return not (self.added or self.changed or self.leaving or self.asked)

    @property
    def counts(self) -> dict[str, int]:
        """How many people of each kind, for who should not see whom."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "leaving": len(self.leaving),
        }

    @property
    def new_teams(self) -> tuple[str, ...]:
        """Teams that the school gets, by name."""
        have = {team_key(name) for name in self.teams}
        named = {change.after.team for change in (*self.added, *self.changed)}
        return tuple(sorted(name for name in named if name and team_key(name) not in have))

    @property
    def many_leaving(self) -> bool:
        """Whether so many people would leave that somebody should say so twice."""
        return len(self.leaving) * 100 > self.members * MANY_LEAVING

    @property
    def roles_leaving(self) -> bool:
        """Whether anybody who leaves has a role at this school."""
        return any(known.roles for known in self.leaving)

    def without(self, person_id: int) -> RosterPlan:
        """The same plan, in which this person does not leave."""
        return replace(
            self, leaving=tuple(known for known in self.leaving if known.person_id != person_id)
        )

    def with_same(self, rows: Collection[int]) -> RosterPlan:
        """The same plan, in which these rows that were asked about are the same person."""
        agreed = tuple(change for change in self.asked if change.row in rows)
        left = tuple(change for change in self.asked if change.row not in rows)
        return replace(self, changed=self.changed + agreed, asked=left)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is confirmed is what was shown."""
        told = repr((self.added, self.changed, self.asked, self.leaving))
        return hashlib.sha256(told.encode()).hexdigest()


def plan(
    file: PeopleFile, known: Iterable[KnownPerson], teams: Sequence[str], *, complete: bool
) -> RosterPlan:
    """What the rows of a file mean for a school.

    A person is matched on staff number within the school, else on mail address. Who is in no row
    leaves only when the list is `complete`. With a problem anywhere the plan holds only problems:
    nothing is written by halves.

    Source: product.md section 8.
    """
    everybody = list(known)
    members = [one for one in everybody if one.at_school]
    problems = Problems(list(file.problems), file.problem_count)
    sorting = _Sorting(file, everybody, teams)
    for line in file.lines:
        wrong = sorting.place(line)
        if wrong is not None:
            problems.add(wrong)
    if sorting.team_count > max(MAX_TEAMS, len(teams)):
        problems.add(RowProblem(0, ListColumn.TEAM.value, _too_many_teams(sorting.team_count)))
    if problems.count:
        told = problems.in_order()
        return RosterPlan(problems=told, members=len(members), problem_count=problems.count)
    return RosterPlan(
        added=tuple(sorting.added),
        changed=tuple(sorting.changed),
        asked=tuple(sorting.asked),
        unchanged=sorting.unchanged,
        leaving=sorting.nowhere(members) if complete else (),
        teams=tuple(teams),
        members=len(members),
    )


class _Sorting:
    """The rows of a file, put one by one with what they change."""

    def __init__(
        self, file: PeopleFile, everybody: Sequence[KnownPerson], teams: Sequence[str]
    ) -> None:
        self.added: list[PersonChange] = []
        self.changed: list[PersonChange] = []
        self.asked: list[PersonChange] = []
        self.unchanged = 0
        self._columns = file.columns
        self._teams = {team_key(name): name for name in teams}
        self._by_number = {
            one.details.staff_number: one
            for one in everybody
            if one.at_school and one.details.staff_number
        }
        self._by_email = {one.email_key: one for one in everybody}
        self._rows: dict[int, int] = {}  # by person

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
            message = f"Deze medewerker staat ook op regel {earlier}."
            return RowProblem(line.row, ListColumn.EMAIL.value, message)
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
        return tuple(one for one in members if one.person_id not in self._rows)

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
        after = replace(before, staff_number=line.staff_number or before.staff_number)
        if ListColumn.TEAM in self._columns and not _same_team(line.team, before.team):
            after = replace(after, team=self._team(line))
        if not known.ours:
            return after
        if fold_email(line.email) != known.email_key:
            after = replace(after, email=line.email)
        if line.name != before.name or ListColumn.NAME not in self._columns:
            after = replace(after, name=line.name, sort_name=line.sort_name)
        return replace(after, audience=line.audience or before.audience)

    def _team(self, line: PersonLine) -> str | None:
        """The team as the school calls it: capitals and accents of the file do not matter."""
        return self._teams[team_key(line.team)] if line.team else None


_FIELDS = {
    "name": ChangedField.NAME,
    "email": ChangedField.EMAIL,
    "staff_number": ChangedField.STAFF_NUMBER,
    "team": ChangedField.TEAM,
    "audience": ChangedField.FUNCTION,
}


def _changed(before: Details, after: Details) -> tuple[ChangedField, ...]:
    """What differs, in the order in which it is told."""
    found = [field for name, field in _FIELDS.items() if _differs(before, after, name)]
    if not found and before.sort_name != after.sort_name:
        return (ChangedField.ORDER,)
    return tuple(found)


def _may_be_another(before: Details, after: Details) -> bool:
    """Whether neither name nor address is that of the account."""
    return before.email != after.email and fold(before.name) != fold(after.name)


def _same_team(one: str | None, other: str | None) -> bool:
    return team_key(one or "") == team_key(other or "")


def _differs(before: Details, after: Details, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def team_key(name: str) -> str:
    """Two names of teams are the same when only capitals, accents or spaces differ."""
    return fold(tidy(name))


def _too_many_teams(count: int) -> str:
    return (
        f"Een school heeft hier hooguit {MAX_TEAMS} teams, en met dit bestand worden het er "
        f"{count}. "
        "Controleer wat er in de kolom “team” staat."
    )


def _match(
    line: PersonLine, by_number: Mapping[str, KnownPerson], by_email: Mapping[str, KnownPerson]
) -> tuple[KnownPerson | None, RowProblem | None]:
    """The account that a row is about, or why that cannot be told."""
    numbered = by_number.get(line.staff_number) if line.staff_number else None
    addressed = by_email.get(fold_email(line.email))
    if numbered is not None and addressed is not None and numbered.person_id != addressed.person_id:
        return None, RowProblem(
            line.row, ListColumn.EMAIL.value, "Dit e-mailadres hoort al bij een ander account."
        )
    found = numbered or addressed
    if found is None:
        return None, None
    has_another = found.at_school and found.details.staff_number
    if numbered is None and line.staff_number and has_another:
        message = (
            "Dit e-mailadres hoort hier al bij een ander personeelsnummer. Controleer het nummer."
        )
        return None, RowProblem(line.row, ListColumn.STAFF_NUMBER.value, message)
    if numbered is not None and addressed is None and not numbered.ours:
        message = (
            "Het adres van dit account mag u niet wijzigen: het hoort ook bij een andere school "
            "of rol."
        )
        return None, RowProblem(line.row, ListColumn.EMAIL.value, message)
    return found, None
