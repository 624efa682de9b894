"""What may be wrong with a school's list, in codes. The sentences are for who shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

MAX_PROBLEMS = 200  # that are told; the rest is counted
MOST_ROWS = 6  # that are named with one problem: five are shown, and that there are more


class Fault(StrEnum):
    """What is wrong: with the file, with its header, with a row, or with who it is about."""

    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    LETTERS = "letters"
    NO_CSV = "no-csv"
    OPEN_QUOTE = "open-quote"
    EDEXML = "edexml"
    PASSWORD = "password"
    OLD_EXCEL = "old-excel"
    BROKEN_EXCEL = "broken-excel"
    OTHER_SHEET = "other-sheet"  # of LibreOffice, of Apple, or a binary one of Excel
    LARGE_INSIDE = "large-inside"
    SEVERAL_SHEETS = "several-sheets"
    MERGED = "merged"
    EMPTY = "empty"
    NOBODY = "nobody"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_WIDE = "too-wide"
    PUPILS = "pupils"
    SEVERAL_SCHOOLS = "several-schools"
    NO_KEY_TO_JOIN = "no-key-to-join"

    DOUBLE_COLUMN = "double-column"
    NO_EMAIL_COLUMN = "no-email-column"
    NO_NAME_COLUMN = "no-name-column"

    TOO_MANY_CELLS = "too-many-cells"
    NO_NAME = "no-name"
    LOST_LETTER = "lost-letter"
    LONG_NAME = "long-name"
    NO_EMAIL = "no-email"
    NOT_AN_EMAIL = "not-an-email"
    LONG_NUMBER = "long-number"
    ROUNDED_NUMBER = "rounded-number"
    LONG_TEAM = "long-team"
    FORMULA = "formula"
    CELL_ERROR = "cell-error"
    TURNED = "turned"

    NUMBER_TWICE = "number-twice"
    PERSON_TWICE = "person-twice"
    TOO_MANY_TEAMS = "too-many-teams"
    ADDRESS_OF_ANOTHER = "address-of-another"
    OTHER_NUMBER = "other-number"


@dataclass(frozen=True, order=True)
class RowProblem:
    """Something in a file to mend.

    Row 1 is the header, as in a spreadsheet; row 0 is the file as a whole.
    """

    row: int
    column: str  # as the file calls it; empty for a whole row
    fault: Fault
    given: str = ""  # what stands there, or how many there are, where the sentence says it
    rows: tuple[int, ...] = ()  # the first others in which the same stands, six at most


@dataclass
class Problems:
    """What is wrong, in order of row: the first 200, and how many there are in all."""

    told: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: RowProblem) -> None:
        """One more. Past the limit it is only counted, so that no file makes an endless page."""
        self.count += 1
        if len(self.told) < MAX_PROBLEMS:
            self.told.append(problem)

    def add_all(self, problems: Iterable[RowProblem]) -> None:
        """These, in the order in which they come."""
        for problem in problems:
            self.add(problem)

    def in_order(self) -> tuple[RowProblem, ...]:
        """Those that are told."""
        return tuple(sorted(self.told))
