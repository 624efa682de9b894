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
import socket
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, product
from pathlib import Path
from statistics import median

from bench import people
from bench.asking import answers, lessons, production, slow
from bench.load import HOST, Ask, Crowd, load, share
from bench.running import LONG_LIST
from bench.serving import Server, serve
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

    cpu: float = 0.0
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    held: list[float] = field(default_factory=list)  # a page while others send half requests
    rates: list[float] = field(default_factory=list)  # pages and answers a second, of each turn
    megabytes: float = 0.0


def run(arguments: list[str]) -> int:
    """Measure and print the table. Returns 0."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="deelwijs-servers-") as name, ExitStack() as stack:
        settings = production(Path(name))
        config = read_config(settings)
        people.prepare(config)
        people.fill(config, LONG_LIST // people.SCHOOL)
        people.gather(config, LONG_LIST)
        cast = people.sign_in(config)
        crowds = {
            "pages": Crowd(lessons(cast), READERS),
            "answers": Crowd(answers(cast), WRITERS),
            "slow": Crowd(slow(cast), 1),
        }
        servers = {each: stack.enter_context(_start(each, settings)) for each in _arrangements()}
        seen = {each: Turn() for each in servers}
        for each, server in servers.items():
            _turn(server, crowds, 0.5, Turn())  # warm
            print(f"Bench: {each} runs.", file=sys.stderr, flush=True)
        for _ in range(options.rounds):
            for each, server in servers.items():
                _turn(server, crowds, options.seconds, seen[each])
        for each, server in servers.items():
            seen[each].held = _held(server, crowds["pages"].asks, options.seconds)
            seen[each].megabytes = server.megabytes
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
    pages, given = turn.times["pages"], turn.times["answers"]
    return {
        "server": each.kind,
        "processes × threads": f"{each.processes} × {each.threads}",
        "pages and answers a second": round(median(turn.rates)),
        "against before": f"{ratio:.2f}",
        "page p50 ms": round(share(pages, 50)),
        "page p99 ms": round(share(pages, 99)),
        "answer p99 ms": round(share(given, 99)),
        "slow p50 ms": round(share(turn.times["slow"], 50)),
        "CPU ms each": f"{1000 * turn.cpu / (len(pages) + len(given)):.1f}",
        "page beside half requests, slowest ms": round(share(turn.held, 100)),
        "MB a process": round(turn.megabytes),
    }


def _arrangements() -> Iterator[Arrangement]:
    yield Arrangement(*BEFORE)
    for kind in KINDS:
        if kind == "granian" and importlib.util.find_spec("granian") is None:
            print("Bench: granian is not installed, so it is left out.", file=sys.stderr)
            continue
        for processes, threads in product((1, 2), (1, 2, 4)):
            yield Arrangement(kind, processes, threads)


def _start(each: Arrangement, settings: dict[str, str]) -> AbstractContextManager[Server]:
    return serve(
        "course:create_app()",
        settings,
        "/inloggen",
        processes=each.processes,
        command=each.command,
    )


def _turn(server: Server, crowds: Mapping[str, Crowd], seconds: float, into: Turn) -> None:
    """Everybody at once, for some seconds."""
    before, begin = server.cpu, time.perf_counter()
    seen = load(server.port, crowds, seconds)
    took, done = time.perf_counter() - begin, len(seen["pages"]) + len(seen["answers"])
    for name, times in seen.items():
        into.times[name] += times
    into.cpu += server.cpu - before
    into.rates.append(done / took)


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


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="turns of each arrangement (4)")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds a turn (2)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
