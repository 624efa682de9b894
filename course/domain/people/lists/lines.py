"""What a list says about people, and what somebody said about the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from course.domain.people.lists.columns import ListColumn
from course.domain.people.roster_problems import RowProblem
from course.kinds.item import Audience


@dataclass(frozen=True)
class PersonLine:
    """One person of the file. Empty fields are None. Several rows may be about them: `row` is the
    first; `numbers` and `teams` are those of all of them.
    """

    row: int
    staff_number: str | None
    name: str
    sort_name: str
    email: str
    team: str | None
    audience: Audience | None
    rows: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharedMailbox:
    """One address that several people have: who gets it is for somebody to say."""

    email: str
    people: tuple[PersonLine, ...]


@dataclass(frozen=True)
class ListAnswers:
    """What somebody said about a list that does not speak for itself.

    `columns` by normal form, None: not needed; `functions` by their key; `sites`: those of this
    school; `holders`: the rows of who gets an address that others have too; `good_only`: rows with
    a problem are left out, and nobody leaves.
    """

    columns: Mapping[str, ListColumn | None] = field(default_factory=dict)
    functions: Mapping[str, Audience] = field(default_factory=dict)
    sites: frozenset[str] = frozenset()
    holders: frozenset[int] = frozenset()
    good_only: bool = False


@dataclass(frozen=True)
class PeopleFile:
    """Everybody in a file, and what is wrong with it: the first problems, and how many there are
    in all.
    """

    lines: tuple[PersonLine, ...]
    columns: frozenset[ListColumn]
    problems: tuple[RowProblem, ...]
    problem_count: int = 0
    system: str = ""
    left_out: tuple[str, ...] = ()  # columns that are not needed, by name
    private: tuple[str, ...] = ()  # columns that nobody may keep
    functions: Mapping[str, int] = field(default_factory=dict)  # nobody knows, with their rows
    sites: Mapping[str, int] = field(default_factory=dict)
    over: int = 0  # rows about work that is over
    later: int = 0  # rows about work that has not begun
    merged: int = 0  # rows that are about somebody who stands in an earlier one
    shared: tuple[SharedMailbox, ...] = ()
    good_only: bool = False
    refused: int = 0  # rows that were left out because somebody chose only the good ones
