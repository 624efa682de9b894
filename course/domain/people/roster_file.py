"""A school's list of people: from a table to people, with every problem by row and column.

What they mean for a school is for `roster_plan.py` to say. How a table is recognised stands in
`lists/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from course.domain.people.lists.cells import looks_private
from course.domain.people.lists.columns import (
    Layout,
    ListColumn,
    is_known,
    of_pupils,
    recognise,
)
from course.domain.people.lists.lines import ListAnswers, PeopleFile, PersonLine
from course.domain.people.lists.merging import MergedLines, merge
from course.domain.people.lists.rows import ListRow, RowReader, Working
from course.domain.people.lists.tables import ListTable, NoTable, read_csv
from course.domain.people.roster_problems import Fault, Problems, RowProblem

__all__ = ["ListAnswers", "ListColumn", "PeopleFile", "PersonLine", "people_of", "read_people"]

MOST_SITES = 30  # that are named to choose from


def read_people(data: bytes) -> PeopleFile:
    """Everybody in a CSV file that speaks for itself. Errors are values, never exceptions."""
    table = read_csv(data, is_known)
    if isinstance(table, NoTable):
        return unreadable(table.problem)
    return people_of(table, ListAnswers(), None)


def unreadable(problem: RowProblem) -> PeopleFile:
    """A file in which nobody stands, because of this."""
    return PeopleFile((), frozenset(), (problem,), 1)


def people_of(table: ListTable, answers: ListAnswers, today: date | None) -> PeopleFile:
    """Everybody in a table, with all problems at once, up to 200.

    `today`: rows about work that is over, or has not begun, are left out and counted; None: all
    rows count.
    """
    layout = recognise(table.header, answers.columns)
    pupils = of_pupils(table.header)
    if pupils is not None:
        return unreadable(RowProblem(table.header_row, pupils, Fault.PUPILS))
    problems = Problems()
    problems.add_all(_faults_of_header(table, layout))
    told = _told(table, layout)
    if problems.count:
        return replace(told, problems=tuple(problems.told), problem_count=problems.count)
    return _TableReading(table, layout, answers, today).people(told)


def _told(table: ListTable, layout: Layout) -> PeopleFile:
    """What is known of a file before its rows are read."""
    private, left_out = set(layout.private), []
    for place in layout.left_out:
        if looks_private(table, place):
            private.add(place)
        else:
            left_out.append(table.header[place])
    return PeopleFile(
        lines=(),
        columns=frozenset(layout.places),
        problems=(),
        system=layout.system,
        left_out=tuple(left_out),
        private=tuple(table.header[place] for place in sorted(private)),
    )


def _faults_of_header(table: ListTable, layout: Layout) -> Iterator[RowProblem]:
    row = table.header_row
    for place in layout.double:
        yield RowProblem(row, table.header[place], Fault.DOUBLE_COLUMN)
    if ListColumn.EMAIL not in layout.places:
        yield RowProblem(row, "", Fault.NO_EMAIL_COLUMN)
    if layout.places.keys().isdisjoint((ListColumn.NAME, ListColumn.SURNAME)):
        yield RowProblem(row, "", Fault.NO_NAME_COLUMN)


@dataclass(frozen=True)
class _TableReading:
    """One table while it is read."""

    table: ListTable
    layout: Layout
    answers: ListAnswers
    today: date | None

    def people(self, told: PeopleFile) -> PeopleFile:
        """Everybody in it, and what was left out."""
        reader = self._reader()
        rows = [ListRow(number, cells, reader) for number, cells in self.table.rows]
        sites = self._sites(rows)
        told = replace(told, sites=sites)
        if len(sites) > 1 and not self.answers.sites:
            return replace(told, problems=(self._several_schools(sites),), problem_count=1)
        by_time: dict[Working, list[ListRow]] = {when: [] for when in Working}
        for row in filter(self._is_here, rows):
            by_time[row.when].append(row)
        told = self._with_lines(told, by_time[Working.NOW])
        return replace(
            told,
            functions=reader.unknown,
            over=len(by_time[Working.OVER]),
            later=len(by_time[Working.LATER]),
            good_only=self.answers.good_only,
        )

    def _reader(self) -> RowReader:
        return RowReader(
            self.table.header,
            self.layout.places,
            self.answers.functions,
            self.today,
            self.table.turned,
        )

    def _several_schools(self, sites: Mapping[str, int]) -> RowProblem:
        """Somebody has to say which of them are this school."""
        column = self.table.header[self.layout.places[ListColumn.SITE]]
        return RowProblem(self.table.header_row, column, Fault.SEVERAL_SCHOOLS, str(len(sites)))

    def _with_lines(self, told: PeopleFile, rows: Sequence[ListRow]) -> PeopleFile:
        """The people of these rows, and what is wrong with them."""
        problems = Problems()
        read = [row.line(problems) for row in rows]
        merged = merge([*filter(None, read)], self.answers.holders)
        problems.add_all(merged.problems)
        lines = self._good(merged)
        if self.answers.good_only and lines:
            problems = Problems()  # the rows that have one are not among these lines
        return replace(
            told,
            lines=lines,
            problems=problems.in_order(),
            problem_count=problems.count,
            merged=sum(len(line.rows) - 1 for line in merged.lines),
            shared=merged.shared,
            refused=read.count(None) + len(merged.lines) - len(lines),
        )

    def _good(self, merged: MergedLines) -> tuple[PersonLine, ...]:
        """The lines that nothing is wrong with, when only those are wanted."""
        if not self.answers.good_only:
            return merged.lines
        wrong = {problem.row for problem in merged.problems}
        return tuple(line for line in merged.lines if line.row not in wrong)

    def _sites(self, rows: list[ListRow]) -> dict[str, int]:
        """The schools or places that the rows name, with how many rows each has."""
        if ListColumn.SITE not in self.layout.places:
            return {}
        found = Counter(row.cell(ListColumn.SITE) for row in rows)
        found.pop("", None)
        return dict(found.most_common(MOST_SITES))

    def _is_here(self, row: ListRow) -> bool:
        chosen, site = self.answers.sites, row.cell(ListColumn.SITE)
        return not chosen or site in {"", *chosen}
