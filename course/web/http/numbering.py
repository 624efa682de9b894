"""What every request gets for the log: an id, its route, who asks; and a line when it was refused.

The id goes out as `X-Request-ID`, and stands on the page of an unexpected error as its number.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import partial
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from course import logs

HEADER = "X-Request-ID"
_REFUSED = frozenset({400, 401, 403, 405, 409, 410, 413, 414, 415, 422, 429})
_FAILED = 500
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_number: ContextVar[str] = ContextVar("number", default="")


def init_numbering(app: Flask) -> None:
    """Note the requests that were refused. `Numbered` goes around everything else."""
    app.after_request(_note_refusal)


def request_id() -> str:
    """The id of this request, also where Flask knows nothing of it any more."""
    return _number.get()


class Numbered:
    """The outermost layer: what fails inside has its id all the same."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        number = secrets.token_hex(6)  # ours: what a browser sends as id could be anything
        _number.set(number)
        logs.request_facts.set(partial(_facts, number))

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, (HEADER, number)], exc_info)

        return self._inner(environ, start)


def _facts(number: str) -> Mapping[str, object]:
    """What the line of a log says of this request.

    The route is the rule, so without the values in the address.
    """
    if not has_request_context():
        return {"request": number}
    actor = g.get("actor")
    who = {"person": actor.ref} if actor is not None else {}
    route = request.url_rule.rule if request.url_rule is not None else ""
    method = request.method if request.method in _METHODS else "?"  # it is typed, too
    return {"request": number, "method": method, "route": route, **who}


def _note_refusal(response: Response) -> Response:
    """Out of scope answers 404, so a 404 of a known route is a refusal too.

    Unknown addresses are only noise.
    """
    status = response.status_code
    if status in _REFUSED or (status == 404 and request.endpoint is not None):
        logs.warn("refused", status=status)
    elif status >= _FAILED:
        logs.fail("failed", status=status)
    return response
