"""Which server, how many processes, how many threads: `.venv/bin/python -m bench.servers`.

Every arrangement serves the same SQLite file, in turns of some seconds, so that a busy moment meets
all of them. In a turn four people read pages, four answer, and one more asks for what is slow: a
file of 10,000 people, then a password. Then forty clients send half a request, and somebody else
asks for a page. docs/decisions/0015-serving.md has the table.

granian is no part of our requirements; where it is installed it is measured too.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import secrets
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench import people
from bench.load import HOST, Ask
from bench.running import LONG_LIST, answers, lessons, signed_in
from bench.serving import Server, serve, settings_in
from course.config import read_config

READERS = WRITERS = 4
HALF = 40  # clients that send half a request
BEFORE = ("gunicorn gthread", 1, 8)  # how it was served before this was measured
GUNICORN = [
    "-m",
    "gunicorn",
    "--config=python:course.server",
    "--bind={address}",
    "--workers={processes}",
]
KINDS = {
    "gunicorn gthread": [
        *GUNICORN,
        "--worker-class=gthread",
        "--threads={threads}",
        "course:create_app()",
    ],
    "gunicorn waitress": [*GUNICORN, "--threads={threads}", "course:create_app()"],
    "granian": [
        *(
            "-m",
            "granian",
            "--interface=wsgi",
            "--http=1",
            "--no-ws",
            "--log-level=error",
            "--factory",
        ),
        *(
            "--host={host}",
            "--port={port}",
            "--workers={processes}",
            "--blocking-threads={threads}",
        ),
        "course:create_app",
    ],
}


@dataclass(frozen=True)
class Arrangement:
    """One way to serve."""

    kind: str
    processes: int
    threads: int

    def command(self, port: int) -> list[str]:
        """What follows `python` to start it."""
        words = {"processes": self.processes, "threads": self.threads, "host": HOST, "port": port}
        return [part.format(address=f"{HOST}:{port}", **words) for part in KINDS[self.kind]]


@dataclass
class Turn:
    """What was seen in one turn, or in all of them together. Times in seconds."""

    seconds: float = 0.0
    cpu: float = 0.0
    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)  # a page while others send half requests
    rates: list[float] = field(default_factory=list)  # pages and answers a second, of each turn
    megabytes: float = 0.0


def run(arguments: list[str]) -> int:
    """Measure and print the table. Returns 0."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="deelwijs-servers-") as name, ExitStack() as stack:
        settings = settings_in(Path(name), f"sqlite:///{Path(name) / 'servers.sqlite3'}")
        config = read_config(settings)
        people.prepare(config)
        people.fill(config, 0, LONG_LIST // people.SCHOOL)
        people.gather(config, LONG_LIST)
        cast = people.sign_in(config)
        asks = {"pages": lessons(cast), "answers": answers(cast), "slow": _slow(cast)}
        servers = {each: stack.enter_context(_start(each, settings)) for each in _arrangements()}
        seen = {each: Turn() for each in servers}
        for each, server in servers.items():
            _turn(server, asks, 0.5, Turn())  # warm
            print(f"Bench: {each} runs.", file=sys.stderr, flush=True)
        for _ in range(options.rounds):
            for each, server in servers.items():
                _turn(server, asks, options.seconds, seen[each])
        for each, server in servers.items():
            seen[each].held = _held(server, asks["pages"], options.seconds)
            seen[each].megabytes = (
                max(worker.memory_info().rss for worker in server.workers) / 1_000_000
            )
    rows = [_row(each, turn, seen[Arrangement(*BEFORE)]) for each, turn in seen.items()]
    print(json.dumps(rows, indent=1) if options.json else table(rows))
    return 0


def table(rows: list[dict[str, object]]) -> str:
    """The rows as a table in Markdown."""
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([str(row[head]) for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(each: Arrangement, turn: Turn, before: Turn) -> dict[str, object]:
    ratio = median(ours / its for ours, its in zip(turn.rates, before.rates, strict=True))
    done = len(turn.pages) + len(turn.answers)
    return {
        "server": each.kind,
        "processes × threads": f"{each.processes} × {each.threads}",
        "pages and answers a second": round(done / turn.seconds),
        "against before": f"{ratio:.2f}",
        "page p50 ms": _share(turn.pages, 50),
        "page p99 ms": _share(turn.pages, 99),
        "answer p99 ms": _share(turn.answers, 99),
        "slow p50 ms": _share(turn.slow, 50),
        "CPU ms each": f"{1000 * turn.cpu / done:.1f}",
        "page beside half requests, slowest ms": _share(turn.held, 100),
        "MB a process": round(turn.megabytes),
    }


def _share(times: list[float], share: int) -> int:
    ordered = sorted(times)
    return round(1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)])


def _arrangements() -> Iterator[Arrangement]:
    yield Arrangement(*BEFORE)
    for kind in KINDS:
        if kind == "granian" and importlib.util.find_spec("granian") is None:
            print("Bench: granian is not installed, so it is left out.", file=sys.stderr)
            continue
        yield from (
            Arrangement(kind, processes, threads) for processes in (1, 2) for threads in (1, 2, 4)
        )


@contextmanager
def _start(each: Arrangement, settings: dict[str, str]) -> Iterator[Server]:
    with serve("course:create_app()", settings, "/inloggen", each.command) as server:
        deadline = time.monotonic() + 30
        while len(server.workers) < each.processes and time.monotonic() < deadline:
            time.sleep(0.05)
        yield server


def _turn(server: Server, asks: dict[str, Iterator[Ask]], seconds: float, into: Turn) -> None:
    """Everybody at once, for some seconds."""
    end = time.perf_counter() + seconds
    crowd = (
        [("pages", into.pages)] * READERS
        + [("answers", into.answers)] * WRITERS
        + [("slow", into.slow)]
    )
    faults: list[BaseException] = []

    def one(name: str, times: list[float]) -> None:
        try:
            times += _ask_until(server.port, asks[name], end)
        except Exception as fault:
            faults.append(fault)

    before, begin, done = server.cpu, time.perf_counter(), len(into.pages) + len(into.answers)
    threads = [threading.Thread(target=one, args=each) for each in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"a request failed: {faults[0]!r}")
    into.seconds += seconds
    into.cpu += server.cpu - before
    into.rates.append((len(into.pages) + len(into.answers) - done) / (time.perf_counter() - begin))


def _ask_until(port: int, asks: Iterator[Ask], end: float) -> list[float]:
    """One person, on one connection that stays open as a proxy keeps it."""
    connection, times = HTTPConnection(HOST, port, timeout=60), []
    while (begin := time.perf_counter()) < end:
        ask = next(asks)
        connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, ask.headers)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - begin)
        if ask.status and response.status != ask.status:
            raise RuntimeError(f"{ask.path} answered {response.status}, not {ask.status}")
    connection.close()
    return times


