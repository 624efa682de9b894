"""Lists as CSV for Excel in Dutch: a UTF-8 mark, `;` between cells, and no cell that a spreadsheet
would run.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO

from flask import Response

from course.sheets.sending import file_response
from course.text.signs import seen

_MARK = "\ufeff"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BEFORE = "¶"  # each cell, to look at many as a whole
_RISK = re.compile(f"{_BEFORE} *[{re.escape(''.join(_STARTS))}]")
_LINES_AT_ONCE = 200


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A file of that name. All rows are read before its first byte goes out.

    Errors: as for `file_response`.
    """

    def fill(file: IO[bytes]) -> None:
        for piece in csv_text(header, rows):
            file.write(piece.encode())

    return file_response(name, "text/csv; charset=utf-8", fill)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The text of the file, in pieces."""
    buffer = io.StringIO()
    buffer.write(_MARK)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    left = iter(rows)
    while some := list(islice(left, _LINES_AT_ONCE)):
        writer.writerows(_safe(some))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _safe(rows: Sequence[Sequence[str]]) -> Iterable[Iterable[str]]:
    """Rows of cells that stay text. One look at all of them is nearly always enough, and a long
    list has 100,000 cells.
    """
    whole = _BEFORE + _BEFORE.join(chain.from_iterable(rows))
    if whole.isprintable() and not _RISK.search(whole):
        return rows
    return (map(safe_cell, row) for row in rows)


def safe_cell(text: str) -> str:
    """A cell that stays text. Invisible signs go first, for they could hide a formula's start.

    Source: security.md section 6; OWASP, CSV injection.
    """
    shown = seen(text, kept="\t\r\n")
    if shown.lstrip(" \u00a0").startswith(_STARTS):
        return f"'{shown}"
    return shown
