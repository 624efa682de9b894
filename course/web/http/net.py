"""The last net: whatever fails on the way out, what leaves is a page of ours with our headers, and
it is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from functools import wraps
from typing import Any, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from flask.templating import Environment
from werkzeug.routing import IntegerConverter

from course import logs
from course.web.http import headers
from course.web.http.border import TidyRequest


class SafetyNet:
    """Stands around the application.

    `answer` gives the page for an error that nothing else caught.
    """

    def __init__(
        self, app: WSGIApplication, answer: Callable[[Exception], WSGIApplication]
    ) -> None:
        self._app = app
        self._answer = answer

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Nothing is sent before the application has returned, so an error on its last step can
        still be a page.
        """
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(
            status: str, sent: list[tuple[str, str]], _exc_info: Any = None, /
        ) -> Callable[[bytes], NoReturn]:
            held[:] = [(status, sent)]
            return _write

        try:
            body = self._app(environ, hold)
            status, sent = held[0]
        except Exception as error:
            body = self._answer(error)(environ, hold)
            status, sent = held[0]
        start_response(status, headers.complete(sent))
        return body


def _write(_data: bytes) -> NoReturn:
    raise RuntimeError("answers are returned, never written")


class RowNumber(IntegerConverter):
    """A number in an address, of as many figures as every database takes; else it is not there."""

    regex = r"\d{1,18}"


class Templates(Environment):
    """Jinja, of which all templates share one table of what each of them knows. Otherwise each has
    a chain of two, and every page reads those through; a sixth of the time of a lesson page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As in Jinja for a template that is loaded with more than that."""
        return super().make_globals(d) if d else self.globals


class Application(Flask):
    """Flask, which reads requests behind our border, and where clearing up afterwards never costs
    the answer.
    """

    request_class = TidyRequest
    jinja_environment = Templates

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.url_map.converters["int"] = RowNumber

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here is async, and Flask would look whether it is, each time."""
        return func

    def teardown_appcontext(self, f: Any) -> Any:
        """As in Flask; what goes wrong in it is logged, and the next one still runs."""
        super().teardown_appcontext(_kept_quiet(f))
        return f

    def teardown_request(self, f: Any) -> Any:
        """As in Flask; what goes wrong in it is logged, and the next one still runs."""
        super().teardown_request(_kept_quiet(f))
        return f


def _kept_quiet(clear: Callable[..., Any]) -> Callable[..., None]:
    @wraps(clear)
    def run(error: BaseException | None = None) -> None:
        try:
            clear(error)
        except Exception as fault:
            logs.fail("clearing up failed", fault)

    return run
