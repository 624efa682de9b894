"""Several files become one table by what they both know of somebody."""

from __future__ import annotations

import pytest

from course.domain.people.lists.columns import is_known
from course.domain.people.lists.joining import join, without_phones, without_private
from course.domain.people.lists.lines import ListAnswers
from course.domain.people.lists.tables import ListTable, read_csv


def table(text: str) -> ListTable:
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable)
    return found


def joined(*texts: str) -> dict[str, str]:
    """The team of each person, by name."""
    found = join([table(text) for text in texts], ListAnswers())
    assert isinstance(found, ListTable)
    name, team = found.header.index("naam"), found.header.index("team")
    return {cells[name]: cells[team] for _, cells in found.rows}


@pytest.mark.parametrize(
    ("names", "teams"),
    [
        ("naam;personeelsnummer\nNoor Bos;7\nPiet Smit;8\n", "personeelsnummer;team\n8;B\n7;A\n"),
        ("naam;afkorting\nNoor Bos;bsn\nPiet Smit;smt\n", "afkorting;team\nSMT;B\nBSN;A\n"),
        ("naam;e-mail\nNoor Bos;n@a.nl\nPiet Smit;p@a.nl\n", "e-mail;team\nP@a.nl;B\nN@a.nl;A\n"),
        (
            "naam;e-mail\nNoor Bos;n@a.nl\nPiet Smit;p@a.nl\n",
            "naam;team\nPiet Smit;B\nNoor Bos;A\n",
        ),
    ],
)
def test_rows_stand_beside_each_other_by_what_both_files_know(names: str, teams: str) -> None:
    told = {"Noor Bos": "A", "Piet Smit": "B"}
    assert joined(names, teams) == joined(teams, names) == told


def test_one_file_stays_what_it_is() -> None:
    """Also one of which no column is known: it is refused for that, and not for a key."""
    one = table("iets;anders\n1;2\n")
    assert join([one], ListAnswers()) == one


def test_days_are_blank_whatever_their_column_is_called() -> None:
    found = without_private(table("naam;kenmerk\nNoor;14-07-1975\nPiet;1-1-2020\n"))
    assert [cells for _, cells in found.rows] == [("Noor", ""), ("Piet", "")]


def test_of_a_file_of_telephones_only_the_addresses_stay() -> None:
    found = without_phones(table("Typenummer;Telefoonnummer\nEML;a@a.nl\nTEL;0612345678\n"))
    assert found.header == ("Typenummer", "e-mail")
    assert [cells for _, cells in found.rows] == [("EML", "a@a.nl")]
