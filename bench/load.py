"""Asks a server the same kind of question for some seconds, several at once, and notes how long
each answer took.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from statistics import median

import psutil

HOST = "127.0.0.1"
SITE = f"https://{HOST}"


@dataclass(frozen=True)
class Ask:
    """One request, and the status that a right answer has."""

    path: str
    headers: dict[str, str]
    body: str | None = None
    status: int = 200


@dataclass
class Sample:
    """What one or more rounds showed. `cpu` is of the server process alone."""

    seconds: float = 0.0
    cpu: float = 0.0
    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second: the middle of the rounds."""
        return median(self.rates)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for one answer."""
        return 1000 * self.cpu / len(self.times)

    def percentile(self, share: int) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def load(
    port: int,
    server: psutil.Process,
    asks: Iterator[Ask],
    seconds: float,
    at_once: int,
    into: Sample,
) -> None:
    """One round.

    The server answers with what is expected, or RuntimeError: a quick error page is no result.
    """
    before, begin = _cpu(server), time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        runs = [pool.submit(_ask_until, port, asks, begin + seconds) for _ in range(at_once)]
        times = [taken for run in runs for taken in run.result()]
    took = time.perf_counter() - begin
    into.seconds += took
    into.cpu += _cpu(server) - before
    into.times += times
    into.rates.append(len(times) / took)


def _ask_until(port: int, asks: Iterator[Ask], deadline: float) -> list[float]:
    connection = HTTPConnection(HOST, port, timeout=30)
    times = []
    for number in count():
        begin = time.perf_counter()
        if number and begin >= deadline:
            break
        ask = next(asks)  # generators are shared by threads only through `itertools`, which is safe
        connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, ask.headers)
        response = connection.getresponse()
        body = response.read()
        times.append(time.perf_counter() - begin)
        if response.status != ask.status:
            raise RuntimeError(
                f"{ask.path} answered {response.status}, not {ask.status}: {body[:300]!r}"
            )
    connection.close()
    return times


def _cpu(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)
