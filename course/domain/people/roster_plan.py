"""A school's list of people: what the rows of a file would change, compared with who is known.

Nothing is decided here about writing: `store/people/roster.py` does that, with the
`RosterPlan` that was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who has an account already, at this school or elsewhere.

    `ours`: the account has no role and works nowhere but at schools of this administrator, who
    therefore may change its name and address. Otherwise a new address would be a way to take over
    somebody else's rights.
    """

    person_id: int
    name: str
    email_key: str
    audience: Audience
    staff_number: str | None = None
    team: str | None = None
    at_school: bool = False
    ours: bool = False


@dataclass(frozen=True)
class PersonChange:
    """One person of the file who gets something new. `known` None: a new account."""

    line: PersonLine
    known: KnownPerson | None
    words: tuple[str, ...] = ()  # what changes, for the preview
    keep_name: bool = False  # the account is not ours to rename

    @property
    def about(self) -> str:
        """Which row it is, and of whom; nobody yet for a new account."""
        return f"{self.line.row}:{self.known.person_id if self.known else ''}"


@dataclass(frozen=True)
class RosterPlan:
    """What a file would do to a school. Nothing of it has happened yet."""

    added: tuple[PersonChange, ...] = ()
    changed: tuple[PersonChange, ...] = ()
    unchanged: int = 0
    leaving: tuple[KnownPerson, ...] = ()
    new_teams: tuple[str, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    members: int = 0
    problem_count: int = 0  # of all; the first of them stand in `problems`

    @property
    def does_nothing(self) -> bool:
        """Whether everything in the file is so already."""
        return not (self.added or self.changed or self.leaving)

    @property
    def counts(self) -> dict[str, int]:
        """How many people of each kind, for who should not see whom."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "leaving": len(self.leaving),
        }

    @property
    def many_leaving(self) -> bool:
        """Whether so many people would leave that somebody should say so twice."""
        return len(self.leaving) * 100 > self.members * MANY_LEAVING

    def without(self, person_id: int) -> RosterPlan:
        """The same plan, in which this person does not leave."""
        return replace(
            self, leaving=tuple(known for known in self.leaving if known.person_id != person_id)
        )

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is confirmed is what was shown."""
        parts = [
            *(f"+{change.about}" for change in self.added),
            *(f"~{change.about}:{'|'.join(change.words)}" for change in self.changed),
            *(f"-{known.person_id}" for known in self.leaving),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
    sorting = _Sorting(file, everybody, members)
    for line in file.lines:
        wrong = sorting.place(line)
        if wrong is not None:
            problems.add(wrong)
    new_teams = _new_teams(file.lines, teams)
    count = len(teams) + len(new_teams)
    if new_teams and count > MAX_TEAMS:
        problems.add(RowProblem(0, ListColumn.TEAM.value, _too_many_teams(count)))
    if problems.count:
        told = problems.in_order()
        return RosterPlan(problems=told, members=len(members), problem_count=problems.count)
    return RosterPlan(
        added=tuple(sorting.added),
        changed=tuple(sorting.changed),
        unchanged=sorting.unchanged,
        leaving=sorting.nowhere(members) if complete else (),
        new_teams=new_teams,
        members=len(members),
    )


class _Sorting:
    """The rows of a file, put one by one with what they change."""

    def __init__(
        self, file: PeopleFile, everybody: Iterable[KnownPerson], members: Iterable[KnownPerson]
    ) -> None:
        self.added: list[PersonChange] = []
        self.changed: list[PersonChange] = []
        self.unchanged = 0
        self._columns = file.columns
        self._by_number = {one.staff_number: one for one in members if one.staff_number}
        self._by_email = {one.email_key: one for one in everybody}
        self._rows: dict[int, int] = {}  # by person

    def place(self, line: PersonLine) -> RowProblem | None:
        """Put a row where it belongs; or say why it belongs nowhere."""
        match, wrong = _match(line, self._by_number, self._by_email)
        if wrong is not None:
            return wrong
        if match is None:
            self.added.append(PersonChange(line, None))
            return None
        earlier = self._rows.setdefault(match.person_id, line.row)
        if earlier != line.row:
            message = f"Deze medewerker staat ook op regel {earlier}."
            return RowProblem(line.row, ListColumn.EMAIL.value, message)
        self._change(match, _change(line, match, self._columns))
        return None

    def _change(self, match: KnownPerson, change: PersonChange) -> None:
        if not match.at_school:
            self.added.append(replace(change, keep_name=True))
        elif change.words:
            self.changed.append(change)
        else:
            self.unchanged += 1

    def nowhere(self, members: Iterable[KnownPerson]) -> tuple[KnownPerson, ...]:
        """Who is in none of the rows that were placed."""
        return tuple(one for one in members if one.person_id not in self._rows)


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
    if numbered is None and line.staff_number and found.at_school and found.staff_number:
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


def _change(line: PersonLine, known: KnownPerson, columns: frozenset[ListColumn]) -> PersonChange:
    """What a row changes for somebody who has an account."""
    words = []
    if line.name != known.name and known.ours:
        words.append(f"naam was {known.name}")
    if fold_email(line.email) != known.email_key:
        words.append(f"e-mail was {known.email_key}")
    if line.staff_number and line.staff_number != known.staff_number:
        words.append("personeelsnummer")
    if ListColumn.TEAM in columns and team_key(line.team or "") != team_key(known.team or ""):
        words.append(f"team was {known.team}" if known.team else "team was leeg")
    if line.audience is not None and line.audience != known.audience and known.ours:
        words.append("functie")
    return PersonChange(line, known, tuple(words), keep_name=not known.ours)


def _new_teams(lines: Iterable[PersonLine], teams: Iterable[str]) -> tuple[str, ...]:
    """Names of teams that the school does not have yet, as they are first written."""
    have = {team_key(name) for name in teams}
    new: dict[str, str] = {}
    for line in lines:
        if line.team and team_key(line.team) not in have:
            new.setdefault(team_key(line.team), line.team)
    return tuple(sorted(new.values()))
