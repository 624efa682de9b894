"""The same lists as a program, an office or a spreadsheet may have changed them on the way."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

import pytest

from course.domain.people.lists.columns import is_known
from course.domain.people.lists.joining import join, without_private
from course.domain.people.lists.lines import PersonLine
from course.domain.people.lists.tables import ListTable, read_csv
from course.domain.people.roster_file import people_of
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
