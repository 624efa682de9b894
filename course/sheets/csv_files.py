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
_BETWEEN, _END = ";", "\r\n"
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
    yield _MARK + _written([header])
    left = iter(rows)
    while some := list(islice(left, _LINES_AT_ONCE)):
        yield _lines(some)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    """Lines of cells that stay text. One look at all of them nearly always tells that none needs
    quotes or an apostrophe, and a long list has 100,000 cells.
    """
    whole = _BEFORE + _BEFORE.join(chain.from_iterable(rows))
    quoted = len(rows[0]) == 1 or _BETWEEN in whole or '"' in whole or not whole.isprintable()
    if not quoted and not _RISK.search(whole):
        return "".join([f"{_BETWEEN.join(row)}{_END}" for row in rows])
    return _written(rows)


def _written(rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_BETWEEN, lineterminator=_END)
    writer.writerows(map(safe_cell, row) for row in rows)
    return buffer.getvalue()


def safe_cell(text: str) -> str:
    """A cell that stays text. Invisible signs go first, for they could hide a formula's start.

    Source: security.md section 6; OWASP, CSV injection.
    """
    shown = seen(text, kept="\t\r\n")
    if shown.lstrip(" \u00a0").startswith(_STARTS):
        return f"'{shown}"
    return shown
