"""What went wrong, in plain Dutch, with a way on. Never a detail that helps somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from course import logs
from course.store import session
from course.web.numbering import request_id

_PAGES = frozenset({403, 404, 405, 413, 422, 429, 500, 503})
_AS = {400: 422, 401: 403, 410: 404, 414: 404, 415: 422}  # shown as the page that says the same


@dataclass(frozen=True)
class ErrorPage:
    """`reference` is the number under which the log knows an unexpected error."""

    reference: str = ""


def init_errors(app: Flask) -> None:
    """One handler for what HTTP knows, one for a database that is away, one for everything else."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(session.DatabaseAway, _database)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    code = error.code or 500
    shown = _AS.get(code, code)
    response = _page(shown if shown in _PAGES else 500, ErrorPage(), code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database(error: session.DatabaseAway) -> Response:
    """Locked, full or gone: say so, keep what was typed on the page, and be ready again without a restart."""
    logs.fail("database unavailable", error)
    session.rollback()
    response = _page(503, ErrorPage(), 503)
    response.headers["Retry-After"] = "30"
    return response


def _unexpected(error: Exception) -> Response:
    logs.fail("unexpected error", error)
    session.rollback()
    return _page(500, ErrorPage(request_id()), 500)


def _page(template: int, page: ErrorPage, code: int) -> Response:
    return make_response(render_template(f"errors/{template}.html", page=page), code)
