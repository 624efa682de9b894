"""A list on paper: every column of its file, and what is the same in each row said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from course.sheets.xlsx_files import FileKind

ValueT = TypeVar("ValueT")
_NAME = 0  # the column that always stays: whose row it is


@dataclass(frozen=True)
class PaperList:
    """A list as PDF. `same`: columns with one value in all rows, which may be nothing: above the
    table.
    """

    brand: str
    title: str
    day: date
    same: tuple[tuple[str, FileKind, str], ...]
    header: tuple[str, ...]
    kinds: tuple[FileKind, ...]
    lines: tuple[tuple[str, ...], ...]


def paper_list(
    brand: str,
    title: str,
    day: date,
    columns: Sequence[tuple[str, FileKind]],
    lines: Sequence[Sequence[str]],
) -> PaperList:
    """This list for paper, where width is scarce. `columns`: head and kind, as in the file."""
    once = _said_once(lines, len(columns))
    wide = [number for number in range(len(columns)) if number not in once]
    header, kinds = zip(*_of(columns, wide), strict=True)
    return PaperList(
        brand=brand,
        title=title,
        day=day,
        same=tuple((*columns[number], value) for number, value in once.items()),
        header=header,
        kinds=kinds,
        lines=tuple(_of(line, wide) for line in lines),
    )


def _said_once(lines: Sequence[Sequence[str]], columns: int) -> dict[int, str]:
    """By column what stands in it throughout; nothing for a column that stays."""
    found: dict[int, str] = {}
    for number in range(_NAME + 1, columns):
        values = {line[number] for line in lines}
        if len(values) == 1 and len(lines) > 1:
            found[number] = values.pop()
    return found


def _of(row: Sequence[ValueT], numbers: Sequence[int]) -> tuple[ValueT, ...]:
    return tuple(row[number] for number in numbers)