def _held(server: Server, asks: Iterator[Ask], seconds: float) -> list[float]:
    """How long somebody waits for pages while forty others have sent half a request.

    Not over a minute in all.
    """
    half = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
        b"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf",
    )
    with ExitStack() as stack:
        for _, part in zip(range(HALF), cycle(half), strict=False):
            stack.enter_context(socket.create_connection((HOST, server.port))).sendall(part)
        time.sleep(0.2)
        return _patiently(server.port, next(asks), seconds)


def _patiently(port: int, ask: Ask, seconds: float) -> list[float]:
    """New connections, one after another; one that gets no answer counts for as long as it was
    tried.
    """
    times, end = [], time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        begin = time.perf_counter()
        try:
            connection = HTTPConnection(HOST, port, timeout=20)
            connection.request("GET", ask.path, headers=ask.headers)
            connection.getresponse().read()
            connection.close()
        except OSError:
            pass
        times.append(time.perf_counter() - begin)
    return times


def _slow(cast: people.Cast) -> Iterator[Ask]:
    """A long file and a password, in turns.

    Whether the door is still open for the password is not the question.
    """
    path = f"/rapport/scholen/{cast.school}.csv"
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    for number in count():
        yield Ask(path, signed_in(cast.manager))
        fields = {"email": f"niemand{number}@school.example", "password": secrets.token_urlsafe(12)}
        yield Ask("/inloggen", form, urlencode(fields), status=0)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="turns of each arrangement (4)")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds a turn (2)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
