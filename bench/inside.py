"""The main figure: processor time of a request inside one process, beside the bare view.

Each request is handed to the application as a server hands it over. No network, and no waiting for
a disk: what neighbours on the same machine do, says little here and much in requests a second.
Blocks of each kind take turns, so that a slow moment meets all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from wsgiref.types import WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import bare, people
from bench.asking import SITE, answers, lessons
from bench.load import Ask

BLOCK = 50  # requests
WARM = 4  # blocks whose figures are thrown away
BARE = "bare view"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time of one request, and how much of that the bare view takes."""

    ms: float
    of_bare: float


@dataclass(frozen=True)
class Kind:
    """One kind of request to one application."""

    app: Flask
    asks: Iterator[Ask]

    def block(self) -> float:
        """Milliseconds of processor time of one request, over a block of them."""
        requests = [(_environ(ask), ask.status) for ask in islice(self.asks, BLOCK)]
        begin = time.process_time()
        for environ, status in requests:
            _answered(self.app.wsgi_app, environ, status)
        return 1000 * (time.process_time() - begin) / BLOCK


def measure(cast: people.Cast, turns: int) -> Mapping[str, Cost]:
    """By kind: the middle of all turns, and the middle of the ratios of each turn."""
    plain = bare.create_app()
    cookie = plain.test_client().get("/in/1").headers["Set-Cookie"].partition(";")[0]
    kinds = {
        BARE: Kind(plain, cycle([Ask("/", {"Cookie": cookie})])),
        "lesson page": Kind(cast.app, lessons(cast)),
        "saved answer": Kind(cast.app, answers(cast)),
    }
    rows = [{name: kind.block() for name, kind in kinds.items()} for _ in range(WARM + turns)]
    return {name: _cost(name, rows[WARM:]) for name in kinds}


def _cost(name: str, rows: list[dict[str, float]]) -> Cost:
    return Cost(
        ms=median(row[name] for row in rows), of_bare=median(row[BARE] / row[name] for row in rows)
    )


def _environ(ask: Ask) -> WSGIEnvironment:
    builder = EnvironBuilder(
        ask.path, SITE, method=ask.method, headers=dict(ask.headers), data=ask.body
    )
    return builder.get_environ()


def _answered(app: WSGIApplication, environ: WSGIEnvironment, status: int) -> None:
    """Errors: RuntimeError for another status than is right: a quick error page is no result."""
    body, said, _headers = run_wsgi_app(app, environ, buffered=True)
    if not said.startswith(str(status)):
        raise RuntimeError(
            f"{environ['PATH_INFO']}: {said}, not {status}: {b''.join(body)[:300]!r}"
        )
