"""What a column may hold by what stands in it, where its name says too little."""

from __future__ import annotations

import re
from collections.abc import Sequence

from course.domain.people.lists.columns import Layout, ListColumn, normal
from course.domain.people.lists.tables import ListTable

# by what is a part of their name
_PARTS = (
    (ListColumn.PREFIX, ("tussen", "voorv", "prefix")),
    (ListColumn.FIRST, ("voorn", "roepn", "first", "given", "vnaam")),
    (ListColumn.SURNAME, ("achtern", "famil", "last", "surn", "geslachtsn")),
    (ListColumn.AUDIENCE, ("functie", "rol", "title", "job", "beroep", "werk")),
    (ListColumn.TEAM, ("team", "afdeling", "bouw", "sectie", "unit", "eenheid", "groep")),
    (ListColumn.STAFF_NUMBER, ("nummer", "nr", "number")),
    (ListColumn.NAME, ("naam", "name", "medewerker", "docent", "collega", "personeelslid", "wie")),
)


def guess(table: ListTable, layout: Layout) -> dict[int, ListColumn]:
    """What columns that were not recognised may hold: by what stands in them, or by a part of
    their name. Somebody has to look at it.
    """
    guessed: dict[int, ListColumn] = {}
    have = set(layout.places)
    for place in layout.left_out:
        column = _guess_one(table, place)
        if column and column not in have:
            guessed[place] = column
            have.add(column)
    if {ListColumn.NAME, ListColumn.SURNAME} <= have and ListColumn.FIRST not in have:
        return {at: to for at, to in guessed.items() if to is not ListColumn.NAME}
    return guessed


def _guess_one(table: ListTable, place: int) -> ListColumn | None:
    """What one column may hold: addresses by its cells, anything else by its name."""
    cells = [cell for cell in samples(table, place, 50) if cell]
    if _are_addresses(cells):
        return ListColumn.EMAIL
    if table.bare or not cells:
        return None
    return _by_part_of(normal(table.header[place]))


def _are_addresses(cells: Sequence[str]) -> bool:
    """Whether most of these cells have the sign of a mail address."""
    return sum("@" in cell for cell in cells) * 2 > len(cells)


def _by_part_of(name: str) -> ListColumn | None:
    for column, parts in _PARTS:
        if any(part in name for part in parts):
            return column
    return None


def samples(table: ListTable, place: int, most: int) -> list[str]:
    """What stands in a column, in the first rows."""
    rows = (cells for _, cells in table.rows[:most])
    return [cells[place] if place < len(cells) else "" for cells in rows]


_NINE = re.compile(r"\d{8,9}")
_DAY = re.compile(r"(\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d|(19|20)\d\d-?\d\d-?\d\d)( 00:00:00)?")

SHORTEST = 8  # characters of a number of a citizen, or of a day
_EARLY = r"(19\d\d|200\d|201[0-2])"  # nobody who works at a school was born later
_BORN = re.compile(rf"(\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_EARLY}|{_EARLY}-?\d\d-?\d\d)( 00:00:00)?")


def looks_private(table: ListTable, place: int) -> bool:
    """Whether a column holds numbers of citizens or days, whatever it is called."""
    cells = [cell for cell in samples(table, place, 200) if cell]
    if not cells:
        return False
    numbers = sum(_is_citizen(cell) for cell in cells)
    days = sum(_DAY.fullmatch(cell) is not None for cell in cells)
    return max(numbers, days) * 10 >= len(cells) * 9


def is_secret(cell: str) -> bool:
    """Whether one cell may be a number of a citizen or a day of birth: never kept, nor said
    again.
    """
    if len(cell) < SHORTEST or not cell[0].isdigit():
        return False
    return _is_citizen(cell) or _BORN.fullmatch(cell) is not None


def are_citizens(table: ListTable, place: int) -> bool:
    """Whether nearly all that stands in a column are numbers of citizens, whatever its name."""
    cells = [cell for cell in samples(table, place, 200) if cell]
    return bool(cells) and sum(map(_is_citizen, cells)) * 10 >= len(cells) * 9


def _is_citizen(cell: str) -> bool:
    """Whether this may be a BSN: nine digits that stand the test of eleven."""
    number = re.sub(r"[ .-]", "", cell)
    if not _NINE.fullmatch(number):
        return False
    digits = [int(digit) for digit in number.zfill(9)]
    total = sum(
        weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2), digits, strict=False)
    )
    return (total - digits[8]) % 11 == 0
