"""A workbook that would grow too large is refused before it is opened, and looking takes no room."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from itertools import repeat

import pytest

from course.domain.people.roster_problems import Fault
from course.sheets import workbooks


def book(cells: bytes) -> bytes:
    """A packed workbook with these cells in its one sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", cells)
    return file.getvalue()


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (b"A1", None),
        (b"A61000", Fault.TOO_MANY_ROWS),
        (b"XFD1", Fault.TOO_WIDE),
        (b"ABCD1", Fault.TOO_WIDE),
        (b"ZZZZZZZZZ999999999", Fault.TOO_WIDE),
    ],
)
def test_a_cell_far_away_is_seen_beforehand(place: bytes, fault: Fault | None) -> None:
    assert workbooks._unsafe(book(b'<c r="%s" t="n">' % place)) is fault


def peak(places: Iterable[int]) -> int:
    """Bytes that looking at cells in these rows holds at most."""
    data = book(b"".join(b'<c r="A%05d" t="n">' % place for place in places))
    tracemalloc.start()
    workbooks._unsafe(data)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_looking_at_many_cells_keeps_none_of_them() -> None:
    """A small file may hold millions of cells, each in a row of its own."""
    count = 50_000
    assert peak(range(count)) < 1.1 * peak(repeat(7, count))
