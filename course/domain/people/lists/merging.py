"""Several rows that are about one person, and one address that several people have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.lines import PersonLine, SharedMailbox
from course.domain.people.roster_problems import MOST_ROWS, Fault, RowProblem
from course.kinds.item import Audience
from course.text.names import fold_email

# who leads and teaches gets what leaders get
_ORDER = (Audience.LEADER, Audience.TEACHING, Audience.SUPPORT, Audience.INTERN, None)


@dataclass(frozen=True)
class MergedLines:
    """A person in each line. `problems`: numbers that are of two people."""

    lines: tuple[PersonLine, ...]
    shared: tuple[SharedMailbox, ...]
    problems: tuple[RowProblem, ...]


def merge(lines: Sequence[PersonLine], holders: frozenset[int] = frozenset()) -> MergedLines:
    """Rows with one address and one name, or one number, become one person, in order of rows.

    An address of two people is asked about, and nothing happens to them until somebody says whose
    it is. `holders`: the rows of who gets such an address.
    """
    by_email: defaultdict[str, list[PersonLine]] = defaultdict(list)
    for line in lines:
        by_email[fold_email(line.email)].append(line)
    found: list[PersonLine] = []
    shared: list[SharedMailbox] = []
    for together in by_email.values():
        people = _people(together)
        if len(people) > 1:
            holding = [one for one in people if not holders.isdisjoint(one.rows)]
            if len(holding) != 1:
                shared.append(SharedMailbox(people[0].email, tuple(people)))
                continue
            people = holding
        found += people
    return MergedLines(tuple(found), tuple(shared), tuple(_twice(found)))


def _people(lines: Sequence[PersonLine]) -> list[PersonLine]:
    """The different people in rows with one address."""
    found: list[PersonLine] = []
    for line in lines:
        known = next((one for one in found if _same(one, line)), None)
        if known is None:
            found.append(line)
        else:
            found[found.index(known)] = _together(known, line)
    return found


def _same(one: PersonLine, other: PersonLine) -> bool:
    if one.sort_name == other.sort_name:
        return True
    return not set(one.numbers).isdisjoint(other.numbers)


def _together(first: PersonLine, second: PersonLine) -> PersonLine:
    return replace(
        first,
        staff_number=first.staff_number or second.staff_number,
        team=first.team or second.team,
        audience=min(first.audience, second.audience, key=_ORDER.index),
        rows=first.rows + second.rows,
        numbers=tuple(dict.fromkeys(first.numbers + second.numbers)),
        teams=tuple(dict.fromkeys(first.teams + second.teams)),
    )


def _twice(lines: Iterable[PersonLine]) -> Iterator[RowProblem]:
    """A staff number of several people: all of their rows are named."""
    by_number: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        for number in line.numbers:
            by_number[number].append(line.row)
    for rows in by_number.values():
        if len(rows) == 1:
            continue
        for row in rows:
            others = (other for other in rows if other != row)
            told = tuple(islice(others, MOST_ROWS))
            yield RowProblem(row, ListColumn.STAFF_NUMBER.value, Fault.NUMBER_TWICE, rows=told)
