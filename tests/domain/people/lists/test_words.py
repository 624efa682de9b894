"""Functions as schools call them, surnames of two, and days as HR systems write them."""

from __future__ import annotations

from datetime import date

import pytest

from course.domain.people.lists.functions import function_key, kind_of_work
from course.domain.people.lists.lines import ListAnswers
from course.domain.people.lists.rows import day_of, was_turned
from course.domain.people.lists.tables import ListTable
from course.domain.people.naming import NameUse, Surname, name_use, shown_surname
from course.domain.people.roster_file import people_of, read_people
from course.domain.people.roster_problems import Fault
from course.kinds.item import Audience

WORK = {
    Audience.TEACHING: "Leerkracht;Leraar LB;Docent LC;docent ICT;OP;Vakleerkracht gym;LB;Lerares",
    Audience.SUPPORT: "OOP;Onderwijsassistent;Leraarondersteuner;Conciërge;ICT-beheerder;"
    "Administratief medewerker;Directiesecretaresse;Intern begeleider;Orthopedagoog;TOA",
    Audience.LEADER: "Directeur;Adjunct-directeur;Teamleider onderwijsondersteuning;Conrector;"
    "Afdelingsleider;leidinggevende;Locatiedirecteur;College van bestuur (CvB)",
    Audience.INTERN: "Stagiair;LIO;Stagiaire onderwijsassistent;Student in opleiding",
}


@pytest.mark.parametrize("kind", WORK, ids=lambda kind: kind.value)
def test_functions_are_kinds_of_work(kind: Audience) -> None:
    for name in WORK[kind].split(";"):
        assert kind_of_work(name, {}) is kind, name


def test_what_the_school_says_goes_first_and_nothing_is_guessed() -> None:
    assert kind_of_work("Coach", {}) is None
    own = {function_key("Coach sociale veiligheid"): Audience.LEADER}
    assert kind_of_work("coach  Sociale Veiligheid", own) is Audience.LEADER
    assert kind_of_work("Leerkracht", {function_key("leerkracht"): Audience.SUPPORT}) is (
        Audience.SUPPORT
    )


OWN, PARTNER = Surname("de", "Vries"), Surname("van den", "Berg")


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        ("1 B Eigen Geboortenaam", Surname("de", "Vries")),
        ("2 BP Eigen-partner", Surname("de", "Vries-van den Berg")),
        ("3 PB Partner-eigen", Surname("van den", "Berg-de Vries")),
        ("4 P Partner", Surname("van den", "Berg")),
        ("? 7", Surname("de", "Vries")),  # what we do not know is one's own
    ],
)
def test_one_rule_for_the_surname_that_is_borne(codes: str, shown: Surname) -> None:
    for code in codes.split():
        assert shown_surname(OWN, PARTNER, name_use(code)) == shown, code


def test_who_has_no_partner_bears_their_own_name() -> None:
    assert shown_surname(OWN, Surname("", ""), NameUse.PARTNER) == OWN
    assert shown_surname(Surname("", ""), PARTNER, NameUse.PARTNER_OWN) == PARTNER


@pytest.mark.parametrize(
    "cell", ["14-7-1975", "14/07/1975", "1975-07-14", "19750714", "14-07-1975 00:00:00"]
)
def test_a_day_is_read_in_every_form(cell: str) -> None:
    assert day_of(cell) == date(1975, 7, 14)
    assert day_of("") is day_of("ooit") is None


@pytest.mark.parametrize("cell", ["1-feb", "2-jan", "3-apr-26", "45678", "1-mei-2026", "feb-01"])
def test_what_a_spreadsheet_made_of_a_team_is_noticed(cell: str) -> None:
    assert was_turned(cell)


@pytest.mark.parametrize("cell", ["1-2", "3/4", "Groep 3", "1", "2026", "1-2-3", "jan", "12345"])
def test_what_is_a_team_stays_text(cell: str) -> None:
    assert not was_turned(cell)


