"""What a column may hold by what stands in it, where its name says too little."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import mul

from course.domain.people.lists.columns import Layout, ListColumn, normal
from course.domain.people.lists.tables import ListTable

# by what is a part of their name
_PARTS = (
    (ListColumn.PREFIX, re.compile("tussen|voorv|prefix")),
    (ListColumn.FIRST, re.compile("voorn|roepn|first|given|vnaam")),
    (ListColumn.SURNAME, re.compile("achtern|famil|last|surn|geslachtsn")),
    (ListColumn.AUDIENCE, re.compile("functie|rol|title|job|beroep|werk")),
    (ListColumn.TEAM, re.compile("team|afdeling|bouw|sectie|unit|eenheid|groep")),
    (ListColumn.STAFF_NUMBER, re.compile("nummer|nr|number")),
    (ListColumn.NAME, re.compile("naam|name|medewerker|docent|collega|personeelslid|wie")),
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
    cells = _filled(table, place, 50)
    with_sign = [cell for cell in cells if "@" in cell]
    if len(with_sign) * 2 > len(cells):
        return ListColumn.EMAIL
    if table.bare or not cells:
        return None
    name = normal(table.header[place])
    return next((column for column, parts in _PARTS if parts.search(name)), None)


def samples(table: ListTable, place: int, most: int) -> list[str]:
    """What stands in a column, in the first rows."""
    found: list[str] = []
    for _, cells in table.rows[:most]:
        found.extend(cells[place : place + 1] or ("",))
    return found


def _filled(table: ListTable, place: int, most: int) -> list[str]:
    return list(filter(None, samples(table, place, most)))


_NINE = re.compile(r"\d{8,9}")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_DAY = re.compile(r"(\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d\d|(19|20)\d\d-?\d\d-?\d\d)( 00:00:00)?")

SHORTEST = 8  # characters of a number of a citizen, or of a day
_EARLY = r"(19\d\d|200\d|201[0-2])"  # nobody who works at a school was born later
_BORN = re.compile(rf"(\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_EARLY}|{_EARLY}-?\d\d-?\d\d)( 00:00:00)?")


def looks_private(table: ListTable, place: int) -> bool:
    """Whether a column holds numbers of citizens or days, whatever it is called."""
    cells = _filled(table, place, 200)
    return _nearly_all(cells, _is_citizen) or _nearly_all(cells, _DAY.fullmatch)


def is_secret(cell: str) -> bool:
    """Whether one cell may be a number of a citizen or a day of birth: never kept, nor said
    again.
    """
    if len(cell) < SHORTEST or not cell[0].isdigit():
        return False
    return _is_citizen(cell) or _BORN.fullmatch(cell) is not None


def are_citizens(table: ListTable, place: int) -> bool:
    """Whether nearly all that stands in a column are numbers of citizens, whatever its name."""
    return _nearly_all(_filled(table, place, 200), _is_citizen)


def _nearly_all(cells: Sequence[str], fits: Callable[[str], object]) -> bool:
    """Whether nine of ten are so; False without any."""
    fitting = list(filter(fits, cells))
    return len(fitting) * 10 >= len(cells) * 9 > 0


def _is_citizen(cell: str) -> bool:
    """Whether this may be a BSN: nine digits that stand the test of eleven."""
    number = re.sub(r"[ .-]", "", cell)
    if not _NINE.fullmatch(number):
        return False
    total: int = sum(map(mul, _WEIGHTS, map(int, number.zfill(9))))
    return total % 11 == 0
