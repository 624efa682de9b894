"""What a file is as a table: its header, its rows, or why it is none."""

from __future__ import annotations

import pytest

from course.domain.people.lists import tables
from course.domain.people.lists.columns import is_known
from course.domain.people.lists.tables import ListTable, NoTable, letter, read_csv, table_of
from course.domain.people.roster_problems import Fault


def why_none(data: bytes) -> tuple[Fault, int]:
    """What is wrong with a file, and in which row."""
    found = read_csv(data, is_known)
    assert isinstance(found, NoTable)
    return found.problem.fault, found.problem.row


@pytest.mark.parametrize(
    ("text", "fault", "row"),
    [
        ("", Fault.EMPTY, 0),
        (";;\n;;\n", Fault.EMPTY, 0),
        ("naam;e-mail\n", Fault.NOBODY, 0),
        ("naam;e-mail\nNAAM;E-mail\n", Fault.NOBODY, 0),
        ("<html>", Fault.NO_CSV, 0),
        ("%PDF-1.7", Fault.NO_CSV, 0),
        ("naam;e-mail" + ";x" * 199 + "\nA;a@a.nl\n", Fault.TOO_WIDE, 1),
        ('"naam;e-mail\nA;a@a.nl\n', Fault.OPEN_QUOTE, 1),
        ('naam;e-mail\n"A;a@a.nl\n', Fault.OPEN_QUOTE, 2),
        ('sep=;\n"naam;e-mail\n', Fault.OPEN_QUOTE, 2),
        (';;\n;;\n"naam;e-mail\n', Fault.OPEN_QUOTE, 3),
    ],
)
def test_what_is_no_list_says_why_and_where(text: str, fault: Fault, row: int) -> None:
    assert why_none(text.encode()) == (fault, row)


def test_a_file_may_be_so_large_and_have_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    assert why_none(b"naam;e-mail\nA;a@a.nl\nB;b@a.nl\nC;c@a.nl\n") == (Fault.TOO_MANY_ROWS, 0)
    assert why_none(b"A;a@a.nl\nB;b@a.nl\nC;c@a.nl\n") == (Fault.TOO_MANY_ROWS, 0)
    assert isinstance(read_csv(b"A;a@a.nl\nB;b@a.nl\n", is_known), ListTable)
    monkeypatch.setattr(tables, "MAX_BYTES", 20)
    assert why_none(b"naam;e-mail\nA;a@a.nl\n") == (Fault.TOO_LARGE, 0)


def test_a_list_is_two_hundred_columns_wide_at_most() -> None:
    text = "naam;e-mail" + ";x" * 198 + "\nA;a@a.nl\n"
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable)
    assert len(found.header) == 200


def test_without_a_header_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    found = read_csv(b"noor@a.nl;Noor\npiet@a.nl;Piet;A\n", is_known)
    assert isinstance(found, ListTable)
    assert (found.header_row, found.header, found.bare) == (0, ("A", "B", "C"), True)
    assert [number for number, _ in found.rows] == [1, 2]


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_a_spreadsheet_counts_in_letters(place: int, name: str) -> None:
    assert letter(place) == name


@pytest.mark.parametrize(("above", "header_row"), [(9, 10), (10, 1)])
def test_a_header_stands_in_the_first_ten_rows(above: int, header_row: int) -> None:
    rows = [(number, ["x", "y"]) for number in range(1, above + 1)]
    rows += [(above + 1, ["naam", "e-mail"]), (above + 2, ["Noor", "noor"])]
    found = table_of(rows, is_known)
    assert isinstance(found, ListTable)
    assert found.header_row == header_row


@pytest.mark.parametrize(
    "text",
    [
        "naam;e-mail\nA, B;a@a.nl\nC, D;c@a.nl\nE, F;e@a.nl\nG;g@a.nl;x\n",
        "Lijst, van, ons, allen\nnaam;e-mail\nA;a@a.nl\nB;b@a.nl\nC;c@a.nl\n",
    ],
)
def test_cells_are_kept_apart_by_what_stands_equally_often_in_most_lines(text: str) -> None:
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable)
    assert found.header == ("naam", "e-mail")


@pytest.mark.parametrize(
    ("rows", "header_row"),
    [
        (["Ons team||", "x|y|z", "a|b|c"], 2),  # a title is less than half as wide
        (["x|y||", "p|q|r|s"], 1),
        (["version:v1.0", "x", "y"], 2),  # what Entra writes above its own
        (["version:v1.0", "version:v2.0"], 1),
    ],
)
def test_of_rows_without_a_known_name_the_first_that_can_be_is_the_header(
    rows: list[str], header_row: int
) -> None:
    cells = [(number, row.split("|")) for number, row in enumerate(rows, start=1)]
    found = table_of(cells, is_known)
    assert isinstance(found, ListTable)
    assert found.header_row == header_row


def test_a_hint_of_a_spreadsheet_in_capitals_is_no_header() -> None:
    found = read_csv(b"SEP=;\na@a.nl;Ada\n", is_known)
    assert isinstance(found, ListTable)
    assert (found.bare, found.rows) == (True, ((2, ("a@a.nl", "Ada")),))