@pytest.mark.parametrize(
    "cell",
    ["1-feb", "mrt-04", "45678", "4-3-2026", "2026-03-04 00:00:00", "04/03/2026", "1,00E+05"],
)
def test_what_a_spreadsheet_made_of_it_is_no_team(cell: str) -> None:
    assert was_turned(cell)


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        ("Ay?e Y?ld?z;a@a.nl;3", "naam", Fault.LOST_LETTER),
        ("?smail Koç;a@a.nl;3", "naam", Fault.LOST_LETTER),
        ("Jan Bos;a@a.nl;#N/B", "team", Fault.CELL_ERROR),
        ("########;a@a.nl;3", "naam", Fault.CELL_ERROR),
        ("#OVERLOOP!;a@a.nl;3", "naam", Fault.CELL_ERROR),
        ("Jan Bos;a@a.nl;4-3-2026", "team", Fault.TURNED),
    ],
)
def test_what_a_spreadsheet_lost_is_named_with_its_row(row: str, column: str, fault: Fault) -> None:
    (problem,) = read_people(f"naam;e-mail;team\n{row}\n".encode()).problems
    assert (problem.row, problem.column, problem.fault) == (2, column, fault)


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("naam;voornaam;achternaam", "Noor;Noor;Berg", "Noor"),  # it holds the first name
        ("naam;achternaam;achternaam partner", "N. Smit;Berg;Smit", "N. Smit"),  # or a surname
        ("naam;voornaam;achternaam", "De Regenboog;Noor;Berg", "Noor Berg"),  # or it is a school
        ("naam;voornaam;achternaam partner;naamgebruik", ";Noor;Smit;P", "Noor Smit"),
    ],
)
def test_which_of_a_whole_name_and_its_parts_counts(header: str, row: str, name: str) -> None:
    (line,) = read_people(f"{header};e-mail\n{row};a@a.nl\n".encode()).lines
    assert line.name == name


PARTS = "voornaam;tussenvoegsel;achternaam"


@pytest.mark.parametrize(
    ("header", "row", "column", "fault"),
    [
        ("naam;voornaam", ";Noor", "naam", Fault.NO_NAME),  # a first name alone is none
        ("naam;achternaam", "Ay?e Bos;Bos", "naam", Fault.LOST_LETTER),
        ("naam;achternaam", f"{'A' * 200} Bos;Bos", "naam", Fault.LONG_NAME),
        (PARTS, "=A1;van;Berg", "voornaam", Fault.FORMULA),
        (PARTS, "Noor;=A1;Berg", "tussenvoegsel", Fault.FORMULA),
        (PARTS, "Noor;van;=A1", "achternaam", Fault.FORMULA),
        (PARTS, "Noor;van;B?rg", "achternaam", Fault.LOST_LETTER),
    ],
)
def test_a_name_is_mended_where_it_stands(header: str, row: str, column: str, fault: Fault) -> None:
    (problem,) = read_people(f"{header};e-mail\n{row};a@a.nl\n".encode()).problems
    assert (problem.column, problem.fault) == (column, fault)


@pytest.mark.parametrize(
    ("number", "team", "told"),
    [
        ("7" * 41, "", ("personeelsnummer", Fault.LONG_NUMBER, "")),
        ("1,23E+08", "", ("personeelsnummer", Fault.ROUNDED_NUMBER, "1,23E+08")),
        ("#N/B", "", ("personeelsnummer", Fault.CELL_ERROR, "#N/B")),
        ("7", "A" * 201, ("team", Fault.LONG_TEAM, "")),
    ],
)
def test_a_number_and_a_team_are_mended_where_they_stand(
    number: str, team: str, told: tuple[str, Fault, str]
) -> None:
    text = f"naam;e-mail;personeelsnummer;team\nJan Bos;a@a.nl;{number};{team}\n"
    (problem,) = read_people(text.encode()).problems
    assert (problem.column, problem.fault, problem.given) == told


def test_a_team_of_which_a_spreadsheet_made_something_else_is_named_unless_it_is_empty() -> None:
    """Only the spreadsheet knows: the cell itself looks like any team."""
    rows = ((2, ("Jan Bos", "a@a.nl", "12")), (3, ("Piet Smit", "p@a.nl", "")))
    turned = frozenset({(2, 2), (3, 2)})
    table = ListTable(1, ("naam", "e-mail", "team"), rows, turned=turned)
    file = people_of(table, ListAnswers(), None)
    assert [(one.row, one.column, one.fault) for one in file.problems] == [
        (2, "team", Fault.TURNED)
    ]


def test_a_day_that_a_spreadsheet_counts_is_that_day_also_with_its_hours() -> None:
    assert day_of("44000") == day_of("44000.5") == day_of("44000,25") == date(2020, 6, 18)
