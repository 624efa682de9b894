"""What a column may hold by a part of its name or by its cells, and what nobody may keep."""

from __future__ import annotations

import pytest

from course.domain.people.lists.cells import guess, is_secret, looks_private, samples
from course.domain.people.lists.columns import ListColumn, recognise
from course.domain.people.lists.tables import ListTable

FIRST, SURNAME, NAME = ListColumn.FIRST, ListColumn.SURNAME, ListColumn.NAME


def table(header: str, *rows: str, bare: bool = False) -> ListTable:
    cells = tuple((number, tuple(row.split("|"))) for number, row in enumerate(rows, start=2))
    return ListTable(1, tuple(header.split("|")), cells, bare)


def guessed(header: str, *rows: str, bare: bool = False) -> dict[int, ListColumn]:
    found = table(header, *(rows or ("|".join("x" for _ in header.split("|")),)), bare=bare)
    return guess(found, recognise(found.header, {}))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Voorv. collega", ListColumn.PREFIX),
        ("Roepn. collega", FIRST),
        ("Familie", SURNAME),
        ("Beroep", ListColumn.AUDIENCE),
        ("Welke groep", ListColumn.TEAM),
        ("Collega-nr", ListColumn.STAFF_NUMBER),
        ("Wie", NAME),
        ("Schoenmaat", None),
    ],
)
def test_a_part_of_a_name_is_a_hint(name: str, column: ListColumn | None) -> None:
    assert guessed(name) == ({} if column is None else {0: column})


def test_without_a_header_or_without_cells_a_name_is_no_hint() -> None:
    assert guessed("Wie", bare=True) == {}
    assert guessed("Wie", "") == {}
    assert guessed("Wie", "noor@a.nl", bare=True) == {0: ListColumn.EMAIL}


def test_a_column_is_guessed_once_and_not_beside_one_that_is_known() -> None:
    assert guessed("Welke groep|Welke afdeling") == {0: ListColumn.TEAM}
    assert guessed("Team|Welke groep") == {}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Fam|Wie", {0: SURNAME}),  # it may be the first name: nobody can say
        ("Vnaam|Fam|Wie", {0: FIRST, 1: SURNAME, 2: NAME}),
        ("Voornaam|Fam|Wie", {1: SURNAME, 2: NAME}),
        ("Fam|Welke groep|Wie", {0: SURNAME, 1: ListColumn.TEAM}),
        ("Wie|Welke groep", {0: NAME, 1: ListColumn.TEAM}),
    ],
)
def test_beside_a_surname_alone_a_name_may_be_anything(
    header: str, found: dict[int, ListColumn]
) -> None:
    header = header.replace("Fam", "Familie")
    assert guessed(header) == found


@pytest.mark.parametrize(
    ("mails", "others", "is_mail"), [(2, 2, False), (2, 3, False), (3, 2, True)]
)
def test_a_column_of_mostly_addresses_is_one_of_addresses(
    mails: int, others: int, is_mail: bool
) -> None:
    rows = ["a@a.nl"] * mails + ["geen"] * others
    assert guessed("Contact", *rows) == ({0: ListColumn.EMAIL} if is_mail else {})


def test_a_row_that_ends_early_has_nothing_there() -> None:
    assert samples(table("a|b", "1|2", "3", "4|5"), 1, 2) == ["2", ""]


@pytest.mark.parametrize(
    ("cell", "secret"),
    [
        ("123456782", True),  # stands the test of eleven
        ("123456789", False),
        ("19750714", True),
        ("1-7-1975", True),
        ("14-07-1975", True),
        ("14-07-2013", False),  # nobody who works at a school was born then
        ("1975071", False),
        ("", False),
    ],
)
def test_one_cell_that_may_tell_who_somebody_is(cell: str, secret: bool) -> None:
    assert is_secret(cell) is secret


@pytest.mark.parametrize("private", ["123456782", "14-07-2020"])
@pytest.mark.parametrize(
    ("fitting", "others", "looks"), [(9, 1, True), (8, 2, False), (9, 2, False), (0, 0, False)]
)
def test_a_column_of_nearly_nothing_else_is_private(
    private: str, fitting: int, others: int, looks: bool
) -> None:
    """Nine of ten. Days may be of birth, whatever year it is."""
    found = table("Kenmerk", *[private] * fitting, *["iets"] * others)
    assert looks_private(found, 0) is looks
