"""What a list may call its columns and its words, and where each limit lies exactly."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from course.domain.people.lists.columns import is_known
from course.domain.people.lists.lines import ListAnswers
from course.domain.people.lists.tables import ListTable, read_csv
from course.domain.people.roster_file import PeopleFile, PersonLine, people_of, read_people
from course.domain.people.roster_problems import Fault
from course.kinds.item import Audience

EVERYTHING = "personeelsnummer;voornaam;tussenvoegsel;achternaam;e-mail;team;functie"
SHORT = "naam;e-mail;personeelsnummer;team"


def read(*rows: str, header: str = SHORT) -> PeopleFile:
    return read_people("\n".join([header, *rows]).encode())


def line(header: str, row: str) -> PersonLine:
    file = read(row, header=header)
    assert file.problems == ()
    return file.lines[0]


def told(file: PeopleFile) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in file.problems]


@pytest.mark.parametrize(
    ("column", "names"),
    [
        (0, "personeelsnr personeelsnr. medewerkernummer medewerkersnummer PERSONEELSNUMMER"),
        (1, "roepnaam Voornaam"),
        (2, "tussenvoegsels voorvoegsel voorvoegsels"),
        (4, "email e-mailadres emailadres mail mailadres E-Mail"),
        (5, "afdeling Team"),
        (6, "functiegroep"),
    ],
)
def test_a_column_goes_by_several_names(column: int, names: str) -> None:
    row = "17;Noor;van den;Berg;noor@voorbeeld.example;Onderbouw;stagiair"
    meant = line(EVERYTHING, row)
    for name in names.split():
        header = EVERYTHING.split(";")
        header[column] = name
        assert astuple(line(";".join(header), row)) == astuple(meant), name


def test_a_whole_name_goes_by_two_names() -> None:
    for name in ("naam", "Volledige naam"):
        assert line(f"{name};mail", "Noor Berg;noor@a.nl").name == "Noor Berg", name


@pytest.mark.parametrize(
    ("word", "audience"),
    [
        ("onderwijzend", Audience.TEACHING),
        ("Ondersteunend", Audience.SUPPORT),
        ("leidinggevende", Audience.LEADER),
        ("leidinggevend", Audience.LEADER),
        ("stagiair", Audience.INTERN),
        ("stagiaire", Audience.INTERN),
        ("", None),
    ],
)
def test_the_words_for_kinds_of_work(word: str, audience: Audience | None) -> None:
    assert line("naam;mail;functie", f"Noor;noor@a.nl;{word}").audience is audience


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("voornaam;achternaam;mail", "Noor;Berg;noor@a.nl", "Noor Berg"),
        ("achternaam;mail", "Berg;noor@a.nl", "Berg"),
        ("naam;voornaam;achternaam;mail", "N. Berg;Noor;Berg;noor@a.nl", "N. Berg"),
        ("naam;voornaam;achternaam;mail", ";Noor;Berg;noor@a.nl", "Noor Berg"),
    ],
)
def test_a_whole_name_goes_before_its_parts(header: str, row: str, name: str) -> None:
    assert line(header, row).name == name


@pytest.mark.parametrize(
    ("header", "column"), [("naam;mail", "naam"), ("voornaam;achternaam;mail", "achternaam")]
)
def test_a_name_that_is_missing_is_missed_in_its_own_column(header: str, column: str) -> None:
    empty = ";" * (header.count(";") - 1)
    assert told(read(f"{empty};noor@a.nl", header=header)) == [(2, column)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("n" * 200, "a@a.nl", "", ""), None),
        (("n" * 201, "a@a.nl", "", ""), "naam"),
        (("A", f"{'a' * 194}@aa.nl", "", ""), None),
        (("A", f"{'a' * 195}@aa.nl", "", ""), "e-mail"),
        (("A", "a@a.nl", "1" * 40, ""), None),
        (("A", "a@a.nl", "1" * 41, ""), "personeelsnummer"),
        (("A", "a@a.nl", "", "t" * 200), None),
        (("A", "a@a.nl", "", "t" * 201), "team"),
        (("A", "", "", ""), "e-mail"),
        (("A", "a@a.nl"), None),  # a row may end early
        (("A", "a@a.nl", "", "", "", ""), None),  # or later, with nothing
        (("A", "a@a.nl", "", "", "x"), ""),
    ],
)
def test_how_long_a_cell_and_a_row_may_be(cells: tuple[str, ...], column: str | None) -> None:
    file = read(";".join(cells))
    assert told(file) == ([] if column is None else [(2, column)])
    assert (len(file.lines), file.problem_count) == ((1, 0) if column is None else (0, 1))


def test_what_is_shown_again_is_cut() -> None:
    assert read(f"A;{'z' * 70}").problems[0].given == "z" * 60
    formula = read(f"={'k' * 50};a@a.nl").problems[0]
    assert (formula.fault, formula.given) == (Fault.FORMULA, "=" + "k" * 39)


def test_a_column_without_a_name_is_no_column() -> None:
    assert line("naam;mail;", "A;a@a.nl;").name == "A"
    assert told(read("A;;a@a.nl", header="naam;;mail")) == []


def test_a_file_is_as_large_as_is_said() -> None:
    whole = b"naam;mail\nA;a@a.nl\n"
    assert len(read_people(whole + b"\n" * (8_000_000 - len(whole))).lines) == 1
    assert read_people(whole + b"\n" * (8_000_001 - len(whole))).problem_count == 1


def test_fifty_thousand_rows_are_read_and_one_more_is_not() -> None:
    rows = [f"A;a{number}@a.nl" for number in range(50_001)]
    assert len(read(*rows[1:], header="naam;mail").lines) == 50_000
    file = read(*rows, header="naam;mail")
    assert (file.lines, told(file)) == ((), [(0, "")])


@pytest.mark.parametrize("first", ["email", "version:v1.0", "Personeel 2026;"])
def test_what_stands_above_the_header_is_no_row(first: str) -> None:
    file = read_people(f"{first}\nnaam;mail\nA;a@a.nl\nB;fout".encode())
    assert ([one.row for one in file.lines], told(file)) == ([3], [(4, "mail")])


@pytest.mark.parametrize("hint", ["sep=;", "SEP=;", " sep=;\r"])
def test_the_hint_of_a_program_is_no_row(hint: str) -> None:
    file = read_people(f"{hint}\nnaam;mail\nA;a@a.nl\nB;fout".encode())
    assert ([one.row for one in file.lines], told(file)) == ([3], [(4, "mail")])


def test_a_number_of_several_people_names_the_others() -> None:
    rows = [f"A;a{number}@a.nl;{number // 7}" for number in range(8)]
    numbers = {one.row: one.rows for one in read(*rows).problems}
    assert sorted(numbers) == [2, 3, 4, 5, 6, 7, 8]
    assert numbers[2] == (3, 4, 5, 6, 7, 8)
    assert numbers[8] == (2, 3, 4, 5, 6, 7)
    nine = read(*[f"A;a{number}@a.nl;1" for number in range(9)]).problems
    assert nine[0].rows == (3, 4, 5, 6, 7, 8), "enough to see that there are more"


def test_an_empty_cell_says_nothing() -> None:
    empty = line(f"{SHORT};functie", "A;a@a.nl;;;")
    assert (empty.staff_number, empty.team, empty.audience) == (None, None, None)


def test_nobody_shares_a_number_that_nobody_has() -> None:
    assert told(read("A;a@a.nl;;", "B;b@a.nl;;")) == []


@pytest.mark.parametrize("data", [b"naam;mail\nJo\xebl;j@a.nl", "naam;mail\nJoël;j@a.nl".encode()])
def test_windows_comes_after_utf_8(data: bytes) -> None:
    assert read_people(data).lines[0].name == "Joël"


def test_text_with_a_zero_in_it_is_no_text() -> None:
    for data in (
        b"naam;mail\nA\0;a@a.nl",
        b"\xff\xfe" + "naam;mail\nA\0;a@a.nl".encode("utf-16-le"),
    ):
        assert told(read_people(data)) == [(0, "")]


def test_without_one_good_row_it_is_told_what_is_wrong_with_them() -> None:
    table = read_csv(b"naam;e-mail\nA Bos;fout\nB Bos;ook fout\n", is_known)
    assert isinstance(table, ListTable)
    none = people_of(table, ListAnswers(good_only=True), None)
    assert (none.lines, none.refused, none.problem_count) == ((), 2, 2)
