"""Two hundred people at work for an hour: `.venv/bin/python -m bench.soak`.

Each reads a page or answers a question, thinks for some seconds, and goes on; once a minute one of
them gives a wrong password and a manager fetches a file. A line a minute says how long pages and
answers took and what each process holds in memory; the last line compares the end with the first
quarter, when everything that is kept in memory has been met.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import chain, islice
from pathlib import Path

from bench import people
from bench.asking import answers, lessons, production, slow
from bench.load import HOST, Ask, Client, share
from bench.serving import Server, serve
from course.config import read_config

THINK = (5.0, 15.0)  # seconds between two deeds of one person
ANSWERS = 0.25  # of the deeds; the others read
SCHOOLS = 40


@dataclass
class Minute:
    """What was seen in one minute. Times in seconds, memory in megabytes by process."""

    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    wrong: int = 0
    megabytes: list[float] = field(default_factory=list)


class Work:
    """Everybody at work on one server, until told to stop."""

    def __init__(self, server: Server, cast: people.Cast) -> None:
        self.server = server
        self.reading, self.answering = lessons(cast), answers(cast)
        self.lock = threading.Lock()
        self.minute = Minute()
        self.over = threading.Event()

    def start(self, count: int) -> None:
        """So many people begin, not all in the same second."""
        for number in range(count):
            threading.Thread(target=self._work, args=(number,), daemon=True).start()

    def next_minute(self) -> Minute:
        """What was seen since the last time."""
        with self.lock:
            seen, self.minute = self.minute, Minute()
        seen.megabytes = [worker.memory_info().rss / 1_000_000 for worker in self.server.workers]
        return seen

    def _work(self, number: int) -> None:
        dice = random.Random(number)
        connection = HTTPConnection(HOST, self.server.port, timeout=60)
        while not self.over.wait(dice.uniform(*THINK)):
            answers_now = dice.random() < ANSWERS
            with self.lock:
                ask = next(self.answering if answers_now else self.reading)
            taken, right = _ask(connection, ask)
            with self.lock:
                into = self.minute.answers if answers_now else self.minute.pages
                into.append(taken)
                self.minute.wrong += not right


def _ask(connection: HTTPConnection, ask: Ask) -> tuple[float, bool]:
    """Seconds that one request took, and whether the answer was the one that is right."""
    begin = time.perf_counter()
    try:
        connection.request(ask.method, ask.path, ask.body, dict(ask.headers))
        response = connection.getresponse()
        response.read()
    except OSError:
        connection.close()
        return time.perf_counter() - begin, False
    return time.perf_counter() - begin, response.status == ask.status


def run(arguments: list[str]) -> int:
    """Measure, and print a line a minute. Returns 1 when an answer was wrong, else 0."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="deelwijs-soak-") as name:
        settings = production(Path(name))
        config = read_config(settings)
        people.prepare(config)
        people.fill(config, SCHOOLS)
        cast = people.sign_in(config)
        with serve("course:create_app()", settings, "/healthz", processes=2) as server:
            work = Work(server, cast)
            work.start(options.people)
            seen = list(_minutes(work, cast, options.minutes))
            work.over.set()
    print(_verdict(seen))
    return 1 if any(minute.wrong for minute in seen) else 0


def _minutes(work: Work, cast: people.Cast, count: int) -> Iterator[Minute]:
    asks = slow(cast)
    for number in range(1, count + 1):
        time.sleep(60)
        _once(work.server, asks)
        minute = work.next_minute()
        print(
            f"{number:3} min  {len(minute.pages)} pages, p95 {_p95(minute.pages)} ms;  "
            f"{len(minute.answers)} answers, p95 {_p95(minute.answers)} ms;  "
            f"{minute.wrong} wrong;  MB {', '.join(f'{each:.0f}' for each in minute.megabytes)}",
            flush=True,
        )
        yield minute


def _once(server: Server, asks: Iterator[Ask]) -> None:
    """What is asked once a minute: the file of a school, and a wrong password."""
    client = Client(server.port)
    for ask in islice(asks, 2):
        client.ask(ask)
    client.close()


def _verdict(seen: list[Minute]) -> str:
    quarter = max(1, len(seen) // 4)
    before, after = max(seen[quarter - 1].megabytes), max(seen[-1].megabytes)
    pages = list(chain.from_iterable(minute.pages for minute in seen))
    given = list(chain.from_iterable(minute.answers for minute in seen))
    return (
        f"{len(seen)} minutes: {len(pages)} pages, p95 {_p95(pages)} ms; {len(given)} answers, "
        f"p95 {_p95(given)} ms; {sum(minute.wrong for minute in seen)} wrong; the largest process "
        f"held {before:.0f} MB after {quarter} minutes and {after:.0f} MB at the end"
    )


def _p95(times: list[float]) -> int:
    return round(share(times, 95)) if times else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--people", type=int, default=people.LEARNERS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
