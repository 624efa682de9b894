"""What went wrong, in plain Dutch, with a way on. Never a detail that helps somebody else.

An error page needs nothing that may have failed itself: no query, no session. When even its frame
cannot be drawn, the same page goes out as it was drawn at the start, and what no handler sees is
caught around the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from flask import Flask, Response, current_app, make_response, request, template_rendered
from werkzeug.exceptions import HTTPException, InternalServerError

from course import logs
from course.config import Config
from course.store import transaction
from course.store.away import is_away
from course.web.http import drawn
from course.web.http.again import Again, form_again
from course.web.http.numbering import request_id
from course.web.page.chrome import Chrome
from course.web.page.frame import bare_chrome, known_chrome

PAGES = (400, 403, 404, 405, 413, 414, 422, 429, 500, 503)
_AS = {401: 403, 410: 404, 415: 422, 502: 503, 504: 503}  # shown as the page that says the same
RETRY_AFTER = {429: "60", 503: "30"}  # seconds, unless who refused knows better
# stands in the page that was drawn at the start, where the number of an error goes
REFERENCE = "geen-nummer"


@dataclass(frozen=True)
class ErrorPage:
    """`reference` is the number under which the log knows an unexpected error, `again` a form to
    send once more. `typed`: what stood in a form of ours that is taken no more, None for anything
    else; `url`: its page.
    """

    reference: str = ""
    again: Again | None = None
    typed: tuple[str, ...] | None = None
    url: str = ""


class DrawnPages:
    """Every error page as it looks for a stranger, drawn before anything can fail."""

    def __init__(self, app: Flask) -> None:
        config: Config = app.config["DEELWIJS"]
        self._pages = {
            code: _draw(app, code, ErrorPage(REFERENCE), bare_chrome(config)) for code in PAGES
        }

    def page(self, code: int, reference: str = "") -> str:
        """The page for a code in `PAGES`."""
        return self._pages[code].replace(REFERENCE, reference)

    def refuse(self, code: int) -> WSGIApplication:
        """The answer to a request that the application never sees."""
        return self._answer(code, "")

    def answer(self, error: Exception) -> WSGIApplication:
        """The answer when nothing else caught an error."""
        if is_away(error):
            _log_away(error)
            return self._answer(503, "")
        return self._answer(500, _log_unexpected(error))

    def _answer(self, code: int, reference: str) -> WSGIApplication:
        response = Response(self.page(code, reference), code, mimetype="text/html")
        _say_when(response)
        return response


def init_errors(app: Flask) -> DrawnPages:
    """One handler for what HTTP knows and one for everything else.

    Returns the pages for what happens around Flask.
    """
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)
    pages = DrawnPages(app)
    app.extensions["deelwijs-error-pages"] = pages
    return pages


def _http(error: HTTPException) -> Response:
    transaction.rollback()  # nobody waits while this page is drawn
    if error.response is not None:
        return make_response(error.response)
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _failed(error.original_exception)
    code = error.code or 500
    response = _page(_shown_as(code), _told(code), code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return _say_when(response)


def _told(code: int) -> ErrorPage:
    """Of a form that we drew: what was typed in it, and its page unless that is gone too."""
    typed = drawn.typed_here() if code in (403, 404) else None
    stays = typed is not None and not request.view_args
    return ErrorPage(typed=typed, url=drawn.page_here() if stays else "")


def _failed(error: Exception) -> Response:
    """Away: say so, with what was typed, and be ready again without a restart.

    Else a number for the log.
    """
    if is_away(error):
        _log_away(error)
        transaction.rollback()
        return _say_when(_page(503, ErrorPage(again=form_again()), 503))
    reference = _log_unexpected(error)
    transaction.rollback()
    return _page(500, ErrorPage(reference), 500)


def _log_away(error: Exception) -> None:
    logs.fail("database unavailable", error)


def _log_unexpected(error: Exception) -> str:
    logs.fail("unexpected error", error)
    return request_id()


def _shown_as(code: int) -> int:
    shown = _AS.get(code, code)
    if shown in PAGES:
        return shown
    return 400 if shown < 500 else 500


def _say_when(response: Response) -> Response:
    if wait := RETRY_AFTER.get(response.status_code):
        response.headers.setdefault("Retry-After", wait)
    return response


def _page(shown: int, page: ErrorPage, code: int) -> Response:
    try:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        body = _draw(app, shown, page, known_chrome())
    except Exception as error:
        logs.fail("an error page could not be drawn", error)
        pages: DrawnPages = current_app.extensions["deelwijs-error-pages"]
        body = pages.page(shown, page.reference)
    response = Response(body, code, mimetype="text/html")
    # it may say who is signed in, and holds the colours that were chosen
    response.vary.add("Cookie")
    return response


def _draw(app: Flask, shown: int, page: ErrorPage, chrome: Chrome) -> str:
    """Straight from the template: what Flask adds to other pages would ask who is signed in."""
    template, context = (
        app.jinja_env.get_template(f"errors/{shown}.html"),
        {"page": page, "chrome": chrome},
    )
    body = template.render(context)
    # as Flask does
    template_rendered.send(app, _async_wrapper=app.ensure_sync, template=template, context=context)
    return body
