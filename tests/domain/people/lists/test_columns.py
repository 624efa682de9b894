"""What a column holds by its name, which of two goes before, and whose list it is."""

from __future__ import annotations

import pytest

from course.domain.people.lists.columns import (
    Layout,
    ListColumn,
    is_known,
    of_pupils,
    recognise,
)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Personeelsnummer", ListColumn.STAFF_NUMBER),
        ("Roepnaam", ListColumn.FIRST),
        ("Tussenvoegsel", ListColumn.PREFIX),
        ("Achternaam", ListColumn.SURNAME),
        ("Naam", ListColumn.NAME),
        ("E-mail werk", ListColumn.EMAIL),
        ("Team", ListColumn.TEAM),
        ("Functie", ListColumn.AUDIENCE),
        ("Voorvoegsel partner", ListColumn.PARTNER_PREFIX),
        ("Geboortenaam partner", ListColumn.PARTNER),
        ("Naamgebruik", ListColumn.NAME_USE),
        ("Afkorting", ListColumn.CODE),
        ("Vestiging", ListColumn.SITE),
        ("Datum in dienst", ListColumn.STARTS),
        ("Datum uit dienst", ListColumn.ENDS),
        ("Status", ListColumn.STATUS),
    ],
)
def test_a_column_is_known_by_its_name(name: str, column: ListColumn) -> None:
    assert recognise([name], {}).places == {column: 0}
    assert is_known(name)


def test_a_column_of_pupils_is_known_and_one_of_nothing_is_not() -> None:
    assert is_known("Leerlingnummer")
    assert is_known("Klas")
    assert not is_known("Schoenmaat")
    assert recognise(["Naam", "", "Schoenmaat"], {}).left_out == (2,), "nor does an empty one count"


def test_of_two_names_for_one_column_the_surest_goes_before() -> None:
    assert recognise(["Voornaam", "Roepnaam"], {}).places == {ListColumn.FIRST: 1}
    assert recognise(["Roepnaam", "Voornaam"], {}).places == {ListColumn.FIRST: 0}


def test_of_two_columns_of_one_name_the_first_counts_and_the_other_is_named() -> None:
    found = recognise(["Team", "Naam", "team"], {})
    assert (found.places[ListColumn.TEAM], found.double) == (0, (2,))
    assert recognise(["Team", "Naam", "Afdeling"], {}).double == ()


def test_what_was_said_goes_before_what_a_system_means_and_that_before_the_rest() -> None:
    parnassys = ["id", "Roepnaam", "Lastname", "Afkorting", "Personeelsnummer", "Nummer"]
    found = recognise(parnassys, {})
    assert (found.system, found.places[ListColumn.STAFF_NUMBER]) == ("ParnasSys", 0)
    said = recognise(parnassys, {"nummer": ListColumn.STAFF_NUMBER})
    assert said.places[ListColumn.STAFF_NUMBER] == 5


def test_a_system_is_known_by_its_columns_alone() -> None:
    assert recognise(["Usercode", "First name", "Last name"], {}).system == "Zermelo"
    assert recognise(["Usercode", "First name"], {}).system == ""


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (["Personeelsnummer", "Naamsamenstelling", "Naam"], 2),
        (["Personeelsnummer", "Naamsamenstelling", "Naam", "Achternaam"], None),
        (["displayName", "userPrincipalName"], 0),
        (["displayName", "userPrincipalName", "surname"], None),
    ],
)
def test_a_whole_name_is_needed_where_a_system_gives_no_surname(
    header: list[str], name: int | None
) -> None:
    assert recognise(header, {}).places.get(ListColumn.NAME) == name


@pytest.mark.parametrize(
    ("columns", "has_names", "is_complete"),
    [
        ([ListColumn.NAME, ListColumn.EMAIL], True, True),
        ([ListColumn.SURNAME, ListColumn.EMAIL], True, True),
        ([ListColumn.SURNAME], True, False),
        ([ListColumn.FIRST, ListColumn.EMAIL], False, False),
    ],
)
def test_a_list_needs_a_name_and_an_address(
    columns: list[ListColumn], has_names: bool, is_complete: bool
) -> None:
    layout = Layout({column: place for place, column in enumerate(columns)})
    assert (layout.has_names, layout.is_complete) == (has_names, is_complete)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (["Klas", "Naam", "Team"], "Klas"),
        (["Klas", "Naam", "Functie"], None),  # who works somewhere has a class
        (["Klas", "Naam", "Afkorting"], None),
        (["Klas", "Naam", "Naamgebruik"], None),
        (["Klas", "Leerling", "Functie"], "Leerling"),
        (["Naam", "Team"], None),
    ],
)
def test_a_list_is_of_pupils_unless_only_staff_has_a_column_of_it(
    header: list[str], column: str | None
) -> None:
    assert of_pupils(header) == column
