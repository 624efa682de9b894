"""Rows about one person become one, and what was said about a list comes back as it was."""

from __future__ import annotations

import pytest

from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.lines import ListAnswers, PersonLine
from course.domain.people.lists.packing import answers_from_json
from course.domain.people.roster_file import PeopleFile, read_people
from course.kinds.item import Audience

HEADER = "naam;e-mail;personeelsnummer;team;functie"


def read(*rows: str) -> PeopleFile:
    return read_people("\n".join([HEADER, *rows]).encode())


def noor(*rest: str) -> PersonLine:
    """Noor, of whom several rows say the rest."""
    (line,) = read(*(f"Noor Bos;noor@a.nl;{row}" for row in rest)).lines
    return line


@pytest.mark.parametrize(
    ("first", "second", "number", "team"),
    [
        ("7;A;", "8;B;", "7", "A"),
        (";;", "8;B;", "8", "B"),
        ("7;A;", ";;", "7", "A"),
    ],
)
def test_what_the_first_row_does_not_say_the_second_does(
    first: str, second: str, number: str, team: str
) -> None:
    line = noor(first, second)
    assert (line.row, line.rows, line.staff_number, line.team) == (2, (2, 3), number, team)


@pytest.mark.parametrize(
    ("functions", "kind"),
    [
        (["leerkracht", "directeur"], Audience.LEADER),
        (["stagiair", "conciërge"], Audience.SUPPORT),
        (["conciërge", "leerkracht"], Audience.TEACHING),
        (["", "stagiair"], Audience.INTERN),
    ],
)
def test_of_two_functions_the_one_with_the_most_to_learn_counts(
    functions: list[str], kind: Audience
) -> None:
    assert noor(*(f";;{function}" for function in functions)).audience is kind


def test_an_address_of_two_people_is_told_as_the_first_row_writes_it() -> None:
    (box,) = read("Noor Bos;Info@a.nl;;;", "Piet Smit;info@a.nl;;;").shared
    assert box.email == "Info@a.nl"


def test_a_function_that_nobody_knows_is_counted_by_its_rows() -> None:
    rows = [f"Noor {number};n{number}@a.nl;;;tovenaar" for number in range(3)]
    assert read(*rows, "Piet Smit;p@a.nl;;;leerkracht").functions == {"tovenaar": 3}


def test_what_was_said_of_this_list_goes_before_what_the_school_remembers() -> None:
    told = {"columns": {"wie": "", "bouw": "team"}, "functions": {"tovenaar": "support"}}
    found = answers_from_json(told, {"wie": "naam", "post": "e-mail"}, {"tovenaar": "teaching"})
    assert found.columns == {"wie": None, "bouw": ListColumn.TEAM, "post": ListColumn.EMAIL}
    assert found.functions == {"tovenaar": Audience.SUPPORT}
    assert answers_from_json({}, {}, {}) == ListAnswers()
