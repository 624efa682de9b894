"""The same lists as a program, an office or a spreadsheet may have changed them on the way."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

import pytest

from course.domain.people.lists.columns import is_known
from course.domain.people.lists.joining import join, without_private
from course.domain.people.lists.lines import PeopleFile, PersonLine
from course.domain.people.lists.tables import ListTable, read_csv
from course.domain.people.roster_file import people_of, read_people
from tests.domain.people.lists.test_systems import LISTS, NOTHING_SAID, PARNASSYS, TODAY

Sheet = list[list[str]]
SEPARATORS = ";,\t|"


def cells_of(text: str) -> tuple[str, Sheet, int]:
    """The separator, the rows, and which of them is the header."""
    sign = max(SEPARATORS, key=text.split("\n")[-2].count)
    rows = [*csv.reader(io.StringIO(text), delimiter=sign)]
    header = next(place for place, row in enumerate(rows) if any(map(is_known, filter(None, row))))
    return sign, rows, header


def written(sign: str, rows: Sheet, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=quoting, lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def heads(change: Callable[[str], str]) -> Callable[[str], bytes]:
    def changed(text: str) -> bytes:
        sign, rows, place = cells_of(text)
        rows = [[*map(change, row)] if row == rows[place] else row for row in rows]
        return written(sign, rows).encode()

    return changed


def quoted(text: str) -> str:
    sign, rows, _ = cells_of(text)
    return written(sign, rows, csv.QUOTE_ALL)


def in_another_order(text: str) -> bytes:
    sign, rows, place = cells_of(text)
    order = list(range(len(rows[place])))
    random.Random(3).shuffle(order)
    there = [[row[one] if one < len(row) else "" for one in order] for row in rows[place:]]
    return written(sign, [*rows[:place], *there]).encode()


VARIANTS: dict[str, Callable[[str], bytes]] = {
    "upper case": heads(str.upper),
    "lower case": heads(str.lower),
    "spaces for lines": heads(lambda head: head.replace("_", " ")),
    "more spaces": heads(lambda head: f"  {head.replace(' ', '  ')}\N{NO-BREAK SPACE}"),
    "quotes": lambda text: quoted(text).encode(),
    "a mark and quotes": lambda text: quoted(text).encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "another order": in_another_order,
    "a title": lambda text: f"Export van 29-11-2026\r\n\r\n{text}".encode(),
    "a hint of Excel": lambda text: f"sep={cells_of(text)[0]}\r\n{text}".encode(),
    "lines of an old Mac": lambda text: text.replace("\n", "\r").encode(),
}


def first_of(files: list[bytes]) -> PersonLine | None:
    """The first person, or None when the list cannot be read by itself."""
    tables = [read_csv(data, is_known) for data in files]
    found = [without_private(one) for one in tables if isinstance(one, ListTable)]
    joined = join(found, NOTHING_SAID)
    if len(found) < len(tables) or not isinstance(joined, ListTable):
        return None
    lines = people_of(joined, NOTHING_SAID, TODAY).lines
    return lines[0] if lines else None


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_list_says_the_same_however_it_was_written(variant: str) -> None:
    for system, (files, told) in LISTS.items():
        person = first_of([VARIANTS[variant](text) for text in files])
        assert person is not None, system
        assert (person.name, person.email) == (told.name, told.email), system
        assert (person.staff_number, person.team) == (told.number, told.team), system


@pytest.mark.parametrize("left_out", ["roepNaam", "afkorting", "id", "firstName"])
def test_a_school_is_nobodys_name(left_out: str) -> None:
    """In ParnasSys `naam` is the school, also where a column that tells the system is away."""
    _, rows, _ = cells_of(PARNASSYS)
    place = rows[0].index(left_out)
    person = first_of([written(";", [row[:place] + row[place + 1 :] for row in rows]).encode()])
    assert person is not None
    assert person.name.endswith("van den Berg")


def read(text: str) -> PeopleFile:
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable)
    return people_of(without_private(found), NOTHING_SAID, TODAY)


def test_days_that_a_spreadsheet_counted_are_days() -> None:
    """44000 is 18 June 2020: who left then does not come in."""
    file = read("naam;e-mail;datum uit dienst\nAda Bos;ada@a.nl;44000\nBob Bos;bob@a.nl;50000\n")
    assert ([line.name for line in file.lines], file.over) == (["Bob Bos"], 1)


def test_a_citizen_number_is_no_staff_number() -> None:
    file = read("naam;e-mail;personeelsnummer\nAda Bos;ada@a.nl;123456782\n")
    assert [line.staff_number for line in file.lines] == [None]
    assert file.private == ("personeelsnummer (BSN)",)
    kept = read("naam;e-mail;personeelsnummer\nAda Bos;ada@a.nl;123456789\n")
    assert [line.staff_number for line in kept.lines] == ["123456789"]


@pytest.mark.parametrize("secret", ["123456782", "1234.56.782", "14-07-1975"])
def test_what_nobody_may_keep_is_not_said_again_nor_kept_among_other_things(secret: str) -> None:
    assert read(f"naam;e-mail\nAda Bos;{secret}\n").problems[0].given == "…"
    text = f"naam;e-mail;opmerking\nAda;a@a.nl;{secret}\nBob;b@a.nl;werkt op dinsdag\n"
    found = read_csv(text.encode(), is_known)
    assert isinstance(found, ListTable)
    assert [cells[2] for _, cells in without_private(found).rows] == ["", "werkt op dinsdag"]


@pytest.mark.parametrize(
    "name",
    [
        "Home Address",
        "Home Secondary Email",
        "Recovery Phone [MUST BE IN THE E.164 FORMAT]",
        "Password Hash Function [UPLOAD ONLY]",
        "Street address [streetAddress]",
        "E-mailadres privé",
        "Huisadres",
        "06-nummer",
        "Tel. 2",
        "GSM",
        "Geb. datum",
        "Leeftijd",
        "M/V",
        "SV-nr",
        "Noodcontact",
    ],
)
def test_what_is_nobodys_business_is_blank_before_anything_is_kept(name: str) -> None:
    found = read_csv(f"naam;e-mail;{name}\nAda;a@a.nl;geheim\n".encode(), is_known)
    assert isinstance(found, ListTable)
    assert [cells[2] for _, cells in without_private(found).rows] == [""]
    assert read(f"naam;e-mail;{name}\nAda;a@a.nl;geheim\n").private == (name,)


@pytest.mark.parametrize(
    "name", ["Zakelijk e-mailadres", "Werk-e-mailadres", "School-mailadres", "E-mailadres (school)"]
)
def test_an_address_for_mail_of_work_is_no_address_of_a_home(name: str) -> None:
    file = read(f"naam;{name}\nAda Bos;ada@a.nl\n")
    assert [line.email for line in file.lines] == ["ada@a.nl"]


def test_an_address_for_mail_by_another_name_can_still_be_chosen() -> None:
    found = read_csv(b"naam;Mailadres bij ons\nAda Bos;ada@a.nl\n", is_known)
    assert isinstance(found, ListTable)
    assert [cells[1] for _, cells in without_private(found).rows] == ["ada@a.nl"]


def test_a_column_of_secrets_is_private_whatever_it_is_called() -> None:
    file = read_people(b"naam;e-mail;kenmerk;opmerking\nAda;a@a.nl;123456782;dinsdag\n")
    assert (file.private, file.left_out) == (("kenmerk",), ("opmerking",))


def test_work_that_is_over_and_work_to_come_are_counted_apart() -> None:
    days = {"nu": ";", "over": ";01-01-2000", "later": "01-01-2099;"}
    rows = [
        f"{name} {number};{name}{number}@a.nl;{days[name]}"
        for name, many in (("nu", 4), ("over", 3), ("later", 2))
        for number in range(many)
    ]
    file = read("\n".join(["naam;e-mail;datum in dienst;datum uit dienst", *rows, ""]))
    assert (len(file.lines), file.over, file.later) == (4, 3, 2)
