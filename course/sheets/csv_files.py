"""Lists as CSV for Excel in Dutch: a UTF-8 mark, `;` between cells, and no cell that a spreadsheet
would run.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import wrap_file

from course import logs

_MARK = "\ufeff"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINES_AT_ONCE = 200


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A file of that name. All rows are read before its first byte goes out: who stalls a download
    holds nothing.

    They wait in a temporary file without a name, so a long list does not fill the memory either.

    Errors: 503 when the disk has no room for it.
    """
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        length = _spool(csv_text(header, rows), file)
    except OSError as error:
        raise ServiceUnavailable from error
    logs.note("exported", file=name)
    response = Response(wrap_file(request.environ, file), direct_passthrough=True)
    response.content_type = "text/csv; charset=utf-8"
    response.content_length = length  # so that a download which was cut off is known as such
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _spool(pieces: Iterable[str], file: IO[bytes]) -> int:
    """Writes the pieces, and stands at their start again.

    Returns how many bytes they are; closes what failed.
    """
    try:
        for piece in pieces:
            file.write(piece.encode())
        length = file.tell()
        file.seek(0)
        return length
    except BaseException:
        file.close()
        raise


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The text of the file, in pieces."""
    buffer = io.StringIO()
    buffer.write(_MARK)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % _LINES_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def safe_cell(text: str) -> str:
    """A cell that stays text. Invisible signs go first, for they could hide a formula's start.

    Source: security.md section 6; OWASP, CSV injection.
    """
    seen = text
    if not text.isprintable():  # one look at the whole, for a long list has 100,000 of them
        seen = "".join(filter(_is_seen, text))
    if seen.lstrip(" \u00a0").startswith(_STARTS):
        return f"'{seen}"
    return seen


def _is_seen(sign: str) -> bool:
    return sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cf")
