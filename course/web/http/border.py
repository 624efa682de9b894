"""The border: what comes in is refused or tidied here, once, before a rule or a query sees it.

An address that none of ours can be is not there; text in a form or a query loses what nobody sees.
So both databases meet the same text, and no view has to think of a zero byte. What a server in
front says of a request counts only when it is one of the configured hops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import IO, Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property

from course.text.names import clean
from course.web.http.paths import UNREADABLE

Refuse = Callable[[int], "WSGIApplication"]
LONGEST_PATH = 2000  # signs; ours have fewer than 300
LONGEST_ADDRESS = 8000  # path and query
MAX_BODY = 1024 * 1024  # bytes
MAX_UPLOAD = 9 * 1024 * 1024  # bytes, where a list of people is sent
TAKES_LISTS = "/beheer/importeren"
# a probe knows no name: which host it asks says nothing
ASKED_BY_ADDRESS = frozenset({"/healthz", "/readyz"})
URLENCODED = "application/x-www-form-urlencoded"
_SECRET_WORDS = ("password", "wachtwoord")
NO_QUERY: ImmutableMultiDict[str, str] = ImmutableMultiDict()
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


def is_secret(name: str) -> bool:
    """Whether a field holds what may never be shown again or changed, such as a password."""
    return any(word in name.casefold() for word in _SECRET_WORDS)


def most_bytes(path: str) -> int:
    """How large a body may be that is sent to this path."""
    return MAX_UPLOAD if path.startswith(TAKES_LISTS) else MAX_BODY


class Border:
    """Stands before the application. `refuse` gives the answer for 404 and 414."""

    def __init__(self, app: WSGIApplication, refuse: Refuse, own_host: str) -> None:
        self._app = app
        self._refuse = refuse
        self._own_host = own_host

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let a request pass, tidied, or answer it."""
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        environ["SCRIPT_NAME"] = ""  # this site has no prefix, whoever says so
        environ["PATH_INFO"] = path
        environ["QUERY_STRING"] = _quoted(environ.get("QUERY_STRING", ""))
        if refused := _refusal(path, environ["QUERY_STRING"]):
            return self._refuse(refused)(environ, start_response)
        if environ.get("wsgi.url_scheme") not in ("http", "https"):
            environ["wsgi.url_scheme"] = "http"
        if path in ASKED_BY_ADDRESS:
            environ["HTTP_HOST"] = self._own_host
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return self._app(environ, start_response)


class Body:
    """What is sent, read through the server.

    A server that finds a fault in it is heard as a broken connection: 400.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Errors: OSError when the server cannot go on reading, whatever it calls that itself."""
        try:
            data: bytes = self._stream.read(size)
        except OSError:
            raise
        except Exception as error:
            raise OSError("the body cannot be read") from error
        return data


class TidyParser(FormDataParser):
    """Forms with the same limit on their fields in both ways of sending them, and their text
    tidied.
    """

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """Errors:

        RequestEntityTooLarge with too many fields, BadRequest when the text is not UTF-8.
        """
        if mimetype == URLENCODED:
            stream = self._checked(stream)
        stream, form, files = super().parse(stream, mimetype, content_length, options)
        return stream, self.cls(_tidied(form)), files

    def _checked(self, stream: IO[bytes]) -> IO[bytes]:
        body = stream.read()
        if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        if not _is_utf8(body):
            raise BadRequest
        return BytesIO(body)


class TidyRequest(Request):
    """A request of which the form and the query hold nothing that cannot be seen."""

    form_data_parser_class = TidyParser

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.max_content_length = most_bytes(self.path)

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        """The query, tidied."""
        return ImmutableMultiDict(_tidied(super().args)) if self.query_string else NO_QUERY


def _tidied(fields: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    """Names and values. A password stays as it was typed; a part of a form may come without a name,
    and then nobody asks for it.

    Nobody types a zero byte. It becomes the sign for what cannot be read, as in HTML, so that an
    answer with one in it is not taken for the answer without.
    """
    for name, value in fields.items(multi=True):
        if name:
            yield clean(name), value if is_secret(name) else clean(value.replace("\0", UNREADABLE))


def _refusal(path: str, query: str) -> int | None:
    if len(path) + len(query) > LONGEST_ADDRESS:
        return 414
    text = path.encode("latin-1", "replace").decode("utf-8", "replace")
    if len(path) > LONGEST_PATH or not text.isprintable() or UNREADABLE in text:
        return 404
    return None


def _quoted(query: str) -> str:
    """A query as a browser sends it.

    What was sent raw is quoted, so that it can be read as text.
    """
    if query.isascii() and query.isprintable() and " " not in query:
        return query
    return quote(query.encode("latin-1", "replace"), safe=_PRINTABLE)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
