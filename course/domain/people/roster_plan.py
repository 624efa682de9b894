"""A school's list of people: what the rows of a file would change, compared with who is known.

Nothing is decided here about writing: `store/people/roster.py` does that, with the
`RosterPlan` that was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.lines import PeopleFile
from course.domain.people.roster_details import KnownPerson, PersonChange, team_key
from course.domain.people.roster_problems import Fault, Problems, RowProblem
from course.domain.people.roster_sorting import RowSorting

# of one school, new ones included: more is a wrong column, and no page could list them
MAX_TEAMS = 300

MANY_LEAVING = 10  # per cent of the people of a school; more than this asks to be confirmed


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
    refused: int = 0  # rows that were left out, because only the good ones are wanted
    keeper_missing: bool = False  # who imports works here, is not on the complete list, and stays

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
        have = set(map(team_key, self.teams))
        named: set[str] = set()
        for change in (*self.added, *self.changed):
            name = change.after.team
            if name and team_key(name) not in have:
                named.add(name)
        return tuple(sorted(named))

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
        leaving = tuple(known for known in self.leaving if known.person_id != person_id)
        return replace(self, leaving=leaving, keeper_missing=len(leaving) < len(self.leaving))

    def with_same(self, rows: Collection[int]) -> RosterPlan:
        """The same plan, in which these rows that were asked about are the same person."""
        agreed: list[PersonChange] = []
        left: list[PersonChange] = []
        for change in self.asked:
            kind = agreed if change.row in rows else left
            kind.append(change)
        return replace(self, changed=(*self.changed, *agreed), asked=tuple(left))

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
    sorting = RowSorting(file, everybody, teams)
    misplaced = [*filter(None, map(sorting.place, file.lines))]
    problems = Problems(list(file.problems), file.problem_count)
    if not file.good_only:
        problems.add_all(misplaced)  # with any, nothing is planned; else they are only counted
    if sorting.team_count > max(MAX_TEAMS, len(teams)):
        count = str(sorting.team_count)
        problems.add(RowProblem(0, ListColumn.TEAM.value, Fault.TOO_MANY_TEAMS, count))
    if problems.count:
        told = problems.in_order()
        return RosterPlan(problems=told, members=len(members), problem_count=problems.count)
    return RosterPlan(
        added=tuple(sorting.added),
        changed=tuple(sorting.changed),
        asked=tuple(sorting.asked),
        unchanged=sorting.unchanged,
        leaving=sorting.nowhere(members) if complete and not file.good_only else (),
        refused=file.refused + len(misplaced),
        teams=tuple(teams),
        members=len(members),
    )
