"""A file that somebody downloads: made whole first, then sent."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import wrap_file

from course import logs


def file_response(name: str, content_type: str, fill: Callable[[IO[bytes]], None]) -> Response:
    """A file of that name. All of it is there before its first byte goes out: who stalls a download
    holds nothing.

    It waits in a temporary file without a name, so a long list does not fill the memory either.

    Errors: 503 when the disk has no room for it.
    """
    try:
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        length = _filled(file, fill)
    except OSError as error:
        raise ServiceUnavailable from error
    logs.note("exported", file=name)
    response = Response(wrap_file(request.environ, file), direct_passthrough=True)
    response.content_type = content_type
    response.content_length = length  # so that a download which was cut off is known as such
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _filled(file: IO[bytes], fill: Callable[[IO[bytes]], None]) -> int:
    """How many bytes it is; stands at its start again. Closes what failed."""
    try:
        fill(file)
        file.seek(0, 2)
        length = file.tell()
        file.seek(0)
        return length
    except BaseException:
        file.close()
        raise
